//! What is known of a chat, and what administrators do in it.

use hookbay_sandbox::telegram::control::{DEFAULT_USER, SECOND_USER, SandboxAct};
use serde_json::{Value, json};

use crate::desk::{Desk, cloud};

async fn administered(kind: &str) -> (Desk, i64) {
    let desk = cloud().await;
    let chat = desk.group(kind);
    if kind != "channel" {
        desk.does(
            Some(chat),
            json!({"type": "set_bot", "status": "administrator"}),
        );
    }
    let join = SandboxAct::Join;
    desk.control
        .act(&desk.token, SECOND_USER, Some(chat), join)
        .unwrap();
    (desk, chat)
}

async fn status(desk: &Desk, chat: i64, user: i64) -> Value {
    let of = json!({"chat_id": chat, "user_id": user});
    desk.done("getChatMember", of).await["status"].take()
}

#[tokio::test]
async fn a_chat_and_who_is_in_it() {
    let (desk, chat) = administered("supergroup").await;
    let of = json!({"chat_id": chat});
    let full = desk.done("getChat", of.clone()).await;
    assert_eq!(
        (&full["title"], &full["type"]),
        (&json!("Friends"), &json!("supergroup"))
    );
    assert_eq!(full["permissions"]["can_send_messages"], true);
    assert_eq!(desk.done("getChatMemberCount", of.clone()).await, 3);
    let administrators = desk.done("getChatAdministrators", of).await;
    assert_eq!(administrators[0]["status"], "creator");
    assert_eq!(administrators[1]["user"]["username"], "desk_bot");
    assert_eq!(status(&desk, chat, SECOND_USER).await, "member");
    assert_eq!(status(&desk, chat, DEFAULT_USER).await, "creator");
    let private = desk.done("getChat", json!({"chat_id": DEFAULT_USER})).await;
    assert_eq!(private["username"], "ann_petrova");
    let refused = desk
        .refused("getChatAdministrators", json!({"chat_id": DEFAULT_USER}))
        .await;
    assert_eq!(
        refused,
        "Bad Request: there are no administrators in the private chat"
    );
    let stranger = json!({"chat_id": chat, "user_id": 5});
    assert_eq!(
        desk.refused("getChatMember", stranger).await,
        "Bad Request: user not found"
    );
    let nobody = json!({"chat_id": chat, "user_id": "x"});
    assert_eq!(
        desk.refused("getChatMember", nobody).await,
        "Bad Request: invalid user_id specified"
    );
}

#[tokio::test]
async fn people_are_banned_and_let_in_again() {
    let (desk, chat) = administered("supergroup").await;
    let mario = json!({"chat_id": chat, "user_id": SECOND_USER});
    desk.done("banChatMember", mario.clone()).await;
    assert_eq!(status(&desk, chat, SECOND_USER).await, "kicked");
    let join = |act| desk.control.act(&desk.token, SECOND_USER, Some(chat), act);
    assert!(join(SandboxAct::Join).is_err());
    desk.done("unbanChatMember", mario.clone()).await;
    join(SandboxAct::Join).unwrap();
    desk.done(
        "promoteChatMember",
        json!({"chat_id": chat, "user_id": SECOND_USER, "can_pin_messages": true}),
    )
    .await;
    assert_eq!(status(&desk, chat, SECOND_USER).await, "administrator");
    desk.done("promoteChatMember", mario.clone()).await;
    assert_eq!(status(&desk, chat, SECOND_USER).await, "member");
    desk.done("restrictChatMember", json!({"chat_id": chat, "user_id": SECOND_USER, "permissions": {"can_send_messages": false}})).await;
    assert_eq!(status(&desk, chat, SECOND_USER).await, "restricted");
    let owner = json!({"chat_id": chat, "user_id": DEFAULT_USER});
    assert_eq!(
        desk.refused("banChatMember", owner).await,
        "Bad Request: can't remove chat owner"
    );
    desk.does(Some(chat), json!({"type": "set_bot", "status": "member"}));
    let refused = desk.refused("banChatMember", mario).await;
    assert_eq!(
        refused,
        "Bad Request: not enough rights to restrict/unrestrict chat member"
    );
}

#[tokio::test]
async fn messages_are_pinned_and_unpinned() {
    let (desk, chat) = administered("group").await;
    let sent = desk
        .done("sendMessage", json!({"chat_id": chat, "text": "rules"}))
        .await;
    let pin = json!({"chat_id": chat, "message_id": sent["message_id"]});
    desk.done("pinChatMessage", pin.clone()).await;
    let page = desk.page(chat);
    assert_eq!(
        page.messages.last().unwrap().service.as_deref(),
        Some("Desk pinned a message")
    );
    assert!(page.messages.iter().any(|message| message.pinned));
    let full = desk.done("getChat", json!({"chat_id": chat})).await;
    assert_eq!(full["pinned_message"]["text"], "rules");
    desk.done("unpinChatMessage", json!({"chat_id": chat}))
        .await;
    let refused = desk.refused("unpinChatMessage", pin.clone()).await;
    assert_eq!(refused, "Bad Request: message to unpin not found");
    desk.done("pinChatMessage", pin.clone()).await;
    desk.done("unpinAllChatMessages", json!({"chat_id": chat}))
        .await;
    desk.does(Some(chat), json!({"type": "set_bot", "status": "member"}));
    let refused = desk.refused("pinChatMessage", pin).await;
    assert_eq!(
        refused,
        "Bad Request: not enough rights to manage pinned messages in the chat"
    );
}

#[tokio::test]
async fn a_chat_is_renamed_described_and_linked_to() {
    let (desk, chat) = administered("supergroup").await;
    desk.done("setChatTitle", json!({"chat_id": chat, "title": "Pals"}))
        .await;
    desk.done(
        "setChatDescription",
        json!({"chat_id": chat, "description": "Talk"}),
    )
    .await;
    let again = json!({"chat_id": chat, "description": "Talk"});
    let refused = desk.refused("setChatDescription", again).await;
    assert_eq!(refused, "Bad Request: chat description is not modified");
    let link = desk
        .done(
            "createChatInviteLink",
            json!({"chat_id": chat, "name": "n"}),
        )
        .await;
    assert!(
        link["invite_link"]
            .as_str()
            .unwrap()
            .starts_with("https://t.me/+")
    );
    desk.done("exportChatInviteLink", json!({"chat_id": chat}))
        .await;
    let full = desk.done("getChat", json!({"chat_id": chat})).await;
    assert_eq!(
        (&full["title"], &full["description"]),
        (&json!("Pals"), &json!("Talk"))
    );
    assert!(full["invite_link"].is_string());
}

#[tokio::test]
async fn what_is_too_long_for_a_title_or_a_description_is_cut() {
    let (desk, chat) = administered("supergroup").await;
    let long = "\u{e9}".repeat(300);
    let named = json!({"chat_id": chat, "title": long});
    desk.done("setChatTitle", named).await;
    let described = json!({"chat_id": chat, "description": long});
    desk.done("setChatDescription", described.clone()).await;
    let full = desk.done("getChat", json!({"chat_id": chat})).await;
    let cut = |field: &str| full[field].as_str().unwrap().chars().count();
    assert_eq!((cut("title"), cut("description")), (128, 255));
    // Cut again it is the same.
    let refused = desk.refused("setChatDescription", described).await;
    assert_eq!(refused, "Bad Request: chat description is not modified");
    let nameless = json!({"chat_id": chat, "title": " "});
    let refused = desk.refused("setChatTitle", nameless).await;
    assert_eq!(refused, "Bad Request: title must be non-empty");
    for (method, field, most) in [
        ("setMyName", "name", 64),
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ] {
        let set = |length: usize| json!({field: "x".repeat(length)});
        desk.done(method, set(most)).await;
        let refused = desk.refused(method, set(most + 1)).await;
        assert!(refused.starts_with("Bad Request: BOT_"), "{refused}");
    }
}
