//! An import into an inbox that cannot keep all of it: what was there stays, and what is not taken is said.

use super::{counts, message};
use crate::delivery::scene::Scene;
use crate::fixture::eventually;
use hookbay_engine::api::types::{JobState, PinUpdate, Retention, SetRetention};

const NONE: Retention = Retention {
    max_updates: None,
    max_days: None,
    max_bytes: None,
};

impl Scene {
    async fn keep(&self, limits: Retention) {
        let set = SetRetention {
            bot_id: self.bot,
            limits: Some(limits),
        };
        self.bench.app.set_retention(set).await.unwrap();
    }

    /// How many updates there are, and of the oldest ones what they say.
    async fn inbox(&self, oldest: usize) -> (u64, Vec<String>) {
        let number = self.bench.app.retention(self.bot).await.unwrap().updates;
        let path = self.path(&format!("{}.jsonl", uuid::Uuid::new_v4()));
        let format = hookbay_engine::api::types::ExportFormat::JsonlPure;
        let text = self.exported(self.export(format, &path)).await;
        let said = text.lines().take(oldest).map(|line| {
            let update: serde_json::Value = serde_json::from_str(line).unwrap();
            update["message"]["text"].as_str().unwrap().to_owned()
        });
        (number, said.collect())
    }
}

fn file(ids: std::ops::Range<i64>, text: &str) -> String {
    ids.map(|id| message(id, text) + "\n").collect()
}

#[tokio::test]
async fn an_import_pushes_out_nothing_and_says_how_many_it_did_not_take() {
    let scene = Scene::new().await;
    for text in ["first", "second", "third"] {
        scene.say(5, text);
    }
    scene.stored(3).await;
    let seq = scene.rows().await[1].seq;
    let pin = PinUpdate { seq, pinned: true };
    scene.bench.app.pin_update(pin).await.unwrap();
    let most = |most| Retention {
        max_updates: Some(most),
        ..NONE
    };
    scene.keep(most(600)).await;
    // Several batches, and the limit in the middle of one.
    let text = file(10_000..11_200, "imported");
    let job = scene.import_text("many.jsonl", &text).await;
    assert_eq!(job.state, JobState::Done);
    assert_eq!(counts(&job), (598, 0, 0, 0));
    let note = job.report.note.unwrap();
    for part in ["602 updates", "update_id 10598", "600 updates", "Raise"] {
        assert!(note.contains(part), "{note}");
    }
    let there = ["first", "second", "third", "imported"].map(str::to_owned);
    assert_eq!(scene.inbox(4).await, (601, there.to_vec()));
    // Again, full as it is: what is there is known, and the rest is not taken.
    let job = scene.import_text("many.jsonl", &text).await;
    assert_eq!(counts(&job), (0, 598, 0, 0));
    assert!(job.report.note.unwrap().contains("602 updates"));
    // With room for all of it.
    scene.keep(most(2_000)).await;
    let job = scene.import_text("many.jsonl", &text).await;
    assert_eq!(counts(&job), (602, 598, 0, 0));
    assert_eq!(job.report.note, None);
    assert_eq!(scene.inbox(4).await, (1_203, there.to_vec()));
}

#[tokio::test]
async fn what_telegram_sends_into_a_full_inbox_pushes_out_the_oldest_as_ever() {
    let scene = Scene::new().await;
    scene.say(5, "first");
    scene.stored(1).await;
    let limits = Retention {
        max_updates: Some(10),
        ..NONE
    };
    scene.keep(limits).await;
    let job = scene
        .import_text("x.jsonl", file(10_000..10_020, "imported"))
        .await;
    assert_eq!(counts(&job), (9, 0, 0, 0));
    scene.say(5, "last");
    eventually("the oldest goes", || async {
        let rows = scene.rows().await;
        (rows.len() == 10 && rows[0].summary == "last" && rows[9].summary == "imported")
            .then_some(())
    })
    .await;
}

#[tokio::test]
async fn an_import_stops_at_the_size_that_is_kept_and_not_only_at_the_number() {
    let scene = Scene::new().await;
    scene.say(5, "first");
    scene.stored(1).await;
    let limits = Retention {
        max_bytes: Some(1 << 20),
        ..NONE
    };
    scene.keep(limits).await;
    let mut text = file(10_000..10_010, &"x".repeat(200_000));
    // A short one would fit; but what is taken is the file's beginning.
    text += &message(10_010, "short");
    let job = scene.import_text("long.jsonl", text).await;
    assert_eq!(counts(&job), (5, 0, 0, 0));
    let note = job.report.note.unwrap();
    for part in ["6 updates", "update_id 10005", "0.001 GiB"] {
        assert!(note.contains(part), "{note}");
    }
    assert_eq!(scene.inbox(1).await, (6, vec!["first".to_owned()]));
}
