//! The inbox with a million updates: how long a page, a search, a jump and a count take, at rest and
//! while 1,000 updates arrive in a second; how large the file is; what pruning costs.
//!
//! The goals stand beside the figures, for a machine that does nothing else. Everything goes through
//! the store as the window's operations do, with what became of each row looked up as well.

mod made;
mod marks;
mod measure;

use crate::goal::Goals;
use anyhow::{Context, Result};
use bytes::Bytes;
use futures_util::future::join_all;
use hookbay_engine::domain::bot::{Bot, Environment};
use hookbay_engine::domain::ids::BotId;
use hookbay_engine::domain::retention::Excess;
use hookbay_engine::domain::update::classify;
use hookbay_engine::event::{Change, Events};
use hookbay_engine::inbox::follower::Follower;
use hookbay_engine::store::{BotKey, NewUpdate, Store};
pub use made::Made;
use serde_json::json;
use std::path::Path;
use std::time::{Duration, Instant};

/// File over raw bytes, at the most.
const GOAL_SIZE: f64 = 1.6;
/// Updates a second that arrive while it is asked, and the least of them that is that many.
const RATE: f64 = 1_000.0;
const GOAL_RATE: f64 = 990.0;
/// Updates sent at once while the inbox is filled.
const AT_ONCE: usize = 1_000;

/// Measures and prints; whether the goals are met.
pub fn bench(json: bool, updates: u64, folder: &Path) -> Result<bool> {
    let folder = tempfile::Builder::new()
        .prefix("hookbay-bench-")
        .tempdir_in(folder)
        .with_context(|| format!("making a folder in {}", folder.display()))?;
    let database = folder.path().join("inbox.sqlite");
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(run(json, updates, &database))
}

async fn run(as_json: bool, updates: u64, database: &Path) -> Result<bool> {
    let store = Store::open(database)?;
    let id = BotId::random();
    let bot = store.add_bot(bot(id)).await?;
    let mut made = Made::new();
    let started = Instant::now();
    let mut raw = 0_u64;
    while store.count(bot).updates < updates {
        raw += ingest(&store, bot, &mut made, AT_ONCE).await?;
    }
    let filled = started.elapsed();
    let started = Instant::now();
    while store.follow().await?.more {}
    let index_time = started.elapsed();
    let size = size(database)?;
    let parts = parts(database)?;
    #[expect(clippy::cast_precision_loss, reason = "no file comes near 2^52 bytes")]
    let ratio = size as f64 / raw as f64;
    if as_json {
        let line = json!({ "updates": updates, "raw_bytes": raw, "file_bytes": size, "ratio": ratio, "ratio_goal": GOAL_SIZE,
            "fill_seconds": filled.as_secs_f64(), "index_seconds": index_time.as_secs_f64(), "parts": parts });
        println!("{line}");
    } else {
        println!(
            "{updates} updates, {} MB raw, file {} MB: ×{ratio:.2} (goal {GOAL_SIZE})",
            raw >> 20,
            size >> 20
        );
        println!(
            "stored in {:.0} s, indexed in {:.0} s",
            filled.as_secs_f64(),
            index_time.as_secs_f64()
        );
        for (name, bytes) in &parts {
            println!("  {name:<28} {:>6} MB", bytes >> 20);
        }
    }
    let mut goals = Goals::default();
    goals.at_most("the file, of the raw bytes", ratio, GOAL_SIZE, "");
    let last = made.number();
    marks::make(&store, bot, last).await?;
    let asked = measure::Asked {
        as_json,
        store: &store,
        bot,
        last,
    };
    measure::all(&asked, "at rest", &mut goals).await?;
    let events = Events::default();
    let task = Follower::start(store.clone(), &events);
    let (end, ended) = tokio::sync::oneshot::channel();
    let arriving = tokio::spawn(arrive(store.clone(), bot, id, made, events, ended));
    measure::all(&asked, "1,000/s arrive", &mut goals).await?;
    // Gone already, if it failed, which is told next.
    let _ = end.send(());
    let arrived = arriving.await??;
    let (sent, rate) = (arrived.sent, arrived.rate());
    let longest = arrived.longest.as_secs_f64() * 1e3;
    goals.at_least("arrived", rate, GOAL_RATE, "/s");
    if as_json {
        println!(
            "{}",
            json!({ "arrived": sent, "per_s": rate, "goal_per_s": GOAL_RATE, "longest_ms": longest })
        );
    } else {
        println!(
            "{sent} arrived meanwhile, {rate:.0}/s (goal {GOAL_RATE:.0}); the longest wait for a commit \
             was {longest:.0} ms"
        );
    }
    drop(task);
    goals.holds(
        store.count(bot).updates == updates.next_multiple_of(AT_ONCE as u64) + sent,
        "Not all updates are there.",
    );
    prune(as_json, &store, bot).await?;
    Ok(goals.end())
}

/// What came in.
struct Arrived {
    sent: u64,
    took: Duration,
    longest: Duration,
}

impl Arrived {
    /// Updates a second.
    #[expect(clippy::cast_precision_loss, reason = "no run comes near 2^52")]
    fn rate(&self) -> f64 {
        self.sent as f64 / self.took.as_secs_f64().max(1e-9)
    }
}

/// A thousand a second, in twenties, until it is told to end. What falls behind is caught up with, as long
/// as that can be.
async fn arrive(
    store: Store,
    bot: BotKey,
    bot_id: BotId,
    mut made: Made,
    events: Events,
    mut ended: tokio::sync::oneshot::Receiver<()>,
) -> Result<Arrived> {
    let mut tick = tokio::time::interval(Duration::from_secs_f64(20.0 / RATE));
    let (mut sent, mut longest) = (0, Duration::ZERO);
    let began = Instant::now();
    while ended.try_recv().is_err() {
        tick.tick().await;
        let started = Instant::now();
        ingest(&store, bot, &mut made, 20).await?;
        sent += 20;
        longest = longest.max(started.elapsed());
        events.tell(Change::Updates { bot_id });
    }
    Ok(Arrived {
        sent,
        took: began.elapsed(),
        longest,
    })
}

async fn ingest(store: &Store, bot: BotKey, made: &mut Made, count: usize) -> Result<u64> {
    let mut raw = 0;
    let mut sending = Vec::with_capacity(count);
    for _ in 0..count {
        let body = Bytes::from(made.next());
        raw += body.len() as u64;
        let update = NewUpdate {
            bot,
            received_at: 1_790_000_000_000 + made.number() * 50,
            what: classify(&body)?,
            body,
        };
        sending.push(store.ingest(update));
    }
    for stored in join_all(sending).await {
        stored?;
    }
    Ok(raw)
}

async fn prune(as_json: bool, store: &Store, bot: BotKey) -> Result<()> {
    let mut steps = Vec::new();
    let mut removed = 0;
    for _ in 0..40 {
        let excess = Excess {
            updates: 512,
            bytes: 0,
        };
        let started = Instant::now();
        removed += store.prune(bot, excess, None, i64::MIN).await?.removed;
        steps.push(started.elapsed());
    }
    let total: Duration = steps.iter().sum();
    #[expect(clippy::cast_precision_loss, reason = "few")]
    let per_thousand = total.as_secs_f64() * 1e6 / removed.max(1) as f64;
    let longest = steps
        .iter()
        .max()
        .copied()
        .unwrap_or_default()
        .as_secs_f64()
        * 1e3;
    if as_json {
        println!(
            "{}",
            json!({ "pruned": removed, "ms_per_1000": per_thousand, "longest_step_ms": longest })
        );
    } else {
        println!("pruning 1,000 updates: {per_thousand:.1} ms; the longest step {longest:.1} ms");
    }
    Ok(())
}

/// Bytes of the database's pages.
fn size(database: &Path) -> Result<u64> {
    let connection = rusqlite::Connection::open(database)?;
    let number = |name: &str| {
        connection.query_row(&format!("PRAGMA {name}"), [], |row| {
            row.get::<_, i64>(0).map(i64::unsigned_abs)
        })
    };
    Ok((number("page_count")? - number("freelist_count")?) * number("page_size")?)
}

/// Bytes of each table and index that has a part in the size.
fn parts(database: &Path) -> Result<Vec<(String, u64)>> {
    let connection = rusqlite::Connection::open(database)?;
    let Ok(mut select) = connection.prepare("SELECT name, sum(pgsize) FROM dbstat GROUP BY name HAVING sum(pgsize) > 1000000 ORDER BY 2 DESC") else {
        return Ok(Vec::new());
    };
    let rows = select.query_map([], |row| {
        Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs()))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn bot(id: BotId) -> Bot {
    Bot {
        id,
        name: "bench".into(),
        telegram_id: 1,
        username: None,
        environment: Environment::Cloud,
        webhook_url: None,
        webhook_last_checked: None,
        webhook_auto_refresh: false,
        paused: false,
        created_at: chrono::Utc::now(),
    }
}
