//! getUpdates and its conflicts.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::desk::{Desk, cloud, local, within};

async fn ids(desk: &Desk, parameters: Value) -> Vec<i64> {
    let answer = desk.call("getUpdates", parameters).await;
    let updates = answer["result"]
        .as_array()
        .unwrap_or_else(|| panic!("{answer}"));
    updates
        .iter()
        .map(|update| update["update_id"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn offset_confirms_and_limit_bounds() {
    let desk = cloud().await;
    let sent: Vec<i64> = ["a", "b", "c"].map(|text| desk.say(text)).to_vec();
    assert_eq!(sent[2], sent[0] + 2);
    assert_eq!(ids(&desk, json!({})).await, sent);
    assert_eq!(ids(&desk, json!({"limit": 2})).await, sent[..2]);
    assert_eq!(ids(&desk, json!({"offset": sent[1]})).await, sent[1..]);
    assert_eq!(ids(&desk, json!({})).await, sent[1..]);
    assert_eq!(ids(&desk, json!({"offset": -1})).await, sent[2..]);
    assert_eq!(
        ids(&desk, json!({"offset": sent[2] + 1})).await,
        Vec::<i64>::new()
    );
}

#[tokio::test]
async fn a_waiting_call_gets_the_next_update() {
    let desk = cloud().await;
    let call = desk.call("getUpdates", json!({"timeout": 50}));
    let say = async { desk.say("now") };
    let (answer, id) = within("an update", async { tokio::join!(call, say) }).await;
    assert_eq!(answer["result"][0]["update_id"], id);
}

#[tokio::test]
async fn a_webhook_excludes_it() {
    let desk = local().await;
    desk.set_url("http://127.0.0.1:9/").await;
    let answer = desk.call("getUpdates", json!({})).await;
    let text = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
    assert_eq!(
        answer,
        json!({"ok": false, "error_code": 409, "description": text})
    );
    // The next one comes three seconds late.
    let start = desk.clock.now();
    let second = Box::pin(desk.call("getUpdates", json!({})));
    let answer = with_time_passing(&desk, second).await;
    assert_eq!(answer["error_code"], 409);
    assert!(desk.clock.now() - start >= TimeDelta::seconds(3));
}

#[tokio::test]
async fn another_get_updates_ends_it_and_so_does_set_webhook() {
    let desk = cloud().await;
    let poll = || {
        let request = desk.client.get(desk.url("getUpdates?timeout=50"));
        Box::pin(async move { request.send().await.unwrap().json::<Value>().await.unwrap() })
    };
    // Whichever arrives first is ended by the other, which proves that the other is waiting.
    let both = futures_util::future::select(poll(), poll());
    let (ended, waiting) = within("the first end", both).await.factor_first();
    let text = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    let conflict = |text: &str| json!({"ok": false, "error_code": 409, "description": text});
    assert_eq!(ended, conflict(text));
    desk.call("setWebhook", json!({"url": "ftp://refused/"}))
        .await;
    let answer = with_time_passing(&desk, waiting).await;
    assert_eq!(
        answer,
        conflict("Conflict: terminated by setWebhook request")
    );
}

/// A second conflict within three seconds is answered three seconds late.
async fn with_time_passing(desk: &Desk, mut call: impl Future<Output = Value> + Unpin) -> Value {
    within("the late conflict", async {
        loop {
            tokio::select! {
                answer = &mut call => break answer,
                () = tokio::task::yield_now() => desk.clock.advance(TimeDelta::milliseconds(100)),
            }
        }
    })
    .await
}

#[tokio::test]
async fn kinds_that_are_not_allowed_are_not_queued() {
    let desk = cloud().await;
    desk.call("getUpdates", json!({"allowed_updates": ["poll"]}))
        .await;
    let sent = desk.control.send_message(&desk.token, None, "x").unwrap();
    assert_eq!(sent, None);
    let id = desk.update("poll", &json!({"id": "1", "question": "?"}));
    assert_eq!(ids(&desk, json!({})).await, [id]);
}

#[tokio::test]
async fn deleting_no_webhook_leaves_a_waiting_call_alone() {
    let desk = cloud().await;
    let mut waiting = Box::pin(desk.call("getUpdates", json!({"timeout": 50})));
    // Each of these reaches the server after the waiting call does, or before: both are fine.
    for parameters in [json!({}), json!({"drop_pending_updates": true})] {
        tokio::select! {
            early = &mut waiting => panic!("{early}"),
            deleted = desk.call("deleteWebhook", parameters) => {
                assert_eq!(deleted["description"], "Webhook is already deleted");
            }
        }
    }
    let id = desk.say("still there");
    let answer = within("the update", waiting).await;
    assert_eq!(answer["result"][0]["update_id"], id, "{answer}");
}
