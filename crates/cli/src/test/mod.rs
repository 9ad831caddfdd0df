//! `hookbay test`: a sandbox, a bot that is started in it, and scenarios that are played one after the
//! other.

mod junit;
mod report;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use hookbay_scenario::{Client, Options, Run, Scenario, client, find, parse, play};

use crate::arguments::Test;
use crate::bot::Bot;
use crate::screen::Screen;
use crate::{BROKEN, Broken, FAILED, INTERRUPTED, WELL, interrupted, sandbox};

/// What the bot printed last is shown with what failed, this much of it.
const SHOWN_LINES: usize = 20;

/// A scenario and its file.
struct Case {
    path: PathBuf,
    name: String,
    scenario: Scenario,
}

impl Case {
    /// How it is called in a list.
    fn title(&self) -> String {
        match self.scenario.name.as_str() {
            "" => self.name.clone(),
            title => format!("{}: {title}", self.name),
        }
    }
}

/// A case that was played.
struct Played {
    path: PathBuf,
    name: String,
    run: Run,
    /// What the bot printed meanwhile, where it failed.
    output: Vec<String>,
}

/// Plays them.
pub async fn run(wanted: Test, screen: &mut Screen) -> Result<u8, Broken> {
    let Some(cases) = cases(&wanted, screen)? else {
        return Ok(BROKEN);
    };
    if wanted.list {
        for case in &cases {
            screen.line(&case.title());
        }
        return Ok(WELL);
    }
    let interrupted = interrupted();
    let sandbox = sandbox::start(0).await?;
    let root = sandbox.telegram.api_root();
    let spoken = |error: client::Error| Broken::new(error.to_string());
    let http = client::http().map_err(spoken)?;
    let made = Client::with_new_bot(http, &root, "Tested bot", "tested_bot");
    let client = made.await.map_err(spoken)?;
    let bot = Bot::start(&wanted.command, &root, client.token(), wanted.bot_output)?;
    let outcome = tokio::select! {
        outcome = all(&wanted, &cases, &client, &bot, screen) => outcome,
        () = interrupted => Ok(INTERRUPTED),
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
) -> Result<u8, Broken> {
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
    if let Some(path) = &wanted.junit {
        junit::write(path, &played, began.elapsed())?;
    }
    let well = played.iter().all(|case| case.run.passed());
    Ok(if well { WELL } else { FAILED })
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
            return Err(never(bot, &format!("{why} It had not yet asked for updates or set a webhook.")));
        }
    };
    if found.is_some() {
        return Ok(());
    }
    let seconds = within.as_secs_f32();
    Err(never(
        bot,
        &format!(
            "The bot did not ask for updates or set a webhook within {seconds} s. It has to use the token \
             in BOT_TOKEN and, in place of https://api.telegram.org, the address in TELEGRAM_API_ROOT."
        ),
    ))
}

fn never(bot: &Bot, what: &str) -> Broken {
    let said = bot.output().last(SHOWN_LINES, 0);
    if said.is_empty() {
        return Broken::new(format!("{what} It printed nothing."));
    }
    Broken::new(format!("{what} It printed:\n  {}", said.join("\n  ")))
}

/// The scenarios that are asked for; none where a file is broken, which is said of each.
fn cases(wanted: &Test, screen: &Screen) -> Result<Option<Vec<Case>>, Broken> {
    let mut cases = Vec::new();
    let mut broken = false;
    for path in &wanted.paths {
        let unread = |error: std::io::Error, path: &Path| {
            Broken::new(format!("{} cannot be read: {error}.", path.display()))
        };
        for found in find(path).map_err(|error| unread(error, path))? {
            let text = std::fs::read_to_string(&found.path);
            let text = text.map_err(|error| unread(error, &found.path))?;
            match parse(&text) {
                Ok(scenario) => cases.push(Case {
                    path: found.path,
                    name: found.name,
                    scenario,
                }),
                Err(error) => {
                    broken = true;
                    screen.trouble(&format!("{}:{error}", found.path.display()));
                }
            }
        }
    }
    if broken {
        return Ok(None);
    }
    if let Some(part) = &wanted.filter {
        cases.retain(|case| case.title().contains(part.as_str()));
    }
    if cases.is_empty() {
        let where_to = wanted.paths.iter().map(|path| path.display().to_string());
        let where_to = where_to.collect::<Vec<_>>().join(", ");
        let what = match &wanted.filter {
            Some(part) => {
                format!("No scenario in {where_to} has \u{201c}{part}\u{201d} in its name.")
            }
            None => format!("There are no scenarios (.yaml) in {where_to}."),
        };
        return Err(Broken::new(what));
    }
    Ok(Some(cases))
}
