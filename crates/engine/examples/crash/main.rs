//! The crash test: the app is killed with SIGKILL at random moments under load, many times on the same
//! data, with its local bot up or down at random. Then all is counted: see [`verdict`].
//!
//! `cargo xtask crash` runs it, in a session with a keyring of its own. The app is the real one in a
//! process of its own, with the sandbox for Telegram's Bot API. What Telegram delivers comes from
//! callers that keep an account of their own; one bot is relayed to and one is held for.
#![expect(clippy::print_stdout, reason = "it is a command line")]

mod app;
mod bot;
mod callers;
mod verdict;

use app::{Process, Start};
use bot::Bot;
use callers::Callers;
use chrono::{TimeDelta, Utc};
use hookbay_sandbox::telegram::{Clock, Options, Telegram};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

type Result<T, E = Box<dyn std::error::Error + Send + Sync>> = std::result::Result<T, E>;

/// From the moment that the app is ready to the kill, at the most, in most rounds.
const LIFE_MS: u64 = 300;
/// In one round of so many it lives on until it relies on its memory of what it is to deliver.
const LONG_ONE_IN: u32 = 25;
/// What a long life lasts: deliveries settle for five seconds after the start.
const LONG_MS: std::ops::Range<u64> = 5_200..6_500;
/// A queue from which nothing goes for so long is stuck.
const STUCK: Duration = Duration::from_mins(1);

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["app", folder, root, bot, service] => {
            app::run(folder, root, bot, service).await?;
            Ok(ExitCode::SUCCESS)
        }
        [rounds, ref seed @ ..] => {
            let seed = match seed {
                [seed] => seed.parse()?,
                _ => rand::random(),
            };
            crash(rounds.parse()?, seed).await
        }
        [] => Err("say how many rounds, and a seed to have the same kills again".into()),
    }
}

/// One line of output, at once.
fn say(line: &str) {
    println!("{line}");
}

/// Lets the sandbox's time pass quickly: Telegram takes one setWebhook a second for each bot.
async fn run(clock: Clock) {
    loop {
        tokio::time::sleep(Duration::from_millis(2)).await;
        clock.advance(TimeDelta::seconds(1));
    }
}

async fn crash(rounds: u32, seed: u64) -> Result<ExitCode> {
    say(&format!("{rounds} rounds, seed {seed}"));
    let began = Instant::now();
    let mut random = StdRng::seed_from_u64(seed);
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    let database = data.join("hookbay.sqlite");
    let clock = Clock::manual(Utc::now());
    tokio::spawn(run(clock.clone()));
    let telegram = Telegram::start(Options {
        local: true,
        clock,
        ..Options::default()
    })
    .await?;
    let mut bot = Bot::start().await?;
    let (root, url) = (telegram.api_root(), bot.url());
    let service = format!("dev.hookbay.crash.{}", uuid::Uuid::new_v4());
    let start = Start {
        folder: &data,
        root: &root,
        bot: &url,
        service: &service,
    };
    let callers = Callers::start(seed)?;

    // The first life makes the bots, and says how long a start takes.
    let started = Instant::now();
    let mut process = Process::start(&start)?;
    process.ready().await?;
    let start_ms = u64::try_from(started.elapsed().as_millis())?.max(2);
    process.kill()?;

    let mut under_load = 0;
    for round in 1..=rounds {
        if random.random_bool(0.5) {
            bot.up().await?;
        } else {
            bot.down();
        }
        let before = callers.count();
        let mut process = Process::start(&start)?;
        if random.random_ratio(1, 6) {
            let life = random.random_range(0..start_ms);
            tokio::time::sleep(Duration::from_millis(life)).await;
        } else {
            callers.place(Some(process.ready().await?));
            let life = if random.random_ratio(1, LONG_ONE_IN) {
                random.random_range(LONG_MS)
            } else {
                random.random_range(0..LIFE_MS)
            };
            tokio::time::sleep(Duration::from_millis(life)).await;
        }
        process.kill()?;
        callers.place(None);
        under_load += u32::from(callers.count() > before);
        if round % 20 == 0 {
            let held = verdict::held(&verdict::look(&database)?)?;
            say(&format!(
                "round {round}: {} acknowledged, {held} held",
                callers.count()
            ));
        }
    }

    bot.up().await?;
    let mut process = Process::start(&start)?;
    let place = process.ready().await?;
    callers.place(Some(place.clone()));
    let acknowledged = tokio::time::timeout(STUCK, callers.finish()).await??;
    drained(&database).await?;
    process.kill()?;
    let verdict = verdict::count(&database, &place.bots, &acknowledged, &bot.log())?;
    say(&format!(
        "{rounds} kills in {:.0} s, {under_load} of them after updates were acknowledged; a start took {start_ms} ms.\n{verdict}",
        began.elapsed().as_secs_f64()
    ));
    telegram.shutdown().await;
    Ok(if verdict.is_good() {
        ExitCode::SUCCESS
    } else {
        say(&format!("Not good. The seed was {seed}."));
        ExitCode::FAILURE
    })
}

/// Waits until nothing is held, as long as something goes.
async fn drained(database: &Path) -> Result<()> {
    let connection = verdict::look(database)?;
    let (mut least, mut since) = (u64::MAX, Instant::now());
    loop {
        let held = verdict::held(&connection)?;
        if held == 0 {
            return Ok(());
        }
        if held < least {
            (least, since) = (held, Instant::now());
        } else if since.elapsed() > STUCK {
            // The verdict says what is held.
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
