//! Method calls in a webhook's answer: of files, and slow ones.

use serde_json::json;

use crate::conformance::replies::{after, reply, sent};
use crate::desk::local;
use crate::hook::Hook;

#[tokio::test]
async fn a_photo_sent_before() {
    let call = json!({"method": "sendPhoto", "chat_id": 71_002_244, "photo": "AgAC"}).to_string();
    let desk = after(move || reply("application/json", &call)).await;
    assert_eq!(sent(&desk)[0]["photo"][0]["file_id"], "AgAC");
    let none = desk.call("sendPhoto", json!({"chat_id": 71_002_244})).await;
    let text = "Bad Request: there is no photo in the request";
    assert_eq!(none["description"], text);
}

#[tokio::test]
async fn a_slow_call_holds_no_delivery_up() {
    let desk = local().await;
    let call = json!({"method": "sendMessage", "chat_id": 71_002_244, "text": "late"}).to_string();
    let hook = Hook::start(move |_| reply("application/json", &call)).await;
    desk.set(json!({"url": hook.url(), "max_connections": 1}))
        .await;
    let slow = json!({"fault": "slow", "milliseconds": 5000, "calls": 2});
    let slow = serde_json::from_value(slow).unwrap();
    desk.control.add_fault(&desk.token, slow).unwrap();
    for number in 1..=2 {
        desk.say("x");
        assert_eq!(desk.attempt(number).await["delivered"], true);
    }
    assert!(desk.control.sent(&desk.token).unwrap().is_empty());
    // The calls may begin their wait after this moment; they get another one until they are made.
    crate::desk::within("the late messages", async {
        while desk.control.sent(&desk.token).unwrap().len() < 2 {
            desk.clock.advance(chrono::TimeDelta::seconds(5));
            tokio::task::yield_now().await;
        }
    })
    .await;
}
