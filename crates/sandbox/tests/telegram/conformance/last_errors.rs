//! What getWebhookInfo says went wrong with a delivery, and what it does not say.

use std::net::{Ipv4Addr, Ipv6Addr};

use chrono::TimeDelta;
use hookbay_sandbox::telegram::control::Name;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;

use super::tls::{NAME, authority, desk as tls_desk, signed};
use crate::desk::{Desk, local, within};
use crate::hook::{Hook, Reply, status};

async fn error_of(answer: impl Fn() -> Reply + Send + Sync + 'static) -> String {
    let desk = local().await;
    let hook = Hook::start(move |_| answer()).await;
    desk.set_url(&hook.url()).await;
    desk.say("x");
    desk.last_error().await
}

#[tokio::test]
async fn wrong_response_with_the_status_line() {
    let lines = [
        "502 Bad Gateway",
        "503 Service Unavailable",
        "404 Not Found",
        "401 Unauthorized",
        "405 Method Not Allowed",
        "500 Internal Server Error",
        "413 Payload Too Large",
        "100 Continue",
        // The words are whatever the answer says.
        "403 Go Away",
    ];
    for line in lines {
        let error = error_of(move || status(line)).await;
        assert_eq!(error, format!("Wrong response from the webhook: {line}"));
    }
}

#[tokio::test]
async fn wrong_response_without_a_reason() {
    let error = error_of(|| status("500 ")).await;
    assert_eq!(error, "Wrong response from the webhook: 500 ");
}

#[tokio::test]
async fn wrong_response_that_leads_elsewhere() {
    let desk = local().await;
    let other = Hook::start(|_| status("200 OK")).await;
    let location = other.url();
    let hook = Hook::start(move |_| {
        Reply::Bytes(format!(
            "HTTP/1.1 307 Moved\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"
        ))
    })
    .await;
    desk.set_url(&hook.url()).await;
    desk.say("x");
    assert_eq!(
        desk.last_error().await,
        "Wrong response from the webhook: 307 Moved"
    );
    assert!(other.received().is_empty());
}

#[tokio::test]
async fn connection_refused() {
    let desk = local().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    desk.set_url(&format!("http://127.0.0.1:{port}/")).await;
    assert_eq!(desk.last_error().await, "Connection refused");
}

#[tokio::test]
async fn connection_timed_out() {
    let desk = local().await;
    // One connection that nobody takes fills this queue, and then nothing is answered.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(0).unwrap();
    let address = listener.local_addr().unwrap();
    let _filling = TcpStream::connect(address).await.unwrap();
    desk.set_url(&format!("http://{address}/")).await;
    let token = desk.token.clone();
    // The minute counts from when connecting began, which is after this moment.
    let error = within("the error", async {
        loop {
            if let Some(error) = desk.control.last_error(&token).unwrap() {
                break error;
            }
            desk.clock.advance(TimeDelta::seconds(20));
            tokio::task::yield_now().await;
        }
    });
    assert_eq!(error.await, "Connection timed out");
}

#[tokio::test]
async fn connection_reset_by_peer() {
    let desk = local().await;
    let stream = bare(&desk).await;
    // Closed without waiting for anything, a connection is reset.
    stream.set_zero_linger().unwrap();
    drop(stream);
    assert_eq!(desk.last_error().await, "Connection reset by peer");
}

#[tokio::test]
async fn network_is_unreachable() {
    let desk = local().await;
    // No TCP goes to a group of machines.
    desk.set_url("http://224.0.0.1:9/").await;
    assert_eq!(desk.last_error().await, "Network is unreachable");
}

#[tokio::test]
async fn read_timeout_expired() {
    let desk = local().await;
    let (_gate, closed) = watch::channel(false);
    let hook = Hook::start(move |_| Reply::Hold(closed.clone())).await;
    desk.set_url(&hook.url()).await;
    desk.say("x");
    hook.wait_for(1).await;
    desk.clock.advance(TimeDelta::seconds(59));
    assert_eq!(desk.info().await.get("last_error_message"), None);
    desk.clock.advance(TimeDelta::seconds(1));
    assert_eq!(desk.last_error().await, "Read timeout expired");
}

#[tokio::test]
async fn write_timeout_expired() {
    let desk = local().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    desk.set_url(&format!("https://127.0.0.1:{port}/")).await;
    // Connected, but no word of a handshake.
    let (stream, _) = listener.accept().await.unwrap();
    stream.readable().await.unwrap();
    desk.clock.advance(TimeDelta::seconds(59));
    assert_eq!(desk.info().await.get("last_error_message"), None);
    desk.clock.advance(TimeDelta::seconds(1));
    assert_eq!(desk.last_error().await, "Write timeout expired");
}

fn then_close(text: &str) -> Reply {
    Reply::BytesThenClose(text.to_owned())
}

#[tokio::test]
async fn unsupported_content_encoding() {
    for encoding in ["br", "zstd"] {
        let answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: 1\r\n\r\nx"
        );
        let error = error_of(move || then_close(&answer)).await;
        assert_eq!(
            error,
            "Unsupported Media Type: unsupported content-encoding"
        );
    }
}

#[tokio::test]
async fn unexpected_end_of_request_content() {
    let short = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc";
    let error = error_of(|| then_close(short)).await;
    assert_eq!(error, "Bad Request: unexpected end of request content");
}

#[tokio::test]
async fn http_version_not_supported() {
    let second = "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n";
    let error = error_of(|| then_close(second)).await;
    assert_eq!(error, "HTTP Version Not Supported");
}

#[tokio::test]
async fn clean_close_is_retried_and_not_reported() {
    let desk = local().await;
    let hook = Hook::start(|_| Reply::Close).await;
    desk.set_url(&hook.url()).await;
    desk.say("x");
    let attempt = desk.attempt(1).await;
    assert_eq!(attempt["result"], "Webhook connection closed");
    assert_eq!(attempt["retry_in"], 0);
    let info = desk.info().await;
    assert!(info.get("last_error_message").is_none(), "{info}");
    assert_eq!(info["pending_update_count"], 1);
}

#[tokio::test]
async fn failed_second_look_up_is_not_reported() {
    let own = authority();
    let desk = tls_desk(&[&own]).await;
    let hook = Hook::serve(Some(signed(&own, NAME)), |_| status("200 OK")).await;
    desk.control
        .set_name(NAME, Name::Address(Ipv4Addr::LOCALHOST.into()));
    desk.set_url(&format!("https://{NAME}:{}/", hook.port))
        .await;
    // An address that may not be used is as good as none.
    desk.control
        .set_name(NAME, Name::Address(Ipv6Addr::LOCALHOST.into()));
    desk.clock.advance(TimeDelta::minutes(31));
    desk.say("x");
    assert_eq!(desk.attempt(1).await["delivered"], true);
    let info = desk.info().await;
    assert_eq!(info["ip_address"], "127.0.0.1");
    assert_eq!(info.get("last_error_message"), None);
}

/// A webhook that reads one request and then does what the test says on the bare stream.
pub async fn bare(desk: &Desk) -> tokio::net::TcpStream {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    desk.set_url(&format!("http://127.0.0.1:{port}/")).await;
    desk.say("x");
    let (stream, _) = listener.accept().await.unwrap();
    stream.readable().await.unwrap();
    stream
}
