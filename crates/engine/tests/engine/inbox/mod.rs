//! The inbox on a real file: searched, counted, jumped in, while the index follows or has not yet.

mod conversation;
mod docs;
mod door;
mod ebnf;
mod follow;
mod names;
mod rows;
mod search;
mod seek;

use crate::store::bot;
use hookbay_engine::domain::update::classify;
use hookbay_engine::inbox::query::sought;
use hookbay_engine::store::{BotKey, Counted, Ingested, NewUpdate, Page, Store};
use std::path::PathBuf;

pub struct Inbox {
    folder: tempfile::TempDir,
    pub store: Store,
    pub bot: BotKey,
    next: i64,
}

impl Inbox {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("db")).unwrap();
        let bot = store.add_bot(bot()).await.unwrap();
        Self {
            folder,
            store,
            bot,
            next: 1,
        }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("db")
    }

    /// Stores the payload of a kind; gives its update_id, which tells how many there are.
    pub async fn add(&mut self, kind: &str, payload: &str) -> i64 {
        let at = 1_000_000 + self.next * 1_000;
        self.add_to(self.bot, kind, payload, at).await
    }

    pub async fn add_to(
        &mut self,
        bot: BotKey,
        kind: &str,
        payload: &str,
        received_at: i64,
    ) -> i64 {
        let id = self.next;
        self.next += 1;
        let body = bytes::Bytes::from(format!("{{\"update_id\":{id},\n\"{kind}\":{payload}}}"));
        let what = classify(&body).unwrap();
        let update = NewUpdate {
            bot,
            received_at,
            what,
            body,
        };
        assert_eq!(self.store.ingest(update).await.unwrap(), Ingested::Stored);
        id
    }

    pub async fn say(&mut self, text: &str) -> i64 {
        let text = serde_json::to_string(text).unwrap();
        let payload = format!(
            r#"{{"from":{{"id":7,"first_name":"Ann","username":"ann"}},"chat":{{"id":-5,"title":"Kitchen"}},"text":{text}}}"#
        );
        self.add("message", &payload).await
    }

    /// Until the index knows all.
    pub async fn follow(&self) {
        while self.store.follow().await.unwrap().more {}
    }

    /// The update_ids of all that a query finds, newest first, in pages of so many.
    pub async fn found_by(&self, query: &str, limit: u32) -> Vec<i64> {
        let mut ids = Vec::new();
        let mut before = None;
        loop {
            let page = Page {
                before,
                after: None,
                limit,
            };
            let found = self
                .store
                .search(self.bot, page, sought(query).unwrap())
                .await
                .unwrap();
            assert!(found.rows.len() <= limit as usize);
            ids.extend(found.rows.iter().map(|row| row.update_id));
            let Some(next) = found.next_before else {
                return ids;
            };
            assert!(
                before.is_none_or(|before| next < before),
                "a page goes on: {query}"
            );
            before = Some(next);
        }
    }

    pub async fn found(&self, query: &str) -> Vec<i64> {
        self.found_by(query, 100).await
    }

    pub async fn count(&self, query: &str) -> Counted {
        self.store
            .count_found(self.bot, sought(query).unwrap())
            .await
            .unwrap()
    }
}

/// How many.
pub fn exactly(count: u64) -> Counted {
    Counted {
        count,
        at_least: false,
    }
}
