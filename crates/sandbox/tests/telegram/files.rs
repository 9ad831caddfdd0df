//! Files: uploaded by people and by the bot, sent again by id, downloaded.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hookbay_sandbox::telegram::control::DEFAULT_USER;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::desk::{Desk, cloud};

const GIF: &[u8] = b"GIF89a\x03\0\x04\0";

async fn upload(desk: &Desk, method: &str, form: Form) -> Value {
    let form = form.text("chat_id", DEFAULT_USER.to_string());
    let request = desk.client.post(desk.url(method)).multipart(form);
    request.send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn a_persons_photo_is_downloaded_by_the_bot() {
    let desk = cloud().await;
    let photo = json!({"type": "upload", "kind": "photo", "name": "a.gif", "data": STANDARD.encode(GIF), "caption": "look"});
    desk.does(None, photo);
    let message = desk.news().await[0]["message"].take();
    assert_eq!(
        (&message["photo"][0]["width"], &message["caption"]),
        (&json!(3), &json!("look"))
    );
    let file = json!({"file_id": message["photo"][0]["file_id"]});
    let file = desk.done("getFile", file).await;
    let path = file["file_path"].as_str().unwrap();
    let at = |token: &str| format!("{}/file/bot{token}/{path}", desk.telegram.api_root());
    let got = desk.client.get(at(&desk.token)).send().await.unwrap();
    assert_eq!(got.status(), 200);
    assert_eq!(got.bytes().await.unwrap(), GIF);
    let wrong = desk.client.get(at("1:x")).send().await.unwrap();
    assert_eq!(wrong.status(), 401);
    let shown = desk.page(DEFAULT_USER).messages[0].media.clone().unwrap();
    assert!(
        shown
            .picture
            .unwrap()
            .starts_with("data:image/gif;base64,R0lG")
    );
}

#[tokio::test]
async fn every_kind_is_uploaded_and_sent_again() {
    let desk = cloud().await;
    for (method, field) in [
        ("sendPhoto", "photo"),
        ("sendDocument", "document"),
        ("sendAudio", "audio"),
        ("sendVideo", "video"),
        ("sendAnimation", "animation"),
        ("sendVoice", "voice"),
        ("sendVideoNote", "video_note"),
        ("sendSticker", "sticker"),
    ] {
        let words = field.replace('_', " ");
        let missing = desk.refused(method, json!({"chat_id": DEFAULT_USER})).await;
        assert_eq!(
            missing,
            format!("Bad Request: there is no {words} in the request")
        );
        let part = || Part::bytes(GIF).file_name("a.gif");
        let sent = upload(&desk, method, Form::new().part(field, part())).await;
        let of = |message: &Value| match &message[field] {
            Value::Array(sizes) => sizes[0].clone(),
            object => object.clone(),
        };
        let first = of(&sent["result"]);
        assert_eq!(first["file_size"], GIF.len(), "{sent}");
        let attached = Form::new().text(field, "attach://f").part("f", part());
        assert_eq!(upload(&desk, method, attached).await["ok"], true);
        let again = json!({"chat_id": DEFAULT_USER, field: first["file_id"]});
        let again = desk.done(method, again).await;
        assert_eq!(of(&again)["file_id"], first["file_id"]);
    }
    let wrong = json!({"chat_id": DEFAULT_USER, "photo": "no such file"});
    let refused = desk.refused("sendPhoto", wrong).await;
    assert_eq!(
        refused,
        "Bad Request: wrong remote file identifier specified: Wrong character in the string"
    );
    let long = json!({"chat_id": DEFAULT_USER, "photo": "https://example.com/a.png", "caption": "x".repeat(1025)});
    let refused = desk.refused("sendPhoto", long).await;
    assert_eq!(refused, "Bad Request: message caption is too long");
}

#[tokio::test]
async fn an_album_is_several_messages_of_one_group() {
    let desk = cloud().await;
    let media = json!([
        {"type": "photo", "media": "attach://a", "caption": "<i>one</i>", "parse_mode": "HTML"},
        {"type": "video", "media": "https://example.com/b.mp4"},
    ]);
    let form = Form::new()
        .text("media", media.to_string())
        .part("a", Part::bytes(GIF).file_name("a.gif"));
    let sent = upload(&desk, "sendMediaGroup", form).await;
    let (one, two) = (&sent["result"][0], &sent["result"][1]);
    assert_eq!(one["media_group_id"], two["media_group_id"]);
    assert_eq!(one["caption_entities"][0]["type"], "italic");
    for (media, words) in [
        (json!({}), "expected an Array of InputMedia"),
        (json!([1]), "can't parse InputMedia: expected an Object"),
        (
            json!([{"type": "x", "media": "y"}]),
            "can't parse InputMedia: type \"x\" is unsupported",
        ),
        (
            json!([{"type": "photo"}]),
            "can't parse InputMedia: media not found",
        ),
        (
            json!([{"type": "photo", "media": "attach://x"}]),
            "there is no photo in the request",
        ),
    ] {
        let group = json!({"chat_id": DEFAULT_USER, "media": media});
        let refused = desk.refused("sendMediaGroup", group).await;
        assert_eq!(refused, format!("Bad Request: {words}"));
    }
}

#[tokio::test]
async fn a_picture_is_replaced_by_another() {
    let desk = cloud().await;
    let photo =
        json!({"chat_id": DEFAULT_USER, "photo": "https://example.com/a.png", "caption": "a"});
    let sent = desk.done("sendPhoto", photo).await;
    let media = json!({"type": "document", "media": "https://example.com/b.pdf", "caption": "b"});
    let edit = json!({"chat_id": DEFAULT_USER, "message_id": sent["message_id"], "media": media});
    let edited = desk.done("editMessageMedia", edit).await;
    assert_eq!(
        (&edited["photo"], &edited["caption"]),
        (&Value::Null, &json!("b"))
    );
    assert_eq!(edited["document"]["file_name"], "b.pdf");
    let caption =
        json!({"chat_id": DEFAULT_USER, "message_id": sent["message_id"], "caption": "c"});
    let edited = desk.done("editMessageCaption", caption).await;
    assert_eq!(edited["caption"], "c");
}

#[tokio::test]
async fn a_file_that_is_not_there_is_refused() {
    let desk = cloud().await;
    assert_eq!(
        desk.refused("getFile", json!({})).await,
        "Bad Request: file_id not specified"
    );
    let refused = desk.refused("getFile", json!({"file_id": "x"})).await;
    assert_eq!(
        refused,
        "Bad Request: wrong file_id or the file is temporarily unavailable"
    );
}

#[tokio::test]
async fn what_is_no_photo_to_telegram_is_none_here() {
    let desk = cloud().await;
    let send = |data: Vec<u8>| {
        let part = Part::bytes(data).file_name("a.png");
        upload(&desk, "sendPhoto", Form::new().part("photo", part))
    };
    let refused = send(b"<html>404</html>".to_vec()).await;
    assert_eq!(refused["description"], "Bad Request: IMAGE_PROCESS_FAILED");
    let mut large = GIF.to_vec();
    large.resize(10 << 20, 0);
    assert_eq!(send(large.clone()).await["ok"], true);
    large.push(0);
    assert_eq!(
        send(large).await["description"],
        "Bad Request: file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes"
    );
    // As a document all of it is fine, and in an album nothing is.
    let part = || Part::bytes(b"text".as_slice()).file_name("a.txt");
    let document = upload(&desk, "sendDocument", Form::new().part("document", part()));
    assert_eq!(document.await["ok"], true);
    let media = json!([{"type": "photo", "media": "attach://a"}]).to_string();
    let album = Form::new().text("media", media).part("a", part());
    assert_eq!(
        upload(&desk, "sendMediaGroup", album).await["description"],
        "Bad Request: IMAGE_PROCESS_FAILED"
    );
}

#[tokio::test]
async fn a_file_stays_what_it_was_sent_as() {
    let desk = cloud().await;
    let of = |message: &Value, kind: &str| message["result"][kind]["file_id"].clone();
    let part = || Part::bytes(GIF).file_name("a.gif");
    let sent = upload(&desk, "sendDocument", Form::new().part("document", part())).await;
    let document = of(&sent, "document");
    let sent = upload(&desk, "sendPhoto", Form::new().part("photo", part())).await;
    let photo = sent["result"]["photo"][0]["file_id"].clone();
    let sent = upload(&desk, "sendSticker", Form::new().part("sticker", part())).await;
    let sticker = of(&sent, "sticker");
    for (method, field, file, words) in [
        ("sendPhoto", "photo", &document, "Document as Photo"),
        ("sendPhoto", "photo", &sticker, "Sticker as Photo"),
        ("sendSticker", "sticker", &photo, "Photo as Sticker"),
        ("sendVoice", "voice", &photo, "Photo as VoiceNote"),
        ("sendVideoNote", "video_note", &photo, "Photo as VideoNote"),
        // Ids of the real Telegram say it too.
        (
            "sendPhoto",
            "photo",
            &json!("BQACAgIAAxkBBA"),
            "Document as Photo",
        ),
        (
            "sendAnimation",
            "animation",
            &json!("AgACAgIAAxkBBA"),
            "Photo as Animation",
        ),
    ] {
        let again = json!({"chat_id": DEFAULT_USER, field: file});
        let refused = desk.refused(method, again).await;
        assert_eq!(
            refused,
            format!("Bad Request: can't use file of type {words}")
        );
    }
    let media = json!([{"type": "photo", "media": document}]);
    let album = json!({"chat_id": DEFAULT_USER, "media": media});
    let refused = desk.refused("sendMediaGroup", album).await;
    assert_eq!(
        refused,
        "Bad Request: can't use file of type Document as Photo"
    );
    // What is no photo can be named for any other, and does not become it.
    let again = json!({"chat_id": DEFAULT_USER, "document": sticker});
    let sent = desk.done("sendDocument", again).await;
    assert_eq!(
        (&sent["sticker"]["file_id"], sent.get("document")),
        (&sticker, None)
    );
}

#[tokio::test]
async fn a_string_that_names_no_file_is_refused() {
    let desk = cloud().await;
    let wrong_id = |why: &str| format!("wrong remote file identifier specified: {why}");
    for (given, words) in [
        ("abcde", wrong_id("Wrong string length")),
        ("cat photo", wrong_id("Wrong string length")),
        ("cat", wrong_id("Wrong padding in the string")),
        ("http://", wrong_id("Wrong character in the string")),
        ("abcd", wrong_id("can't unserialize it. Wrong last symbol")),
        (
            "ftp://example.com/a.png",
            "invalid file HTTP URL specified: Unsupported URL protocol".to_owned(),
        ),
        (
            "https:///a.png",
            "invalid file HTTP URL specified: URL host is empty".to_owned(),
        ),
        ("cat.png", "wrong HTTP URL specified".to_owned()),
        ("images/cat.png", "wrong HTTP URL specified".to_owned()),
        (
            "http://localhost/a.png",
            "wrong HTTP URL specified".to_owned(),
        ),
    ] {
        let photo = json!({"chat_id": DEFAULT_USER, "photo": given});
        let refused = desk.refused("sendPhoto", photo).await;
        assert_eq!(refused, format!("Bad Request: {words}"), "{given}");
    }
    for given in [
        "example.com/a.png",
        "https://example.com/a",
        "AgACAgIAAxkBBA",
    ] {
        let photo = json!({"chat_id": DEFAULT_USER, "photo": given});
        desk.done("sendPhoto", photo).await;
    }
}
