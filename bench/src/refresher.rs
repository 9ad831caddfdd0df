//! How long the refresher takes to look at every bot's webhook once, beside the floor: with 16 calls in
//! flight and 100 ms for each, nobody is faster than bots × 100 ms ÷ 16. And what it costs while it
//! rests until the next cycle: the processor time of the whole process, Telegram's side included.
//!
//! Bots are looked at twice; the second cycle is measured, for a server limits how fast new bots come
//! and this one does not. Secrets are kept in memory: what the system's keyring takes is its own.

use crate::goal::Goals;
use anyhow::{Context, Result};
use chrono::{TimeDelta, Utc};
use futures_util::future::{BoxFuture, join_all};
use hookbay_engine::domain::bot::{Bot, Environment};
use hookbay_engine::domain::ids::BotId;
use hookbay_engine::domain::policy::Policy;
use hookbay_engine::domain::public_url::webhook_url;
use hookbay_engine::domain::token::Token;
use hookbay_engine::domain::webhook::WebhookInfo;
use hookbay_engine::error::Result as Outcome;
use hookbay_engine::event::Events;
use hookbay_engine::secret::Secret;
use hookbay_engine::store::Store;
use hookbay_engine::telegram::{Client, Endpoint};
use hookbay_engine::tunnel::TunnelState;
use hookbay_engine::vault::{Key, Vault, token_of};
use hookbay_engine::webhooks::Webhooks;
use hookbay_engine::webhooks::refresher::{Around, Limit, Pace, Parts, Refresher};
use hookbay_sandbox::telegram::control::NewBot;
use hookbay_sandbox::telegram::{LoadOptions, Options, Telegram};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, watch};

const BOTS: [u32; 4] = [10, 100, 1_000, 5_000];
const CALL: Duration = Duration::from_millis(100);

/// The rest of the app, as little as can be.
struct Plain {
    vault: Vault,
    root: String,
}

impl Around for Plain {
    fn turn(&self, _: BotId) -> Arc<Mutex<()>> {
        Arc::default()
    }

    fn endpoint<'a>(&'a self, bot: &'a Bot) -> BoxFuture<'a, Outcome<Endpoint>> {
        Box::pin(async move {
            Ok(Endpoint {
                root: self.root.clone(),
                test: false,
                token: Token::parse(token_of(&self.vault, bot.id).await?.expose())?,
            })
        })
    }

    fn public_base(&self, _: &Environment) -> Option<String> {
        None
    }

    fn answered(&self, _: &Bot, _: Outcome<WebhookInfo>) {}
}

/// One number of bots.
struct Point {
    bots: u32,
    cycle: Duration,
    floor: Duration,
    calls_at_once: usize,
    /// Of one core, in percent.
    resting: f64,
}

/// Measures and prints; whether no more calls were in flight than allowed.
pub fn bench(json: bool, seconds: u64, folder: &Path) -> Result<bool> {
    let folder = tempfile::Builder::new()
        .prefix("hookbay-bench-")
        .tempdir_in(folder)
        .with_context(|| format!("making a folder in {}", folder.display()))?;
    let runtime = tokio::runtime::Runtime::new()?;
    let mut goals = Goals::default();
    if !json {
        println!("   bots   a cycle     floor          at once   at rest, of a core");
    }
    for bots in BOTS {
        let database = folder.path().join(format!("{bots}.sqlite"));
        let rest = Duration::from_secs(seconds);
        let point = runtime.block_on(measure(bots, &database, rest))?;
        goals.holds(
            point.calls_at_once <= Pace::default().in_flight,
            format!(
                "{bots} bots: {} calls at once, more than allowed",
                point.calls_at_once
            ),
        );
        let (cycle, floor) = (point.cycle.as_secs_f64(), point.floor.as_secs_f64());
        if json {
            let line = json!({
                "bots": point.bots, "cycle_seconds": cycle, "floor_seconds": floor,
                "calls_at_once": point.calls_at_once, "rest_percent": point.resting,
            });
            println!("{line}");
        } else {
            let (at_once, resting) = (point.calls_at_once, point.resting);
            let times = cycle / floor;
            println!(
                "{bots:>7} {cycle:>7.2} s {floor:>7.2} s  ×{times:<5.2} {at_once:>8} {resting:>17.2} %"
            );
        }
    }
    Ok(goals.end())
}

async fn measure(bots: u32, database: &Path, rest: Duration) -> Result<Point> {
    let load = LoadOptions {
        delay: CALL,
        new_bots: None,
    };
    let telegram = Telegram::start(Options {
        local: true,
        load,
        ..Options::default()
    })
    .await?;
    let store = Store::open(database)?;
    let vault = Vault::open("hookbay-bench").await;
    vault.keep_for_this_run();
    let adding = (0..bots).map(|_| add(&telegram, store.clone(), vault.clone()));
    for added in join_all(adding).await {
        added?;
    }
    let refresher = start(&telegram, store, vault)?;
    refresher.begin().await;
    cycle(&refresher, &telegram, bots).await;
    let started = Instant::now();
    refresher.wake_all().await;
    cycle(&refresher, &telegram, 2 * bots).await;
    let taken = started.elapsed();
    // What was seen is written a moment later, which is no rest yet.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let (before, begun) = (processor_time(), Instant::now());
    tokio::time::sleep(rest).await;
    let resting = match (before, processor_time()) {
        (Some(before), Some(after)) => {
            after.saturating_sub(before).as_secs_f64() / begun.elapsed().as_secs_f64() * 100.0
        }
        _ => f64::NAN,
    };
    let point = Point {
        bots,
        cycle: taken,
        floor: CALL * bots / u32::try_from(Pace::default().in_flight)?,
        calls_at_once: telegram.load().most_at_once,
        resting,
    };
    refresher.stop().await;
    telegram.shutdown().await;
    Ok(point)
}

async fn add(telegram: &Telegram, store: Store, vault: Vault) -> Result<()> {
    let card = telegram.control().add_bot(NewBot::default())?;
    let id = BotId::random();
    let bot = Bot {
        id,
        name: "bench".into(),
        telegram_id: card.id,
        username: None,
        environment: Environment::SelfHosted {
            api_root: telegram.api_root(),
        },
        webhook_url: Some(webhook_url("https://bench.example.com", id)),
        webhook_last_checked: None,
        webhook_auto_refresh: true,
        paused: false,
        created_at: Utc::now(),
    };
    vault.set(Key::Token(id), Secret::new(card.token)).await?;
    store.add_bot(bot).await?;
    Ok(())
}

fn start(telegram: &Telegram, store: Store, vault: Vault) -> Result<Refresher> {
    let around = Plain {
        vault: vault.clone(),
        root: telegram.api_root(),
    };
    let far = Limit {
        bots: usize::MAX,
        within: Duration::from_secs(1),
    };
    let (_, way) = watch::channel(TunnelState::Off);
    let policy = Policy {
        check_interval: TimeDelta::hours(1),
        first_wait: TimeDelta::zero(),
        ..Policy::default()
    };
    Ok(Refresher::start(Parts {
        around: Arc::new(around),
        webhooks: Webhooks {
            store,
            vault,
            client: Client::new()?,
        },
        events: Events::default(),
        policy: watch::channel(policy).1,
        pace: Pace {
            new_bots: [far, far],
            ..Pace::default()
        },
        sandbox_way: way.clone(),
        way,
    }))
}

/// Until so many calls were answered and looked at.
async fn cycle(refresher: &Refresher, telegram: &Telegram, calls: u32) {
    let board = refresher.watch();
    let far = Utc::now() + TimeDelta::minutes(30);
    let is_done = || {
        let is_ahead = |next: Option<chrono::DateTime<Utc>>| next.is_some_and(|next| next > far);
        let load = telegram.load();
        load.calls >= u64::from(calls)
            && load.at_once == 0
            && board
                .borrow()
                .values()
                .all(|shown| is_ahead(shown.next_check_at))
    };
    while !is_done() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// What this process has used of the processors, to the nanosecond; `None` where the system does not
/// tell it so.
pub fn processor_time() -> Option<Duration> {
    let threads = std::fs::read_dir("/proc/self/task").ok()?;
    let nanoseconds = threads.filter_map(|thread| {
        let line = std::fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        line.split(' ').next()?.parse::<u64>().ok()
    });
    Some(Duration::from_nanos(nanoseconds.sum()))
}
