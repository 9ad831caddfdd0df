//! Conversations as files: written down from a chat of the sandbox, saved, listed, and played there.

mod disk;
mod playing;
mod runs;
mod shown;

pub use runs::Runs;

use super::App;
use crate::api::types::{
    CheckScenario, ListScenarios, OfScenario, RecordScenario, SaveScenario, ScenarioCheck,
    ScenarioFile, ScenarioList, ScenarioMistake, ScenarioText,
};
use crate::domain::bot::Environment;
use crate::domain::ids::BotId;
use crate::error::{Code, Error, Result};
use crate::vault::token_of;
use disk::{on_disk, read};
use hookbay_scenario::{Client, ParseError, Recording, client, parse, print, record};
use std::path::PathBuf;

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
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let saved = ScenarioFile {
            name: name.into_owned(),
            path: input.path.clone(),
            title: scenario.name,
            steps: shown::count(scenario.steps.len()),
            problem: None,
            is_folder: false,
        };
        on_disk(move || disk::save(&input)).await?;
        Ok(saved)
    }

    /// Whether a text is a scenario, and where it stops being one.
    pub fn check_scenario(&self, input: &CheckScenario) -> ScenarioCheck {
        match parse(&input.text) {
            Ok(scenario) => ScenarioCheck {
                steps: shown::count(scenario.steps.len()),
                mistake: None,
            },
            Err(error) => ScenarioCheck {
                steps: 0,
                mistake: Some(ScenarioMistake {
                    line: shown::count(error.place.line),
                    column: shown::count(error.place.column),
                    what: error.what,
                }),
            },
        }
    }

    /// What stands in a scenario's file, also where it is none any more.
    pub async fn read_scenario(&self, input: OfScenario) -> Result<ScenarioText> {
        let text = read(input.path).await?;
        let steps = parse(&text).map_or(0, |scenario| shown::count(scenario.steps.len()));
        Ok(ScenarioText { text, steps })
    }

    /// The scenarios at and below a folder.
    pub async fn list_scenarios(&self, input: ListScenarios) -> Result<ScenarioList> {
        let folder = PathBuf::from(input.folder);
        if !folder.is_absolute() {
            return Err(Error::new(
                Code::InvalidInput,
                "This is not the whole path of a folder.",
                "Write it from the root on, or choose it.",
            ));
        }
        let files = on_disk(move || disk::list(&folder)).await?;
        Ok(ScenarioList { files })
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

fn refused(error: client::Error) -> Error {
    let what = "The sandbox did not do as asked.";
    Error::new(Code::Sandbox, what, "Try again, or restart Hookbay.").detail(error)
}
