//! Buttons, their callback queries, and inline mode.

use chrono::TimeDelta;
use hookbay_sandbox::telegram::control::DEFAULT_USER;
use serde_json::{Value, json};

use crate::desk::{Desk, cloud};

const TOO_OLD: &str =
    "Bad Request: query is too old and response timeout expired or query ID is invalid";

async fn pressed(desk: &Desk) -> Value {
    let keyboard =
        json!([[{"text": "A", "callback_data": "a"}, {"text": "B", "url": "example.com"}]]);
    let message = json!({"chat_id": DEFAULT_USER, "text": "Choose", "reply_markup": {"inline_keyboard": keyboard}});
    let sent = desk.done("sendMessage", message).await;
    let press = |column: u32| json!({"type": "press", "message_id": sent["message_id"], "row": 0, "column": column});
    let url = desk.does(None, press(1));
    assert_eq!(
        url.note.as_deref(),
        Some("It opens example.com. The bot is not told.")
    );
    desk.does(None, press(0));
    desk.news().await[0]["callback_query"].take()
}

#[tokio::test]
async fn a_pressed_button_is_answered_once() {
    let desk = cloud().await;
    let query = pressed(&desk).await;
    assert_eq!(query["data"], "a");
    assert_eq!(
        query["message"]["reply_markup"]["inline_keyboard"][0][0]["text"],
        "A"
    );
    assert_eq!(desk.page(DEFAULT_USER).toasts[0].at, None);
    let answer = json!({"callback_query_id": query["id"], "text": "Yes"});
    desk.done("answerCallbackQuery", answer.clone()).await;
    assert_eq!(
        desk.page(DEFAULT_USER).toasts[0].text.as_deref(),
        Some("Yes")
    );
    assert_eq!(desk.refused("answerCallbackQuery", answer).await, TOO_OLD);
}

#[tokio::test]
async fn a_callback_query_grows_too_old() {
    let desk = cloud().await;
    let query = pressed(&desk).await;
    desk.clock.advance(TimeDelta::seconds(151));
    let answer = json!({"callback_query_id": query["id"]});
    assert_eq!(desk.refused("answerCallbackQuery", answer).await, TOO_OLD);
}

#[tokio::test]
async fn a_keyboard_appears_and_goes() {
    let desk = cloud().await;
    let with =
        |markup: Value| json!({"chat_id": DEFAULT_USER, "text": "x", "reply_markup": markup});
    let keyboard = json!({
        "keyboard": [["Yes", {"text": "Phone", "request_contact": true}]],
        "one_time_keyboard": true,
        "input_field_placeholder": "Well?",
    });
    let sent = desk.done("sendMessage", with(keyboard)).await;
    assert_eq!(sent["reply_markup"], Value::Null);
    let shown = desk.page(DEFAULT_USER).keyboard.unwrap();
    assert_eq!(
        (
            shown.rows[0][0].text.as_str(),
            shown.rows[0][1].kind.as_str()
        ),
        ("Yes", "contact")
    );
    assert!(shown.one_time && shown.placeholder.as_deref() == Some("Well?"));
    desk.does(None, json!({"type": "say", "text": "No"}));
    assert!(desk.page(DEFAULT_USER).keyboard.is_some());
    desk.does(None, json!({"type": "say", "text": "Yes"}));
    assert!(desk.page(DEFAULT_USER).keyboard.is_none());
    desk.done("sendMessage", with(json!({"keyboard": [["Stay"]]})))
        .await;
    desk.does(None, json!({"type": "say", "text": "Stay"}));
    assert!(desk.page(DEFAULT_USER).keyboard.is_some());
    desk.done("sendMessage", with(json!({"remove_keyboard": true})))
        .await;
    assert!(desk.page(DEFAULT_USER).keyboard.is_none());
}

#[tokio::test]
async fn markup_is_refused_in_telegrams_words() {
    let desk = cloud().await;
    let inline = |button: Value| json!({"inline_keyboard": [[button]]});
    for (markup, words) in [
        (json!("{"), "can't parse reply keyboard markup JSON object"),
        (json!(null), "object expected as reply markup"),
        (
            json!({"keyboard": 1}),
            "field \"keyboard\" must be of type Array",
        ),
        (
            json!({"keyboard": [1]}),
            "field \"keyboard\" must be an Array of Arrays",
        ),
        (
            json!({"keyboard": [[1]]}),
            "can't parse keyboard button: KeyboardButton must be a String or an Object",
        ),
        (
            json!({"inline_keyboard": [1]}),
            "field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays",
        ),
        (
            inline(json!(1)),
            "can't parse inline keyboard button: InlineKeyboardButton must be an Object",
        ),
        (
            inline(json!({})),
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            inline(json!({"text": 1})),
            "can't parse inline keyboard button: Field \"text\" must be of type String",
        ),
        (
            inline(json!({"text": "a"})),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            inline(json!({"text": "a", "callback_data": "x".repeat(65)})),
            "BUTTON_DATA_INVALID",
        ),
        (
            inline(json!({"text": "a", "url": "localhost"})),
            "inline keyboard button URL 'localhost' is invalid: Wrong HTTP URL",
        ),
        (
            inline(json!({"text": "a", "url": "happ://x"})),
            "inline keyboard button URL 'happ://x' is invalid: Unsupported URL protocol",
        ),
        (
            inline(json!({"text": "a", "web_app": {"url": "http://localhost:3000/"}})),
            "inline keyboard button Web App URL 'http://localhost:3000/' is invalid: Only HTTPS links are allowed",
        ),
        (
            inline(json!({"text": "a", "web_app": {}})),
            "can't parse inline keyboard button: Can't find field \"url\"",
        ),
        (
            inline(json!({"text": "a", "login_url": {"url": "http://a.example/"}})),
            "inline keyboard button login URL 'http://a.example/' is invalid: Only HTTPS links are allowed",
        ),
        (
            json!({"keyboard": [[{"text": "a", "web_app": {"url": "http://a.example/"}}]]}),
            "keyboard button Web App URL 'http://a.example/' is invalid: Only HTTPS links are allowed",
        ),
    ] {
        let message = json!({"chat_id": DEFAULT_USER, "text": "x", "reply_markup": markup});
        let refused = desk.refused("sendMessage", message).await;
        assert_eq!(refused, format!("Bad Request: {words}"));
    }
}

#[tokio::test]
async fn an_inline_result_is_asked_for_chosen_and_edited() {
    let desk = cloud().await;
    let group = desk.group("supergroup");
    desk.does(Some(group), json!({"type": "set_bot", "status": "left"}));
    desk.news().await;
    desk.does(
        Some(group),
        json!({"type": "inline_query", "query": "cats", "offset": ""}),
    );
    let query = desk.news().await[0]["inline_query"].take();
    assert_eq!(
        (&query["query"], &query["chat_type"]),
        (&json!("cats"), &json!("supergroup"))
    );
    let keyboard = json!({"inline_keyboard": [[{"text": "More", "callback_data": "m"}]]});
    let content = json!({"message_text": "*A cat*", "parse_mode": "MarkdownV2"});
    let results = json!([{"type": "article", "id": "1", "title": "Cat", "input_message_content": content, "reply_markup": keyboard}]);
    let answer = json!({"inline_query_id": query["id"], "results": results});
    desk.done("answerInlineQuery", answer.clone()).await;
    assert_eq!(desk.refused("answerInlineQuery", answer).await, TOO_OLD);
    let offer = desk.page(group).inline.unwrap();
    assert_eq!(
        (offer.answered, offer.results[0].title.as_str()),
        (true, "Cat")
    );
    let did = desk.does(
        Some(group),
        json!({"type": "choose_inline", "query_id": offer.query_id, "result_id": "1"}),
    );
    let chosen = desk.news().await[0]["chosen_inline_result"].take();
    assert_eq!(chosen["query"], "cats");
    desk.does(
        Some(group),
        json!({"type": "press", "message_id": did.message_id, "row": 0, "column": 0}),
    );
    let pressed = desk.news().await[0]["callback_query"].take();
    assert_eq!(pressed["inline_message_id"], chosen["inline_message_id"]);
    let edit = json!({"inline_message_id": chosen["inline_message_id"], "text": "Two cats"});
    assert_eq!(desk.done("editMessageText", edit).await, true);
    let shown = desk.page(group).messages.pop().unwrap();
    assert_eq!(
        (shown.text.as_deref(), shown.from),
        (Some("Two cats"), Some(DEFAULT_USER))
    );
}

#[tokio::test]
async fn inline_results_are_refused_in_telegrams_words() {
    let desk = cloud().await;
    let article = |id: &str| json!({"type": "article", "id": id, "title": "t", "input_message_content": {"message_text": "x"}});
    for (results, words) in [
        (json!("["), "can't parse inline query results JSON object"),
        (json!({}), "expected an Array of inline query results"),
        (
            json!([1]),
            "can't parse inline query result: Inline query result must be an object",
        ),
        (
            json!([{"type": "x", "id": "1"}]),
            "can't parse inline query result: type \"x\" is unsupported for the inline query result",
        ),
        (
            json!([{"type": "article", "id": "1"}]),
            "can't parse inline query result: Can't find field \"message_text\"",
        ),
        (json!([article("1"), article("1")]), "RESULT_ID_DUPLICATE"),
        (json!([article("")]), "RESULT_ID_INVALID"),
        (
            json!([article("1")]),
            "query is too old and response timeout expired or query ID is invalid",
        ),
    ] {
        let answer = json!({"inline_query_id": "5", "results": results});
        let refused = desk.refused("answerInlineQuery", answer).await;
        assert_eq!(refused, format!("Bad Request: {words}"));
    }
}
