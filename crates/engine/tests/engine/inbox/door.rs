//! The same through the door that the window calls.

use crate::fixture::{Bench, eventually};
use hookbay_engine::api::call;
use hookbay_engine::domain::ids::BotId;
use hookbay_engine::error::Code;
use serde_json::{Value, json};

async fn with_updates(texts: &[&str]) -> (Bench, BotId) {
    let bench = Bench::new().await;
    let bot = bench.listening_bot().await.id;
    for text in texts {
        call(
            &bench.app,
            "sandbox_say",
            json!({ "bot_id": bot, "text": text }),
        )
        .await
        .unwrap();
    }
    eventually("all are there", || async {
        (bench.rows(bot).await.len() == texts.len()).then_some(())
    })
    .await;
    (bench, bot)
}

#[tokio::test]
async fn it_is_searched_counted_and_jumped_in() {
    let (bench, bot) = with_updates(&["one pizza", "two pizzas", "披萨"]).await;
    let ask = async |name: &str, input: Value| call(&bench.app, name, input).await.unwrap();
    let page = |query: &str| json!({ "bot_id": bot, "query": query, "before": null, "after": null, "limit": 2 });
    let found = ask("search_updates", page("pizza kind:message")).await;
    assert_eq!(found["rows"].as_array().unwrap().len(), 2);
    assert_eq!(found["rows"][0]["summary"], "two pizzas");
    let count = ask("count_updates", json!({ "bot_id": bot, "query": "披" })).await;
    assert_eq!(count, json!({ "count": 1, "at_least": false }));
    let at = ask(
        "seek_updates",
        json!({ "bot_id": bot, "place": 1, "limit": 10 }),
    )
    .await;
    assert_eq!(
        (at["place"].as_u64(), at["total"].as_u64()),
        (Some(1), Some(3))
    );
    assert_eq!(at["rows"][0]["summary"], "two pizzas");
    let error = call(&bench.app, "search_updates", page("🍕 kind:"))
        .await
        .unwrap_err();
    assert_eq!(error.code, Code::InvalidInput);
    assert!(error.detail.unwrap().contains("from character 3 to 8"));
}

#[tokio::test]
async fn a_query_is_read_while_it_is_written() {
    let (bench, bot) = with_updates(&["hello"]).await;
    let read = async |query: &str, caret: u32| {
        call(
            &bench.app,
            "read_query",
            json!({ "bot_id": bot, "query": query, "caret": caret }),
        )
        .await
        .unwrap()
    };
    let reading = read("🍕 kind:message color:red", 3).await;
    assert_eq!(
        reading["parts"],
        json!([
            { "from": 0, "to": 2, "kind": "text" },
            { "from": 3, "to": 15, "kind": "filter" },
            { "from": 16, "to": 25, "kind": "wrong" },
        ])
    );
    assert_eq!(
        (
            reading["problem"]["from"].as_u64(),
            reading["problem"]["to"].as_u64()
        ),
        (Some(16), Some(22))
    );
    let row = &bench.rows(bot).await[0];
    let who = row.who.clone().unwrap();
    let reading = read("user:", 5).await;
    let offer = &reading["completions"][0];
    assert_eq!(
        *offer,
        json!({ "from": 5, "to": 5, "insert": row.user_id.unwrap().to_string(), "detail": who })
    );
    let reading = read(&format!("chat:{}", &who[..1]), 6).await;
    assert_eq!(
        reading["completions"][0]["insert"],
        row.chat_id.unwrap().to_string()
    );
    assert!(
        reading["completions"][0]["detail"]
            .as_str()
            .unwrap()
            .ends_with(", private chat")
    );
}

#[tokio::test]
async fn views_and_notes_are_kept() {
    let (mut bench, bot) = with_updates(&["hello"]).await;
    let save = json!({ "id": null, "name": " Failed ", "query": "status:failed", "bot_id": bot });
    let view = call(&bench.app, "save_view", save).await.unwrap();
    assert_eq!(view["name"], "Failed");
    let for_all = json!({ "id": null, "name": "All", "query": "", "bot_id": null });
    call(&bench.app, "save_view", for_all).await.unwrap();
    let renamed = json!({ "id": view["id"], "name": "Broken", "query": "status:failed,aside", "bot_id": bot });
    call(&bench.app, "save_view", renamed.clone())
        .await
        .unwrap();
    for (field, value) in [
        ("name", json!("")),
        ("name", json!("x".repeat(65))),
        ("query", json!("kind:")),
        ("id", json!(uuid::Uuid::new_v4())),
    ] {
        let mut wrong = renamed.clone();
        wrong[field] = value;
        assert!(
            call(&bench.app, "save_view", wrong).await.is_err(),
            "{field}"
        );
    }
    let seq = bench.rows(bot).await[0].seq;
    let noted = call(
        &bench.app,
        "note_update",
        json!({ "seq": seq, "note": "why?" }),
    )
    .await
    .unwrap();
    assert_eq!(noted["note"], "why?");
    let row = &bench.rows(bot).await[0];
    assert!(row.noted && !row.pinned, "the row says so");
    bench.restart().await;
    let views = call(&bench.app, "list_views", json!({})).await.unwrap();
    assert_eq!(views.as_array().unwrap().len(), 2);
    assert_eq!(views[1], renamed);
    assert_eq!(
        call(&bench.app, "get_update", json!({ "seq": seq }))
            .await
            .unwrap()["note"],
        "why?"
    );
    let removed = call(
        &bench.app,
        "note_update",
        json!({ "seq": seq, "note": " " }),
    )
    .await
    .unwrap();
    assert_eq!(removed["note"], Value::Null);
    assert!(!bench.rows(bot).await[0].noted);
    call(&bench.app, "remove_view", json!({ "id": view["id"] }))
        .await
        .unwrap();
    let error = call(&bench.app, "remove_view", json!({ "id": view["id"] }))
        .await
        .unwrap_err();
    assert_eq!(error.code, Code::NotFound);
    let around = json!({ "seq": seq, "older": 3, "newer": 3 });
    let piece = call(&bench.app, "list_conversation", around).await.unwrap();
    assert_eq!(
        (
            piece["rows"].as_array().unwrap().len(),
            &piece["more_older"]
        ),
        (1, &json!(false))
    );
}
