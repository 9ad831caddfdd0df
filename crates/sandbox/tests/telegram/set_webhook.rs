//! setWebhook and deleteWebhook, row by row.

use chrono::TimeDelta;
use hookbay_sandbox::telegram::{Clock, Options};
use serde_json::{Value, json};

use crate::desk::{Desk, cloud, local, noon, with};

async fn refused(desk: &Desk, parameters: Value, description: &str) {
    let answer = desk.set(parameters.clone()).await;
    let expected = json!({"ok": false, "error_code": 400, "description": description});
    assert_eq!(answer, expected, "{parameters}");
}

#[tokio::test]
async fn success_descriptions() {
    let desk = local().await;
    let url = json!({"url": "http://127.0.0.1:9/"});
    let done = |text: &str| json!({"ok": true, "result": true, "description": text});
    let delete = || desk.call("deleteWebhook", json!({}));
    assert_eq!(delete().await, done("Webhook is already deleted"));
    assert_eq!(desk.set(url.clone()).await, done("Webhook was set"));
    assert_eq!(desk.set(url.clone()).await, done("Webhook is already set"));
    for more in [
        json!({"max_connections": 7}),
        json!({"secret_token": "a"}),
        json!({"secret_token": "b"}),
        json!({"secret_token": "b", "ip_address": "127.0.0.1"}),
        json!({"secret_token": "b", "ip_address": "127.0.0.2"}),
    ] {
        let mut parameters = url.clone();
        parameters
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        assert_eq!(desk.set(parameters.clone()).await, done("Webhook was set"));
        assert_eq!(desk.set(parameters).await, done("Webhook is already set"));
    }
    assert_eq!(delete().await, done("Webhook was deleted"));
    assert_eq!(desk.set(url.clone()).await, done("Webhook was set"));
    assert_eq!(
        desk.set(json!({"url": ""})).await,
        done("Webhook was deleted")
    );
    desk.set(url).await;
    let dropping = json!({"url": "http://127.0.0.1:9/", "drop_pending_updates": true});
    assert_eq!(desk.set(dropping).await, done("Webhook was set"));
}

#[tokio::test]
async fn invalid_urls() {
    let desk = cloud().await;
    for url in [
        "https://",
        "https://h:0/",
        "https://h:65536/",
        "ftp://h/",
        "https://a b/",
        "https://ann:a b@h/",
    ] {
        refused(
            &desk,
            json!({"url": url}),
            "Bad Request: invalid webhook URL specified",
        )
        .await;
    }
}

#[tokio::test]
async fn secret_tokens() {
    let desk = cloud().await;
    let with = |secret: &str| json!({"url": "https://203.0.113.1/", "secret_token": secret});
    refused(
        &desk,
        with(&"a".repeat(257)),
        "Bad Request: secret token is too long",
    )
    .await;
    let text = "Bad Request: secret token contains unallowed characters";
    refused(&desk, with("a.b"), text).await;
    let reserved = "Bad Request: bad webhook: IP address 203.0.113.1 is reserved";
    refused(&desk, with(&"aZ_-9".repeat(51)), reserved).await;
}

#[tokio::test]
async fn http_is_refused_unless_local() {
    let desk = cloud().await;
    let text = "Bad Request: bad webhook: An HTTPS URL must be provided for webhook";
    refused(&desk, json!({"url": "http://example.com/"}), text).await;
}

#[tokio::test]
async fn ports() {
    let desk = cloud().await;
    let text = "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443";
    for port in [81, 444, 8080, 5000] {
        refused(
            &desk,
            json!({"url": format!("https://10.0.0.1:{port}/")}),
            text,
        )
        .await;
    }
    let reserved = "Bad Request: bad webhook: IP address 10.0.0.1 is reserved";
    for port in [80, 88, 443, 8443] {
        refused(
            &desk,
            json!({"url": format!("https://10.0.0.1:{port}/")}),
            reserved,
        )
        .await;
    }
    for url in [
        "10.0.0.1/no-scheme-means-https",
        "10.0.0.1/hook?to=http://else/",
    ] {
        refused(&desk, json!({"url": url}), reserved).await;
    }
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
        let text = format!("Bad Request: bad webhook: IP address {ip} is reserved");
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
async fn addresses_given_in_place_of_dns() {
    let desk = cloud().await;
    let with = |ip: &str| json!({"url": "https://bot.example/", "ip_address": ip});
    let bad = "Bad Request: bad webhook:";
    refused(
        &desk,
        with("nonsense"),
        &format!("{bad} Invalid IP address specified"),
    )
    .await;
    refused(
        &desk,
        with("::1"),
        &format!("{bad} IPv6-only addresses are not allowed"),
    )
    .await;
    refused(
        &desk,
        with("10.0.0.1"),
        &format!("{bad} IP address 10.0.0.1 is reserved"),
    )
    .await;
    assert_eq!(desk.set(with("9.9.9.9")).await["ok"], true);
    assert_eq!(desk.info().await["ip_address"], "9.9.9.9");
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
async fn localhost_names_are_this_machine_and_reserved() {
    let desk = cloud().await;
    let text = "Bad Request: bad webhook: IP address 127.0.0.1 is reserved";
    refused(&desk, json!({"url": "https://abc.localhost/"}), text).await;
}

#[tokio::test]
async fn allow_loopback_permits_the_address_and_port_but_not_http() {
    let desk = with(Options {
        allow_loopback: true,
        clock: Clock::manual(noon()),
        ..Options::default()
    })
    .await;
    let text = "Bad Request: bad webhook: An HTTPS URL must be provided for webhook";
    refused(&desk, json!({"url": "http://abc.localhost:5000/"}), text).await;
    desk.set_url("https://abc.localhost:5000/").await;
    assert_eq!(desk.info().await["ip_address"], "127.0.0.1");
}

#[tokio::test]
async fn replacing_is_not_atomic() {
    let desk = local().await;
    desk.set_url("http://127.0.0.1:9/").await;
    refused(
        &desk,
        json!({"url": "ftp://x/"}),
        "Bad Request: invalid webhook URL specified",
    )
    .await;
    assert_eq!(desk.info().await["url"], "");
}

#[tokio::test]
async fn max_connections_is_clamped() {
    for (desk, default, highest) in [(cloud().await, 40, 100), (local().await, 100, 100_000)] {
        let cases = [
            (json!(""), default),
            // Not a number, as any other word.
            (json!(null), 1),
            (json!("8 or so"), 8),
            (json!(0), 1),
            (json!(-5), 1),
            (json!("many"), 1),
            (json!(7), 7),
            (json!(1_000_000), highest),
        ];
        for (given, effective) in cases {
            let parameters = json!({"url": "https://9.9.9.9/", "max_connections": given});
            assert_eq!(desk.set(parameters).await["ok"], true);
            assert_eq!(desk.info().await["max_connections"], effective, "{given}");
        }
    }
}

#[tokio::test]
async fn allowed_updates() {
    let desk = local().await;
    let url = "http://127.0.0.1:9/";
    let cases = [
        (
            json!(["message", "CHAT_MEMBER", "nonsense"]),
            json!(["message", "chat_member"]),
        ),
        // Absent or unreadable: the previous setting stays.
        (json!(null), json!(["message", "chat_member"])),
        (json!("not json"), json!(["message", "chat_member"])),
        (json!([]), json!(null)),
        (json!("[\"poll\"]"), json!(["poll"])),
        // Only unknown names: the default set.
        (json!(["nonsense"]), json!(null)),
    ];
    for (given, effective) in cases {
        let set = desk
            .set(json!({"url": url, "allowed_updates": given}))
            .await;
        assert_eq!(set["ok"], true);
        assert_eq!(desk.info().await["allowed_updates"], effective, "{given}");
    }
}

#[tokio::test]
async fn drop_pending_updates_happens_even_when_the_url_is_refused() {
    let desk = cloud().await;
    for word in [json!(true), json!("Yes"), json!(1)] {
        desk.say("one");
        assert_eq!(desk.info().await["pending_update_count"], 1);
        let parameters = json!({"url": "ftp://x/", "drop_pending_updates": word});
        refused(
            &desk,
            parameters,
            "Bad Request: invalid webhook URL specified",
        )
        .await;
        assert_eq!(desk.info().await["pending_update_count"], 0);
    }
    desk.say("kept");
    desk.call("deleteWebhook", json!({"drop_pending_updates": "no"}))
        .await;
    assert_eq!(desk.info().await["pending_update_count"], 1);
    desk.call("deleteWebhook", json!({"drop_pending_updates": true}))
        .await;
    assert_eq!(desk.info().await["pending_update_count"], 0);
}

#[tokio::test]
async fn one_a_second() {
    let desk = local().await;
    desk.set_url("http://127.0.0.1:9/").await;
    let again = || {
        desk.client
            .post(desk.url("setWebhook"))
            .json(&json!({"url": "http://127.0.0.1:9/"}))
            .send()
    };
    let answer = again().await.unwrap();
    assert_eq!(answer.status(), 429);
    assert_eq!(answer.headers()["retry-after"], "1");
    let expected = json!({
        "ok": false,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    });
    assert_eq!(answer.json::<Value>().await.unwrap(), expected);
    // Removing is not limited.
    assert_eq!(desk.call("deleteWebhook", json!({})).await["ok"], true);
    assert_eq!(again().await.unwrap().status(), 429);
    desk.clock.advance(TimeDelta::seconds(1));
    assert_eq!(again().await.unwrap().status(), 200);
}

#[tokio::test]
async fn certificates() {
    let desk = cloud().await;
    let send = async |data: Vec<u8>, field: &'static str| {
        desk.clock.advance(TimeDelta::seconds(2));
        let part = reqwest::multipart::Part::bytes(data).file_name("own.pem");
        let mut form = reqwest::multipart::Form::new()
            .text("url", "https://9.9.9.9/")
            .part(field, part);
        if field != "certificate" {
            form = form.text("certificate", format!("attach://{field}"));
        }
        let answer = desk
            .client
            .post(desk.url("setWebhook"))
            .multipart(form)
            .send()
            .await
            .unwrap();
        answer.json::<Value>().await.unwrap()
    };
    let size = (3 << 20) + 1;
    let big = send(vec![b'x'; size], "certificate").await;
    let text = format!("Bad Request: certificate size is too big ({size} bytes)");
    assert_eq!(big["description"], json!(text));
    let own = rcgen::generate_simple_self_signed(vec!["9.9.9.9".to_owned()]).unwrap();
    for field in ["certificate", "other"] {
        let answer = send(own.cert.pem().into_bytes(), field).await;
        // Never "already set": a certificate may differ.
        assert_eq!(answer["description"], "Webhook was set");
        assert_eq!(desk.info().await["has_custom_certificate"], true);
    }
    // A plain string is no file and is ignored.
    let parameters = json!({"url": "https://9.9.9.9/", "certificate": own.cert.pem()});
    assert_eq!(desk.set(parameters).await["ok"], true);
    assert_eq!(desk.info().await["has_custom_certificate"], false);
}
