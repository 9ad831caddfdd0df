//! What setWebhook takes, parameter by parameter.

use hookbay_sandbox::telegram::control::Name;
use serde_json::{Value, json};

use crate::desk::{Desk, cloud, local};
use crate::hook::{Hook, status};

const URL: &str = "https://9.9.9.9/";

#[tokio::test]
async fn url_that_is_empty_removes_the_webhook() {
    let desk = local().await;
    for method in ["setWebhook", "deleteWebhook"] {
        desk.set_url("http://127.0.0.1:9/").await;
        let removed = desk.call(method, json!({"url": ""})).await;
        // The limit of one a second is on webhooks that are set.
        assert_eq!(removed["description"], "Webhook was deleted", "{method}");
        assert_eq!(desk.info().await["url"], "", "{method}");
    }
}

#[tokio::test]
async fn url_without_a_scheme_is_https() {
    let desk = cloud().await;
    let reserved = "Bad Request: bad webhook: IP address 10.0.0.1 is reserved";
    for url in ["10.0.0.1/no-scheme", "10.0.0.1/hook?to=http://else/"] {
        let answer = desk.set(json!({"url": url})).await;
        assert_eq!(answer["description"], reserved, "{url}");
    }
    desk.set_url("9.9.9.9:8443/hook").await;
}

#[tokio::test]
async fn url_with_a_login_sends_basic_authorization() {
    let desk = local().await;
    let hook = Hook::start(|_| status("200 OK")).await;
    desk.set_url(&format!("http://ann:pa%20ss@127.0.0.1:{}/", hook.port))
        .await;
    desk.say("x");
    let head = &hook.wait_for(1).await[0].head;
    let line = "Authorization: Basic YW5uOnBhJTIwc3M=\r\nContent-Type";
    assert!(head.contains(line), "{head}");
    assert!(!head.contains("X-Telegram-Bot-Api-Secret-Token"), "{head}");
}

#[tokio::test]
async fn url_with_letters_beyond_ascii_becomes_punycode() {
    let desk = local().await;
    let hook = Hook::start(|_| status("200 OK")).await;
    let here = Name::Address([127, 0, 0, 1].into());
    desk.control.set_name("xn--bcher-kva.example", here);
    desk.set_url(&format!("http://b\u{fc}cher.example:{}/", hook.port))
        .await;
    desk.say("x");
    let head = &hook.wait_for(1).await[0].head;
    let line = format!("Host: xn--bcher-kva.example:{}\r\n", hook.port);
    assert!(head.contains(&line), "{head}");
}

/// setWebhook with a file in the field of that name.
pub async fn upload(desk: &Desk, field: &'static str, data: Vec<u8>) -> Value {
    desk.clock.advance(chrono::TimeDelta::seconds(2));
    let part = reqwest::multipart::Part::bytes(data).file_name("own.pem");
    let mut form = reqwest::multipart::Form::new()
        .text("url", URL)
        .part(field, part);
    if field != "certificate" {
        form = form.text("certificate", format!("attach://{field}"));
    }
    let request = desk.client.post(desk.url("setWebhook")).multipart(form);
    request.send().await.unwrap().json().await.unwrap()
}

fn own_pem() -> String {
    let own = rcgen::generate_simple_self_signed(vec!["9.9.9.9".to_owned()]);
    own.unwrap().cert.pem()
}

#[tokio::test]
async fn certificate_comes_in_its_field_or_in_another() {
    let desk = cloud().await;
    for field in ["certificate", "other"] {
        let answer = upload(&desk, field, own_pem().into_bytes()).await;
        // Never "already set": a certificate may differ.
        assert_eq!(answer["description"], "Webhook was set", "{field}");
        assert_eq!(desk.info().await["has_custom_certificate"], true, "{field}");
    }
}

#[tokio::test]
async fn certificate_as_plain_text_is_ignored() {
    let desk = cloud().await;
    let parameters = json!({"url": URL, "certificate": own_pem()});
    assert_eq!(desk.set(parameters).await["ok"], true);
    assert_eq!(desk.info().await["has_custom_certificate"], false);
}

#[tokio::test]
async fn ip_address_takes_the_place_of_dns() {
    let desk = cloud().await;
    let parameters = json!({"url": "https://bot.invalid/", "ip_address": "9.9.9.9"});
    assert_eq!(desk.set(parameters).await["ok"], true);
    assert_eq!(desk.info().await["ip_address"], "9.9.9.9");
}

#[tokio::test]
async fn ip_address_is_checked_like_one_that_was_looked_up() {
    let desk = cloud().await;
    desk.control
        .set_name("bot.example", Name::Address([10, 0, 0, 1].into()));
    let looked_up = desk.set(json!({"url": "https://bot.example/"})).await;
    let given = json!({"url": "https://other.example/", "ip_address": "10.0.0.1"});
    let text = "Bad Request: bad webhook: IP address 10.0.0.1 is reserved";
    assert_eq!(looked_up["description"], text);
    assert_eq!(desk.set(given).await["description"], text);
}

/// What getWebhookInfo says of the parameter once a webhook is set with it.
async fn effective(desk: &Desk, name: &str, given: Value) -> Value {
    let mut parameters = json!({"url": URL});
    parameters[name] = given;
    let answer = desk.set(parameters).await;
    assert_eq!(answer["ok"], true, "{answer}");
    desk.info().await[name].take()
}

#[tokio::test]
async fn max_connections_has_a_default() {
    for (desk, default) in [(cloud().await, 40), (local().await, 100)] {
        desk.set_url(URL).await;
        assert_eq!(desk.info().await["max_connections"], default);
        let empty = effective(&desk, "max_connections", json!("")).await;
        assert_eq!(empty, default);
    }
}

#[tokio::test]
async fn max_connections_out_of_range_is_the_nearest() {
    for (desk, most) in [(cloud().await, 100), (local().await, 100_000)] {
        for (given, is) in [(0, 1), (-5, 1), (7, 7), (most, most), (most + 1, most)] {
            let found = effective(&desk, "max_connections", json!(given)).await;
            assert_eq!(found, is, "{given}");
        }
    }
}

#[tokio::test]
async fn max_connections_that_is_no_number_is_one() {
    let desk = cloud().await;
    // Not a number, as any other word; digits before the words count.
    for (given, is) in [(json!("many"), 1), (json!(null), 1), (json!("8 or so"), 8)] {
        let found = effective(&desk, "max_connections", given.clone()).await;
        assert_eq!(found, is, "{given}");
    }
}

#[tokio::test]
async fn allowed_updates_that_are_absent_or_unreadable_stay_as_they_were() {
    let desk = cloud().await;
    let kinds = json!(["message", "chat_member"]);
    assert_eq!(
        effective(&desk, "allowed_updates", kinds.clone()).await,
        kinds
    );
    for unreadable in [json!(null), json!("not json"), json!(""), json!("{}")] {
        let found = effective(&desk, "allowed_updates", unreadable.clone()).await;
        assert_eq!(found, kinds, "{unreadable}");
    }
    desk.set(json!({"url": URL, "max_connections": 3})).await;
    assert_eq!(desk.info().await["allowed_updates"], kinds);
}

#[tokio::test]
async fn allowed_updates_that_name_no_kind_are_the_default() {
    let desk = cloud().await;
    for none in [json!([]), json!(["nonsense"])] {
        let found = effective(&desk, "allowed_updates", json!(["poll"])).await;
        assert_eq!(found, json!(["poll"]));
        let found = effective(&desk, "allowed_updates", none.clone()).await;
        // The default is not listed.
        assert_eq!(found, Value::Null, "{none}");
    }
}

#[tokio::test]
async fn allowed_updates_of_unknown_kinds_are_ignored() {
    let desk = cloud().await;
    let found = effective(&desk, "allowed_updates", json!(["poll", "nonsense"])).await;
    assert_eq!(found, json!(["poll"]));
}

#[tokio::test]
async fn allowed_updates_are_named_in_any_case() {
    let desk = cloud().await;
    let found = effective(&desk, "allowed_updates", json!(["CHAT_Member"])).await;
    assert_eq!(found, json!(["chat_member"]));
}

#[tokio::test]
async fn drop_pending_updates_takes_three_words_for_yes() {
    let desk = cloud().await;
    let words = [
        (json!(true), 0),
        (json!("TRUE"), 0),
        (json!("Yes"), 0),
        (json!(1), 0),
        (json!("no"), 1),
        (json!("on"), 1),
        (json!(false), 1),
    ];
    for (word, left) in words {
        desk.say("one");
        desk.set(json!({"url": URL, "drop_pending_updates": word}))
            .await;
        assert_eq!(desk.info().await["pending_update_count"], left, "{word}");
        desk.call("deleteWebhook", json!({"drop_pending_updates": true}))
            .await;
    }
}

#[tokio::test]
async fn drop_pending_updates_happens_though_the_url_is_refused() {
    let desk = cloud().await;
    desk.say("one");
    assert_eq!(desk.info().await["pending_update_count"], 1);
    let parameters = json!({"url": "ftp://x/", "drop_pending_updates": true});
    assert_eq!(desk.set(parameters).await["ok"], false);
    assert_eq!(desk.info().await["pending_update_count"], 0);
}

#[tokio::test]
async fn secret_token_has_up_to_256_letters_digits_and_signs() {
    let desk = local().await;
    let hook = Hook::start(|_| status("200 OK")).await;
    for secret in ["a".to_owned(), "aZ_-".repeat(64)] {
        let set = desk.set(json!({"url": hook.url(), "secret_token": secret}));
        assert_eq!(set.await["ok"], true);
        desk.say("x");
        let number = 1 + hook.received().len();
        let head = &hook.wait_for(number).await[number - 1].head;
        let line = format!("X-Telegram-Bot-Api-Secret-Token: {secret}\r\n");
        assert!(head.contains(&line), "{head}");
        desk.attempt(number).await;
    }
}
