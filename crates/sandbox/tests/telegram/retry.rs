//! Failed deliveries: the waits between tries, expiry, and what getWebhookInfo says.

use chrono::TimeDelta;
use serde_json::json;
use tokio::sync::watch;

use crate::desk::{Desk, local, noon};
use crate::hook::{Hook, Reply, status};

/// Moves the clock by the wait that the nth attempt ended with.
async fn step(desk: &Desk, number: usize) -> Option<i64> {
    let wait = desk.attempt(number).await["retry_in"].as_i64();
    desk.clock.advance(TimeDelta::seconds(wait.unwrap_or(0)));
    wait
}

#[tokio::test]
async fn the_ladder_of_waits() {
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
async fn expiry_by_kind() {
    let cases = [
        ("inline_query", 30),
        ("callback_query", 150),
        ("shipping_query", 150),
        ("pre_checkout_query", 150),
        ("chosen_inline_result", 600),
        ("my_chat_member", 86_400),
        ("message", 86_400),
    ];
    for (kind, seconds) in cases {
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
        assert_eq!(
            (&last["update_id"], &last["retry_in"]),
            (&json!(id), &json!(null)),
            "{kind}"
        );
        assert_eq!(desk.info().await["pending_update_count"], 0, "{kind}");
    }
}

#[tokio::test]
async fn the_next_update_of_a_chat_follows_when_the_first_expires() {
    let desk = local().await;
    let date = noon().timestamp();
    let old = json!({"date": date - 86_400 + 10, "chat": {"id": 1}, "text": "old"});
    let old = desk.update("message", &old);
    let new = desk.update(
        "message",
        &json!({"date": date, "chat": {"id": 1}, "text": "new"}),
    );
    desk.clock.advance(TimeDelta::seconds(20));
    let hook = Hook::start(|_| status("200 OK")).await;
    desk.set_url(&hook.url()).await;
    let first = desk.attempt(1).await;
    assert_eq!(first["update_id"], new);
    assert_ne!(first["update_id"], old);
    assert_eq!(desk.info().await["pending_update_count"], 0);
}

async fn error_of(answer: impl Fn() -> Reply + Send + Sync + 'static) -> String {
    let desk = local().await;
    let hook = Hook::start(move |_| answer()).await;
    desk.set_url(&hook.url()).await;
    desk.say("x");
    desk.last_error().await
}

#[tokio::test]
async fn wrong_responses_carry_the_status_line() {
    let lines = [
        "502 Bad Gateway",
        "404 Not Found",
        "302 Found",
        "100 Continue",
        "403 Go Away",
        "500 ",
    ];
    for line in lines {
        let error = error_of(move || status(line)).await;
        assert_eq!(error, format!("Wrong response from the webhook: {line}"));
    }
}

#[tokio::test]
async fn answers_that_cannot_be_read() {
    let close = |text: &str| Reply::BytesThenClose(text.to_owned());
    let short = error_of(move || close("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")).await;
    assert_eq!(short, "Bad Request: unexpected end of request content");
    let brotli = error_of(move || {
        close("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx")
    })
    .await;
    assert_eq!(
        brotli,
        "Unsupported Media Type: unsupported content-encoding"
    );
    let version = error_of(move || close("HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n")).await;
    assert_eq!(version, "HTTP Version Not Supported");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let desk = local().await;
    let other = Hook::start(|_| status("200 OK")).await;
    let location = other.url();
    let hook = Hook::start(move |_| {
        Reply::Bytes(format!(
            "HTTP/1.1 307 Moved\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"
        ))
    })
    .await;
    desk.set_url(&hook.url()).await;
    desk.say("x");
    assert_eq!(
        desk.last_error().await,
        "Wrong response from the webhook: 307 Moved"
    );
    assert!(other.received().is_empty());
}

#[tokio::test]
async fn connection_refused_shows_before_any_update() {
    let desk = local().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    desk.set_url(&format!("http://127.0.0.1:{port}/")).await;
    assert_eq!(desk.last_error().await, "Connection refused");
}

#[tokio::test]
async fn while_nothing_succeeds_connections_are_opened_every_two_seconds() {
    let desk = local().await;
    let hook = Hook::start(|_| Reply::BytesThenClose("HTTP/1.0 500 x\r\n\r\n".to_owned())).await;
    desk.set_url(&hook.url()).await;
    desk.say("x");
    let mut times = Vec::new();
    for number in 1..=4 {
        let attempt = desk.attempt(number).await;
        times.push(
            attempt["at"].as_str().unwrap()[17..19]
                .parse::<i64>()
                .unwrap(),
        );
        desk.clock
            .advance(TimeDelta::seconds(if number < 3 { 2 } else { 4 }));
    }
    // The waits were 0, 2 and 4; the first retry had to wait for its connection.
    let gaps: Vec<i64> = times.windows(2).map(|two| two[1] - two[0]).collect();
    assert_eq!(gaps, [2, 2, 4]);
}

#[tokio::test]
async fn a_clean_close_is_retried_and_not_reported() {
    let desk = local().await;
    let hook = Hook::start(|_| Reply::Close).await;
    desk.set_url(&hook.url()).await;
    desk.say("x");
    let attempt = desk.attempt(1).await;
    assert_eq!(attempt["result"], "Webhook connection closed");
    assert_eq!(attempt["retry_in"], 0);
    let info = desk.info().await;
    assert!(info.get("last_error_message").is_none(), "{info}");
    assert_eq!(info["pending_update_count"], 1);
}

#[tokio::test]
async fn no_answer_in_a_minute() {
    let desk = local().await;
    let (_gate, closed) = watch::channel(false);
    let hook = Hook::start(move |_| Reply::Hold(closed.clone())).await;
    desk.set_url(&hook.url()).await;
    desk.say("x");
    hook.wait_for(1).await;
    desk.clock.advance(TimeDelta::seconds(59));
    assert_eq!(desk.info().await.get("last_error_message"), None);
    desk.clock.advance(TimeDelta::seconds(1));
    assert_eq!(desk.last_error().await, "Read timeout expired");
}

/// A webhook that reads one request and then does what the test says on the bare stream.
async fn bare(desk: &Desk) -> tokio::net::TcpStream {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    desk.set_url(&format!("http://127.0.0.1:{port}/")).await;
    desk.say("x");
    let (stream, _) = listener.accept().await.unwrap();
    stream.readable().await.unwrap();
    stream
}

#[tokio::test]
async fn a_minute_is_a_minute_however_the_answer_drips() {
    use tokio::io::AsyncWriteExt;
    let desk = local().await;
    let mut stream = bare(&desk).await;
    for drop in ["HTTP/1.1 200 OK\r\n", "X-One: 1\r\n", "X-Two: 2\r\n"] {
        stream.write_all(drop.as_bytes()).await.unwrap();
        assert_eq!(desk.info().await.get("last_error_message"), None);
        desk.clock.advance(TimeDelta::seconds(20));
    }
    assert_eq!(desk.last_error().await, "Read timeout expired");
}

#[tokio::test]
async fn a_reset_is_reported_in_the_systems_words() {
    let desk = local().await;
    let stream = bare(&desk).await;
    // Closed without waiting for anything, a connection is reset.
    stream.set_zero_linger().unwrap();
    drop(stream);
    assert_eq!(desk.last_error().await, "Connection reset by peer");
}

#[tokio::test]
async fn how_nothing_is_encoded_does_not_matter() {
    for answer in [
        "HTTP/1.1 204 No Content\r\nContent-Encoding: br\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n",
    ] {
        let desk = local().await;
        let hook = Hook::start(|_| Reply::Bytes(answer.to_owned())).await;
        desk.set_url(&hook.url()).await;
        desk.say("x");
        assert_eq!(desk.attempt(1).await["delivered"], true, "{answer}");
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
