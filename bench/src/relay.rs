//! What a relay adds to a bot's answer: the same open load on the bot directly, on the engine that only
//! records, and on the engine that relays to the bot, in turns.

use crate::bot::{Bot, PATH};
use crate::engine::{self, SETTLED};
use crate::goal::Goals;
use crate::pace::{self, Pace};
use crate::process::Server;
use crate::report::percentile;
use crate::server::SECRET;
use anyhow::{Context, Result};
use hookbay_engine::api::types::Mode;
use serde_json::json;
use std::path::Path;
use std::time::Duration;

/// Updates a second.
const PER_SECOND: u32 = 1_000;
/// Chats that they are of.
const CHATS: u64 = 100;
/// Rounds of the three.
const ROUNDS: usize = 3;
/// What a relay may add: half of the updates, and all but one in a hundred.
const GOAL: (Duration, Duration) = (Duration::from_micros(300), Duration::from_millis(3));

/// Measures and prints; whether the goals are met.
pub fn bench(json: bool, seconds: u64, folder: &Path) -> Result<bool> {
    let runtime = tokio::runtime::Runtime::new()?;
    let bot = Bot::start(&runtime, 0)?;
    let folder = tempfile::Builder::new()
        .prefix("hookbay-bench-")
        .tempdir_in(folder)?;
    let server = |mode| {
        let folder = folder.path().join(engine::word(mode));
        Server::start_app(&folder, mode, &bot.url(), None).context("starting the engine")
    };
    let (record, relay) = (server(Mode::Record)?, server(Mode::Relay)?);
    std::thread::sleep(SETTLED);
    let (mut direct, mut recorded, mut relayed) = (Vec::new(), Vec::new(), Vec::new());
    let pace = Pace {
        per_second: PER_SECOND,
        warm_up: Duration::from_secs(1),
        measured: Duration::from_secs(seconds),
        chats: CHATS,
    };
    for _ in 0..ROUNDS {
        direct.extend(pace::run(pace, bot.address, PATH, SECRET).context("the bot")?);
        recorded
            .extend(pace::run(pace, record.address, &record.path, SECRET).context("the receiver")?);
        relayed.extend(pace::run(pace, relay.address, &relay.path, SECRET).context("the relay")?);
    }
    let of = |mut times: Vec<u32>| {
        times.sort_unstable();
        (percentile(&times, 50), percentile(&times, 99))
    };
    let (direct, recorded, relayed) = (of(direct), of(recorded), of(relayed));
    let added = |times: (Duration, Duration)| {
        (
            times.0.saturating_sub(direct.0),
            times.1.saturating_sub(direct.1),
        )
    };
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let (stored, adds) = (added(recorded), added(relayed));
    let mut goals = Goals::default();
    goals.at_most("a relay adds, p50", ms(adds.0), ms(GOAL.0), " ms");
    goals.at_most("a relay adds, p99", ms(adds.1), ms(GOAL.1), " ms");
    if json {
        crate::say(
            &json!({
                "bench": "relay",
                "per_s": PER_SECOND,
                "direct_ms": [ms(direct.0), ms(direct.1)],
                "recorded_ms": [ms(recorded.0), ms(recorded.1)],
                "relayed_ms": [ms(relayed.0), ms(relayed.1)],
                "added_ms": [ms(adds.0), ms(adds.1)],
                "goal_ms": [ms(GOAL.0), ms(GOAL.1)],
            })
            .to_string(),
        );
        return Ok(goals.end());
    }
    crate::say(&format!(
        "{PER_SECOND} updates a second, each counted from when it was due; {ROUNDS} rounds of {seconds} s.\n\n\
         {:>34} {:>10} {:>10}\n\
         {:>34} {:>7.2} ms {:>7.2} ms\n\
         {:>34} {:>7.2} ms {:>7.2} ms\n\
         {:>34} {:>7.2} ms {:>7.2} ms\n\n\
         A relay adds {:.2} ms (p50) and {:.2} ms (p99) to a direct call; goal {:.1} and {:.0} ms. \
         Storing alone adds {:.2} and {:.2} ms.",
        "",
        "p50",
        "p99",
        "the bot directly",
        ms(direct.0),
        ms(direct.1),
        "stored, and not passed on",
        ms(recorded.0),
        ms(recorded.1),
        "stored, and relayed to the bot",
        ms(relayed.0),
        ms(relayed.1),
        ms(adds.0),
        ms(adds.1),
        ms(GOAL.0),
        ms(GOAL.1),
        ms(stored.0),
        ms(stored.1),
    ));
    Ok(goals.end())
}
