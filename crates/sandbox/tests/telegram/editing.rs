//! Editing, deleting, forwarding and copying.

use chrono::TimeDelta;
use hookbay_sandbox::telegram::control::{DEFAULT_USER, SECOND_USER};
use serde_json::{Value, json};

use crate::desk::{Desk, cloud};

async fn sent(desk: &Desk, text: &str) -> i64 {
    let message = json!({"chat_id": DEFAULT_USER, "text": text});
    let sent = desk.done("sendMessage", message).await;
    sent["message_id"].as_i64().unwrap()
}

#[tokio::test]
async fn a_text_and_its_buttons_are_edited() {
    let desk = cloud().await;
    let id = sent(&desk, "one").await;
    let keyboard = json!({"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]});
    let edit = |text: &str, markup: Value| json!({"chat_id": DEFAULT_USER, "message_id": id, "text": text, "reply_markup": markup});
    let edited = desk
        .done("editMessageText", edit("two", keyboard.clone()))
        .await;
    assert_eq!(edited["text"], "two");
    assert!(edited["edit_date"].is_number());
    let same = desk
        .refused("editMessageText", edit("two", keyboard.clone()))
        .await;
    assert_eq!(
        same,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"
    );
    assert_eq!(desk.page(DEFAULT_USER).messages[0].buttons[0][0].text, "A");
    let bare = json!({"chat_id": DEFAULT_USER, "message_id": id});
    let edited = desk.done("editMessageReplyMarkup", bare.clone()).await;
    assert_eq!(edited["reply_markup"], Value::Null);
    desk.refused("editMessageReplyMarkup", bare).await;
}

#[tokio::test]
async fn edits_are_refused_in_telegrams_words() {
    let desk = cloud().await;
    let id = sent(&desk, "one").await;
    desk.say("mine");
    let location = json!({"chat_id": DEFAULT_USER, "latitude": 1, "longitude": 1});
    let place = desk.done("sendLocation", location).await["message_id"].take();
    for (method, message, words) in [
        ("editMessageText", json!(99), "message to edit not found"),
        ("editMessageText", json!(id + 1), "message can't be edited"),
        (
            "editMessageText",
            place.clone(),
            "there is no text in the message to edit",
        ),
        (
            "editMessageCaption",
            json!(id),
            "there is no caption in the message to edit",
        ),
        (
            "editMessageText",
            json!("x"),
            "message identifier is not specified",
        ),
    ] {
        let edit = json!({"chat_id": DEFAULT_USER, "message_id": message, "text": "new", "caption": "new"});
        assert_eq!(
            desk.refused(method, edit).await,
            format!("Bad Request: {words}")
        );
    }
    let inline = json!({"inline_message_id": "x", "text": "new"});
    assert_eq!(
        desk.refused("editMessageText", inline).await,
        "Bad Request: invalid inline message identifier specified"
    );
}

#[tokio::test]
async fn messages_are_deleted_while_they_are_young() {
    let desk = cloud().await;
    let old = sent(&desk, "old").await;
    let delete = |id: i64| json!({"chat_id": DEFAULT_USER, "message_id": id});
    desk.clock.advance(TimeDelta::hours(49));
    let refused = desk.refused("deleteMessage", delete(old)).await;
    assert_eq!(
        refused,
        "Bad Request: message can't be deleted for everyone"
    );
    let young = sent(&desk, "young").await;
    desk.done("deleteMessage", delete(young)).await;
    let refused = desk.refused("deleteMessage", delete(young)).await;
    assert_eq!(refused, "Bad Request: message to delete not found");
    let (one, two) = (sent(&desk, "1").await, sent(&desk, "2").await);
    let several = json!({"chat_id": DEFAULT_USER, "message_ids": [young, one, two]});
    desk.done("deleteMessages", several).await;
    let page = desk.page(DEFAULT_USER);
    let gone: Vec<bool> = page
        .messages
        .iter()
        .map(|message| message.deleted)
        .collect();
    assert_eq!(gone, [false, true, true, true]);
}

#[tokio::test]
async fn in_a_group_others_messages_are_for_administrators_to_delete() {
    let desk = cloud().await;
    let group = desk.group("supergroup");
    let did = desk.does(Some(group), json!({"type": "say", "text": "/x"}));
    let delete = json!({"chat_id": group, "message_id": did.message_id});
    let refused = desk.refused("deleteMessage", delete.clone()).await;
    assert_eq!(refused, "Bad Request: message can't be deleted");
    desk.does(
        Some(group),
        json!({"type": "set_bot", "status": "administrator"}),
    );
    desk.done("deleteMessage", delete).await;
}

#[tokio::test]
async fn forwards_name_the_origin_and_copies_do_not() {
    let desk = cloud().await;
    let did = desk.does(None, json!({"type": "say", "text": "mine"}));
    let pass =
        |id: Value| json!({"chat_id": SECOND_USER, "from_chat_id": DEFAULT_USER, "message_id": id});
    let forwarded = desk
        .done("forwardMessage", pass(json!(did.message_id)))
        .await;
    assert_eq!(forwarded["text"], "mine");
    assert_eq!(
        forwarded["forward_origin"]["sender_user"]["id"],
        DEFAULT_USER
    );
    let copied = desk.done("copyMessage", pass(json!(did.message_id))).await;
    let page = desk.page(SECOND_USER);
    assert_eq!(
        page.messages[0].forwarded_from.as_deref(),
        Some("Ann Petrova")
    );
    assert_eq!(json!(page.messages[1].message_id), copied["message_id"]);
    assert_eq!(page.messages[1].forwarded_from, None);
    let many = json!({"chat_id": SECOND_USER, "from_chat_id": DEFAULT_USER, "message_ids": [did.message_id, 99]});
    assert_eq!(
        desk.done("copyMessages", many.clone())
            .await
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        desk.done("forwardMessages", many)
            .await
            .as_array()
            .unwrap()
            .len(),
        1
    );
    for (method, words) in [
        ("forwardMessage", "message to forward not found"),
        ("copyMessage", "message to copy not found"),
    ] {
        let refused = desk.refused(method, pass(json!(99))).await;
        assert_eq!(refused, format!("Bad Request: {words}"));
    }
}
