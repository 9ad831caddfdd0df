//! Stored updates and history, a page at a time.

use super::{Door, problem};
use crate::fixture::{cloud_bot, eventually, set};
use chrono::Utc;
use hookbay_engine::api::types::{AddBot, BotId, Environment, EventKind};
use hookbay_engine::domain::history::NewEvent;
use hookbay_engine::store::Store;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// A bot with so many updates: every third is a poll, all others are of a chat of their own.
async fn filled(door: &Door, count: i64) -> BotId {
    let token = door.bench.token().await;
    door.bench.app.start_sandbox().await.unwrap();
    let add = AddBot {
        environment: Environment::Sandbox,
        ..cloud_bot(&token)
    };
    let bot = door.bench.app.add_bot(add).await.unwrap().id;
    door.bench.app.set_webhook(set(bot)).await.unwrap();
    let telegram = door.bench.telegram.control();
    for n in 1..=count {
        let (kind, payload) = if n % 3 == 0 {
            let poll = json!({ "id": n.to_string(), "question": "?", "options": [] });
            ("poll", poll)
        } else {
            let chat = json!({ "id": n, "type": "group", "title": "G" });
            let date = Utc::now().timestamp();
            let message = json!({ "message_id": n, "date": date, "chat": chat, "text": "x" });
            ("message", message)
        };
        let payload = serde_json::value::to_raw_value(&payload).unwrap();
        telegram.send_update(&token, kind, &payload).unwrap();
    }
    eventually("all are stored", || async {
        (door.bench.rows(bot).await.len() == usize::try_from(count).unwrap()).then_some(())
    })
    .await;
    bot
}

/// The seqs of all pages, from one link to the next.
async fn walk(door: &Door, first: String, list: &str) -> Vec<i64> {
    let mut seqs = Vec::new();
    let mut next = Some(first);
    while let Some(path) = next {
        let page = door.api.get(&path).await;
        let rows = page[list].as_array().unwrap();
        seqs.extend(rows.iter().map(|row| row["seq"].as_i64().unwrap()));
        next = page["next"].as_str().map(str::to_owned);
    }
    seqs
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap() {
    let door = Door::open().await;
    let bot = filled(&door, 11).await;
    let all: Vec<i64> = door
        .bench
        .rows(bot)
        .await
        .iter()
        .map(|row| row.seq)
        .collect();
    let list = format!("/v1/api/bots/{bot}/updates");
    for limit in [1, 4, 11, 500] {
        assert_eq!(
            walk(&door, format!("{list}?limit={limit}"), "rows").await,
            all
        );
    }
    let after = all[6];
    assert_eq!(
        walk(&door, format!("{list}?limit=2&after={after}"), "rows").await,
        all[..6]
    );
    let before = all[2];
    assert_eq!(
        walk(
            &door,
            format!("{list}?before={before}&after={after}"),
            "rows"
        )
        .await,
        all[3..6]
    );
}

#[tokio::test]
async fn the_filters_pick_out_and_go_into_the_next_page() {
    let door = Door::open().await;
    let bot = filled(&door, 11).await;
    let rows = door.bench.rows(bot).await;
    let polls: Vec<i64> = rows
        .iter()
        .filter(|row| row.kind == "poll")
        .map(|row| row.seq)
        .collect();
    assert_eq!(polls.len(), 3);
    let list = format!("/v1/api/bots/{bot}/updates");
    assert_eq!(
        walk(&door, format!("{list}?kind=poll&limit=2"), "rows").await,
        polls
    );
    let of_chat = door.api.get(&format!("{list}?chat_id=4")).await;
    assert_eq!(of_chat["rows"].as_array().unwrap().len(), 1);
    assert_eq!(of_chat["rows"][0]["chat_id"], 4);
    assert!(of_chat["next"].is_null());
    let by_query = door
        .api
        .get(&format!("{list}?query=-kind:poll%20chat:4,5"))
        .await;
    assert_eq!(by_query["rows"].as_array().unwrap().len(), 2);
    assert_eq!(
        walk(
            &door,
            format!("{list}?query=kind:poll%20G&limit=2&chat_id=4"),
            "rows"
        )
        .await,
        [0_i64; 0]
    );
    let wrong = door
        .api
        .call(Method::GET, &format!("{list}?kind=poll&query=x%20kind:"));
    let wrong = problem(wrong, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert!(
        wrong["raw"]
            .as_str()
            .unwrap()
            .contains("from character 2 to 7")
    );
    let none = door.api.get(&format!("{list}?chat_id=4&kind=poll")).await;
    assert_eq!(none, json!({ "rows": [], "next": null }));
}

#[tokio::test]
async fn one_update_comes_with_its_bytes() {
    let door = Door::open().await;
    let bot = filled(&door, 1).await;
    let row = &door.bench.rows(bot).await[0];
    let detail = door.api.get(&format!("/v1/api/updates/{}", row.seq)).await;
    assert_eq!(detail["row"]["seq"], row.seq);
    let body = detail["body"].as_str().unwrap();
    assert_eq!(body.len(), row.size as usize);
    let update: Value = serde_json::from_str(body).unwrap();
    assert_eq!(update["update_id"], row.update_id);
    for none in ["999", "x", "-1"] {
        let call = door
            .api
            .call(Method::GET, &format!("/v1/api/updates/{none}"));
        problem(call, StatusCode::NOT_FOUND).await;
    }
}

#[tokio::test]
async fn a_query_that_cannot_be_right_is_refused() {
    let door = Door::open().await;
    let bot = door.bench.app.start_sandbox().await.unwrap().id;
    for query in [
        "limit=0",
        "limit=501",
        "limit=x",
        "limit=1&limit=2",
        "before=-1",
        "before=9007199254740992",
        "after=",
        "chat_id=1.5",
        "color=red",
    ] {
        let call = door
            .api
            .call(Method::GET, &format!("/v1/api/bots/{bot}/updates?{query}"));
        let problem = problem(call, StatusCode::UNPROCESSABLE_ENTITY).await;
        assert_eq!(problem["code"], "invalid_input", "{query}");
    }
    let stranger = BotId::random();
    for list in ["updates", "history"] {
        let call = door
            .api
            .call(Method::GET, &format!("/v1/api/bots/{stranger}/{list}"));
        problem(call, StatusCode::NOT_FOUND).await;
    }
}

#[tokio::test]
async fn history_is_told_a_page_at_a_time() {
    let door = Door::open().await;
    let token = door.bench.token().await;
    let bot = door.bench.app.add_bot(cloud_bot(&token)).await.unwrap().id;
    let list = format!("/v1/api/bots/{bot}/history");
    assert_eq!(
        door.api.get(&list).await,
        json!({ "entries": [], "next": null })
    );
    let store = Store::open(&door.bench.folder.path().join("hookbay.sqlite")).unwrap();
    let entries = (0..5).map(|_| NewEvent::new(bot, Utc::now(), EventKind::Registered));
    store.add_history(entries.collect()).await.unwrap();
    let page = door.api.get(&format!("{list}?limit=2")).await;
    assert_eq!(page["entries"][0]["kind"], "registered");
    let seqs = walk(&door, format!("{list}?limit=2"), "entries").await;
    assert_eq!(seqs, [5, 4, 3, 2, 1]);
}
