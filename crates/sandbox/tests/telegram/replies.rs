//! Method calls in a webhook's answer.

use serde_json::json;

use crate::desk::{Desk, local};
use crate::hook::{Hook, Reply};

fn reply(kind: &str, body: &str) -> Reply {
    let length = body.len();
    Reply::Bytes(format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}"
    ))
}

async fn after(answer: impl Fn() -> Reply + Send + Sync + 'static) -> Desk {
    let desk = local().await;
    let hook = Hook::start(move |_| answer()).await;
    desk.set_url(&hook.url()).await;
    desk.say("hello");
    let attempt = desk.attempt(1).await;
    assert_eq!(attempt["delivered"], true, "{attempt}");
    desk
}

fn assert_sent(desk: &Desk, text: &str) {
    let sent = desk.control.sent(&desk.token).unwrap();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0]["text"], text);
    let calls = desk.control.calls(&desk.token).unwrap();
    let call = serde_json::to_value(calls.last().unwrap()).unwrap();
    assert_eq!(call["via"], "webhook_reply");
    assert_eq!(call["method"], "sendMessage");
}

#[tokio::test]
async fn json() {
    let call = json!({"method": "sendMessage", "chat_id": 71_002_244, "text": "by json"});
    let desk = after(move || reply("application/json; charset=utf-8", &call.to_string())).await;
    assert_sent(&desk, "by json");
}

#[tokio::test]
async fn urlencoded() {
    let form = "method=sendMessage&chat_id=71002244&text=by+form";
    let desk = after(move || reply("application/x-www-form-urlencoded", form)).await;
    assert_sent(&desk, "by form");
}

#[tokio::test]
async fn multipart_and_chunked() {
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
                .all(|call| call.method == "setWebhook" && !call.parameters["url"].is_empty())
        );
        assert_ne!(desk.info().await["url"], "", "{method}");
    }
}

#[tokio::test]
async fn any_other_body_is_a_delivery_and_nothing_more() {
    let desk = after(|| reply("text/html", "<p>method=sendMessage</p>")).await;
    assert!(desk.control.sent(&desk.token).unwrap().is_empty());
}
