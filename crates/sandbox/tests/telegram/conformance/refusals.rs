//! What is refused with 400, 401 and 404, and in which words.

use hookbay_sandbox::telegram::control::Name;
use serde_json::{Value, json};

use super::webhook_parameters::upload;
use crate::desk::{Desk, cloud, local};

fn error(code: u16, description: &str) -> Value {
    json!({"ok": false, "error_code": code, "description": description})
}

async fn refused(desk: &Desk, parameters: Value, description: &str) {
    let answer = desk.set(parameters.clone()).await;
    let expected = error(400, &format!("Bad Request: {description}"));
    assert_eq!(answer, expected, "{parameters}");
}

#[tokio::test]
async fn invalid_webhook_urls() {
    let desk = cloud().await;
    for url in [
        "https://",
        "https://h:0/",
        "https://h:65536/",
        "ftp://h/",
        "https://a b/",
        "https://ann:a b@h/",
    ] {
        refused(&desk, json!({"url": url}), "invalid webhook URL specified").await;
    }
}

#[tokio::test]
async fn secret_tokens_that_are_too_long() {
    let desk = cloud().await;
    let long = json!({"url": "https://9.9.9.9/", "secret_token": "a".repeat(257)});
    refused(&desk, long, "secret token is too long").await;
}

#[tokio::test]
async fn secret_tokens_with_other_characters() {
    let desk = cloud().await;
    for secret in ["a.b", "a b", "\u{e4}", "a\n", "a/b"] {
        let other = json!({"url": "https://9.9.9.9/", "secret_token": secret});
        refused(&desk, other, "secret token contains unallowed characters").await;
    }
}

#[tokio::test]
async fn certificates_that_are_too_big() {
    let desk = cloud().await;
    let most = 3 << 20;
    for (size, refused) in [(most, false), (most + 1, true)] {
        let answer = upload(&desk, "certificate", vec![b'x'; size]).await;
        let text = format!("Bad Request: certificate size is too big ({size} bytes)");
        assert_eq!(answer["ok"], false);
        assert_eq!(answer["description"] == json!(text), refused, "{answer}");
    }
}

#[tokio::test]
async fn plain_http_in_the_cloud() {
    let text = "bad webhook: An HTTPS URL must be provided for webhook";
    let url = json!({"url": "http://example.com/"});
    refused(&cloud().await, url.clone(), text).await;
    let desk = local().await;
    let example = Name::Address([127, 0, 0, 1].into());
    desk.control.set_name("example.com", example);
    assert_eq!(desk.set(url).await["ok"], true);
}

#[tokio::test]
async fn other_ports_in_the_cloud() {
    let desk = cloud().await;
    let text = "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443";
    for port in [81, 444, 8080, 5000, 1, 65535] {
        let url = format!("https://9.9.9.9:{port}/");
        refused(&desk, json!({"url": url}), text).await;
    }
}

#[tokio::test]
async fn names_that_do_not_resolve() {
    let desk = cloud().await;
    let answer = desk.set(json!({"url": "https://nowhere.invalid/"})).await;
    let text = answer["description"].as_str().unwrap();
    let start = "Bad Request: bad webhook: Failed to resolve host: ";
    // Which of the resolver's sentences it is depends on the machine's network.
    assert!(
        text.len() > start.len() && text.starts_with(start),
        "{text}"
    );
}

#[tokio::test]
async fn reserved_addresses() {
    let desk = cloud().await;
    let addresses = [
        "0.1.2.3",
        "10.1.1.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "169.254.1.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.0.1",
        "198.51.100.1",
        "203.0.113.9",
        "224.0.0.1",
        "255.255.255.255",
    ];
    for ip in addresses {
        let text = format!("bad webhook: IP address {ip} is reserved");
        refused(&desk, json!({"url": format!("https://{ip}/")}), &text).await;
    }
    for ip in [
        "100.128.0.1",
        "172.32.0.1",
        "9.255.255.255",
        "223.255.255.255",
        "198.20.0.1",
    ] {
        let answer = desk
            .set(json!({"url": format!("https://{ip}/"), "ip_address": ip}))
            .await;
        assert_eq!(answer["description"], "Webhook was set", "{ip}");
    }
}

#[tokio::test]
async fn addresses_of_the_sixth_version() {
    let desk = cloud().await;
    let text = "bad webhook: IPv6-only addresses are not allowed";
    let there = "2001:db8::1";
    let given = json!({"url": "https://bot.example/", "ip_address": there});
    refused(&desk, given, text).await;
    desk.control
        .set_name("six.example", Name::Address(there.parse().unwrap()));
    for url in ["https://six.example/", "https://[2001:db8::1]/"] {
        refused(&desk, json!({"url": url}), text).await;
    }
}

#[tokio::test]
async fn addresses_that_are_none() {
    let desk = cloud().await;
    for ip in ["nonsense", "1.2.3", "1.2.3.4.5", "bot.example"] {
        let given = json!({"url": "https://bot.example/", "ip_address": ip});
        refused(&desk, given, "bad webhook: Invalid IP address specified").await;
    }
}

async fn get(desk: &Desk, path: &str) -> (u16, Value) {
    let url = format!("{}{path}", desk.telegram.api_root());
    let answer = desk.client.get(url).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[tokio::test]
async fn tokens_that_are_wrong_or_revoked() {
    let desk = cloud().await;
    let wrong = "/bot123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/getMe";
    let unauthorized = (401, error(401, "Unauthorized"));
    assert_eq!(get(&desk, wrong).await, unauthorized);
    let own = format!("/bot{}/getMe", desk.token);
    assert_eq!(get(&desk, &own).await.0, 200);
    desk.control.revoke(&desk.token).unwrap();
    assert_eq!(get(&desk, &own).await, unauthorized);
}

/// Paths with tokens that are none: a first zero, too long, no colon, no id, an id beyond all.
fn malformed() -> Vec<String> {
    let long = format!("1:{}", "a".repeat(79));
    let tokens = [
        "0123:abc",
        &long,
        "123",
        ":abc",
        "abc:def",
        "0:abc",
        "18014398509481984:abc",
    ];
    tokens.map(|token| format!("/bot{token}/getMe")).to_vec()
}

#[tokio::test]
async fn malformed_tokens_at_a_server_of_ones_own() {
    let desk = local().await;
    let invalid = (401, error(401, "Unauthorized: invalid token specified"));
    for path in malformed() {
        assert_eq!(get(&desk, &path).await, invalid, "{path}");
    }
    let fits = format!("/bot1:{}/getMe", "a".repeat(78));
    assert_eq!(get(&desk, &fits).await, (401, error(401, "Unauthorized")));
}

#[tokio::test]
async fn malformed_tokens_and_paths_in_the_cloud() {
    let desk = cloud().await;
    let not_found = (404, error(404, "Not Found"));
    let mut paths = malformed();
    paths.extend(["/other".to_owned(), "/".to_owned()]);
    for path in paths {
        assert_eq!(get(&desk, &path).await, not_found, "{path}");
    }
}

#[tokio::test]
async fn methods_that_do_not_exist() {
    let desk = cloud().await;
    let answer = desk.call("getNothing", json!({})).await;
    assert_eq!(answer, error(404, "Not Found: method not found"));
}
