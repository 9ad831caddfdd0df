//! What a row says in words is read from the body, and from the row where an earlier version wrote it.

use super::Inbox;
use hookbay_engine::store::{Page, Peers, Store};

const FIRST: Page = Page {
    before: None,
    after: None,
    limit: 10,
};

#[tokio::test]
async fn a_row_says_the_same_whether_its_words_are_in_it_or_in_the_body() {
    let mut inbox = Inbox::new().await;
    inbox.say("hello from the kitchen").await;
    inbox.say(&"long ".repeat(2_000)).await;
    let rows = inbox.store.updates(inbox.bot, FIRST).await.unwrap();
    let words = |index: usize| {
        let row: &hookbay_engine::domain::row::UpdateRow = &rows[index];
        (
            row.who.as_deref(),
            row.chat.as_deref(),
            row.summary.as_str(),
        )
    };
    assert_eq!(
        words(1),
        (Some("Ann"), Some("Kitchen"), "hello from the kitchen")
    );
    assert_eq!((words(0).0, words(0).1), (Some("Ann"), Some("Kitchen")));
    assert!(words(0).2.starts_with("long long"));
    let connection = rusqlite::Connection::open(inbox.path()).unwrap();
    let kept = |seq: i64| -> (Option<String>, Option<String>, String) {
        let sql = "SELECT who, chat, summary FROM telegram_update WHERE seq = ?1";
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        connection.query_row(sql, [seq], read).unwrap()
    };
    // A short body has them; a long one is not read again for each page.
    assert_eq!(kept(rows[1].seq), (None, None, String::new()));
    assert_eq!(kept(rows[0].seq).2, words(0).2);
    // As they were once.
    let sql = "UPDATE telegram_update SET who = 'Zoë', chat = 'Attic', summary = 'written before' \
               WHERE seq = ?1";
    connection.execute(sql, [rows[1].seq]).unwrap();
    assert_eq!(inbox.found("chat:Attic").await, [1]);
    assert_eq!(inbox.found("\"written before\"").await, [1]);
    let shown = inbox.store.updates(inbox.bot, FIRST).await.unwrap();
    assert_eq!(shown[1].who.as_deref(), Some("Zoë"));
}

#[tokio::test]
async fn names_that_are_offered_are_those_of_the_latest_updates() {
    let mut inbox = Inbox::new().await;
    for title in ["Kitchen", "Cellar"] {
        let payload = format!(
            r#"{{"from":{{"id":7,"first_name":"Ann {title}"}},"chat":{{"id":-5,"title":"{title}"}},"text":"x"}}"#
        );
        inbox.add("message", &payload).await;
    }
    inbox
        .add(
            "message",
            r#"{"from":{"id":8,"first_name":"Bo"},"chat":{"id":8,"first_name":"Bo"},"text":"x"}"#,
        )
        .await;
    let known = async |whom, typed: &str| {
        let found = inbox
            .store
            .known_peers(inbox.bot, whom, typed.to_owned())
            .await
            .unwrap();
        let named = found
            .into_iter()
            .map(|known| (known.id, known.name.unwrap()));
        named.collect::<Vec<_>>()
    };
    assert_eq!(
        known(Peers::Chats, "").await,
        [(8, "Bo".into()), (-5, "Cellar".into())]
    );
    assert_eq!(known(Peers::Users, "ann").await, [(7, "Ann Cellar".into())]);
    assert!(known(Peers::Chats, "kitchen").await.is_empty());
}

#[tokio::test]
async fn after_an_at_sign_usernames_are_offered() {
    let mut inbox = Inbox::new().await;
    for (id, name, username) in [
        (7, "Ann", "Ann_P"),
        (8, "Bo", "oven"),
        (9, "Hannah", "hannah"),
    ] {
        let payload = format!(
            r#"{{"from":{{"id":{id},"first_name":"{name}","username":"{username}"}},"chat":{{"id":-{id},"title":"Kitchen","username":"room_{username}"}},"text":"x"}}"#
        );
        inbox.add("message", &payload).await;
    }
    let nameless = r#"{"from":{"id":10,"first_name":"Ann"},"chat":{"id":10},"text":"x"}"#;
    inbox.add("message", nameless).await;
    let known = async |whom, typed: &str| {
        let found = inbox
            .store
            .known_peers(inbox.bot, whom, typed.to_owned())
            .await
            .unwrap();
        let named = found.into_iter().map(|known| (known.id, known.username));
        named.collect::<Vec<_>>()
    };
    assert_eq!(
        known(Peers::Users, "@aNN").await,
        [(9, Some("hannah".into())), (7, Some("ann_p".into()))]
    );
    assert_eq!(known(Peers::Users, "@").await.len(), 3);
    assert_eq!(
        known(Peers::Chats, "@room_o").await,
        [(-8, Some("room_oven".into()))]
    );
    assert!(known(Peers::Users, "@kitchen").await.is_empty());
    assert_eq!(known(Peers::Users, "Ann").await.len(), 3);
}

/// The index is asked for the rarest grams alone, which must not lose or add anything.
#[tokio::test]
async fn a_phrase_of_frequent_words_is_found_where_it_stands() {
    let mut inbox = Inbox::new().await;
    let mut phrases = Vec::new();
    for number in 0..900 {
        let text = match number % 300 {
            7 => "please bring the receipt and thank you",
            _ if number % 2 == 0 => "the receipt please, bring it and",
            _ => "thank you, please bring pizza",
        };
        let id = inbox.say(text).await;
        if number % 300 == 7 {
            phrases.insert(0, id);
        }
    }
    inbox.follow().await;
    assert_eq!(inbox.found("\"bring the receipt\"").await, phrases);
    assert_eq!(inbox.found("\"receipt and thank you\"").await, phrases);
    assert_eq!(inbox.found("pizzapasta").await, [0_i64; 0]);
    // The same with a second bot in the index, whose updates are not this one's.
    let other = inbox.store.add_bot(crate::store::bot()).await.unwrap();
    let payload = r#"{"chat":{"id":-5,"title":"Kitchen"},"text":"bring the receipt"}"#;
    inbox.add_to(other, "message", payload, 1).await;
    inbox.follow().await;
    assert_eq!(inbox.found("\"bring the receipt\"").await, phrases);
    assert_eq!(inbox.count("chat:-5").await.count, 900);
}

/// Beyond the newest the index is asked for fewer grams: what lies there is found as before.
#[tokio::test]
async fn a_phrase_is_found_also_far_below_the_newest() {
    let mut inbox = Inbox::new().await;
    let mut phrases = Vec::new();
    for far in [true, false] {
        for number in 0..60 {
            let text = if number % 20 == 7 {
                "please bring the receipt and thank you"
            } else {
                "the receipt please, bring it and thank"
            };
            let id = inbox.say(text).await;
            if number % 20 == 7 {
                phrases.insert(0, id);
            }
        }
        inbox.follow().await;
        if far {
            let connection = rusqlite::Connection::open(inbox.path()).unwrap();
            let sql = "UPDATE update_mark SET seq = 400000";
            assert_eq!(connection.execute(sql, []).unwrap(), 1);
            inbox.store = Store::open(&inbox.path()).unwrap();
        }
    }
    let newest = inbox.store.updates(inbox.bot, FIRST).await.unwrap();
    assert!(newest[0].seq > 400_000);
    assert_eq!(inbox.found("\"bring the receipt\"").await, phrases);
    assert_eq!(
        inbox.found_by("\"receipt and thank you\"", 2).await,
        phrases
    );
    assert_eq!(
        inbox.found("chat:Kitch user:Ann \"the receipt and\"").await,
        phrases
    );
    assert_eq!(inbox.count("chat:-5").await.count, 120);
}
