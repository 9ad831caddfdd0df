//! How fast a long hold queue goes to a bot that answers at once, beside the floor: a bare client that
//! makes the same requests to the same bot, as many side by side.

use crate::bot::{Bot, PATH};
use crate::engine::DATABASE;
use crate::goal::Goals;
use crate::load::{self, Load};
use crate::process::{Server, cpu};
use crate::server::SECRET;
use anyhow::{Context, Result, bail};
use hookbay_engine::api::types::{Limits, Mode};
use rusqlite::{Connection, OpenFlags};
use serde_json::json;
use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, Instant};

/// Chats that they are of.
const CHATS: u64 = 200;
/// A queue that is not empty after this is stuck.
const PATIENCE: Duration = Duration::from_mins(5);

/// Measures and prints; whether each update was sent once and none is held any more.
pub fn bench(json: bool, updates: u64, folder: &Path) -> Result<bool> {
    let runtime = tokio::runtime::Runtime::new()?;
    let folder = tempfile::Builder::new()
        .prefix("hookbay-bench-")
        .tempdir_in(folder)?;
    // A port that nobody listens on until the bot is started.
    let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
    let url = format!("http://127.0.0.1:{port}{PATH}");
    let data = folder.path().join("data");
    let mut server = Server::start_app(&data, Mode::Hold, &url, Some(updates.max(1) * 2))
        .context("starting the engine")?;
    let load = Load {
        connections: 64,
        warm_up: Duration::ZERO,
        measured: Duration::from_hours(1),
        updates,
        chats: CHATS,
    };
    load::run(&load, server.address, &server.path, SECRET).context("filling the queue")?;
    let file = data.join(DATABASE);
    let waiting = held(&file)?;
    if waiting != updates {
        bail!("{updates} updates were acknowledged, and {waiting} are held");
    }
    let cpu_before = cpu(server.child.id())?;
    let bot = Bot::start(&runtime, port)?;
    let began = Instant::now();
    while bot.count() < updates || held(&file)? > 0 {
        if began.elapsed() > PATIENCE {
            bail!("{} of {updates} were sent in {PATIENCE:?}", bot.count());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let spent = cpu(server.child.id())?.saturating_sub(cpu_before);
    let (got, took) = (bot.count(), bot.span());
    server.stop()?;
    drop(bot);

    let bot = Bot::start(&runtime, 0)?;
    let side_by_side = Limits::default().parallel_chats as usize;
    let floor = Load {
        connections: side_by_side,
        ..load
    };
    load::run(&floor, bot.address, PATH, SECRET).context("the bare client")?;
    let (drained, bare) = (rate(got, took), rate(bot.count(), bot.span()));
    let each = spent.as_secs_f64() * 1e6 / number(got.max(1));
    if json {
        crate::say(
            &json!({
                "bench": "drain",
                "updates": updates,
                "sent": got,
                "per_s": drained,
                "bare_per_s": bare,
                "ratio_to_bare": drained / bare.max(1e-9),
                "cpu_us_per_update": each,
                "side_by_side": side_by_side,
            })
            .to_string(),
        );
    } else {
        crate::say(&format!(
            "{updates} held updates of {CHATS} chats, {side_by_side} chats side by side: {drained:.0}/s \
             to a bot that answers at once, {each:.1} µs of processor each.\n\
             A bare client makes the same requests at {bare:.0}/s; {:.2} of it. {}",
            drained / bare.max(1e-9),
            if got == updates {
                "Each was sent once.".to_owned()
            } else {
                format!("{got} were sent.")
            }
        ));
    }
    let mut goals = Goals::default();
    goals.holds(
        got == updates,
        format!("{got} were sent, and {updates} were held"),
    );
    Ok(goals.end())
}

fn rate(count: u64, took: Duration) -> f64 {
    number(count) / took.as_secs_f64().max(1e-9)
}

#[expect(clippy::cast_precision_loss, reason = "no run comes near 2^52")]
fn number(count: u64) -> f64 {
    count as f64
}

fn held(file: &Path) -> Result<u64> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    let count: i64 =
        connection.query_row("SELECT count(*) FROM held_delivery", [], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}
