//! getUpdates.

use serde_json::{Value, json};

use crate::desk::{Desk, cloud, within};

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
