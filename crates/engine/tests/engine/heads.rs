//! What is kept of the requests that bring updates.

use crate::fixture::Bench;
use crate::store::{bot, update};
use hookbay_engine::api::types::{GetUpdate, SetWebhook};
use hookbay_engine::domain::head::Head;
use hookbay_engine::domain::webhook::WebhookOptions;
use hookbay_engine::secret::Secret;
use hookbay_engine::store::{Ingested, Options, Store};
use std::net::IpAddr;
use std::path::Path;

const SECRET: &str = "a-secret_of-ours-that-is-nowhere";

fn count(path: &Path, sql: &str) -> i64 {
    let connection = rusqlite::Connection::open(path).unwrap();
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn the_headers_of_a_request_are_shown_in_their_order_without_its_secret() {
    let bench = Bench::new().await;
    let bot = bench.app.start_sandbox().await.unwrap();
    let options = WebhookOptions {
        secret_token: Some(Secret::new(SECRET)),
        ..WebhookOptions::default()
    };
    let webhook = SetWebhook {
        bot_id: bot.id,
        options,
        take_over: None,
    };
    let view = bench.app.set_webhook(webhook).await.unwrap();
    let url = view.desired_url.unwrap();
    let body = r#"{"update_id":1,"message":{"text":"hi"}}"#;
    let post = || {
        reqwest::Client::new()
            .post(&url)
            .header("x-telegram-bot-api-secret-token", SECRET)
    };
    for (id, forwarded) in [("a1", Some("6.6.6.6, 149.154.167.220")), ("b2", None)] {
        let mut request = post().header("x-request-id", id);
        if let Some(forwarded) = forwarded {
            request = request.header("x-forwarded-for", forwarded);
        }
        let body = body.replace(":1,", if id == "a1" { ":1," } else { ":2," });
        let answer = request.body(body).send().await.unwrap();
        assert!(answer.status().is_success());
    }
    let rows = bench.rows(bot.id).await;
    let detail = |index: usize| {
        let seq = rows[index].seq;
        bench.app.get_update(GetUpdate { seq })
    };
    let (plain, forwarded) = (detail(0).await.unwrap(), detail(1).await.unwrap());
    assert_eq!(plain.source.as_deref(), Some("127.0.0.1"));
    assert_eq!(forwarded.source.as_deref(), Some("149.154.167.220"));
    let own: Vec<_> = forwarded
        .headers
        .iter()
        .filter(|(name, _)| name.starts_with("x-") || name == "content-length")
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        own,
        [
            ("x-telegram-bot-api-secret-token", "••••"),
            ("x-request-id", "a1"),
            ("x-forwarded-for", "6.6.6.6, 149.154.167.220"),
            ("content-length", &body.len().to_string()),
        ]
    );
    assert!(
        plain
            .headers
            .contains(&("x-request-id".into(), "b2".into()))
    );
}

#[tokio::test]
async fn what_requests_share_is_kept_once_and_no_more_than_so_often() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let store = Store::open(&path).unwrap();
    let bot = store.add_bot(bot()).await.unwrap();
    let head = |host: &str, id: &str| {
        let headers = [
            ("host", host.as_bytes()),
            ("x-request-id", id.as_bytes()),
            ("content-length", b"9".as_slice()),
        ];
        Head::of(&headers, "10.0.0.7:1".parse().ok(), 9)
    };
    let heads = |path| count(path, "SELECT count(*) FROM update_head");
    for id in 0..20 {
        let head = head("one.example", &id.to_string());
        store.ingest_with(update(bot, id), head).await.unwrap();
    }
    assert_eq!(heads(&path), 1);
    // A proxy that changes what hardly ever changes.
    let sending = (20..1_220).map(|id| {
        let store = store.clone();
        let head = head(&format!("{id}.example"), "x");
        tokio::spawn(async move { store.ingest_with(update(bot, id), head).await })
    });
    for sent in sending.collect::<Vec<_>>() {
        assert_eq!(sent.await.unwrap().unwrap(), Ingested::Stored);
    }
    assert_eq!(heads(&path), 1_024);
    for seq in 1..=1_220 {
        let id = store.update(seq).await.unwrap().unwrap().0.update_id;
        let (headers, source) = store.head(seq).await.unwrap();
        let host = if id < 20 { "one" } else { &id.to_string() };
        assert_eq!(headers[0], ("host".into(), format!("{host}.example")));
        assert_eq!(headers.len(), 3, "{id}");
        assert_eq!(source, Some(IpAddr::from([10, 0, 0, 7])));
    }
    // One that came without is shown without.
    store.ingest(update(bot, 5_000)).await.unwrap();
    assert_eq!(store.head(1_221).await.unwrap(), (Vec::new(), None));
}

#[tokio::test]
async fn heads_of_a_group_that_failed_are_written_with_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("db");
    let small = Options {
        pages: Some(200),
        ..Options::default()
    };
    let store = Store::open_with(&path, small).unwrap();
    let key = store.add_bot(bot()).await.unwrap();
    let head = |length: usize| {
        let host = "h".repeat(length);
        Head::of(&[("host", host.as_bytes())], None, 0)
    };
    let mut large = update(key, 1);
    large.body = bytes::Bytes::from(format!(
        "{{\"update_id\":1,\"message\":{{\"text\":\"{}\"}}}}",
        "x".repeat(2 << 20)
    ));
    assert!(store.ingest_with(large, head(3)).await.is_err());
    assert_eq!(
        store.ingest_with(update(key, 2), head(3)).await.unwrap(),
        Ingested::Stored
    );
    let seq = count(&path, "SELECT seq FROM telegram_update WHERE update_id = 2");
    assert_eq!(
        store.head(seq).await.unwrap().0,
        [("host".into(), "hhh".into())]
    );
}
