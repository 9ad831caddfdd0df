//! What excludes what, and what has to wait: 409, 429 and the bot that is logged out.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::accepting::polling;
use crate::desk::{cloud, local, within};
use crate::pending_webhook::{HERE, answer, pending};

fn conflict(what: &str) -> Value {
    json!({"ok": false, "error_code": 409, "description": format!("Conflict: {what}")})
}

#[tokio::test]
async fn set_webhook_while_another_is_pending() {
    let desk = local().await;
    let call = pending(&desk, "http://slow.example/").await;
    desk.set_url("http://127.0.0.1:9/").await;
    assert_eq!(
        answer(call).await,
        conflict("terminated by other setWebhook")
    );
    desk.control.set_name("slow.example", HERE);
    assert_eq!(desk.info().await["url"], "http://127.0.0.1:9/");
}

const ACTIVE: &str = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

#[tokio::test]
async fn get_updates_beside_a_webhook() {
    let desk = local().await;
    desk.set_url("http://127.0.0.1:9/").await;
    let answer = desk.call("getUpdates", json!({})).await;
    assert_eq!(answer, conflict(ACTIVE));
    desk.done("deleteWebhook", json!({})).await;
    desk.done("getUpdates", json!({})).await;
}

#[tokio::test]
async fn get_updates_that_set_webhook_ends() {
    let desk = cloud().await;
    let waiting = desk.call("getUpdates", json!({"timeout": 50}));
    let set = async {
        polling(&desk).await;
        // Also by one that is refused afterwards.
        desk.set(json!({"url": "ftp://refused/"})).await;
    };
    let (answer, ()) = within("its end", async { tokio::join!(waiting, set) }).await;
    assert_eq!(answer, conflict("terminated by setWebhook request"));
}

#[tokio::test]
async fn get_updates_that_another_ends() {
    let desk = cloud().await;
    let poll = || Box::pin(desk.call("getUpdates", json!({"timeout": 50})));
    // Whichever arrives first is ended by the other, which then waits.
    let both = futures_util::future::select(poll(), poll());
    let (ended, waiting) = within("the first end", both).await.factor_first();
    let text =
        "terminated by other getUpdates request; make sure that only one bot instance is running";
    assert_eq!(ended, conflict(text));
    let id = desk.say("x");
    let updates = within("the other's", waiting).await;
    assert_eq!(updates["result"][0]["update_id"], id);
}

#[tokio::test]
async fn set_webhook_more_than_once_a_second() {
    let desk = local().await;
    desk.set_url("http://127.0.0.1:9/").await;
    let again = || {
        desk.client
            .post(desk.url("setWebhook"))
            .json(&json!({"url": "http://127.0.0.1:9/"}))
            .send()
    };
    let answer = again().await.unwrap();
    assert_eq!(answer.status(), 429);
    assert_eq!(answer.headers()["retry-after"], "1");
    let expected = json!({
        "ok": false,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    });
    assert_eq!(answer.json::<Value>().await.unwrap(), expected);
    // Removing is not limited.
    assert_eq!(desk.call("deleteWebhook", json!({})).await["ok"], true);
    assert_eq!(again().await.unwrap().status(), 429);
    desk.clock.advance(TimeDelta::seconds(1));
    assert_eq!(again().await.unwrap().status(), 200);
}

#[tokio::test]
async fn logged_out() {
    let desk = cloud().await;
    assert_eq!(desk.done("logOut", json!({})).await, Value::Bool(true));
    let refused = desk.call("getMe", json!({})).await;
    assert_eq!(
        (&refused["error_code"], &refused["description"]),
        (&json!(400), &json!("Logged out"))
    );
    desk.clock.advance(chrono::TimeDelta::minutes(11));
    desk.done("getMe", json!({})).await;
}

#[tokio::test]
async fn restart_while_a_call_waits() {
    for (method, code, description) in [
        ("close", 500, "Internal Server Error: restart"),
        ("logOut", 400, "Logged out"),
    ] {
        let desk = cloud().await;
        let waiting = desk.call("getUpdates", json!({"timeout": 50}));
        let end = async {
            polling(&desk).await;
            desk.done(method, json!({})).await
        };
        let (answer, _) = within("its end", async { tokio::join!(waiting, end) }).await;
        let expected = json!({"ok": false, "error_code": code, "description": description});
        assert_eq!(answer, expected, "{method}");
    }
}

#[tokio::test]
async fn conflicts_after_the_first_come_late() {
    let desk = local().await;
    desk.set_url("http://127.0.0.1:9/").await;
    assert_eq!(desk.call("getUpdates", json!({})).await, conflict(ACTIVE));
    let start = desk.clock.now();
    let mut second = Box::pin(desk.call("getUpdates", json!({})));
    let answer = within("the late conflict", async {
        loop {
            tokio::select! {
                answer = &mut second => break answer,
                () = tokio::task::yield_now() => desk.clock.advance(TimeDelta::milliseconds(100)),
            }
        }
    })
    .await;
    assert_eq!(answer, conflict(ACTIVE));
    assert!(desk.clock.now() - start >= TimeDelta::seconds(3));
}
