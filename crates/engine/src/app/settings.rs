//! The settings in force: read at the start, changed from the window, and told to whoever goes by
//! them, so that no change needs a restart.

use super::App;
use crate::api::types::{Origin, SaveSettings, SettingName, SettingView, SettingsView};
use crate::config::{Saved, Settings, Sources, TunnelSettings, check};
use crate::domain::policy::{OnQuit, Policy};
use crate::error::{Code, Error, Result};
use crate::event::Change;
use crate::store::Store;
use crate::vault::Key;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::{Mutex, MutexGuard, watch};

/// The row of table `setting` that the tunnel's page saves.
const TUNNEL: &str = "tunnel";

/// The filter of the log until the saved settings are read.
pub fn first_log_filter() -> String {
    let settings = Settings::resolve(&Sources::of_process(), &Saved::default());
    settings.log.value
}

/// What is in force, for those who watch.
pub(super) struct InForce {
    settings: watch::Sender<Arc<Settings>>,
    log: watch::Sender<String>,
    api: watch::Sender<Option<SocketAddr>>,
    /// One change at a time: each begins with what is saved.
    saving: Mutex<()>,
}

impl InForce {
    /// From what is saved; tells of each value that cannot be used.
    pub(super) async fn read(sources: &Sources, store: &Store) -> Result<Self> {
        let settings = Settings::resolve(sources, &saved(store).await?);
        let unusable = settings.shown().map(|(_, found)| found.error);
        for error in sources
            .dot_env_error()
            .into_iter()
            .chain(unusable.iter().flatten())
        {
            tracing::warn!("{error} {}", error.remedy);
        }
        Ok(Self {
            log: watch::Sender::new(settings.log.value.clone()),
            api: watch::Sender::new(settings.api.value),
            settings: watch::Sender::new(Arc::new(settings)),
            saving: Mutex::default(),
        })
    }

    pub(super) fn now(&self) -> Arc<Settings> {
        Arc::clone(&self.settings.borrow())
    }

    /// The numbers of the reconciler.
    pub(super) fn policy(&self) -> Policy {
        self.now().policy()
    }

    pub(super) async fn change(&self) -> MutexGuard<'_, ()> {
        self.saving.lock().await
    }
}

impl App {
    /// Every setting, with where it comes from.
    pub async fn settings(&self) -> Result<SettingsView> {
        let now = self.settings_now();
        let mut settings = Vec::new();
        for (name, found) in now.shown() {
            let mut view = SettingView {
                name,
                variable: name.variable().to_owned(),
                value: found.text,
                origin: found.origin,
                locked: found.locked,
                error: found.error,
            };
            let is_kept_authtoken = name == SettingName::NgrokAuthtoken
                && view.value.is_none()
                && matches!(
                    self.shared.vault.get(Key::NgrokAuthtoken).await,
                    Ok(Some(_))
                );
            if is_kept_authtoken {
                view.value = Some("••••".into());
                view.origin = Origin::Saved;
            }
            settings.push(view);
        }
        let sources = &self.shared.config.sources;
        Ok(SettingsView {
            settings,
            way: now.way.why.clone(),
            dot_env: sources.dot_env().map(|path| path.display().to_string()),
            dot_env_error: sources.dot_env_error().cloned(),
        })
    }

    /// Saves settings, all or none of them, and goes by them at once.
    pub async fn save_settings(&self, input: SaveSettings) -> Result<SettingsView> {
        let _saving = self.shared.in_force.change().await;
        let before = self.settings_now();
        let mut saved = saved(&self.shared.store).await?;
        for change in input.changes {
            if change.name == SettingName::NgrokAuthtoken {
                return Err(Error::new(
                    Code::InvalidInput,
                    "NGROK_AUTHTOKEN is a secret, which is not saved with the settings.",
                    "Paste it into the tunnel's settings, which keep it in the keyring.",
                ));
            }
            before.unlocked(change.name)?;
            let text = change.value.map(|text| text.trim().to_owned());
            let text = text.filter(|text| !text.is_empty());
            if let Some(text) = &text {
                check(change.name, text)?;
            }
            saved.set(change.name, text);
        }
        let after = Settings::resolve(&self.shared.config.sources, &saved);
        // A way that cannot be opened is refused before anything is saved.
        let plan = if before.route() == after.route() {
            None
        } else {
            Some(self.plan(&after).await?)
        };
        self.save(&saved).await?;
        self.go_by(after);
        match plan {
            Some(Some(plan)) => self.shared.way.open(plan).await,
            Some(None) => self.shared.way.close().await,
            None => {}
        }
        self.settings().await
    }

    /// Where the HTTP API listens, now and from now on; `None` for nowhere.
    pub fn http_api_address(&self) -> watch::Receiver<Option<SocketAddr>> {
        self.shared.in_force.api.subscribe()
    }

    /// How much is logged, now and from now on: `tracing`'s filter words.
    pub fn log_filter(&self) -> watch::Receiver<String> {
        self.shared.in_force.log.subscribe()
    }

    /// What becomes of leases when the app quits.
    pub fn on_quit(&self) -> OnQuit {
        self.settings_now().on_quit.value
    }

    /// The root of Telegram's cloud Bot API.
    pub(super) fn telegram_root(&self) -> String {
        self.settings_now().telegram_root.value.clone()
    }

    pub(super) fn settings_now(&self) -> Arc<Settings> {
        self.shared.in_force.now()
    }

    /// What the settings would be with this way saved.
    pub(super) async fn with_tunnel(&self, tunnel: TunnelSettings) -> Result<(Saved, Settings)> {
        let mut saved = saved(&self.shared.store).await?;
        saved.tunnel = tunnel;
        let settings = Settings::resolve(&self.shared.config.sources, &saved);
        Ok((saved, settings))
    }

    /// Tells everyone who goes by a setting that changed.
    pub(super) fn go_by(&self, settings: Settings) {
        let in_force = &self.shared.in_force;
        if settings.policy() != self.settings_now().policy() {
            put(&self.shared.policy, settings.policy());
        }
        put(&in_force.log, settings.log.value.clone());
        put(&in_force.api, settings.api.value);
        put(&in_force.settings, Arc::new(settings));
        self.shared.events.tell(Change::Settings);
    }

    pub(super) async fn save(&self, saved: &Saved) -> Result<()> {
        let tunnel = serde_json::to_value(&saved.tunnel).map_err(|error| {
            Error::new(
                Code::Internal,
                "The tunnel's settings cannot be saved.",
                "Report this.",
            )
            .detail(error)
        })?;
        let rows = SettingName::ALL.into_iter().filter_map(|name| {
            let text = saved.rest.get(&name).cloned();
            Some((name.row()?, text.map(serde_json::Value::String)))
        });
        let rows = rows.chain([(TUNNEL, Some(tunnel))]).collect();
        self.shared.store.save_settings(rows).await
    }
}

fn put<T: PartialEq>(told: &watch::Sender<T>, value: T) {
    told.send_if_modified(|now| {
        let is_new = *now != value;
        *now = value;
        is_new
    });
}

/// What is saved.
pub(super) async fn saved(store: &Store) -> Result<Saved> {
    let mut rest = HashMap::new();
    for name in SettingName::ALL {
        if let Some(row) = name.row()
            && let Some(text) = store.setting::<String>(row).await?
        {
            rest.insert(name, text);
        }
    }
    Ok(Saved {
        tunnel: store.setting(TUNNEL).await?.unwrap_or_default(),
        rest,
    })
}
