//! Method calls in a webhook's answer.

use std::io::Write;

use serde_json::{Value, json};

use crate::desk::{Desk, local};
use crate::hook::{Hook, Reply};

pub fn reply(kind: &str, body: &str) -> Reply {
    let length = body.len();
    Reply::Bytes(format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}"
    ))
}

/// A desk whose first update was answered so, and whose second with a message "the next": once that
/// is sent, whatever the first answer called has been called.
pub async fn after(answer: impl Fn() -> Reply + Send + Sync + 'static) -> Desk {
    let desk = local().await;
    let next = json!({"method": "sendMessage", "chat_id": 71_002_244, "text": "the next"});
    let hook = Hook::start(move |request| {
        if request.body.contains("hello") {
            answer()
        } else {
            reply("application/json", &next.to_string())
        }
    })
    .await;
    desk.set_url(&hook.url()).await;
    desk.say("hello");
    let attempt = desk.attempt(1).await;
    assert_eq!(attempt["delivered"], true, "{attempt}");
    desk.say("and again");
    until_sent(&desk, "the next").await;
    desk
}

pub async fn until_sent(desk: &Desk, text: &str) {
    let is = |message: &Value| message["text"] == text;
    desk.until("a sent message", |control| {
        control.sent(&desk.token).unwrap().iter().any(is)
    })
    .await;
}

/// What the first answer sent.
pub fn sent(desk: &Desk) -> Vec<Value> {
    let mut sent = desk.control.sent(&desk.token).unwrap();
    sent.retain(|message| message["text"] != "the next");
    sent
}

fn assert_sent(desk: &Desk, text: &str) {
    let sent = sent(desk);
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0]["text"], text);
    let calls = desk.control.calls(&desk.token).unwrap();
    let call = calls
        .iter()
        .find(|call| call.parameters.get("text").is_some_and(|said| said == text));
    let call = serde_json::to_value(call.unwrap()).unwrap();
    assert_eq!(call["via"], "webhook_reply");
    assert_eq!(call["method"], "sendMessage");
}

#[tokio::test]
async fn call_as_json() {
    let call = json!({"method": "sendMessage", "chat_id": 71_002_244, "text": "by json"});
    let desk = after(move || reply("application/json; charset=utf-8", &call.to_string())).await;
    assert_sent(&desk, "by json");
}

#[tokio::test]
async fn call_as_a_form() {
    let form = "method=sendMessage&chat_id=71002244&text=by+form";
    let desk = after(move || reply("application/x-www-form-urlencoded", form)).await;
    assert_sent(&desk, "by form");
}

#[tokio::test]
async fn call_in_parts_and_chunks() {
    let part = |name: &str, text: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let body = [
        part("method", "sendMessage"),
        part("chat_id", "71002244"),
        part("text", "by parts"),
        "--b--\r\n".to_owned(),
    ]
    .concat();
    let desk = after(move || {
        let (one, two) = body.split_at(20);
        Reply::Bytes(format!(
            "HTTP/1.1 200 OK\r\nContent-Type: multipart/form-data; boundary=b\r\n\
             Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{one}\r\n{:x};x=y\r\n{two}\r\n0\r\n\r\n",
            one.len(),
            two.len()
        ))
    })
    .await;
    assert_sent(&desk, "by parts");
}

#[tokio::test]
async fn call_with_a_file() {
    let body = "--b\r\nContent-Disposition: form-data; name=\"method\"\r\n\r\nsendDocument\r\n\
        --b\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n71002244\r\n\
        --b\r\nContent-Disposition: form-data; name=\"caption\"\r\n\r\nfor you\r\n\
        --b\r\nContent-Disposition: form-data; name=\"document\"\r\n\r\nattach://a\r\n\
        --b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"list.txt\"\r\n\
        Content-Type: text/plain\r\n\r\none\ntwo\r\n--b--\r\n";
    let desk = after(move || reply("multipart/form-data; boundary=b", body)).await;
    let sent = sent(&desk);
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0]["caption"], "for you");
    assert_eq!(sent[0]["document"]["file_name"], "list.txt");
    assert_eq!(sent[0]["document"]["file_size"], 7);
}

#[tokio::test]
async fn body_without_a_length_is_not_read() {
    // Without a length and without chunks there is no body to be read.
    let desk = local().await;
    let call = |text| json!({"method": "sendMessage", "chat_id": 71_002_244, "text": text});
    let (unread, read) = (call("unread").to_string(), call("read").to_string());
    let hook = Hook::start(move |request| {
        if request.body.contains("hello") {
            Reply::BytesThenClose(format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{unread}"
            ))
        } else {
            reply("application/json", &read)
        }
    })
    .await;
    desk.set_url(&hook.url()).await;
    desk.say("hello");
    assert_eq!(desk.attempt(1).await["delivered"], true);
    desk.say("again");
    until_sent(&desk, "read").await;
    assert_eq!(desk.control.sent(&desk.token).unwrap().len(), 1);
}

#[tokio::test]
async fn call_compressed() {
    let call = |text: &str| {
        json!({"method": "sendMessage", "chat_id": 71_002_244, "text": text}).to_string()
    };
    let level = flate2::Compression::default();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), level);
    gzip.write_all(call("by gzip").as_bytes()).unwrap();
    let mut deflate = flate2::write::ZlibEncoder::new(Vec::new(), level);
    deflate.write_all(call("by deflate").as_bytes()).unwrap();
    for (name, body) in [
        ("gzip", gzip.finish().unwrap()),
        ("deflate", deflate.finish().unwrap()),
    ] {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {name}\r\n\
             Content-Length: {}\r\n\r\n",
            body.len()
        );
        let answer = [head.as_bytes(), &body].concat();
        let desk = after(move || Reply::Raw(answer.clone())).await;
        assert_sent(&desk, &format!("by {name}"));
    }
}

#[tokio::test]
async fn what_may_not_be_called_this_way_is_ignored() {
    for method in [
        "setWebhook",
        "deleteWebhook",
        "close",
        "logOut",
        "getMe",
        "GetChat",
    ] {
        let call = json!({"method": method, "url": ""}).to_string();
        let desk = after(move || reply("application/json", &call)).await;
        assert!(
            desk.control
                .calls(&desk.token)
                .unwrap()
                .iter()
                .all(|call| call.method == "sendMessage" || !call.parameters["url"].is_empty())
        );
        assert_ne!(desk.info().await["url"], "", "{method}");
    }
}

#[tokio::test]
async fn the_result_is_told_to_nobody() {
    let call = json!({"method": "sendMessage", "chat_id": 5, "text": "to a stranger"});
    let desk = after(move || reply("application/json", &call.to_string())).await;
    // It was refused; the update counts as delivered, and nothing came of it.
    let calls = desk.control.calls(&desk.token).unwrap();
    assert!(calls.iter().any(|call| call.status == 400));
    assert_eq!(desk.control.pending(&desk.token).unwrap(), 0);
    assert_eq!(desk.info().await.get("last_error_message"), None);
}

#[tokio::test]
async fn any_other_body_is_a_delivery_and_nothing_more() {
    let desk = after(|| reply("text/html", "<p>method=sendMessage</p>")).await;
    assert!(sent(&desk).is_empty());
}

#[tokio::test]
async fn an_answer_that_delivers_nothing_calls_nothing() {
    let desk = local().await;
    let call = |text| json!({"method": "sendMessage", "chat_id": 71_002_244, "text": text});
    let hook = Hook::start(move |request| {
        let (line, text) = match request.connection {
            0 => ("500 Sorry", "not said"),
            _ => ("200 OK", "said"),
        };
        let body = call(text).to_string();
        Reply::BytesThenClose(format!(
            "HTTP/1.1 {line}\r\nContent-Type: application/json\r\nConnection: close\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        ))
    })
    .await;
    desk.set_url(&hook.url()).await;
    desk.say("x");
    desk.attempt(1).await;
    desk.clock.advance(chrono::TimeDelta::seconds(2));
    until_sent(&desk, "said").await;
    assert_eq!(desk.control.sent(&desk.token).unwrap().len(), 1);
}
