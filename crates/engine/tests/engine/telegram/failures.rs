//! Each way to fail.

use super::canned::{Canned, TOKEN, assert_no_token, endpoint};
use hookbay_engine::error::{Code, Error as Shown};
use hookbay_engine::secret::Secret;
use hookbay_engine::telegram::{
    BadWebhook, Client, Conflict, Endpoint, Error, Network, SetWebhookRequest, Timeouts,
};
use std::time::Duration;
use tokio::io::AsyncReadExt;

/// Makes the call fail, checks that nothing of it shows the token, and gives both forms of the error.
async fn fail(client: &Client, endpoint: &Endpoint) -> (Error, Shown) {
    let wanted = SetWebhookRequest {
        secret_token: Some(Secret::new("s3cret-of-webhook")),
        ..Default::default()
    };
    let error = client.set_webhook(endpoint, &wanted).await.unwrap_err();
    let shown = Shown::from(error.clone());
    for text in [
        format!("{error} {error:?} {error:#?}"),
        format!("{shown} {shown:?}"),
        serde_json::to_string(&shown).unwrap(),
    ] {
        assert_no_token(&text);
        assert!(!text.contains("s3cret-of-webhook"), "{text}");
    }
    assert!(
        shown.message.ends_with('.') && shown.remedy.ends_with('.'),
        "{shown:?}"
    );
    (error, shown)
}

async fn refuse(status: u16, body: &str) -> (Error, Shown) {
    let server = Canned::new(status, body).await;
    fail(&Client::new().unwrap(), &server.endpoint()).await
}

fn refusal(code: u16, description: &str) -> String {
    serde_json::json!({"ok": false, "error_code": code, "description": description}).to_string()
}

/// What an error must be, given its detail.
type Make = Box<dyn FnOnce(String) -> Error>;

#[tokio::test]
async fn refusals_are_typed_and_keep_telegrams_words() {
    let reserved = BadWebhook::ReservedAddress {
        address: "127.0.0.1".into(),
    };
    let bad = |reason| move |detail| Error::BadWebhook { reason, detail };
    let cases: Vec<(u16, &str, Code, Make)> = vec![
        (
            401,
            "Unauthorized",
            Code::Unauthorized,
            Box::new(|detail| Error::Unauthorized { detail }),
        ),
        (
            404,
            "Not Found",
            Code::TelegramNotFound,
            Box::new(|detail| Error::NotFound { detail }),
        ),
        (
            409,
            "Conflict: terminated by other setWebhook",
            Code::Conflict,
            Box::new(|detail| Error::Conflict {
                kind: Conflict::OtherSetWebhook,
                detail,
            }),
        ),
        (
            400,
            "Bad Request: bad webhook: IP address 127.0.0.1 is reserved",
            Code::BadWebhook,
            Box::new(bad(reserved)),
        ),
        (
            400,
            "Bad Request: bad webhook: Failed to resolve host: Name or service not known",
            Code::BadWebhook,
            Box::new(bad(BadWebhook::CannotResolve)),
        ),
        (
            400,
            "Bad Request: invalid webhook URL specified",
            Code::BadWebhook,
            Box::new(bad(BadWebhook::InvalidUrl)),
        ),
        (
            400,
            "Logged out",
            Code::TelegramRefused,
            Box::new(|description| Error::Refused {
                code: 400,
                description,
            }),
        ),
        (
            421,
            "Misdirected Request: unallowed token specified",
            Code::TelegramRefused,
            Box::new(|description| Error::Refused {
                code: 421,
                description,
            }),
        ),
        (
            500,
            "Internal Server Error: restart",
            Code::TelegramRefused,
            Box::new(|description| Error::Refused {
                code: 500,
                description,
            }),
        ),
    ];
    for (status, words, code, make) in cases {
        let (error, shown) = refuse(status, &refusal(status, words)).await;
        assert_eq!(error, make(words.to_owned()));
        assert_eq!((shown.code, shown.detail.as_deref()), (code, Some(words)));
    }
}

#[tokio::test]
async fn too_many_requests_says_how_long_to_wait() {
    let body = r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 3","parameters":{"retry_after":3}}"#;
    let (_, shown) = refuse(429, body).await;
    assert_eq!(
        (shown.code, shown.retry_after),
        (Code::TooManyRequests, Some(3))
    );
    assert!(shown.message.contains("3 seconds"));

    let gateway = Canned::with_headers(429, "slow down", vec![("Retry-After", "7".into())]).await;
    let (_, shown) = fail(&Client::new().unwrap(), &gateway.endpoint()).await;
    assert_eq!(
        (shown.code, shown.retry_after),
        (Code::TooManyRequests, Some(7))
    );
}

#[tokio::test]
async fn answers_of_something_else_are_malformed() {
    for (status, body) in [
        (200, "<html>Sign in</html>"),
        (200, ""),
        (200, r#"{"ok":true}"#),
        (200, r#"{"ok":true,"result":{"a":1}}"#),
        (200, r#"{"hello":1}"#),
        (502, "Bad Gateway"),
        (404, "<h1>404</h1>"),
        (301, ""),
    ] {
        let (error, shown) = refuse(status, body).await;
        assert!(
            matches!(error, Error::Malformed { .. }),
            "{status} {body}: {error:?}"
        );
        assert_eq!(shown.code, Code::MalformedAnswer);
        assert!(shown.detail.unwrap().contains(&status.to_string()));
    }
    let (_, shown) = refuse(200, &"x".repeat((1 << 20) + 1)).await;
    assert!(shown.detail.unwrap().contains("larger than 1 MiB"));
}

#[tokio::test]
async fn a_server_that_repeats_the_secrets_gives_nothing_away() {
    let half = &TOKEN[3..];
    for (status, body) in [
        (404, format!("no such path: /bot{TOKEN}/setWebhook")),
        (404, format!("no such path: /bot42%3A{half}/setWebhook")),
        (401, refusal(401, &format!("Unauthorized: {TOKEN}"))),
        (
            400,
            refusal(
                400,
                &format!("Bad Request: bad webhook: {half} s3cret-of-webhook"),
            ),
        ),
        (500, refusal(500, half)),
    ] {
        let (_, shown) = refuse(status, &body).await;
        assert!(shown.detail.unwrap().contains("••••"), "{body}");
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let target = Canned::ok("true").await;
    let other = format!("{}/elsewhere", target.endpoint().root);
    let server = Canned::with_headers(307, "", vec![("Location", other)]).await;
    let (error, _) = fail(&Client::new().unwrap(), &server.endpoint()).await;
    assert!(matches!(error, Error::Malformed { .. }));
    assert!(target.requests().is_empty());
}

/// What `fail` finds at a root, which must be a fault of the network.
async fn network(root: String, timeouts: Timeouts) -> (Network, Shown) {
    let client = Client::with_timeouts(timeouts).unwrap();
    match fail(&client, &endpoint(root)).await {
        (Error::Network { kind, .. }, shown) => (kind, shown),
        (other, _) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_host_that_cannot_be_found() {
    let (kind, shown) = network("https://nonexistent.invalid".into(), Timeouts::default()).await;
    assert_eq!((kind, shown.code), (Network::Dns, Code::Dns));
    assert!(shown.message.contains("nonexistent.invalid"));
}

#[tokio::test]
async fn a_port_where_nothing_listens() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    for scheme in ["http", "https"] {
        let (kind, shown) = network(format!("{scheme}://{address}"), Timeouts::default()).await;
        assert_eq!(
            (kind, shown.code),
            (Network::Connect, Code::Connect),
            "{scheme}"
        );
        assert!(shown.message.contains(&address.to_string()));
    }
}

#[tokio::test]
async fn tls_to_a_port_that_speaks_plain_http() {
    let server = Canned::ok("true").await;
    let root = server.endpoint().root.replace("http://", "https://");
    let (kind, shown) = network(root, Timeouts::default()).await;
    assert_eq!((kind, shown.code), (Network::Tls, Code::Tls));
    assert!(shown.remedy.contains("http://"));
}

#[tokio::test]
async fn tls_to_a_port_that_hangs_up() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let root = format!("https://{}", listener.local_addr().unwrap());
    let hang_up = tokio::spawn(async move {
        loop {
            // Reads the handshake's start first, so that the end is an orderly one.
            let (mut socket, _) = listener.accept().await.unwrap();
            let _ = socket.read(&mut [0; 4096]).await.unwrap();
        }
    });
    let (kind, _) = network(root, Timeouts::default()).await;
    hang_up.abort();
    assert_eq!(kind, Network::Tls);
}

#[tokio::test]
async fn a_server_that_takes_the_request_and_stays_silent() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let short = Timeouts {
        whole: Duration::from_millis(200),
        ..Timeouts::default()
    };
    for scheme in ["http", "https"] {
        let root = format!("{scheme}://{}", listener.local_addr().unwrap());
        let (kind, shown) = network(root, short).await;
        assert_eq!(
            (kind, shown.code),
            (Network::Timeout, Code::Timeout),
            "{scheme}"
        );
    }
}

#[tokio::test]
async fn a_server_that_hangs_up_in_the_middle() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let root = format!("http://{}", listener.local_addr().unwrap());
    let hang_up = tokio::spawn(async move {
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            let _ = socket.read(&mut [0; 4096]).await.unwrap();
        }
    });
    let (kind, shown) = network(root, Timeouts::default()).await;
    hang_up.abort();
    assert_eq!((kind, shown.code), (Network::Other, Code::Connect));
}

#[tokio::test]
async fn an_address_that_is_none() {
    for root in ["", "not an address", "ftp://127.0.0.1", "localhost:8081"] {
        let (error, shown) = fail(&Client::new().unwrap(), &endpoint(root.into())).await;
        assert!(matches!(error, Error::BadRoot { .. }), "{root}");
        assert_eq!(shown.code, Code::InvalidInput);
    }
}
