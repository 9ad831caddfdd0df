//! What is hard, from Telegram's request to a file and back: each is kept as it came, can be found, and
//! what cannot be kept is refused where it is seen.

use super::{counts, message};
use crate::delivery::scene::Scene;
use crate::fixture::eventually;
use hookbay_engine::api::call;
use hookbay_engine::api::types::{
    ExportFormat, GetUpdate, JobState, SearchUpdates, SetWebhook, UpdateRow,
};
use hookbay_engine::domain::webhook::WebhookOptions;
use hookbay_engine::secret::Secret;
use reqwest::{Client, StatusCode};
use serde_json::json;

const SECRET: &str = "hard_inputs-only";

/// A body, a query that finds it alone, and what its row says.
struct Hard {
    body: String,
    query: &'static str,
    summary: &'static str,
}

fn all() -> Vec<Hard> {
    let hard = |body: String, query, summary| Hard {
        body,
        query,
        summary,
    };
    let keys = (0..115).map(|number| format!("\"content_{number}\":{{\"word\":\"w{number}\"}}"));
    let keys: Vec<String> = keys.collect();
    vec![
        hard(message(1, "a\\u0000nul"), "nul", "a nul"),
        hard(
            message(2, "lone \\ud83c surrogate"),
            "surrogate",
            "lone \u{fffd} surrogate",
        ),
        hard(message(3, &"long ".repeat(190_000)), "id:3", ""),
        hard(
            "{ \"update_id\" : 4 ,\n \"thought_query\":{\"from\":{\"id\":5},\"thought\":\"telepathy\"}}"
                .into(),
            "kind:thought_query",
            "",
        ),
        hard(
            format!("{{\"update_id\":5,\"message\":{{\"chat\":{{\"id\":5}},{}}}}}", keys.join(",")),
            "raw:w114",
            "",
        ),
        // Arabic with marks that turn the direction, and Hebrew.
        hard(
            message(6, "\u{202e}مرحبا\u{202c} يا عالم שלום"),
            "عالم",
            "",
        ),
        hard(
            format!(
                "{{\"update_id\":7,\"message\":{{\"text\":\"deep\",\"x\":{}{}}}}}",
                "[".repeat(10_000),
                "]".repeat(10_000)
            ),
            "deep",
            "deep",
        ),
        // The same key twice: the last one counts, and both are kept.
        hard(
            "{\"update_id\":8,\"message\":{\"text\":\"first\",\"text\":\"second\",\"n\":1.0e2}}".into(),
            "second",
            "second",
        ),
    ]
}

/// The address that Telegram is to call.
async fn url(scene: &Scene) -> String {
    let options = WebhookOptions {
        secret_token: Some(Secret::new(SECRET)),
        ..WebhookOptions::default()
    };
    let set = SetWebhook {
        bot_id: scene.bot,
        options,
        take_over: None,
    };
    let view = scene.bench.app.set_webhook(set).await.unwrap();
    view.desired_url.unwrap()
}

async fn post(url: &str, body: String) -> StatusCode {
    let request = Client::new()
        .post(url)
        .header("content-type", "application/json")
        .header("x-telegram-bot-api-secret-token", SECRET)
        .body(body);
    request.send().await.unwrap().status()
}

async fn found(scene: &Scene, query: &str) -> Vec<UpdateRow> {
    let search = SearchUpdates {
        bot_id: scene.bot,
        query: query.into(),
        before: None,
        after: None,
        limit: 100,
    };
    scene.bench.app.search_updates(search).await.unwrap().rows
}

/// Waits until the index knows all that is stored.
async fn indexed(scene: &Scene) {
    let path = scene.path("hookbay.sqlite");
    let connection = rusqlite::Connection::open(path).unwrap();
    let sql = "SELECT (SELECT seq FROM update_follow) >= (SELECT max(seq) FROM telegram_update)";
    eventually("the index knows all", || async {
        let known: bool = connection.query_row(sql, [], |row| row.get(0)).unwrap();
        known.then_some(())
    })
    .await;
}

async fn is_kept_and_found(scene: &Scene, all: &[Hard]) {
    let rows = scene.rows().await;
    for (hard, row) in all.iter().zip(rows.iter().rev()) {
        if !hard.summary.is_empty() {
            let summary = row.summary.replace("\u{fffd}\u{fffd}", "\u{fffd}");
            assert_eq!(
                summary.replace("\u{fffd}\u{fffd}", "\u{fffd}"),
                hard.summary
            );
        }
        let detail = GetUpdate { seq: row.seq };
        let detail = scene.bench.app.get_update(detail).await.unwrap();
        assert!(detail.body == hard.body, "update {}", row.update_id);
        // Once the index has followed, and before.
        for _ in 0..2 {
            let ids: Vec<_> = found(scene, hard.query)
                .await
                .iter()
                .map(|row| row.update_id)
                .collect();
            assert_eq!(ids, [row.update_id], "{}", hard.query);
            indexed(scene).await;
        }
        let app = &scene.bench.app;
        let seq = json!({ "seq": row.seq });
        call(app, "list_buttons", seq).await.unwrap();
        let around = json!({ "seq": row.seq, "older": 9, "newer": 9 });
        call(app, "list_conversation", around).await.unwrap();
    }
    assert_eq!(rows.len(), all.len());
}

#[tokio::test]
async fn what_is_hard_goes_all_the_way_and_back() {
    let scene = Scene::new().await;
    let url = url(&scene).await;
    let all = all();
    for hard in &all {
        let status = post(&url, hard.body.clone()).await;
        assert_eq!(status, StatusCode::OK, "{}", &hard.body[..40]);
    }
    is_kept_and_found(&scene, &all).await;

    let path = scene.path("out.jsonl");
    let first = scene.exported(scene.export(ExportFormat::JsonlPure, &path));
    let first = first.await;
    let other = Scene::new().await;
    let job = other.import_text("in.jsonl", &first).await;
    let number = all.len() as u64;
    assert_eq!(
        (job.state.clone(), counts(&job)),
        (JobState::Done, (number, 0, 0, 0))
    );
    let path = other.path("again.jsonl");
    let second = other.exported(other.export(ExportFormat::JsonlPure, &path));
    assert!(second.await == first, "the same bytes");
    let imported = other.rows().await;
    for (hard, row) in all.iter().zip(imported.iter().rev()) {
        let ids: Vec<_> = found(&other, hard.query)
            .await
            .iter()
            .map(|row| row.update_id)
            .collect();
        assert_eq!(ids, [row.update_id], "{}", hard.query);
    }
    for format in [ExportFormat::Har, ExportFormat::Curl, ExportFormat::Jsonl] {
        let path = other.path(&format!("out.{format:?}"));
        other.exported(other.export(format, &path)).await;
    }
}

#[tokio::test]
async fn what_telegram_could_not_have_sent_is_refused_and_counted_and_can_still_be_imported() {
    let scene = Scene::new().await;
    let url = url(&scene).await;
    let large = message(1, &"x".repeat(5 << 20));
    assert_eq!(
        post(&url, large.clone()).await,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    assert_eq!(
        post(&url, "{\"update_id\":2,\"message\":".into()).await,
        StatusCode::BAD_REQUEST
    );
    let refused = scene.bench.app.bot(scene.bot).await.unwrap().refused;
    assert_eq!((refused.too_large, refused.not_an_update), (1, 1));
    assert!(scene.rows().await.is_empty());

    let job = scene.import_text("large.jsonl", &large).await;
    assert_eq!(counts(&job), (1, 0, 0, 0));
    let row = scene.rows().await.remove(0);
    let detail = scene.bench.app.get_update(GetUpdate { seq: row.seq }).await;
    assert!(detail.unwrap().body == large);
    assert_eq!(found(&scene, "id:1").await.len(), 1);
    let path = scene.path("out.jsonl");
    let out = scene
        .exported(scene.export(ExportFormat::JsonlPure, &path))
        .await;
    assert!(out == large + "\n", "the same bytes");
}
