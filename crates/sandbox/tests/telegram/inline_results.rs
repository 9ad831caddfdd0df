//! Inline results of every kind, and the messages that they make.

use hookbay_sandbox::telegram::control::DEFAULT_USER;
use serde_json::{Value, json};

use crate::desk::{Desk, cloud};

/// The message that comes of choosing this result.
async fn chosen(desk: &Desk, result: Value) -> Value {
    desk.does(None, json!({"type": "inline_query", "query": "q"}));
    let query = desk.news().await[0]["inline_query"].take();
    let answer = json!({"inline_query_id": query["id"], "results": [result]});
    desk.done("answerInlineQuery", answer).await;
    desk.does(
        None,
        json!({"type": "choose_inline", "query_id": query["id"], "result_id": result["id"]}),
    );
    let news = desk.news().await;
    assert_eq!(news[1]["chosen_inline_result"]["result_id"], result["id"]);
    news[0]["message"].clone()
}

/// Where a file is, and its own fields.
fn file(kind: &str, word: &str, more: &Value) -> Value {
    let mut result = json!({"type": kind, "id": "1", "title": "T", "mime_type": "x/y"});
    result[format!("{word}_url")] = json!(format!("https://a.example/{word}"));
    let fields = result.as_object_mut().unwrap();
    fields.extend(more.as_object().unwrap().clone());
    result
}

#[tokio::test]
async fn results_with_files_make_messages_with_them() {
    let desk = cloud().await;
    let moving = json!({"mpeg4_width": 3, "mpeg4_height": 4, "mpeg4_duration": 5});
    let sent = chosen(&desk, file("mpeg4_gif", "mpeg4", &moving)).await;
    let animation = &sent["animation"];
    assert_eq!(animation["file_id"], "https://a.example/mpeg4");
    assert_eq!(
        (
            &animation["width"],
            &animation["height"],
            &animation["duration"]
        ),
        (&json!(3), &json!(4), &json!(5))
    );
    assert_eq!(animation["mime_type"], "video/mp4");
    assert!(sent["document"].is_object());
    let sent = chosen(
        &desk,
        json!({"type": "mpeg4_gif", "id": "1", "mpeg4_file_id": "CgACAg"}),
    )
    .await;
    assert_eq!(sent["animation"]["file_id"], "CgACAg");

    let sent = chosen(&desk, file("gif", "gif", &json!({"gif_duration": 2}))).await;
    assert_eq!(sent["animation"]["duration"], 2);
    let sent = chosen(
        &desk,
        file(
            "photo",
            "photo",
            &json!({"photo_width": 7, "photo_height": 8}),
        ),
    )
    .await;
    assert_eq!(
        (&sent["photo"][0]["width"], &sent["photo"][0]["height"]),
        (&json!(7), &json!(8))
    );
    let sent = chosen(
        &desk,
        file(
            "video",
            "video",
            &json!({"video_width": 6, "video_duration": 9}),
        ),
    )
    .await;
    assert_eq!(
        (
            &sent["video"]["width"],
            &sent["video"]["duration"],
            &sent["video"]["mime_type"]
        ),
        (&json!(6), &json!(9), &json!("x/y"))
    );
    let sent = chosen(
        &desk,
        file(
            "audio",
            "audio",
            &json!({"performer": "P", "audio_duration": 9}),
        ),
    )
    .await;
    assert_eq!(
        (
            &sent["audio"]["title"],
            &sent["audio"]["performer"],
            &sent["audio"]["duration"]
        ),
        (&json!("T"), &json!("P"), &json!(9))
    );
    let sent = chosen(&desk, file("voice", "voice", &json!({"voice_duration": 4}))).await;
    assert_eq!(sent["voice"]["duration"], 4);
    let sent = chosen(&desk, file("document", "document", &json!({}))).await;
    assert_eq!(sent["document"]["mime_type"], "x/y");
    let sent = chosen(
        &desk,
        json!({"type": "sticker", "id": "1", "sticker_file_id": "CAACAg"}),
    )
    .await;
    assert_eq!(sent["sticker"]["file_id"], "CAACAg");
}

#[tokio::test]
async fn captions_are_formatted() {
    let desk = cloud().await;
    for (kind, word) in [
        ("photo", "photo"),
        ("mpeg4_gif", "mpeg4"),
        ("voice", "voice"),
    ] {
        for more in [
            json!({"caption": "<b>Bold</b>", "parse_mode": "HTML"}),
            json!({"caption": "*Bold*", "parse_mode": "MarkdownV2"}),
            json!({"caption": "Bold", "caption_entities": [{"type": "bold", "offset": 0, "length": 4}]}),
        ] {
            let sent = chosen(&desk, file(kind, word, &more)).await;
            assert_eq!(sent["caption"], "Bold", "{kind}");
            let bold = json!([{"type": "bold", "offset": 0, "length": 4}]);
            assert_eq!(sent["caption_entities"], bold, "{kind}");
        }
    }
    let shown = desk.page(DEFAULT_USER).messages.pop().unwrap();
    assert_eq!(
        (shown.text.as_deref(), shown.entities[0].kind.as_str()),
        (Some("Bold"), "bold")
    );
    let above = json!({"caption": "c", "show_caption_above_media": true});
    let sent = chosen(&desk, file("photo", "photo", &above)).await;
    assert_eq!(sent["show_caption_above_media"], true);
}

#[tokio::test]
async fn places_and_people_are_whole() {
    let desk = cloud().await;
    let venue = json!({
        "type": "venue", "id": "1", "latitude": 52.37, "longitude": 4.89, "title": "Dam",
        "address": "Centre", "foursquare_id": "f",
    });
    let place = json!({"latitude": 52.37, "longitude": 4.89});
    let said = json!({
        "type": "article", "id": "1", "title": "A",
        "input_message_content": {
            "latitude": 52.37, "longitude": 4.89, "title": "Dam", "address": "Centre", "foursquare_id": "f",
        },
    });
    for result in [venue, said] {
        let sent = chosen(&desk, result).await;
        let venue =
            json!({"location": place, "title": "Dam", "address": "Centre", "foursquare_id": "f"});
        assert_eq!(sent["venue"], venue);
        assert_eq!(sent["location"], place);
        let shown = desk
            .page(DEFAULT_USER)
            .messages
            .pop()
            .unwrap()
            .media
            .unwrap();
        assert_eq!(
            (shown.kind.as_str(), shown.name.as_deref()),
            ("venue", Some("Dam"))
        );
    }
    let location = json!({"type": "location", "id": "1", "title": "Here", "latitude": 52.37, "longitude": 4.89, "live_period": 60});
    let sent = chosen(&desk, location).await;
    assert_eq!(sent["location"]["live_period"], 60);
    assert_eq!(sent["location"].get("title"), None);
    let contact = json!({"type": "contact", "id": "1", "phone_number": "+1", "first_name": "Leo", "last_name": "May"});
    let sent = chosen(&desk, contact).await;
    let whole = json!({"phone_number": "+1", "first_name": "Leo", "last_name": "May"});
    assert_eq!(sent["contact"], whole);
    let game = json!({"type": "game", "id": "1", "game_short_name": "chess"});
    let sent = chosen(&desk, game).await;
    assert_eq!(sent["game"]["title"], "chess");
    let said = json!({"type": "photo", "id": "1", "photo_url": "https://a.example/p", "caption": "not this", "input_message_content": {"message_text": "said in its place"}});
    let sent = chosen(&desk, said).await;
    assert_eq!(
        (&sent["text"], sent.get("photo")),
        (&json!("said in its place"), None)
    );
}

#[tokio::test]
async fn what_a_result_cannot_do_without_is_named() {
    let desk = cloud().await;
    let with = |kind: &str, more: Value| {
        let mut result = json!({"type": kind, "id": "1"});
        let fields = result.as_object_mut().unwrap();
        fields.extend(more.as_object().unwrap().clone());
        result
    };
    let missing =
        |field: &str| format!("can't parse inline query result: Can't find field \"{field}\"");
    let nothing = "can't parse inline query result: Input message content is not specified";
    let long = "x".repeat(1_025);
    for (result, words) in [
        (with("mpeg4_gif", json!({})), missing("mpeg4_file_id")),
        (with("mpeg4_gif", json!({"gif_url": "https://a.example/"})), missing("mpeg4_file_id")),
        (with("gif", json!({})), missing("gif_file_id")),
        (with("photo", json!({})), missing("photo_file_id")),
        (with("video", json!({})), missing("title")),
        (with("video", json!({"title": "t", "video_url": "https://a.example/"})), missing("mime_type")),
        (with("audio", json!({"audio_url": "https://a.example/"})), missing("title")),
        (with("document", json!({"title": "t"})), missing("document_file_id")),
        (with("location", json!({"title": "t", "latitude": 1})), missing("longitude")),
        (with("venue", json!({"latitude": 1, "longitude": 1, "title": "t"})), missing("address")),
        (with("contact", json!({"phone_number": "+1"})), missing("first_name")),
        (with("game", json!({})), missing("game_short_name")),
        (with("article", json!({"message_text": "x"})), missing("title")),
        (with("article", json!({"title": "t", "input_message_content": {}})), nothing.to_owned()),
        (
            with("photo", json!({"photo_file_id": "AgAC", "caption": "<b>x", "parse_mode": "HTML"})),
            "can't parse inline query result: can't parse entities: Can't find end tag corresponding to start tag \"b\"".to_owned(),
        ),
        (
            with("photo", json!({"photo_file_id": "AgAC", "caption": long})),
            "MEDIA_CAPTION_TOO_LONG".to_owned(),
        ),
    ] {
        let answer = json!({"inline_query_id": "5", "results": [result]});
        let refused = desk.refused("answerInlineQuery", answer).await;
        assert_eq!(refused, format!("Bad Request: {words}"), "{result}");
    }
}
