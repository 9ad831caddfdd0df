//! A bot's fixtures, in a folder of the user's.

use super::super::App;
use super::{scrub, whole};
use crate::api::types::{
    FixtureDetail, FixtureView, FixturesView, MakeSnippet, OfFixture, RenameFixture, SaveFixture,
    SetFixturesFolder, SnippetView,
};
use crate::domain::ids::BotId;
use crate::error::{Code, Error, Result};
use crate::event::Change;
use crate::inbox;
use crate::inbox::export::cleaned;
use crate::inbox::fixtures::{Folder, checked_name, safe_name, snippet};
use std::path::PathBuf;

impl App {
    /// A bot's fixtures.
    pub async fn list_fixtures(&self, bot_id: BotId) -> Result<FixturesView> {
        let (folder, is_own_folder) = self.fixtures(bot_id).await?;
        let listed = folder.clone();
        let (fixtures, more) = aside(move || listed.list()).await?;
        Ok(FixturesView {
            bot_id,
            folder: folder.path().display().to_string(),
            is_own_folder,
            fixtures,
            more,
        })
    }

    /// Keeps a bot's fixtures elsewhere from now on.
    pub async fn set_fixtures_folder(&self, input: SetFixturesFolder) -> Result<FixturesView> {
        let key = self.stored(input.bot_id).await?.key;
        let folder = input.folder.filter(|folder| !folder.trim().is_empty());
        let folder = match folder {
            None => None,
            Some(folder) => {
                let path = whole(&folder)?;
                if path.exists() && !path.is_dir() {
                    return Err(Error::new(
                        Code::InvalidInput,
                        format!("{} is no folder.", path.display()),
                        "Choose a folder.",
                    ));
                }
                Some(path.display().to_string())
            }
        };
        self.shared.store.set_fixtures_folder(key, folder).await?;
        self.tell_of_fixtures(input.bot_id);
        self.list_fixtures(input.bot_id).await
    }

    /// Saves an update as a fixture.
    pub async fn save_fixture(&self, input: SaveFixture) -> Result<FixtureView> {
        let (folder, _) = self.fixtures(input.bot_id).await?;
        let body = match (input.body, input.seq) {
            (Some(body), _) => body,
            (None, Some(seq)) => inbox::update(&self.shared.store, seq).await?.1,
            (None, None) => {
                return Err(Error::new(
                    Code::InvalidInput,
                    "There is nothing to save.",
                    "Choose an update.",
                ));
            }
        };
        let name = safe_name(&input.name);
        let overwrite = input.overwrite;
        let scrub = scrub(input.scrub.as_ref());
        let saved = aside(move || {
            // Only what is JSON can be scrubbed: anything else is refused as it is.
            let body = if serde_json::from_str::<serde::de::IgnoredAny>(&body).is_ok() {
                cleaned(&body, scrub.as_ref())
            } else {
                body
            };
            folder.save(&name, &body, overwrite)
        });
        let saved = saved.await?;
        self.tell_of_fixtures(input.bot_id);
        Ok(saved)
    }

    /// A fixture as its file is now.
    pub async fn read_fixture(&self, input: OfFixture) -> Result<FixtureDetail> {
        let (folder, _) = self.fixtures(input.bot_id).await?;
        let (fixture, body) = aside(move || folder.read(&input.name)).await?;
        Ok(FixtureDetail { fixture, body })
    }

    /// Gives a fixture another name.
    pub async fn rename_fixture(&self, input: RenameFixture) -> Result<FixtureView> {
        let stored = self.stored(input.bot_id).await?;
        let (folder, _) = self.fixtures(input.bot_id).await?;
        let to = safe_name(&input.to);
        let renamed = aside(move || {
            let renamed = folder.rename(&input.name, &to)?;
            let bot = (stored.bot.telegram_id, stored.bot.username.as_deref());
            folder.move_programs(&input.name, &to, bot);
            Ok(renamed)
        });
        let renamed = renamed.await?;
        self.tell_of_fixtures(input.bot_id);
        Ok(renamed)
    }

    /// Removes a fixture's file.
    pub async fn remove_fixture(&self, input: OfFixture) -> Result<FixturesView> {
        let (folder, _) = self.fixtures(input.bot_id).await?;
        aside(move || folder.remove(&input.name)).await?;
        self.tell_of_fixtures(input.bot_id);
        self.list_fixtures(input.bot_id).await
    }

    /// A program that feeds a fixture to a bot of the user's.
    pub async fn snippet(&self, input: MakeSnippet) -> Result<SnippetView> {
        let stored = self.stored(input.bot_id).await?;
        let (folder, _) = self.fixtures(input.bot_id).await?;
        let name = checked_name(&input.name)?.to_owned();
        let bot = (stored.bot.telegram_id, stored.bot.username.as_deref());
        let (file_name, text) = snippet::of(input.framework, &name, bot);
        let written = text.clone();
        let path = folder.path().join(&file_name);
        let path = aside(move || {
            folder.read(&name)?;
            if !input.save {
                return Ok(None);
            }
            folder.write_program(&path, &written)?;
            Ok(Some(path.display().to_string()))
        });
        Ok(SnippetView {
            file_name,
            text,
            path: path.await?,
        })
    }

    async fn fixtures(&self, bot_id: BotId) -> Result<(Folder, bool)> {
        let key = self.stored(bot_id).await?.key;
        let own = self.shared.store.fixtures_folder(key).await?;
        let is_own = own.is_some();
        let usual = || {
            self.shared
                .config
                .data_dir
                .join("fixtures")
                .join(bot_id.to_string())
        };
        let path = own.map_or_else(usual, PathBuf::from);
        Ok((Folder::at(path), is_own))
    }

    fn tell_of_fixtures(&self, bot_id: BotId) {
        self.shared.events.tell(Change::Fixtures { bot_id });
    }
}

/// On a thread that may wait for the disk.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        Error::new(
            Code::Internal,
            "Reading or writing a file ended abnormally.",
            "Try again.",
        )
        .detail(error)
    })?
}
