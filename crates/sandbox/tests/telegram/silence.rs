//! People who may not do something in a group or a channel: it does not happen, and whoever plays them
//! hears why.

use chrono::TimeDelta;
use hookbay_sandbox::telegram::control::{Did, Error, SECOND_USER, SandboxAct};
use serde_json::{Value, json};

use crate::desk::{Desk, cloud};

/// A supergroup of Ann's with Mario in it, where the bot is an administrator.
async fn supergroup() -> (Desk, i64) {
    let desk = cloud().await;
    let chat = desk.group("supergroup");
    mario(&desk, chat, json!({"type": "join"})).unwrap();
    let leads = json!({"type": "set_bot", "status": "administrator"});
    desk.does(Some(chat), leads);
    desk.news().await;
    (desk, chat)
}

fn mario(desk: &Desk, chat: i64, act: Value) -> Result<Did, Error> {
    let act: SandboxAct = serde_json::from_value(act).unwrap();
    desk.control.act(&desk.token, SECOND_USER, Some(chat), act)
}

fn say() -> Value {
    json!({"type": "say", "text": "hello"})
}

async fn restrict(desk: &Desk, chat: i64, permissions: Value, until: i64) {
    let restrict = json!({
        "chat_id": chat, "user_id": SECOND_USER, "permissions": permissions, "until_date": until,
    });
    desk.done("restrictChatMember", restrict).await;
}

async fn standing(desk: &Desk, chat: i64) -> Value {
    let who = json!({"chat_id": chat, "user_id": SECOND_USER});
    desk.done("getChatMember", who).await
}

fn why(did: Result<Did, Error>) -> String {
    did.unwrap_err().to_string()
}

/// What the chat's card says of who cannot write.
fn silent(desk: &Desk, chat: i64) -> Vec<(i64, String)> {
    let world = desk.control.world(&desk.token).unwrap();
    let card = world.chats.into_iter().find(|card| card.id == chat);
    let silent = card.unwrap().silent.into_iter();
    silent.map(|one| (one.user_id, one.why)).collect()
}

#[tokio::test]
async fn somebody_who_is_restricted_cannot_write() {
    let (desk, chat) = supergroup().await;
    assert!(silent(&desk, chat).is_empty());
    restrict(&desk, chat, json!({"can_send_messages": false}), 0).await;
    let text = "Mario Rossi is restricted in this chat and cannot write.";
    assert_eq!(why(mario(&desk, chat, say())), text);
    assert_eq!(silent(&desk, chat), [(SECOND_USER, text.to_owned())]);
    let before = desk.page(chat).messages.len();
    for (act, what) in [
        (json!({"type": "share_contact", "phone": "+12345"}), "write"),
        (
            json!({"type": "share_location", "latitude": 1.0, "longitude": 1.0}),
            "write",
        ),
        (
            json!({"type": "upload", "kind": "photo", "name": "a.png", "data": "AA=="}),
            "send photos",
        ),
        (
            json!({"type": "upload", "kind": "document", "name": "a", "data": "AA=="}),
            "send documents",
        ),
        (
            json!({"type": "poll", "question": "?", "options": ["a", "b"]}),
            "send polls",
        ),
        (
            json!({"type": "choose_inline", "query_id": "1", "result_id": "1"}),
            "send what bots offer",
        ),
        (
            json!({"type": "react", "message_id": 1, "emoji": "\u{1f44d}"}),
            "react to messages",
        ),
    ] {
        let refused = why(mario(&desk, chat, act));
        assert_eq!(refused, text.replace("write", what));
    }
    assert_eq!(desk.page(chat).messages.len(), before);
    assert!(desk.news().await.is_empty());
    // The others go on, and Mario can still leave; what he may not do waits for him.
    desk.does(Some(chat), say());
    mario(&desk, chat, json!({"type": "leave"})).unwrap();
    assert_eq!(standing(&desk, chat).await["is_member"], false);
    mario(&desk, chat, json!({"type": "join"})).unwrap();
    assert_eq!(standing(&desk, chat).await["is_member"], true);
    assert_eq!(why(mario(&desk, chat, say())), text);
}

#[tokio::test]
async fn a_restriction_is_of_what_it_names_and_is_taken_back() {
    let (desk, chat) = supergroup().await;
    restrict(&desk, chat, json!({"can_send_messages": true}), 0).await;
    mario(&desk, chat, say()).unwrap();
    let poll = json!({"type": "poll", "question": "?", "options": ["a", "b"]});
    assert!(why(mario(&desk, chat, poll.clone())).ends_with("cannot send polls."));
    let now = standing(&desk, chat).await;
    assert_eq!(
        (
            &now["can_send_messages"],
            &now["can_send_polls"],
            &now["can_react_to_messages"]
        ),
        (&json!(true), &json!(false), &json!(true))
    );
    // Stickers bring the media along, unless they are to be by themselves.
    restrict(&desk, chat, json!({"can_send_other_messages": true}), 0).await;
    assert_eq!(standing(&desk, chat).await["can_send_photos"], true);
    let alone = json!({
        "chat_id": chat, "user_id": SECOND_USER, "use_independent_chat_permissions": true,
        "permissions": {"can_send_other_messages": true},
    });
    desk.done("restrictChatMember", alone).await;
    assert_eq!(standing(&desk, chat).await["can_send_photos"], false);
    let all = json!({
        "can_send_messages": true, "can_send_media_messages": true, "can_send_polls": true,
        "can_send_other_messages": true, "can_add_web_page_previews": true,
        "can_change_info": true, "can_invite_users": true, "can_pin_messages": true,
    });
    restrict(&desk, chat, all, 0).await;
    assert_eq!(standing(&desk, chat).await["status"], "member");
    mario(&desk, chat, poll).unwrap();
}

#[tokio::test]
async fn a_restriction_and_a_ban_end_at_their_time() {
    let (desk, chat) = supergroup().await;
    let end = (desk.clock.now() + TimeDelta::minutes(5)).timestamp();
    restrict(&desk, chat, json!({}), end).await;
    let text =
        "Mario Rossi is restricted in this chat until 2027-01-15 08:05 UTC and cannot write.";
    assert_eq!(why(mario(&desk, chat, say())), text);
    desk.clock.advance(TimeDelta::minutes(5));
    assert!(silent(&desk, chat).is_empty());
    mario(&desk, chat, say()).unwrap();
    assert_eq!(standing(&desk, chat).await["status"], "member");

    let end = (desk.clock.now() + TimeDelta::minutes(5)).timestamp();
    let ban = json!({"chat_id": chat, "user_id": SECOND_USER, "until_date": end});
    desk.done("banChatMember", ban).await;
    let join = || mario(&desk, chat, json!({"type": "join"}));
    assert!(join().is_err());
    desk.clock.advance(TimeDelta::minutes(5));
    join().unwrap();

    // Too short a time is for ever.
    let soon = (desk.clock.now() + TimeDelta::seconds(10)).timestamp();
    restrict(&desk, chat, json!({}), soon).await;
    assert_eq!(standing(&desk, chat).await["until_date"], 0);
    desk.clock.advance(TimeDelta::days(1));
    assert!(mario(&desk, chat, say()).is_err());
}

#[tokio::test]
async fn where_only_administrators_may_write_everybody_else_is_silent() {
    let (desk, chat) = supergroup().await;
    let silence = |may: bool| json!({"chat_id": chat, "permissions": {"can_send_messages": may}});
    desk.done("setChatPermissions", silence(false)).await;
    let text = "Only administrators can write in this chat.";
    assert_eq!(why(mario(&desk, chat, say())), text);
    assert_eq!(silent(&desk, chat), [(SECOND_USER, text.to_owned())]);
    // Ann owns it, and whoever leads may write as well.
    desk.does(Some(chat), say());
    let lead = json!({"chat_id": chat, "user_id": SECOND_USER, "can_pin_messages": true});
    desk.done("promoteChatMember", lead).await;
    mario(&desk, chat, say()).unwrap();
    let plain = json!({"chat_id": chat, "user_id": SECOND_USER});
    desk.done("promoteChatMember", plain).await;
    assert!(mario(&desk, chat, say()).is_err());
    desk.done("setChatPermissions", silence(true)).await;
    mario(&desk, chat, say()).unwrap();
}

#[tokio::test]
async fn in_a_channel_only_its_owner_and_administrators_post() {
    let desk = cloud().await;
    let channel = desk.group("channel");
    mario(&desk, channel, json!({"type": "join"})).unwrap();
    let post = desk.does(Some(channel), say()).message_id;
    desk.news().await;
    let text = "Only administrators can write in this chat.";
    assert_eq!(silent(&desk, channel), [(SECOND_USER, text.to_owned())]);
    for (act, what) in [
        (say(), "write"),
        (
            json!({"type": "share_location", "latitude": 1.0, "longitude": 1.0}),
            "write",
        ),
        (
            json!({"type": "upload", "kind": "document", "name": "a", "data": "AA=="}),
            "send documents",
        ),
        (
            json!({"type": "poll", "question": "?", "options": ["a", "b"]}),
            "send polls",
        ),
    ] {
        let refused = why(mario(&desk, channel, act));
        assert_eq!(refused, text.replace("write", what));
    }
    assert!(desk.news().await.is_empty());
    let react = json!({"type": "react", "message_id": post, "emoji": "\u{1f44d}"});
    mario(&desk, channel, react).unwrap();
    let lead = json!({"chat_id": channel, "user_id": SECOND_USER, "can_post_messages": true});
    desk.done("promoteChatMember", lead).await;
    mario(&desk, channel, say()).unwrap();
    assert!(silent(&desk, channel).is_empty());
}

#[tokio::test]
async fn what_the_bot_is_in_a_chat_only_those_who_lead_it_change() {
    let text = "Only the owner and administrators can change what the bot is in this chat.";
    let set = |status: &str| json!({"type": "set_bot", "status": status});
    for kind in ["group", "supergroup", "channel"] {
        let desk = cloud().await;
        let chat = desk.group(kind);
        mario(&desk, chat, json!({"type": "join"})).unwrap();
        desk.news().await;
        let wanted: &[&str] = match kind {
            "channel" => &["left", "kicked"],
            _ => &["administrator", "left", "kicked"],
        };
        for status in wanted {
            assert_eq!(why(mario(&desk, chat, set(status))), text, "{kind}");
        }
        assert!(desk.news().await.is_empty());
        desk.does(Some(chat), set("left"));
        // As any member brings anybody into a group, but nobody into a channel of others.
        if kind == "channel" {
            assert_eq!(why(mario(&desk, chat, set("administrator"))), text);
            desk.does(Some(chat), set("administrator"));
        } else {
            mario(&desk, chat, set("member")).unwrap();
            assert_eq!(why(mario(&desk, chat, set("administrator"))), text);
            desk.does(Some(chat), set("kicked"));
            assert_eq!(why(mario(&desk, chat, set("member"))), text);
            desk.does(Some(chat), set("administrator"));
        }
        let lead = json!({"chat_id": chat, "user_id": SECOND_USER, "can_invite_users": true});
        desk.done("promoteChatMember", lead).await;
        mario(&desk, chat, set("left")).unwrap();
    }
}
