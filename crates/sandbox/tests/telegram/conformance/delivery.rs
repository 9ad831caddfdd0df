//! What a delivery is: the request, and which answers count.

use chrono::TimeDelta;
use serde_json::json;
use tokio::sync::watch;

use super::last_errors::bare;
use crate::desk::local;
use crate::hook::{Hook, Reply, status};

#[tokio::test]
async fn request_to_the_byte() {
    let desk = local().await;
    let hook = Hook::start(|_| status("200 OK")).await;
    let secret = json!({"url": hook.url(), "secret_token": "s3cret_-"});
    assert_eq!(desk.set(secret).await["ok"], true);
    let raw = "{ \"date\":1800000000,  \"chat\":{\"id\":7}, \"text\":\"\\u00e9 é\" }";
    let payload = serde_json::value::RawValue::from_string(raw.to_owned()).unwrap();
    let id = desk
        .control
        .send_update(&desk.token, "message", &payload)
        .unwrap()
        .unwrap();
    let received = &hook.wait_for(1).await[0];
    let body = format!("{{\"update_id\":{id},\n\"message\":{raw}}}");
    assert_eq!(received.body, body);
    let head = format!(
        "POST /hook?a=1 HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\
         X-Telegram-Bot-Api-Secret-Token: s3cret_-\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: keep-alive\r\nAccept-Encoding: gzip, deflate\r\n\r\n",
        hook.port,
        body.len()
    );
    assert_eq!(received.head, head);
    desk.attempt(1).await;
    assert_eq!(desk.info().await["pending_update_count"], 0);
}

#[tokio::test]
async fn request_has_the_host_with_a_port_of_its_own() {
    let desk = local().await;
    let hook = Hook::start(|_| status("200 OK")).await;
    desk.set_url(&format!("http://abc.localhost:{}/", hook.port))
        .await;
    desk.say("x");
    let head = &hook.wait_for(1).await[0].head;
    let line = format!("\r\nHost: abc.localhost:{}\r\n", hook.port);
    assert!(head.contains(&line), "{head}");
}

#[tokio::test]
async fn request_names_no_agent_and_no_charset() {
    let desk = local().await;
    let hook = Hook::start(|_| status("200 OK")).await;
    desk.set_url(&hook.url()).await;
    desk.say("x");
    let head = hook.wait_for(1).await[0].head.to_ascii_lowercase();
    assert!(!head.contains("user-agent"), "{head}");
    assert!(
        head.contains("\r\ncontent-type: application/json\r\n"),
        "{head}"
    );
    // Without a secret there is no header of it.
    assert!(!head.contains("secret-token"), "{head}");
}

#[tokio::test]
async fn request_of_more_than_four_kibibytes_before_its_body_is_not_sent() {
    let desk = local().await;
    let hook = Hook::start(|_| status("200 OK")).await;
    let url = |length: usize| format!("http://127.0.0.1:{}/{}", hook.port, "a".repeat(length));
    desk.set_url(&url(4096)).await;
    desk.say("x");
    assert_eq!(desk.attempt(1).await["delivered"], false);
    assert!(hook.received().is_empty());
    desk.set_url(&url(3800)).await;
    hook.wait_for(1).await;
}

#[tokio::test]
async fn body_is_one_update_to_the_byte() {
    let desk = local().await;
    let hook = Hook::start(|_| status("200 OK")).await;
    desk.set_url(&hook.url()).await;
    for raw in [
        "{\"id\":\"1\", \"unknown\" : [1.50, -0]}",
        "{\"id\":\"\\u0031\"}",
    ] {
        let number = hook.received().len() + 1;
        let payload = serde_json::value::RawValue::from_string(raw.to_owned()).unwrap();
        let id = desk.control.send_update(&desk.token, "poll", &payload);
        let id = id.unwrap().unwrap();
        let body = &hook.wait_for(number).await[number - 1].body;
        assert_eq!(*body, format!("{{\"update_id\":{id},\n\"poll\":{raw}}}"));
        desk.attempt(number).await;
    }
}

#[tokio::test]
async fn delivered_by_any_answer_of_two_hundred_and_something() {
    for line in [
        "200 OK",
        "201 Created",
        "204 No Content",
        "226 IM Used",
        "299 ",
    ] {
        let desk = local().await;
        let hook = Hook::start(move |_| status(line)).await;
        desk.set_url(&hook.url()).await;
        desk.say("x");
        assert_eq!(desk.attempt(1).await["delivered"], true, "{line}");
        assert_eq!(desk.info().await["pending_update_count"], 0);
    }
}

#[tokio::test]
async fn not_delivered_by_any_other_answer() {
    for line in [
        "100 Continue",
        "199 x",
        "300 x",
        "302 Found",
        "400 x",
        "500 x",
    ] {
        let desk = local().await;
        let hook = Hook::start(move |_| status(line)).await;
        desk.set_url(&hook.url()).await;
        desk.say("x");
        assert_eq!(desk.attempt(1).await["delivered"], false, "{line}");
        assert_eq!(desk.info().await["pending_update_count"], 1);
    }
}

#[tokio::test]
async fn the_minute_is_not_begun_anew_by_a_byte() {
    use tokio::io::AsyncWriteExt;
    let desk = local().await;
    let mut stream = bare(&desk).await;
    for drop in ["HTTP/1.1 200 OK\r\n", "X-One: 1\r\n", "X-Two: 2\r\n"] {
        stream.write_all(drop.as_bytes()).await.unwrap();
        assert_eq!(desk.info().await.get("last_error_message"), None);
        desk.clock.advance(TimeDelta::seconds(20));
    }
    assert_eq!(desk.last_error().await, "Read timeout expired");
}

#[tokio::test]
async fn an_update_comes_twice_when_its_answer_came_late() {
    let desk = local().await;
    let (open, gate) = watch::channel(false);
    let hook = Hook::start(move |_| Reply::Hold(gate.clone())).await;
    desk.set_url(&hook.url()).await;
    let id = desk.say("x");
    hook.wait_for(1).await;
    desk.clock.advance(TimeDelta::seconds(60));
    assert_eq!(desk.attempt(1).await["delivered"], false);
    // Too late, and the update is on its way again.
    open.send_replace(true);
    desk.clock.advance(TimeDelta::seconds(3));
    let received = hook.wait_for(2).await;
    assert_eq!((received[0].update_id(), received[1].update_id()), (id, id));
    assert_eq!(desk.attempt(2).await["delivered"], true);
}
