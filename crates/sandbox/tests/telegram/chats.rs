//! People and chats: who is there, what the bot gets to see, who comes and goes.

use hookbay_sandbox::telegram::control::{DEFAULT_USER, SECOND_USER, SandboxAct};
use serde_json::{Value, json};

use crate::desk::{Desk, cloud};

fn say(text: &str) -> Value {
    json!({"type": "say", "text": text})
}

async fn kinds(desk: &Desk) -> Vec<String> {
    let news = desk.news().await;
    let kinds = news.iter().map(|update| {
        let (kind, _) = update.as_object().unwrap().iter().next().unwrap();
        kind.clone()
    });
    kinds.collect()
}

#[tokio::test]
async fn messages_are_numbered_by_the_account_and_in_supergroups_by_the_chat() {
    let desk = cloud().await;
    let (group, supergroup) = (desk.group("group"), desk.group("supergroup"));
    // Making them and letting the bot in are messages as well.
    let ids = |chat: i64| {
        let page = desk.page(chat);
        page.messages
            .iter()
            .map(|it| it.message_id)
            .collect::<Vec<_>>()
    };
    assert_eq!((ids(group), ids(supergroup)), (vec![1, 2], vec![1, 2]));
    assert_eq!(desk.does(None, say("a")).message_id, Some(3));
    assert_eq!(desk.does(Some(supergroup), say("/a")).message_id, Some(3));
    assert_eq!(desk.does(Some(group), say("/a")).message_id, Some(4));
}

#[tokio::test]
async fn entities_of_a_persons_text_are_found() {
    let desk = cloud().await;
    desk.does(
        None,
        say("/start \u{1f600} @ann_petrova https://example.com"),
    );
    let message = desk.news().await[0]["message"].take();
    let entities = json!([
        {"type": "bot_command", "offset": 0, "length": 6},
        {"type": "mention", "offset": 10, "length": 12},
        {"type": "url", "offset": 23, "length": 19},
    ]);
    assert_eq!(message["entities"], entities);
    assert_eq!(message["from"]["id"], DEFAULT_USER);
}

#[tokio::test]
async fn privacy_mode_keeps_what_people_say_to_each_other_from_the_bot() {
    let desk = cloud().await;
    let group = desk.group("supergroup");
    desk.news().await;
    let did = desk.does(Some(group), say("hello all"));
    assert!(did.update_ids.is_empty() && did.note.unwrap().starts_with("Privacy mode"));
    desk.does(Some(group), say("/help@desk_bot"));
    desk.does(Some(group), say("what do you say, @desk_bot?"));
    let sent = desk
        .done("sendMessage", json!({"chat_id": group, "text": "well"}))
        .await;
    let reply = json!({"type": "say", "text": "fine", "reply_to": sent["message_id"]});
    desk.does(Some(group), reply);
    let news = desk.news().await;
    let texts: Vec<&Value> = news.iter().map(|it| &it["message"]["text"]).collect();
    assert_eq!(
        texts,
        ["/help@desk_bot", "what do you say, @desk_bot?", "fine"]
    );
    assert_eq!(news[2]["message"]["reply_to_message"]["text"], "well");

    desk.does(
        Some(group),
        json!({"type": "set_bot", "status": "administrator"}),
    );
    desk.does(Some(group), say("hello all"));
    assert_eq!(kinds(&desk).await, ["my_chat_member", "message"]);
}

#[tokio::test]
async fn in_a_channel_the_bot_gets_posts() {
    let desk = cloud().await;
    let channel = desk.group("channel");
    desk.news().await;
    let did = desk.does(Some(channel), say("news"));
    let edit = json!({"type": "edit", "message_id": did.message_id, "text": "old news"});
    desk.does(Some(channel), edit);
    let news = desk.news().await;
    assert_eq!(news[0]["channel_post"]["sender_chat"]["id"], channel);
    assert_eq!(news[0]["channel_post"]["from"], Value::Null);
    assert_eq!(news[1]["edited_channel_post"]["text"], "old news");
}

#[tokio::test]
async fn who_comes_and_goes_is_a_message_and_for_administrators_an_update() {
    let desk = cloud().await;
    let allowed = json!(["message", "my_chat_member", "chat_member"]);
    desk.done("getUpdates", json!({"allowed_updates": allowed}))
        .await;
    let group = desk.group("supergroup");
    desk.does(
        Some(group),
        json!({"type": "set_bot", "status": "administrator"}),
    );
    desk.news().await;
    let mario = |act| desk.control.act(&desk.token, SECOND_USER, Some(group), act);
    mario(SandboxAct::Join).unwrap();
    let news = desk.news().await;
    assert_eq!(news[0]["message"]["new_chat_members"][0]["id"], SECOND_USER);
    let member = &news[1]["chat_member"];
    assert_eq!(member["old_chat_member"]["status"], "left");
    assert_eq!(member["new_chat_member"]["status"], "member");
    mario(SandboxAct::Leave).unwrap();
    let news = desk.news().await;
    assert_eq!(news[0]["message"]["left_chat_member"]["id"], SECOND_USER);
    assert_eq!(news[1]["chat_member"]["new_chat_member"]["status"], "left");
    assert!(mario(SandboxAct::Leave).is_err());
    assert_eq!(
        desk.page(group).messages.last().unwrap().service.as_deref(),
        Some("Mario Rossi left")
    );
}

#[tokio::test]
async fn a_blocked_bot_is_told_so_and_refused() {
    let desk = cloud().await;
    desk.does(None, say("hi"));
    desk.does(None, json!({"type": "set_bot", "status": "kicked"}));
    let update = desk.news().await[1]["my_chat_member"].take();
    assert_eq!(update["new_chat_member"]["status"], "kicked");
    let message = json!({"chat_id": DEFAULT_USER, "text": "come back"});
    let refused = desk.call("sendMessage", message.clone()).await;
    assert_eq!(refused["error_code"], 403);
    assert_eq!(
        refused["description"],
        "Forbidden: bot was blocked by the user"
    );
    assert!(desk.tries(None, say("anyone?")).is_err());
    desk.does(None, json!({"type": "set_bot", "status": "member"}));
    desk.done("sendMessage", message).await;
}

#[tokio::test]
async fn a_bot_that_was_removed_is_refused() {
    let desk = cloud().await;
    let group = desk.group("group");
    let send = json!({"chat_id": group, "text": "x"});
    for (status, words) in [
        ("kicked", "Forbidden: bot was kicked from the group chat"),
        ("left", "Forbidden: bot is not a member of the group chat"),
    ] {
        desk.does(Some(group), json!({"type": "set_bot", "status": status}));
        assert_eq!(desk.refused("sendMessage", send.clone()).await, words);
    }
    desk.does(Some(group), json!({"type": "set_bot", "status": "member"}));
    desk.done("leaveChat", json!({"chat_id": group})).await;
    desk.refused("sendMessage", send).await;
}

#[tokio::test]
async fn reactions_are_told_to_who_asks_for_them() {
    let desk = cloud().await;
    let did = desk.does(None, say("hi"));
    let react =
        |emoji: Value| json!({"type": "react", "message_id": did.message_id, "emoji": emoji});
    let untold = desk.does(None, react(json!("\u{1f44d}")));
    let note = "The bot's allowed_updates leave out message_reaction.";
    assert_eq!(untold.note.as_deref(), Some(note));
    let allowed = json!({"allowed_updates": ["message_reaction"], "offset": -1});
    desk.done("getUpdates", allowed).await;
    desk.news().await;
    desk.does(None, react(Value::Null));
    let update = desk.news().await[0]["message_reaction"].take();
    let thumb = json!([{"type": "emoji", "emoji": "\u{1f44d}"}]);
    assert_eq!(
        (&update["old_reaction"], &update["new_reaction"]),
        (&thumb, &json!([]))
    );
    let bots = json!({"chat_id": DEFAULT_USER, "message_id": did.message_id, "reaction": thumb});
    desk.done("setMessageReaction", bots).await;
    assert_eq!(desk.page(DEFAULT_USER).messages[0].reactions[0].by, [0]);
}

#[tokio::test]
async fn a_bot_reacts_with_standard_reactions_alone() {
    let desk = cloud().await;
    let did = desk.does(None, say("hi"));
    let with = |emoji: &str| {
        let reaction = json!([{"type": "emoji", "emoji": emoji}]);
        json!({"chat_id": DEFAULT_USER, "message_id": did.message_id, "reaction": reaction})
    };
    // With and without the sign that asks for a picture.
    for emoji in [
        "\u{2764}",
        "\u{2764}\u{fe0f}",
        "\u{2764}\u{fe0f}\u{200d}\u{1f525}",
        "\u{1f468}\u{200d}\u{1f4bb}",
        "\u{1f621}",
    ] {
        desk.done("setMessageReaction", with(emoji)).await;
    }
    for emoji in ["\u{1f355}", "", "x", "\u{1f44d}\u{1f44d}", " "] {
        let refused = desk.refused("setMessageReaction", with(emoji)).await;
        assert_eq!(refused, "Bad Request: REACTION_INVALID", "{emoji}");
    }
}

#[tokio::test]
async fn contacts_and_places_are_shared_and_deleted_messages_stay_as_gone() {
    let desk = cloud().await;
    desk.does(
        None,
        json!({"type": "share_contact", "phone": "+123456789"}),
    );
    desk.does(
        None,
        json!({"type": "share_location", "latitude": 52.5, "longitude": 4.25}),
    );
    let news = desk.news().await;
    assert_eq!(news[0]["message"]["contact"]["user_id"], DEFAULT_USER);
    assert_eq!(news[1]["message"]["location"]["latitude"], 52.5);
    desk.does(None, json!({"type": "delete", "message_id": 2}));
    let page = desk.page(DEFAULT_USER);
    assert!(page.messages[1].deleted && !page.messages[0].deleted);
    assert_eq!(page.messages[0].media.as_ref().unwrap().kind, "contact");
    assert_eq!(desk.news().await.len(), 0);
    let copy = json!({"chat_id": DEFAULT_USER, "from_chat_id": DEFAULT_USER, "message_id": 2});
    let refused = desk.refused("copyMessage", copy).await;
    assert_eq!(refused, "Bad Request: message to copy not found");
}

#[tokio::test]
async fn nobody_speaks_in_anothers_chat() {
    let desk = cloud().await;
    let error = desk.tries(Some(SECOND_USER), say("hi")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Only Mario Rossi can do something in this private chat."
    );
    let error = desk.tries(Some(-1), say("hi")).unwrap_err();
    assert_eq!(error.to_string(), "The sandbox has no chat -1.");
}

#[tokio::test]
async fn a_bot_cannot_be_the_first_to_write() {
    let desk = cloud().await;
    let new = |name: &str| {
        let first_name = name.to_owned();
        let new = hookbay_sandbox::telegram::control::NewUser {
            first_name,
            ..Default::default()
        };
        desk.control.add_person(new).unwrap().id
    };
    let (zoe, leo) = (new("Zoe"), new("Leo"));
    let write = |chat: i64| json!({"chat_id": chat, "text": "Hello"});
    let refused = "Forbidden: bot can't initiate conversation with a user";
    // Somebody looks at all the chats, which is no deed.
    desk.control.world(&desk.token).unwrap();
    for user in [zoe, leo] {
        assert_eq!(desk.refused("sendMessage", write(user)).await, refused);
    }
    assert_eq!(
        desk.done("getChat", json!({"chat_id": zoe})).await["id"],
        zoe
    );
    desk.control
        .send_message(&desk.token, Some(zoe), "/start")
        .unwrap();
    desk.done("sendMessage", write(zoe)).await;
    // An update that is made up by hand is of a chat that there is.
    let message =
        json!({"message_id": 1, "date": 1, "chat": {"id": leo, "type": "private"}, "text": "x"});
    desk.update("message", &message);
    desk.done("sendMessage", write(leo)).await;
    let blocks = json!({"type": "set_bot", "status": "kicked"});
    let blocks = serde_json::from_value(blocks).unwrap();
    desk.control.act(&desk.token, zoe, None, blocks).unwrap();
    let refused = "Forbidden: bot was blocked by the user";
    assert_eq!(desk.refused("sendMessage", write(zoe)).await, refused);
}

#[tokio::test]
async fn a_bot_that_left_is_no_member_any_more() {
    for (kind, word) in [
        ("group", "group"),
        ("supergroup", "supergroup"),
        ("channel", "channel"),
    ] {
        let desk = cloud().await;
        let chat = desk.group(kind);
        desk.news().await;
        desk.done("leaveChat", json!({"chat_id": chat})).await;
        let news = desk.news().await;
        let change = &news[0]["my_chat_member"];
        assert_eq!(change["new_chat_member"]["status"], "left", "{kind}");
        assert_eq!(change["from"]["username"], "desk_bot");
        assert_eq!(news.len(), 1);
        let text = format!("Forbidden: bot is not a member of the {word} chat");
        let message = json!({"chat_id": chat, "text": "still here?"});
        assert_eq!(desk.refused("sendMessage", message).await, text);
        for method in ["sendChatAction", "getChat", "leaveChat"] {
            let there = json!({"chat_id": chat, "action": "typing"});
            assert_eq!(desk.refused(method, there).await, text, "{method}");
        }
        let left = desk.page(chat).messages.pop().unwrap().service;
        let shown = (kind != "channel").then(|| "Desk left".to_owned());
        assert_eq!(left.filter(|line| line.contains("left")), shown);
        let world = desk.control.world(&desk.token).unwrap();
        let card = world.chats.iter().find(|card| card.id == chat).unwrap();
        assert_eq!(card.bot_status, "left");
        // What is said from now on the bot does not hear.
        let did = desk.does(Some(chat), json!({"type": "say", "text": "/start"}));
        assert_eq!(did.note.as_deref(), Some("The bot is not in this chat."));
    }
    let desk = cloud().await;
    let private = json!({"chat_id": hookbay_sandbox::telegram::control::DEFAULT_USER});
    let refused = desk.refused("leaveChat", private).await;
    let text = "Bad Request: chat member status can't be changed in private chats";
    assert_eq!(refused, text);
}
