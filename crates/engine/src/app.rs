//! The composition root: it opens the store and the vault, wires the parts, and holds what they share.

mod answer_calls;
mod bots;
mod care;
mod delivery;
mod doctor;
mod door;
mod exchange;
mod folder;
mod health;
mod held;
mod http_api;
mod inbox;
mod lease;
mod overview;
mod prober;
mod query;
mod quit;
mod refresher;
mod replay;
mod retention;
mod sandbox;
mod scenarios;
mod settings;
mod summary;
mod tunnel;
mod tunnel_form;
mod webhooks;

pub use crate::config::Config;
pub use folder::make as make_data_folder;
pub use sandbox::{SandboxAddress, SandboxLauncher};
pub use settings::first_log_filter;

use crate::api::types::WebhookView;
use crate::delivery::Delivery;
use crate::doctor::Trust;
use crate::domain::ids::BotId;
use crate::domain::policy::Policy;
use crate::error::Result;
use crate::event::{Change, Events};
use crate::inbox::follower::Follower;
use crate::inbox::jobs::Jobs;
use crate::inbox::leaving::Leaver;
use crate::inbox::retention::Keeper;
use crate::receiver::{Probes, Receiver, Refusals, router};
use crate::store::Store;
use crate::telegram::Client;
use crate::vault::{Key, Vault};
use crate::webhooks::Webhooks;
use crate::webhooks::refresher::{self as webhook_refresher, Pace, Refresher};
use folder::Hold;
use http_api::HttpApi;
use prober::{Prober, Sonde};
use refresher::Nearby;
use sandbox::Sandbox;
use settings::InForce;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;
use tunnel::Way;

/// What the app is given besides its configuration.
#[derive(Default)]
pub struct Parts {
    /// Starts the sandbox when the user asks for it; none, and there is no sandbox.
    pub sandbox: Option<Arc<dyn SandboxLauncher>>,
    /// By which numbers webhooks are looked after until a setting is changed; none, and the settings
    /// say.
    pub policy: Option<Policy>,
    /// How fast the refresher may go.
    pub pace: Pace,
}

/// The running app. Cheap to clone; the doors hold one each.
#[derive(Clone)]
pub struct App {
    shared: Arc<Shared>,
}

struct Shared {
    hold: Hold,
    config: Config,
    in_force: InForce,
    /// The numbers by which webhooks are looked after.
    policy: watch::Sender<Policy>,
    store: Store,
    vault: Vault,
    client: Client,
    events: Events,
    refusals: Refusals,
    webhooks: Webhooks,
    refresher: Refresher,
    keeper: Keeper,
    leaver: Leaver,
    _follower: Follower,
    jobs: Jobs,
    scenario_runs: scenarios::Runs,
    delivery: Delivery,
    /// From the internet.
    way: Way,
    /// From the sandbox.
    sandbox_way: Way,
    /// What probes are sent with.
    sonde: Sonde,
    prober: Prober,
    sandbox: Sandbox,
    /// Set once, when the app ends: what works in the background stops.
    ending: watch::Sender<bool>,
    /// What Telegram said last of each bot's webhook.
    views: Mutex<HashMap<BotId, WebhookView>>,
    /// One bot is added at a time.
    adding: tokio::sync::Mutex<()>,
    /// One operation at a time on a bot's webhook.
    turns: Mutex<HashMap<BotId, Arc<tokio::sync::Mutex<()>>>>,
    http_api: HttpApi,
}

impl App {
    /// Opens the data folder and the keyring, starts the saved tunnel, and the sandbox if a bot of
    /// its own is in the list.
    pub async fn start(config: Config, parts: Parts) -> Result<Self> {
        let hold = Hold::take(&config.data_dir)?;
        let store = Store::open(&config.data_dir.join("hookbay.sqlite"))?;
        let in_force = InForce::read(&config.sources, &store).await?;
        let vault = Vault::open(&config.keyring_service).await;
        let client = Client::new()?;
        let events = Events::default();
        let refusals = Refusals::default();
        let sonde = Sonde {
            probes: Probes::default(),
            trust: Trust::new(own_ca(&config))?,
        };
        let sandbox = Sandbox::new(parts.sandbox)?;
        let clock = Arc::new(chrono::Utc::now);
        let delivery = Delivery::start(store.clone(), vault.clone(), events.clone(), clock).await?;
        let public = router(Receiver {
            store: store.clone(),
            vault: vault.clone(),
            refusals: refusals.clone(),
            events: events.clone(),
            probes: sonde.probes.clone(),
            relay: Arc::new(door::Door(delivery.clone())),
        });
        let webhooks = Webhooks {
            store: store.clone(),
            vault: vault.clone(),
            client: client.clone(),
        };
        let way = Way::start(public.clone(), events.clone(), Change::Tunnel);
        let policy = watch::Sender::new(parts.policy.unwrap_or(in_force.policy()));
        let prober = Prober::start(
            sonde.clone(),
            way.clone(),
            store.clone(),
            events.clone(),
            policy.subscribe(),
            parts.pace,
        );
        let sandbox_way = Way::start(public, events.clone(), Change::Sandbox);
        let app = Self {
            shared: Arc::new_cyclic(|shared| Shared {
                refresher: Refresher::start(webhook_refresher::Parts {
                    around: Arc::new(Nearby(shared.clone())),
                    webhooks: webhooks.clone(),
                    events: events.clone(),
                    policy: policy.subscribe(),
                    pace: parts.pace,
                    way: way.watch(),
                    sandbox_way: sandbox_way.watch(),
                }),
                policy,
                hold,
                way,
                sonde,
                prober,
                sandbox_way,
                sandbox,
                keeper: Keeper::start(store.clone(), events.clone()),
                leaver: Leaver::start(store.clone()),
                _follower: Follower::start(store.clone(), &events),
                jobs: Jobs::new(events.clone()),
                scenario_runs: scenarios::Runs::default(),
                config,
                in_force,
                store,
                vault,
                client,
                events,
                refusals,
                webhooks,
                ending: watch::Sender::new(false),
                delivery,
                views: Mutex::default(),
                adding: tokio::sync::Mutex::default(),
                turns: Mutex::default(),
                http_api: HttpApi::default(),
            }),
        };
        app.tell_of_the_vault();
        app.read_secrets().await?;
        app.claim_left_leases().await?;
        app.open_saved_tunnel().await?;
        app.resume_sandbox().await;
        app.return_leases();
        app.carry_out_answers();
        app.shared.refresher.begin().await;
        Ok(app)
    }

    /// Looks after webhooks by these numbers until a setting is changed.
    pub fn set_policy(&self, policy: Policy) {
        self.shared.policy.send_replace(policy);
    }

    /// Watches what changes.
    pub fn watch(&self) -> tokio::sync::broadcast::Receiver<crate::event::Event> {
        self.shared.events.watch()
    }

    /// Ends the refresher, leaves the webhooks as the user wants them after a quit, closes the tunnels
    /// and gives the data folder back. What was committed stays.
    pub async fn shutdown(&self) {
        // Nothing is asked for any more.
        self.shared.http_api.end();
        self.shared.jobs.end().await;
        self.shared.scenario_runs.end().await;
        self.shared.refresher.stop().await;
        self.shared.ending.send_replace(true);
        self.leave_webhooks().await;
        self.shared.delivery.hurry();
        tokio::join!(self.shared.way.close(), self.shared.sandbox_way.close());
        self.shared.delivery.close().await;
        self.shared.hold.release();
    }

    /// Puts every bot's secret token into memory, where the receiver looks.
    async fn read_secrets(&self) -> Result<()> {
        for stored in self.shared.store.bots().await? {
            if let Err(error) = self.shared.vault.get(Key::SecretToken(stored.bot.id)).await {
                // The window says so, and the receiver asks Telegram to come back.
                tracing::warn!(bot = %stored.bot.id, "its secret token cannot be read: {error}");
            }
        }
        Ok(())
    }

    /// A keyring that stops working, whichever call meets it, is news.
    fn tell_of_the_vault(&self) {
        let mut state = self.shared.vault.watch();
        let events = self.shared.events.clone();
        tokio::spawn(async move {
            while state.changed().await.is_ok() {
                events.tell(Change::Vault);
            }
        });
    }

    fn turn(&self, bot: BotId) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self
            .shared
            .turns
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        Arc::clone(turns.entry(bot).or_default())
    }
}

/// The CA of an ngrok server of one's own, which signs that server's public certificate as well.
fn own_ca(config: &Config) -> Option<&str> {
    config.ngrok_server.as_ref()?.1.as_deref()
}
