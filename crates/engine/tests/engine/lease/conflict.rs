//! Another program at the same moment.

use super::{Code, House, consent, full, json};
use crate::fixture::eventually;
use hookbay_engine::api::types::DeleteWebhook;
use hookbay_sandbox::telegram::control::Name;

#[tokio::test]
async fn another_setwebhook_that_is_faster_counts_and_is_explained() {
    let mut house = House::new().await;
    let bot = house.bot().await;
    house.theirs(&bot, full()).await;
    // Ours is pending for as long as its name is looked up.
    house
        .telegram
        .control()
        .set_name("slow.example", Name::Silent);
    house.move_to("https://slow.example").await;
    let faster = async {
        eventually("ours is pending", || async {
            let info = house.info(&bot).await;
            let url = info["url"].as_str()?.to_owned();
            url.contains("slow.example").then_some(())
        })
        .await;
        house
            .theirs(&bot, json!({ "url": "https://127.0.0.1:88/third" }))
            .await
    };
    let (ours, third) = tokio::join!(house.set(&bot, Some(consent())), faster);
    let error = ours.unwrap_err();
    assert_eq!(error.code, Code::Conflict);
    assert!(
        error
            .message
            .starts_with("Another program set this bot's webhook")
    );
    assert!(error.remedy.contains("Stop the other program"));
    assert_eq!(house.info(&bot).await, third);
    let view = house.view(&bot).await;
    assert_eq!((view.lease, house.wanted(&bot)), (None, None));
}

#[tokio::test]
async fn a_conflict_at_a_deletion_is_explained() {
    let house = House::new().await;
    let bot = house.bot().await;
    house.set(&bot, None).await.unwrap();
    house
        .fault(&bot, "deleteWebhook", json!({ "fault": "conflict" }))
        .await;
    let input = DeleteWebhook {
        bot_id: bot.id,
        drop_pending_updates: false,
        delete_foreign: false,
    };
    let error = house.app().delete_webhook(input).await.unwrap_err();
    assert_eq!(error.code, Code::Conflict);
    assert!(error.message.contains("Another program") && error.remedy.contains("Stop"));
}
