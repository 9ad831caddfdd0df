//! What is asked of the inbox, and how long each took.

use crate::goal::Goals;
use crate::refresher::processor_time;
use anyhow::Result;
use hookbay_engine::inbox::query::sought;
use hookbay_engine::store::{BotKey, Page, Store};
use serde_json::json;
use std::time::{Duration, Instant};

/// Rows of a page.
const ROWS: u32 = 100;
/// Times that each is asked.
const TIMES: u32 = 200;

/// Something that is asked again and again, each time a little different.
enum Ask {
    First,
    /// A page of a query; several, asked in turn. `#` is a number.
    Find(&'static [&'static str]),
    Jump,
    Count(&'static [&'static str]),
}

/// Everything with its goal for p95, in milliseconds.
const ASKED: &[(&str, Ask, f64)] = &[
    ("first page", Ask::First, 10.0),
    (
        "filter: kind",
        Ask::Find(&[
            "kind:poll",
            "kind:managed_bot,chat_boost",
            "-kind:message",
            "kind:message",
        ]),
        10.0,
    ),
    (
        "filter: chat, user",
        Ask::Find(&[
            "chat:-1001000000399",
            "chat:-1001000000001",
            "user:70004999",
            "user:@person_7",
            "user:70000003 kind:callback_query",
        ]),
        10.0,
    ),
    (
        "filter: time",
        Ask::Find(&[
            "before:2026-09-25T00:00Z",
            "after:2026-09-22T00:00Z before:2026-09-22T00:10Z kind:poll",
        ]),
        10.0,
    ),
    (
        "filter: chat's name",
        Ask::Find(&["chat:\"Kitchen 399\"", "chat:Kitchen", "user:Ann"]),
        10.0,
    ),
    (
        "filter: pinned, status",
        Ask::Find(&[
            "pinned:yes",
            "status:failed",
            "status:none kind:poll",
            "pinned:yes kind:message",
        ]),
        10.0,
    ),
    (
        "search: common word",
        Ask::Find(&["pizza", "спасибо", "order", "\"thanks order\""]),
        50.0,
    ),
    (
        "search: rare word",
        Ask::Find(&["#1", "hologram", "person_4321"]),
        50.0,
    ),
    (
        "search: substring",
        Ask::Find(&["gherit", "ставк", "nvoice-10", "izzas gr"]),
        50.0,
    ),
    (
        "search: CJK",
        Ask::Find(&["披萨", "订单", "お願い", "ピザを", "王小明", "谢"]),
        50.0,
    ),
    (
        "search: nothing",
        Ask::Find(&["zzyzxq", "pizzapasta", "披王"]),
        50.0,
    ),
    ("search: two letters", Ask::Find(&["ok", "qz"]), 50.0),
    (
        "search: raw JSON, a step",
        Ask::Find(&["raw:\"\\\"is_bot\\\":true\"", "raw:\"country_code\""]),
        50.0,
    ),
    ("jump", Ask::Jump, 10.0),
    (
        "count",
        Ask::Count(&[
            "",
            "kind:message",
            "kind:poll,message",
            "chat:-1001000000399",
            "user:70000003",
            "pizza",
            "kind:callback_query pizza",
            "after:2026-09-22T00:00Z",
        ]),
        10.0,
    ),
];

/// Who is asked, and how it is told.
pub struct Asked<'a> {
    pub as_json: bool,
    pub store: &'a Store,
    pub bot: BotKey,
    /// The last of the updates that were there at the beginning.
    pub last: i64,
}

/// Asks all, and prints. Beside how long each took stands the process's processor time for one, which
/// is the asking alone where nothing else goes on, and hardly changes with what else the machine does.
pub async fn all(asked: &Asked<'_>, when: &str, goals: &mut Goals) -> Result<()> {
    let Asked {
        as_json,
        store,
        bot,
        last,
    } = *asked;
    if !as_json {
        println!(
            "{when:<26} {:>9} {:>9} {:>9} {:>9} {:>9}",
            "p50 ms", "p95 ms", "goal p95", "cpu ms", "rows"
        );
    }
    for (name, ask, goal) in ASKED {
        let mut taken = Vec::new();
        let mut rows = 0;
        let before = processor_time().unwrap_or_default();
        for turn in 0..i64::from(TIMES) {
            let started = Instant::now();
            rows += once(store, bot, ask, turn, last).await?;
            taken.push(started.elapsed());
        }
        let spent = processor_time().unwrap_or_default().saturating_sub(before);
        let cpu = spent.as_secs_f64() * 1e3 / f64::from(TIMES);
        taken.sort_unstable();
        let (p50, p95) = (part(&taken, 50), part(&taken, 95));
        let rows = rows / u64::from(TIMES);
        let is_met = goals.at_most(format!("{name}, {when}, p95"), p95, *goal, " ms");
        if as_json {
            println!(
                "{}",
                json!({ "when": when, "what": name, "p50_ms": p50, "p95_ms": p95, "goal_ms": goal, "cpu_ms": cpu, "rows": rows })
            );
        } else {
            let mark = if is_met { "" } else { " over" };
            println!("  {name:<24} {p50:>9.2} {p95:>9.2} {goal:>9.0} {cpu:>9.2} {rows:>9}{mark}");
        }
    }
    Ok(())
}

fn part(sorted: &[Duration], percent: usize) -> f64 {
    let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(at).copied().unwrap_or_default().as_secs_f64() * 1e3
}

async fn once(store: &Store, bot: BotKey, ask: &Ask, turn: i64, last: i64) -> Result<u64> {
    // A walk over all places that does not follow their order.
    let place = (turn * 7_919 * 104_729).rem_euclid(last.max(1));
    let first = Page {
        before: None,
        after: None,
        limit: ROWS,
    };
    let pick = |queries: &'static [&'static str]| {
        let index = usize::try_from(turn).unwrap_or_default() % queries.len();
        let query = queries.get(index).copied().unwrap_or_default();
        if query == "#1" {
            format!("#{}", 10_000_000 + place)
        } else {
            query.to_owned()
        }
    };
    Ok(match ask {
        Ask::First => {
            let rows = store.updates(bot, first).await?;
            store.with_deliveries(rows).await?.len() as u64
        }
        Ask::Find(queries) => {
            let found = store.search(bot, first, sought(&pick(queries))?).await?;
            store.with_deliveries(found.rows).await?.len() as u64
        }
        Ask::Jump => {
            let found = store.seek(bot, place.unsigned_abs(), ROWS).await?;
            store.with_deliveries(found.rows).await?.len() as u64
        }
        Ask::Count(queries) => {
            let query = sought(&pick(queries))?;
            if query.checks.is_empty() {
                store.count(bot).updates
            } else {
                store.count_found(bot, query).await?.count
            }
        }
    })
}
