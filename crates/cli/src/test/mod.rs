//! `hookbay test`: a sandbox, a bot that is started in it, and scenarios that are played one after the
//! other.

mod cases;
mod junit;
mod report;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use hookbay_scenario::{Client, Options, Run, client, play};

use crate::arguments::Test;
use crate::bot::Bot;
use crate::screen::{Screen, harmless};
use crate::{Broken, FAILED, INTERRUPTED, WELL, interrupted, sandbox};
use cases::{Case, Cases};

/// What the bot printed last is shown with what failed, this much of it.
const SHOWN_LINES: usize = 20;

/// A case that was played.
struct Played {
    path: PathBuf,
    name: String,
    run: Run,
    /// What the bot printed meanwhile, where it failed.
    output: Vec<String>,
}

/// How a run ended.
enum Ended {
    /// Every scenario was played.
    Played(Vec<Played>),
    /// Somebody wanted an end.
    Interrupted,
}

/// Plays them.
pub async fn run(wanted: Test, screen: &mut Screen) -> Result<u8, Broken> {
    let filter = wanted.filter.as_deref();
    let found = Cases::find(&wanted.paths, filter);
    for it in &found.unread {
        screen.trouble(&it.what);
    }
    let complete = found.complete(&wanted.paths, filter);
    if wanted.list {
        complete?;
        for case in &found.cases {
            screen.line(&case.title());
        }
        return Ok(WELL);
    }
    let began = Instant::now();
    let outcome = match complete {
        Ok(()) => with_bot(&wanted, &found.cases, screen).await,
        Err(why) => Err(why),
    };
    let report = match &outcome {
        Ok(Ended::Played(played)) => Some(junit::of(played, began.elapsed())),
        Ok(Ended::Interrupted) => None,
        Err(why) => Some(junit::unplayed(&found, why)),
    };
    if let (Some(path), Some(report)) = (&wanted.junit, &report) {
        match (junit::write(path, report), &outcome) {
            // Why there was nothing to write of is the greater trouble.
            (Err(unwritten), Err(_)) => screen.trouble(&unwritten.to_string()),
            (written, _) => written?,
        }
    }
    Ok(match outcome? {
        Ended::Played(played) if played.iter().all(|case| case.run.passed()) => WELL,
        Ended::Played(_) => FAILED,
        Ended::Interrupted => INTERRUPTED,
    })
}

/// Starts the sandbox and the bot in it, and ends both.
async fn with_bot(wanted: &Test, cases: &[Case], screen: &Screen) -> Result<Ended, Broken> {
    let interrupted = interrupted();
    let sandbox = sandbox::start(0).await?;
    let root = sandbox.telegram.api_root();
    let spoken = |error: client::Error| Broken::new(error.to_string());
    let http = client::http().map_err(spoken)?;
    let made = Client::with_new_bot(http, &root, "Tested bot", "tested_bot");
    let client = made.await.map_err(spoken)?;
    let bot = Bot::start(&wanted.command, &root, client.token(), wanted.bot_output)?;
    let outcome = tokio::select! {
        outcome = all(wanted, cases, &client, &bot, screen) => outcome.map(Ended::Played),
        () = interrupted => Ok(Ended::Interrupted),
    };
    bot.end().await;
    sandbox.shutdown().await;
    outcome
}

async fn all(
    wanted: &Test,
    cases: &[Case],
    client: &Client,
    bot: &Bot,
    screen: &Screen,
) -> Result<Vec<Played>, Broken> {
    listens(client, bot, wanted.start_timeout).await?;
    let began = Instant::now();
    let mut played = Vec::new();
    for case in cases {
        let options = Options {
            patience: wanted.timeout,
            folder: case.path.parent().map(Path::to_owned).unwrap_or_default(),
            ended: bot.ended(),
        };
        let before = bot.output().count();
        let run = play(client, &case.scenario, &options, |_| {}).await;
        let output = if run.passed() {
            Vec::new()
        } else {
            bot.output().last(SHOWN_LINES, before)
        };
        let over = Played {
            path: case.path.clone(),
            name: case.name.clone(),
            run,
            output,
        };
        report::case(screen, &case.title(), &over);
        played.push(over);
    }
    report::sum(screen, &played, began.elapsed());
    Ok(played)
}

/// Waits until the bot has asked for updates or has set a webhook.
async fn listens(client: &Client, bot: &Bot, within: Duration) -> Result<(), Broken> {
    let mut ended = bot.ended();
    let found = tokio::select! {
        found = client.listening(within) => {
            found.map_err(|error| Broken::new(error.to_string()))?
        }
        () = tokio::time::sleep(within) => None,
        Ok(why) = ended.wait_for(Option::is_some) => {
            let why = why.clone().unwrap_or_default();
            let what = format!("{why} It had not yet asked for updates or set a webhook.");
            return Err(never(client, bot, &what).await);
        }
    };
    if found.is_some() {
        return Ok(());
    }
    let seconds = within.as_secs_f32();
    let what = format!(
        "The bot did not ask for updates or set a webhook within {seconds} s. It has to use the token in \
         BOT_TOKEN and, in place of https://api.telegram.org, the address in TELEGRAM_API_ROOT."
    );
    Err(never(client, bot, &what).await)
}

async fn never(client: &Client, bot: &Bot, what: &str) -> Broken {
    // Without an answer there is less to say, and no other trouble.
    let hint = client.unknown_methods().await.ok().flatten();
    let hint = hint.map_or_else(String::new, |hint| format!(" {}", harmless(&hint)));
    let what = format!("{what}{hint}");
    let said = bot.output().last(SHOWN_LINES, 0);
    if said.is_empty() {
        return Broken::new(format!("{what} It printed nothing."));
    }
    Broken::new(format!("{what} It printed:\n  {}", said.join("\n  ")))
}
