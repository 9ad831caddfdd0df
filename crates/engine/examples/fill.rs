//! Fills the first bot of a database with updates, for those who measure the window: `fill DATABASE
//! COUNT`. Nothing else may have it open.

use bytes::Bytes;
use hookbay_engine::domain::update::classify;
use hookbay_engine::store::{BotKey, NewUpdate, Store};
use std::path::Path;
use tokio::task::JoinSet;

type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

/// Written at once; a commit takes as many as wait.
const TOGETHER: u64 = 2_000;
/// Between two updates, in milliseconds.
const PAUSE: i64 = 250;
const PEOPLE: [&str; 6] = ["Ann", "Мария", "عمر", "Jonas", "美咲", "Zoë"];
const SAID: [&str; 6] = [
    "Two margheritas please",
    "Есть ли столик на двоих сегодня в восемь?",
    "أريد بيتزا كبيرة مع الزيتون",
    "Is the oven still on?",
    "マルゲリータを二枚お願いします",
    "/start",
];

#[tokio::main]
async fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [database, count] = &args[..] else {
        return Err("fill DATABASE COUNT".into());
    };
    let count: u64 = count.parse()?;
    let store = Store::open(Path::new(database))?;
    let bots = store.bots().await?;
    let bot = bots.first().ok_or("there is no bot in it")?.key;
    let first_at = chrono::Utc::now().timestamp_millis() - PAUSE * i64::try_from(count)?;
    let mut next = 1;
    while next <= count {
        let end = count.min(next + TOGETHER - 1);
        let mut writing = JoinSet::new();
        for id in next..=end {
            let store = store.clone();
            let update = update(bot, id, first_at + PAUSE * i64::try_from(id)?)?;
            writing.spawn(async move { store.ingest(update).await });
        }
        while let Some(written) = writing.join_next().await {
            written??;
        }
        next = end + 1;
    }
    Ok(())
}

/// A message of one of 500 chats, or a button that somebody pressed there.
fn update(bot: BotKey, id: u64, at: i64) -> Result<NewUpdate> {
    let person = usize::try_from(id % 6)?;
    let chat = 71_000_000 + id * 7919 % 500;
    let from = serde_json::json!({ "id": chat, "is_bot": false, "first_name": PEOPLE[person] });
    let of = serde_json::json!({ "id": chat, "type": "private", "first_name": PEOPLE[person] });
    let said = SAID[usize::try_from(id * 31 % 6)?];
    let message = serde_json::json!({
        "message_id": id, "from": from, "chat": of, "date": at / 1000, "text": format!("{said} {id}"),
    });
    let body = if id.is_multiple_of(5) {
        serde_json::json!({ "update_id": id, "callback_query": {
            "id": id.to_string(), "from": from, "message": message, "chat_instance": "1", "data": format!("order:{id}"),
        } })
    } else {
        serde_json::json!({ "update_id": id, "message": message })
    };
    let body = Bytes::from(serde_json::to_vec(&body)?);
    let what = classify(&body).map_err(|_| "it is no update")?;
    Ok(NewUpdate {
        bot,
        received_at: at,
        what,
        body,
    })
}
