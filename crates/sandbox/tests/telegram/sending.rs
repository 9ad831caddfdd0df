//! What bots send: texts with formatting, albums, and everything without a file.

use hookbay_sandbox::telegram::control::DEFAULT_USER;
use serde_json::{Value, json};

use crate::desk::cloud;

#[tokio::test]
async fn formatting_in_every_mode_and_as_given() {
    let desk = cloud().await;
    let bold = json!([{"type": "bold", "offset": 0, "length": 2}]);
    for (text, more) in [
        ("<b>\u{1f600}</b>", json!({"parse_mode": "HTML"})),
        ("*\u{1f600}*", json!({"parse_mode": "MarkdownV2"})),
        ("*\u{1f600}*", json!({"parse_mode": "markdown"})),
        ("\u{1f600}", json!({"entities": bold})),
    ] {
        let mut message = json!({"chat_id": DEFAULT_USER, "text": text});
        message
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let sent = desk.done("sendMessage", message).await;
        assert_eq!(
            (&sent["text"], &sent["entities"]),
            (&json!("\u{1f600}"), &bold)
        );
    }
    let mention = json!({"chat_id": DEFAULT_USER, "parse_mode": "HTML", "text": format!("<a href='tg://user?id={DEFAULT_USER}'>A</a> <a href='tg://user?id=5'>B</a>")});
    let sent = desk.done("sendMessage", mention).await;
    assert_eq!(sent["entities"][0]["user"]["first_name"], "Ann");
    assert_eq!(sent["entities"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn texts_are_refused_in_telegrams_words() {
    let desk = cloud().await;
    for (message, words) in [
        (json!({}), "message text is empty"),
        (json!({"text": "  \n "}), "message text is empty"),
        (json!({"text": "x"}), "chat_id is empty"),
        (json!({"text": "x", "chat_id": 12}), "chat not found"),
        (json!({"text": "x", "chat_id": "@nobody"}), "chat not found"),
        (json!({"text": "x", "chat_id": "abc"}), "chat not found"),
        (
            json!({"text": "x".repeat(4097), "chat_id": DEFAULT_USER}),
            "message is too long",
        ),
        (
            json!({"text": "x".repeat(40_000), "chat_id": DEFAULT_USER}),
            "text is too long",
        ),
        (
            json!({"text": "x", "parse_mode": "XML"}),
            "unsupported parse_mode",
        ),
        (
            json!({"text": "<b>x", "parse_mode": "HTML"}),
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            json!({"text": "a.b", "parse_mode": "MarkdownV2"}),
            "can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'",
        ),
        (
            json!({"text": "_x", "parse_mode": "Markdown"}),
            "can't parse entities: Can't find end of the entity starting at byte offset 0",
        ),
        (
            json!({"text": "x", "entities": [{"type": "bold"}]}),
            "can't parse MessageEntity: Can't find field \"offset\"",
        ),
        (
            json!({"text": "x", "link_preview_options": 1}),
            "object expected as link preview options",
        ),
        (
            json!({"text": "x", "reply_parameters": []}),
            "object expected as reply parameters",
        ),
        (
            json!({"text": "x", "chat_id": DEFAULT_USER, "reply_parameters": {"message_id": 77}}),
            "message to be replied not found",
        ),
    ] {
        let refused = desk.refused("sendMessage", message).await;
        assert_eq!(refused, format!("Bad Request: {words}"));
    }
    let lenient = json!({"message_id": 77, "allow_sending_without_reply": true});
    let message =
        json!({"text": "x".repeat(4096), "chat_id": DEFAULT_USER, "reply_parameters": lenient});
    desk.done("sendMessage", message).await;
}

#[tokio::test]
async fn places_contacts_and_dice() {
    let desk = cloud().await;
    for (method, field, more) in [
        (
            "sendLocation",
            "location",
            json!({"latitude": 1.5, "longitude": "2"}),
        ),
        (
            "sendVenue",
            "venue",
            json!({"latitude": 1, "longitude": 2, "title": "T", "address": "A"}),
        ),
        (
            "sendContact",
            "contact",
            json!({"phone_number": "+1", "first_name": "Bo"}),
        ),
        ("sendDice", "dice", json!({"emoji": "\u{1f3c0}"})),
    ] {
        let missing = desk.refused(method, json!({})).await;
        assert!(missing.starts_with("Bad Request: "), "{missing}");
        let mut message = json!({"chat_id": DEFAULT_USER});
        message
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let sent = desk.done(method, message).await;
        assert!(sent[field].is_object(), "{sent}");
    }
    let far = json!({"chat_id": DEFAULT_USER, "latitude": 91, "longitude": 0});
    let refused = desk.refused("sendLocation", far).await;
    assert_eq!(refused, "Bad Request: invalid latitude specified");
}

#[tokio::test]
async fn what_the_bot_is_doing_is_shown_until_it_sends_something() {
    let desk = cloud().await;
    let typing = json!({"chat_id": DEFAULT_USER, "action": "typing"});
    desk.done("sendChatAction", typing).await;
    assert_eq!(desk.page(DEFAULT_USER).action.as_deref(), Some("typing"));
    desk.done("sendMessage", json!({"chat_id": DEFAULT_USER, "text": "x"}))
        .await;
    assert_eq!(desk.page(DEFAULT_USER).action, None);
    let wrong = json!({"chat_id": DEFAULT_USER, "action": "dancing"});
    let refused = desk.refused("sendChatAction", wrong).await;
    assert_eq!(refused, "Bad Request: wrong parameter action in request");
}

#[tokio::test]
async fn what_the_bot_says_about_itself() {
    let desk = cloud().await;
    let commands = json!([{"command": "start", "description": "Begin"}]);
    desk.done("setMyCommands", json!({"commands": commands}))
        .await;
    assert_eq!(desk.done("getMyCommands", json!({})).await, commands);
    let world = desk.control.world(&desk.token).unwrap();
    assert_eq!(world.commands[0].command, "start");
    let german = json!({"language_code": "de", "scope": {"type": "all_private_chats"}});
    assert_eq!(desk.done("getMyCommands", german).await, json!([]));
    for (commands, words) in [
        (json!("x"), "can't parse commands JSON object"),
        (json!({}), "expected an Array of BotCommand"),
        (
            json!([{"command": "start"}]),
            "can't parse BotCommand: Can't find field \"description\"",
        ),
        (
            json!([{"command": "St art", "description": "x"}]),
            "BOT_COMMAND_INVALID",
        ),
    ] {
        let refused = desk
            .refused("setMyCommands", json!({"commands": commands}))
            .await;
        assert_eq!(refused, format!("Bad Request: {words}"));
    }
    desk.done("deleteMyCommands", json!({})).await;
    assert_eq!(desk.done("getMyCommands", json!({})).await, json!([]));

    desk.done("setMyName", json!({"name": "Waiter"})).await;
    assert_eq!(desk.done("getMe", json!({})).await["first_name"], "Waiter");
    desk.done("setMyDescription", json!({"description": "Brings pizza"}))
        .await;
    let described = desk
        .done("getMyDescription", json!({"language_code": "it"}))
        .await;
    assert_eq!(described, json!({"description": "Brings pizza"}));
    let button = json!({"type": "commands"});
    desk.done("setChatMenuButton", json!({"menu_button": button}))
        .await;
    assert_eq!(desk.done("getChatMenuButton", json!({})).await, button);
}

#[tokio::test]
async fn a_method_that_is_not_simulated_says_so_and_is_listed() {
    let desk = cloud().await;
    let missing = desk.refused("sendInvoice", json!({})).await;
    assert_eq!(missing, "Bad Request: chat_id is empty");
    let invoice = json!({"chat_id": 1, "title": "t", "description": "d", "payload": "p", "currency": "XTR", "prices": [], "provider_token": ""});
    let refused = desk.refused("SendInvoice", invoice).await;
    assert_eq!(
        refused,
        "Bad Request: method is not simulated by the sandbox"
    );
    let unknown = desk.call("makeCoffee", json!({})).await;
    assert_eq!(unknown["error_code"], 404);
    let unknown = desk.control.world(&desk.token).unwrap().unknown_methods;
    assert_eq!(
        json!(unknown),
        json!({"SendInvoice": 1, "makeCoffee": 1, "sendInvoice": 1})
    );
}

#[tokio::test]
async fn a_place_that_moves_says_so_for_as_long_as_telegram_lets_it() {
    let desk = cloud().await;
    let place = |more: Value| {
        let mut place = json!({"chat_id": DEFAULT_USER, "latitude": 1.5, "longitude": 2.5});
        let fields = place.as_object_mut().unwrap();
        fields.extend(more.as_object().unwrap().clone());
        place
    };
    for period in [60, 86_400, 0x7fff_ffff] {
        let more = json!({"live_period": period, "heading": 90});
        let sent = desk.done("sendLocation", place(more)).await;
        assert_eq!(
            (
                &sent["location"]["live_period"],
                &sent["location"]["heading"]
            ),
            (&json!(period), &json!(90))
        );
    }
    let sent = desk
        .done("sendLocation", place(json!({"live_period": 0})))
        .await;
    assert_eq!(sent["location"].get("live_period"), None);
    for (more, what) in [
        (json!({"live_period": 59}), "period"),
        (json!({"live_period": 86_401}), "period"),
        (json!({"live_period": -1}), "period"),
        (json!({"live_period": 60, "heading": 361}), "heading"),
        (
            json!({"live_period": 60, "proximity_alert_radius": -1}),
            "proximity alert radius",
        ),
    ] {
        let refused = desk.refused("sendLocation", place(more)).await;
        let text = format!("Bad Request: wrong live location {what} specified");
        assert_eq!(refused, text);
    }
}

#[tokio::test]
async fn a_text_that_is_no_utf_8_is_refused() {
    let desk = cloud().await;
    let text = "Bad Request: strings must be encoded in UTF-8";
    let post = |kind: &str, body: Vec<u8>| {
        let request = desk.client.post(desk.url("sendMessage"));
        request.header("Content-Type", kind.to_owned()).body(body)
    };
    let form = "application/x-www-form-urlencoded";
    let start = format!("chat_id={DEFAULT_USER}&text=");
    let parts = "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n\u{0}\r\n--b--\r\n";
    let parts: Vec<u8> = parts
        .bytes()
        .map(|byte| if byte == 0 { 0xff } else { byte })
        .collect();
    for request in [
        post(form, format!("{start}%ff").into_bytes()),
        post(form, [start.as_bytes(), b"\xc3"].concat()),
        post("multipart/form-data; boundary=b", parts),
        post("application/json", b"{\"text\": \"\xff\"}".to_vec()),
        desk.client
            .get(desk.url(&format!("sendMessage?{start}%E2%82"))),
    ] {
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(answer["description"], text);
    }
    // What is escaped in parts is one letter, and a lonely sign of per cent is itself.
    let request = post(form, format!("{start}%E2%82%AC+100%+%zz").into_bytes());
    let sent: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(sent["result"]["text"], "\u{20ac} 100% %zz");
}
