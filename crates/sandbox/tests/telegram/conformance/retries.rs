//! When an update is tried again, and when not any more.

use chrono::TimeDelta;
use serde_json::json;

use crate::desk::{Desk, cloud, local, noon};
use crate::hook::{Hook, Reply, status};

/// Moves the clock by the wait that the nth attempt ended with.
async fn step(desk: &Desk, number: usize) -> Option<i64> {
    let wait = desk.attempt(number).await["retry_in"].as_i64();
    desk.clock.advance(TimeDelta::seconds(wait.unwrap_or(0)));
    wait
}

#[tokio::test]
async fn waits_grow_up_to_a_random_minute_or_two() {
    let desk = local().await;
    let hook = Hook::start(|_| status("500 Internal Server Error")).await;
    desk.set_url(&hook.url()).await;
    desk.say("x");
    for (number, wait) in [0, 2, 4, 8, 16, 32].into_iter().enumerate() {
        assert_eq!(step(&desk, number + 1).await, Some(wait));
    }
    let seventh = step(&desk, 7).await.unwrap();
    assert!((60..=64).contains(&seventh), "{seventh}");
    for number in 8..=12 {
        let wait = step(&desk, number).await.unwrap();
        assert!((60..=120).contains(&wait), "{wait}");
    }
    assert_eq!(desk.info().await["pending_update_count"], 1);
}

#[tokio::test]
async fn retry_after_replaces_the_wait_and_does_not_grow_it() {
    let desk = local().await;
    let answers = [Some(7), Some(99_999), None, None];
    let count = std::sync::atomic::AtomicUsize::new(0);
    let hook = Hook::start(move |_| {
        let at = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let after = answers[at].map_or(String::new(), |wait| format!("Retry-After: {wait}\r\n"));
        Reply::Bytes(format!(
            "HTTP/1.1 429 Slow\r\n{after}Content-Length: 0\r\n\r\n"
        ))
    })
    .await;
    desk.set_url(&hook.url()).await;
    desk.say("x");
    for (number, wait) in [7, 3600, 2, 4].into_iter().enumerate() {
        assert_eq!(step(&desk, number + 1).await, Some(wait));
    }
}

#[tokio::test]
async fn retry_after_is_an_hour_at_most() {
    let desk = local().await;
    let hook = Hook::start(|_| {
        Reply::Bytes("HTTP/1.1 503 x\r\nRetry-After: 99999\r\nContent-Length: 0\r\n\r\n".to_owned())
    })
    .await;
    desk.set_url(&hook.url()).await;
    desk.say("x");
    for number in 1..=3 {
        assert_eq!(step(&desk, number).await, Some(3600));
    }
}

/// An update of this kind is tried once more just before it is so old, and not after that.
async fn expires_after(kind: &str, seconds: i64) {
    let desk = local().await;
    let id = desk.update(
        kind,
        &json!({"date": noon().timestamp(), "from": {"id": 1}, "chat": {"id": 1}}),
    );
    desk.clock.advance(TimeDelta::seconds(seconds - 3));
    let hook = Hook::start(|_| status("500 x")).await;
    desk.set_url(&hook.url()).await;
    // One second is left: the retry at once is made, the one after two seconds is not.
    assert_eq!(step(&desk, 1).await, Some(0), "{kind}");
    let last = desk.attempt(2).await;
    let (of, again) = (&last["update_id"], &last["retry_in"]);
    assert_eq!((of, again), (&json!(id), &json!(null)), "{kind}");
    assert_eq!(desk.info().await["pending_update_count"], 0, "{kind}");
}

#[tokio::test]
async fn messages_expire_a_day_after_their_date() {
    expires_after("message", 86_400).await;
    let date = (noon() - TimeDelta::hours(23)).timestamp();
    for kind in [
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_message",
        "edited_business_message",
        "guest_message",
    ] {
        let desk = cloud().await;
        desk.update(kind, &json!({"date": date, "chat": {"id": 1}}));
        assert_eq!(desk.info().await["pending_update_count"], 1, "{kind}");
        desk.clock.advance(TimeDelta::seconds(3601));
        assert_eq!(desk.info().await["pending_update_count"], 0, "{kind}");
    }
}

#[tokio::test]
async fn inline_queries_expire_after_half_a_minute() {
    expires_after("inline_query", 30).await;
}

#[tokio::test]
async fn callback_and_payment_queries_expire_after_150_seconds() {
    for kind in ["callback_query", "shipping_query", "pre_checkout_query"] {
        expires_after(kind, 150).await;
    }
}

#[tokio::test]
async fn chosen_inline_results_expire_after_ten_minutes() {
    expires_after("chosen_inline_result", 600).await;
}

#[tokio::test]
async fn other_updates_expire_after_a_day() {
    for kind in ["my_chat_member", "poll", "chat_join_request", "chat_boost"] {
        expires_after(kind, 86_400).await;
    }
}

#[tokio::test]
async fn twenty_three_hours_of_410_remove_the_webhook() {
    let desk = local().await;
    let hook = Hook::start(|_| status("410 Gone")).await;
    desk.set_url(&hook.url()).await;
    let first = desk.say("x");
    desk.attempt(1).await;
    desk.attempt(2).await;
    desk.clock.advance(TimeDelta::hours(23));
    desk.attempt(3).await;
    assert_ne!(desk.info().await["url"], "");
    desk.clock.advance(TimeDelta::seconds(4));
    desk.attempt(4).await;
    let info = desk.info().await;
    assert_eq!(info["url"], "");
    assert_eq!(info["pending_update_count"], 1);
    assert_eq!(info.get("last_error_message"), None);
    assert_eq!(hook.received()[0].update_id(), first);
}

#[tokio::test]
async fn any_other_answer_starts_the_count_of_410_anew() {
    let desk = local().await;
    let count = std::sync::atomic::AtomicUsize::new(0);
    let hook = Hook::start(move |_| {
        let at = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        if at == 1 {
            status("500 x")
        } else {
            status("410 Gone")
        }
    })
    .await;
    desk.set_url(&hook.url()).await;
    desk.say("x");
    desk.attempt(2).await;
    desk.clock.advance(TimeDelta::hours(23));
    desk.attempt(3).await;
    desk.clock.advance(TimeDelta::seconds(4));
    desk.attempt(4).await;
    assert_ne!(desk.info().await["url"], "");
}
