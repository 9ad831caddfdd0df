//! Conversations as files: written down from a chat of the sandbox, saved, listed, and played there.

mod shown;

use super::App;
use crate::api::types::{
    ListScenarios, RecordScenario, RunScenario, SaveScenario, ScenarioFile, ScenarioList,
    ScenarioRun, ScenarioText,
};
use crate::domain::bot::Environment;
use crate::domain::ids::BotId;
use crate::error::{Code, Error, Result};
use crate::event::Change;
use crate::vault::token_of;
use hookbay_scenario::{
    Client, Options, ParseError, Recording, client, find, parse, play, print, record,
};
use std::path::{Path, PathBuf};
use tokio::sync::watch;

impl App {
    /// Writes a conversation down.
    pub async fn record_scenario(&self, input: RecordScenario) -> Result<ScenarioText> {
        let client = self.scenario_client(input.bot_id).await?;
        let recording = Recording {
            name: input.name.trim().to_owned(),
            chat_id: input.chat_id,
            from_message_id: input.from_message_id,
        };
        let scenario = record(&client, &recording).await.map_err(refused)?;
        if scenario.steps.is_empty() {
            return Err(Error::new(
                Code::InvalidInput,
                "Nothing was said in this chat.",
                "Write to the bot first.",
            ));
        }
        Ok(ScenarioText {
            text: print(&scenario),
            steps: shown::count(scenario.steps.len()),
        })
    }

    /// Saves a scenario, whole or not at all.
    pub async fn save_scenario(&self, input: SaveScenario) -> Result<ScenarioFile> {
        let path = PathBuf::from(&input.path);
        let is_yaml = path
            .extension()
            .is_some_and(|end| end == "yaml" || end == "yml");
        if !path.is_absolute() || !is_yaml {
            return Err(Error::new(
                Code::InvalidInput,
                "A scenario is saved under a whole path that ends in .yaml.",
                "Choose a folder and a name like order.yaml.",
            ));
        }
        let scenario = parse(&input.text).map_err(|error| unread(&error))?;
        let (text, replace) = (input.text, input.replace);
        let target = path.clone();
        on_disk(move || write(&target, &text, replace)).await?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        Ok(ScenarioFile {
            name: name.into_owned(),
            path: input.path,
            title: scenario.name,
            steps: shown::count(scenario.steps.len()),
            problem: None,
        })
    }

    /// The scenarios at and below a folder.
    pub async fn list_scenarios(&self, input: ListScenarios) -> Result<ScenarioList> {
        let folder = PathBuf::from(input.folder);
        on_disk(move || {
            let mut files = Vec::new();
            for found in find(&folder).map_err(|error| unreadable(&folder, &error))? {
                let text = std::fs::read_to_string(&found.path);
                let scenario = text
                    .map_err(|error| error.to_string())
                    .and_then(|text| parse(&text).map_err(|error| error.to_string()));
                let (title, steps, problem) = match scenario {
                    Ok(scenario) => (scenario.name, shown::count(scenario.steps.len()), None),
                    Err(problem) => (String::new(), 0, Some(problem)),
                };
                files.push(ScenarioFile {
                    path: found.path.to_string_lossy().into_owned(),
                    name: found.name,
                    title,
                    steps,
                    problem,
                });
            }
            Ok(ScenarioList { files })
        })
        .await
    }

    /// Plays a scenario against a sandbox bot, in chats of its own.
    pub async fn run_scenario(&self, input: RunScenario) -> Result<ScenarioRun> {
        let client = self.scenario_client(input.bot_id).await?;
        let path = PathBuf::from(input.path);
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        let text = on_disk(move || {
            std::fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))
        })
        .await?;
        let scenario = parse(&text).map_err(|error| unread(&error))?;
        // Whoever runs the bot here is no concern of the window's: an answer that does not come says it.
        let (_runs, ended) = watch::channel(None);
        let options = Options {
            patience: hookbay_scenario::play::PATIENCE,
            folder,
            ended,
        };
        let bot_id = input.bot_id;
        let told = |_: &_| self.shared.events.tell(Change::Chat { bot_id });
        let run = play(&client, &scenario, &options, told).await;
        Ok(shown::run(run))
    }

    async fn scenario_client(&self, bot: BotId) -> Result<Client> {
        let bot = self.stored(bot).await?.bot;
        if bot.environment != Environment::Sandbox {
            return Err(Error::new(
                Code::InvalidInput,
                "Scenarios are for sandbox bots alone.",
                "Choose a bot of the sandbox.",
            ));
        }
        let token = token_of(&self.shared.vault, bot.id).await?;
        let root = self.shared.sandbox.address()?.api_root;
        let http = client::http().map_err(refused)?;
        Ok(Client::new(http, root, token.expose()))
    }
}

/// Off the threads that everything else runs on.
async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        let what = "The files could not be looked at.";
        Error::new(Code::Internal, what, "Restart Hookbay.").detail(error)
    })?
}

/// Beside it first, so that what was there is lost only for something whole.
fn write(path: &Path, text: &str, replace: bool) -> Result<()> {
    let unsaved = |error: std::io::Error| {
        let what = format!("{} cannot be saved.", path.display());
        let error_text = error.to_string();
        Error::new(Code::InvalidInput, what, "Choose another folder.").detail(error_text)
    };
    if !replace && path.exists() {
        return Err(Error::new(
            Code::InvalidInput,
            format!("{} is there already.", path.display()),
            "Choose another name, or say that it may be replaced.",
        ));
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(unsaved)?;
    }
    let beside = path.with_extension("yaml.new");
    std::fs::write(&beside, text).map_err(unsaved)?;
    std::fs::rename(&beside, path).map_err(unsaved)
}

fn unread(error: &ParseError) -> Error {
    Error::new(
        Code::InvalidInput,
        format!(
            "The scenario cannot be read: line {}, column {}.",
            error.place.line, error.place.column
        ),
        error.what.clone(),
    )
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    let what = format!("{} cannot be read.", path.display());
    Error::new(Code::NotFound, what, "Choose another one.").detail(error)
}

fn refused(error: client::Error) -> Error {
    let what = "The sandbox did not do as asked.";
    Error::new(Code::Sandbox, what, "Try again, or restart Hookbay.").detail(error)
}
