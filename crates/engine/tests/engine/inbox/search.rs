//! What is found is what a look at every update would find.

use super::{Inbox, exactly};
use hookbay_engine::domain::query::sought::Facts;
use hookbay_engine::inbox::query::sought;
use hookbay_engine::store::Page;

const PEOPLE: [&str; 3] = [
    r#"{"id":7,"first_name":"Ann","last_name":"Petrova","username":"Ann_P"}"#,
    r#"{"id":8,"first_name":"王小明"}"#,
    r#"{"id":9,"first_name":"محمد","username":"mo"}"#,
];
const CHATS: [&str; 3] = [
    r#"{"id":7,"first_name":"Ann","type":"private"}"#,
    r#"{"id":-1001,"title":"Pizza orders","type":"supergroup","username":"PizzaOrders"}"#,
    r#"{"id":-1002,"title":"Ünïcode \ud83c\udf55","type":"supergroup"}"#,
];
const TEXTS: [&str; 12] = [
    "two large margherita pizzas",
    "Señor Álvarez está aquí",
    "请送两个大披萨",
    "ピザを二枚お願いします",
    "пиццу пожалуйста",
    "🍕🍕 ok",
    r#"NEAR(a b) OR \"x\" AND NOT * ^ -"#,
    r"nul \u0000 in the middle",
    r"a lone \ud800 surrogate",
    "'; DROP TABLE telegram_update; --",
    "\u{202e}olleh\u{202c} שלום",
    "e\u{301}toile 100% under_score",
];

async fn filled(inbox: &mut Inbox, count: usize) {
    for n in 0..count {
        let (from, chat, text) = (PEOPLE[n % 3], CHATS[n / 3 % 3], TEXTS[n * 7 % 12]);
        let message =
            format!(r#"{{"message_id":{n},"from":{from},"chat":{chat},"text":"{text}","date":1}}"#);
        let (kind, payload) = match n % 5 {
            0..=2 => ("message", message),
            3 => (
                "callback_query",
                format!(r#"{{"id":"1","from":{from},"data":"order:{n}","message":{message}}}"#),
            ),
            _ => (
                "hologram",
                format!(r#"{{"from":{from},"shape":"tetra{n}"}}"#),
            ),
        };
        inbox.add(kind, &payload).await;
    }
}

const QUERIES: &[&str] = &[
    "",
    "kind:message",
    "-kind:message",
    "kind:hologram,callback_query",
    "-kind:hologram -kind:message",
    "kind:poll",
    "chat:-1001",
    "chat:\"pizza ord\"",
    "chat:ann",
    "chat:@pizzaorders",
    "chat:-1002,7",
    "-chat:-1001",
    "-chat:pizza",
    "user:7",
    "user:@ann_p",
    "user:@ANN_P,@mo",
    "user:petrova",
    "user:王",
    "user:小明 kind:message",
    "status:none",
    "status:failed,held",
    "-status:none",
    "pinned:yes",
    "pinned:no kind:message",
    "note:yes",
    "-note:yes kind:hologram",
    "id:3,5,7,999",
    "id:3 kind:poll",
    "size:>200",
    "size:<=190 kind:message",
    "before:1970-01-01T00:17:00Z",
    "after:1970-01-01T00:17:00Z kind:message",
    "after:1970-01-01T00:17:00Z before:1970-01-01T00:17:10Z",
    "before:1970-01-01T00:00:01Z",
    "pizza",
    "MARGHERITA pizzas",
    "gherit",
    "-pizza kind:message",
    "text:pizza,披萨",
    "senor alvarez",
    "\"senor alvarez\"",
    "\"alvarez senor\"",
    "披萨",
    "披",
    "两个大披萨",
    "ピザ",
    "お願",
    "пицц",
    "🍕",
    "ok",
    "x",
    "NEAR",
    "OR",
    "\"NEAR(a b) OR\"",
    "*",
    "\"\\\"x\\\" AND\"",
    "-not -near kind:message",
    "\"nul in the\"",
    "\"lone \u{fffd}\"",
    "\"drop table\"",
    "';",
    "%",
    "under_score",
    "étoile",
    "שלום",
    "olleh",
    "\"order:1\"",
    "tetra4",
    "\"order:3\"",
    "raw:\"\\\"shape\\\":\"",
    "raw:\\ud800",
    "raw:margherita kind:callback_query",
    "-raw:date",
    "nothing-of-it",
    "pizza kind:callback_query user:7 chat:-1001",
];

/// Every update looked at by itself.
async fn looked_at(inbox: &Inbox, query: &str) -> Vec<i64> {
    let sought = sought(query).unwrap();
    let page = Page {
        before: None,
        after: None,
        limit: 1_000,
    };
    let rows = inbox.store.updates(inbox.bot, page).await.unwrap();
    let rows = inbox.store.with_deliveries(rows).await.unwrap();
    let mut ids = Vec::new();
    for row in rows {
        let (_, body) = inbox.store.update(row.seq).await.unwrap().unwrap();
        let noted = inbox.store.note(row.seq).await.unwrap().is_some();
        // Of those from before the index, see below.
        let pinned = row.update_id % 17 == 0 && row.update_id <= 121;
        if sought.holds(&Facts::new(&row, pinned, noted, &body)) {
            ids.push(row.update_id);
        }
    }
    ids
}

#[tokio::test]
async fn what_is_found_does_not_depend_on_how_far_the_index_is() {
    let mut inbox = Inbox::new().await;
    let other = inbox.store.add_bot(crate::store::bot()).await.unwrap();
    // Another bot's updates stand between.
    inbox
        .add_to(
            other,
            "message",
            r#"{"text":"pizza 披萨","from":{"id":7}}"#,
            1_000_000,
        )
        .await;
    filled(&mut inbox, 120).await;
    for seq in 1..=121 {
        let (row, _) = inbox.store.update(seq).await.unwrap().unwrap();
        if row.update_id % 17 == 0 {
            inbox.store.pin(seq, true).await.unwrap();
        }
        if row.update_id % 19 == 0 {
            inbox
                .store
                .write_note(seq, Some("look".into()))
                .await
                .unwrap();
        }
    }
    for state in ["not indexed", "indexed", "half indexed"] {
        match state {
            "indexed" => inbox.follow().await,
            "half indexed" => filled(&mut inbox, 60).await,
            _ => {}
        }
        for query in QUERIES {
            let all = looked_at(&inbox, query).await;
            assert_eq!(inbox.found(query).await, all, "{state}: {query}");
            assert_eq!(
                inbox.count(query).await,
                exactly(all.len() as u64),
                "{state}, counted: {query}"
            );
        }
        for query in [
            "pizza",
            "kind:message",
            "披",
            "-kind:message",
            "pinned:yes",
            "",
        ] {
            assert_eq!(
                inbox.found_by(query, 3).await,
                inbox.found(query).await,
                "{state}: {query}"
            );
        }
    }
    // The queries are of some use.
    assert!(inbox.found("margherita").await.len() > 3 && inbox.found("披").await.len() > 3);
}

#[tokio::test]
async fn a_page_is_between_its_bounds() {
    let mut inbox = Inbox::new().await;
    for _ in 0..10 {
        inbox.say("pizza").await;
    }
    inbox.follow().await;
    for query in ["pizza", "", "id:1,2,3,4,5,6,7,8,9,10"] {
        let page = Page {
            before: Some(9),
            after: Some(3),
            limit: 100,
        };
        let found = inbox
            .store
            .search(inbox.bot, page, sought(query).unwrap())
            .await
            .unwrap();
        let seqs: Vec<i64> = found.rows.iter().map(|row| row.seq).collect();
        assert_eq!(
            (seqs, found.next_before),
            ((4..9).rev().collect(), None),
            "{query}"
        );
    }
}

#[tokio::test]
async fn long_ones_are_found_and_long_queries_answered() {
    let mut inbox = Inbox::new().await;
    let words = "lorem ipsum dolor ".repeat(300_000);
    let long = inbox.say(&format!("begin {words}")).await;
    assert!(words.len() > 5_000_000);
    let keys: Vec<String> = (0..115)
        .map(|n| format!(r#""content_{n}":{{"text":"part{n}x"}}"#))
        .collect();
    let many = inbox
        .add("message", &format!("{{{}}}", keys.join(",")))
        .await;
    for _ in 0..2 {
        assert_eq!(inbox.found("\"begin lorem ipsum\"").await, [long]);
        assert_eq!(inbox.found("size:>5mb").await, [long]);
        assert_eq!(inbox.found("part114x").await, [many]);
        assert_eq!(inbox.found("part0x part57x").await, [many]);
        assert_eq!(inbox.found("raw:content_99").await, [many]);
        let query = format!("\"{}\"", "lorem ipsum dolor ".repeat(6_000).trim());
        assert!(query.len() > 100_000);
        assert_eq!(inbox.found(&query).await, [long]);
        assert!(inbox.found(&"x".repeat(100_000)).await.is_empty());
        inbox.follow().await;
    }
    let error = sought(&"kind:poll ".repeat(10_000)).unwrap_err();
    assert!(error.detail.unwrap().contains("from character 1000 to"));
}
