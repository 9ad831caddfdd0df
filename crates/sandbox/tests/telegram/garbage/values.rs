//! Values that fit, to be left out or spoiled.

use hookbay_sandbox::telegram::control::{DEFAULT_USER, SECOND_USER};
use serde_json::{Value, json};

/// Something that fits a parameter, by its name and its kind.
pub fn plausible(name: &str, kind: &str, chat: i64) -> Value {
    match name {
        "chat_id" | "from_chat_id" => json!(chat),
        "user_id" => json!(SECOND_USER),
        "latitude" | "longitude" => json!(1.5),
        "action" => json!("typing"),
        "phone_number" => json!("+12345"),
        "options" => json!(["one", "two"]),
        "message_ids" => json!([1]),
        "commands" => json!([{"command": "go", "description": "Goes"}]),
        "permissions" => json!({"can_send_messages": true}),
        "media" => json!([
            {"type": "photo", "media": "AgACAgIAAxkBBA"},
            {"type": "photo", "media": "AgACAgIAAxkCBA"},
        ]),
        "results" => json!([]),
        _ => match kind {
            "number" => json!(1),
            "bool" => json!(true),
            "file" if name.contains("photo") => json!("AgACAgIAAxkBBA"),
            "file" => json!("BQACAgIAAxkBBA"),
            "json" => json!({}),
            _ => json!("something"),
        },
    }
}

/// Methods with a parameter whose inside is looked at, and what fits there.
pub fn templates(chat: i64) -> Vec<(&'static str, &'static str, Value)> {
    let entity = |kind: &str, field: &str, more: Value| {
        let mut entity = json!({"type": kind, "offset": 0, "length": 4});
        entity[field] = more;
        json!([entity])
    };
    let person = json!({"id": DEFAULT_USER, "is_bot": false, "first_name": "Ann"});
    let mut all = vec![
        (
            "sendMessage",
            "entities",
            entity("text_link", "url", json!("https://a.example/")),
        ),
        (
            "sendMessage",
            "entities",
            entity("text_mention", "user", person),
        ),
        (
            "sendMessage",
            "entities",
            entity("pre", "language", json!("rust")),
        ),
        (
            "sendMessage",
            "entities",
            entity(
                "custom_emoji",
                "custom_emoji_id",
                json!("5368324170671202286"),
            ),
        ),
        (
            "sendMessage",
            "link_preview_options",
            json!({"is_disabled": false, "url": "https://a.example/"}),
        ),
        (
            "sendMessage",
            "reply_parameters",
            json!({"message_id": 1, "chat_id": chat, "allow_sending_without_reply": true, "quote": "x", "quote_entities": [], "quote_position": 0}),
        ),
        (
            "sendPhoto",
            "caption_entities",
            entity("bold", "length", json!(1)),
        ),
        (
            "sendPoll",
            "options",
            json!([{"text": "one", "text_parse_mode": "HTML"}, {"text": "two", "text_entities": [{"type": "bold", "offset": 0, "length": 1}]}, "three"]),
        ),
        (
            "sendPoll",
            "question_entities",
            entity("custom_emoji", "custom_emoji_id", json!("1")),
        ),
        ("sendPoll", "correct_option_ids", json!([0, 1])),
        (
            "sendPoll",
            "explanation_entities",
            entity("italic", "length", json!(1)),
        ),
        (
            "sendMediaGroup",
            "media",
            json!([
                {"type": "photo", "media": "AgACAgIAAxkBBA", "caption": "one", "caption_entities": [{"type": "bold", "offset": 0, "length": 1}]},
                {"type": "video", "media": "https://a.example/x.mp4", "width": 1, "height": 1, "duration": 1, "parse_mode": "HTML"},
            ]),
        ),
        (
            "editMessageMedia",
            "media",
            json!({"type": "animation", "media": "CgACAgIAAxkBBA", "caption": "x"}),
        ),
        ("forwardMessages", "message_ids", json!([1, 2])),
        ("deleteMessages", "message_ids", json!([1, 2])),
        ("copyMessages", "message_ids", json!(["1", 2])),
        (
            "setMessageReaction",
            "reaction",
            json!([{"type": "emoji", "emoji": "\u{1f44d}"}]),
        ),
        (
            "setMyCommands",
            "commands",
            json!([{"command": "go", "description": "Goes"}]),
        ),
        (
            "setMyCommands",
            "scope",
            json!({"type": "chat_member", "chat_id": chat, "user_id": DEFAULT_USER}),
        ),
        (
            "getMyCommands",
            "scope",
            json!({"type": "chat_administrators", "chat_id": chat}),
        ),
        ("deleteMyCommands", "scope", json!({"type": "default"})),
        (
            "setChatMenuButton",
            "menu_button",
            json!({"type": "web_app", "text": "Open", "web_app": {"url": "https://a.example/"}}),
        ),
        (
            "setMyDefaultAdministratorRights",
            "rights",
            json!({"can_manage_chat": true, "is_anonymous": false}),
        ),
        (
            "restrictChatMember",
            "permissions",
            json!({"can_send_messages": true, "can_send_polls": false}),
        ),
        (
            "setChatPermissions",
            "permissions",
            json!({"can_send_messages": true, "can_send_media_messages": true}),
        ),
        ("getUpdates", "allowed_updates", json!(["message", "poll"])),
        ("setWebhook", "allowed_updates", json!(["message", "poll"])),
    ];
    let markups = [
        json!({"inline_keyboard": [[{"text": "a", "callback_data": "b"}, {"text": "c", "url": "https://a.example/"}], [{"text": "d", "switch_inline_query": ""}, {"text": "e", "web_app": {"url": "https://a.example/"}}]]}),
        json!({"keyboard": [[{"text": "a", "request_contact": true}, {"text": "b", "request_poll": {"type": "quiz"}}], ["c", {"text": "d", "request_users": {"request_id": 1}}]], "resize_keyboard": true, "one_time_keyboard": true, "input_field_placeholder": "x", "selective": false}),
        json!({"force_reply": true, "input_field_placeholder": "x", "selective": true}),
        json!({"remove_keyboard": true, "selective": true}),
    ];
    for markup in markups {
        all.push(("sendMessage", "reply_markup", markup.clone()));
        all.push(("sendPhoto", "reply_markup", markup.clone()));
        all.push(("editMessageReplyMarkup", "reply_markup", markup));
    }
    all.extend(
        results()
            .into_iter()
            .map(|result| ("answerInlineQuery", "results", json!([result]))),
    );
    all
}

/// A result of every kind.
fn results() -> Vec<Value> {
    let keyboard = json!({"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]});
    let content = json!({"message_text": "<b>x</b>", "parse_mode": "HTML", "link_preview_options": {"is_disabled": true}});
    vec![
        json!({"type": "article", "id": "1", "title": "t", "input_message_content": content, "reply_markup": keyboard}),
        json!({"type": "article", "id": "1", "title": "t", "input_message_content": {"latitude": 1.5, "longitude": 2, "title": "t", "address": "a"}}),
        json!({"type": "article", "id": "1", "title": "t", "input_message_content": {"phone_number": "+1", "first_name": "f", "last_name": "l", "vcard": ""}}),
        json!({"type": "article", "id": "1", "title": "t", "message_text": "as it was"}),
        json!({"type": "photo", "id": "1", "photo_url": "https://a.example/p.jpg", "thumbnail_url": "https://a.example/t.jpg", "photo_width": 1, "photo_height": 2, "caption": "<i>c</i>", "parse_mode": "HTML"}),
        json!({"type": "gif", "id": "1", "gif_file_id": "CgACAgIAAx", "caption": "c", "caption_entities": [{"type": "bold", "offset": 0, "length": 1}]}),
        json!({"type": "mpeg4_gif", "id": "1", "mpeg4_url": "https://a.example/g.mp4", "mpeg4_width": 1, "mpeg4_height": 1, "mpeg4_duration": 1, "thumbnail_url": "https://a.example/t.jpg"}),
        json!({"type": "video", "id": "1", "title": "t", "video_url": "https://a.example/v.mp4", "mime_type": "video/mp4", "video_duration": 3}),
        json!({"type": "audio", "id": "1", "title": "t", "audio_url": "https://a.example/a.mp3", "performer": "p", "audio_duration": 3}),
        json!({"type": "voice", "id": "1", "title": "t", "voice_file_id": "AwACAgIAAx", "voice_duration": 3}),
        json!({"type": "document", "id": "1", "title": "t", "document_url": "https://a.example/d.pdf", "mime_type": "application/pdf"}),
        json!({"type": "location", "id": "1", "title": "t", "latitude": 1, "longitude": 2.5, "live_period": 60}),
        json!({"type": "venue", "id": "1", "title": "t", "address": "a", "latitude": 1, "longitude": 2.5, "foursquare_id": "f"}),
        json!({"type": "contact", "id": "1", "phone_number": "+1", "first_name": "f"}),
        json!({"type": "game", "id": "1", "game_short_name": "g"}),
        json!({"type": "sticker", "id": "1", "sticker_file_id": "CAACAgIAAx"}),
    ]
}
