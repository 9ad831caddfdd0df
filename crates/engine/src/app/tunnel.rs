//! A way from a public URL to the receiver: a task that owns the open tunnel, and the settings it is
//! opened with.

use super::App;
use super::tunnel_form::checked;
use crate::api::types::{ConfigureTunnel, SettingName, TunnelKind, TunnelState, TunnelView};
use crate::config::{Route, Settings};
use crate::doctor::Through;
use crate::domain::public_url::check_domain;
use crate::error::{Code, Error, Result};
use crate::event::{Change, Events};
use crate::secret::Secret;
use crate::tunnel::{self, DomainPlan, NgrokPlan, NgrokServer, Plan, Tunnel};
use crate::vault::Key;
use axum::Router;
use std::net::{IpAddr, Ipv4Addr};
use tokio::sync::{mpsc, oneshot, watch};

enum Command {
    Open(Plan, oneshot::Sender<()>),
    Retry,
    Reopen,
    Close(oneshot::Sender<()>),
}

/// The handle of the task.
#[derive(Clone)]
pub(super) struct Way {
    commands: mpsc::Sender<Command>,
    state: watch::Receiver<TunnelState>,
    through: watch::Receiver<Through>,
}

impl Way {
    pub(super) fn start(router: Router, events: Events, change: Change) -> Self {
        let (commands, waiting) = mpsc::channel(8);
        let (told, state) = watch::channel(TunnelState::Off);
        let (told_through, through) = watch::channel(Through::default());
        let told = Told {
            state: told,
            through: told_through,
        };
        tokio::spawn(keep(router, waiting, told, events, change));
        Self {
            commands,
            state,
            through,
        }
    }

    /// Each change of the state.
    pub(super) fn watch(&self) -> watch::Receiver<TunnelState> {
        self.state.clone()
    }

    /// How the public URL is made.
    pub(super) fn through(&self) -> Through {
        *self.through.borrow()
    }

    /// Drops the line and opens the same tunnel anew, when it is online but dead.
    pub(super) async fn reopen(&self) {
        let _ = self.commands.send(Command::Reopen).await;
    }

    pub(super) fn state(&self) -> TunnelState {
        self.state.borrow().clone()
    }

    /// The public base, while there is one.
    pub(super) fn public_url(&self) -> Option<String> {
        match &*self.state.borrow() {
            TunnelState::Online { public_url, .. } => Some(public_url.clone()),
            _ => None,
        }
    }

    /// Opens a tunnel; returns once the old URL is given up.
    pub(super) async fn open(&self, plan: Plan) {
        let (given_up, wait) = oneshot::channel();
        let command = Command::Open(plan, given_up);
        if self.commands.send(command).await.is_ok() {
            let _ = wait.await;
        }
    }

    pub(super) async fn retry(&self) {
        let _ = self.commands.send(Command::Retry).await;
    }

    pub(super) async fn close(&self) {
        let (closed, wait) = oneshot::channel();
        if self.commands.send(Command::Close(closed)).await.is_ok() {
            let _ = wait.await;
        }
    }

    /// Waits until the state is settled: online or failed.
    pub(super) async fn settled(&self) -> TunnelState {
        let mut state = self.state.clone();
        let settled = state
            .wait_for(|state| {
                matches!(
                    state,
                    TunnelState::Online { .. } | TunnelState::Failed { .. }
                )
            })
            .await
            .map(|state| state.clone());
        settled.unwrap_or(TunnelState::Off)
    }
}

struct Told {
    state: watch::Sender<TunnelState>,
    through: watch::Sender<Through>,
}

async fn keep(
    router: Router,
    mut commands: mpsc::Receiver<Command>,
    told: Told,
    events: Events,
    change: Change,
) {
    let mut open: Option<Open> = None;
    let mut present = None;
    loop {
        let news = async {
            if let Some((_, state)) = &mut open
                && state.changed().await.is_ok()
            {
                return state.borrow_and_update().clone();
            }
            std::future::pending().await
        };
        let state = tokio::select! {
            state = news => state,
            command = commands.recv() => match command {
                Some(Command::Open(plan, given_up)) => {
                    // The old URL is given up before it is gone, so that nobody registers it.
                    told.state.send_replace(TunnelState::Connecting);
                    events.tell(change);
                    let _ = given_up.send(());
                    if let Some((tunnel, _)) = open.take() {
                        tunnel.close().await;
                    }
                    told.through.send_replace(through(&plan));
                    present = Some(plan.clone());
                    let (opened, now) = opened(plan, &router);
                    open = Some(opened);
                    now
                }
                Some(Command::Reopen) => {
                    let Some(plan) = present.clone().filter(|_| open.is_some()) else {
                        continue;
                    };
                    // The line is dead: dropping it hangs up, and no goodbye would arrive.
                    drop(open.take());
                    let (opened, now) = opened(plan, &router);
                    open = Some(opened);
                    now
                }
                Some(Command::Retry) => {
                    if let Some((tunnel, _)) = &open {
                        tunnel.retry();
                    }
                    continue;
                }
                Some(Command::Close(closed)) => {
                    present = None;
                    if let Some((tunnel, _)) = open.take() {
                        tunnel.close().await;
                    }
                    told.state.send_replace(TunnelState::Off);
                    events.tell(change);
                    let _ = closed.send(());
                    continue;
                }
                None => {
                    if let Some((tunnel, _)) = open.take() {
                        tunnel.close().await;
                    }
                    return;
                }
            },
        };
        told.state.send_replace(state);
        events.tell(change);
    }
}

type Open = (Box<dyn Tunnel>, watch::Receiver<TunnelState>);

fn opened(plan: Plan, router: &Router) -> (Open, TunnelState) {
    let tunnel = tunnel::open(plan, router.clone());
    let mut state = tunnel.state();
    let now = state.borrow_and_update().clone();
    ((tunnel, state), now)
}

fn through(plan: &Plan) -> Through {
    match plan {
        Plan::Ngrok(_) => Through::Ngrok,
        Plan::Domain(plan) => Through::Domain { port: plan.port },
        Plan::Loopback => Through::Loopback,
    }
}

impl App {
    /// The tunnel as it is now.
    pub async fn tunnel(&self) -> Result<TunnelView> {
        let settings = self.settings_now().tunnel();
        let has_authtoken = matches!(self.authtoken(&self.settings_now()).await, Ok(Some(_)));
        Ok(TunnelView {
            kind: settings.kind,
            state: self.shared.way.state(),
            settings,
            has_authtoken,
            probe: self.shared.prober.last(),
        })
    }

    /// Saves the settings and opens the tunnel anew.
    pub async fn configure_tunnel(&self, input: ConfigureTunnel) -> Result<TunnelView> {
        let _saving = self.shared.in_force.change().await;
        let token = input
            .ngrok_authtoken
            .as_ref()
            .map(|token| token.expose().trim())
            .filter(|token| !token.is_empty());
        if token.is_some() {
            self.settings_now().unlocked(SettingName::NgrokAuthtoken)?;
        }
        let settings = self.unlocked(input.settings.clone()).await?;
        checked(&input.settings)?;
        if let Some(token) = token {
            self.shared
                .vault
                .set(Key::NgrokAuthtoken, Secret::new(token))
                .await?;
        }
        let (saved, settings) = self.with_tunnel(settings).await?;
        let plan = self.plan(&settings).await?;
        self.save(&saved).await?;
        self.go_by(settings);
        match plan {
            Some(plan) => self.shared.way.open(plan).await,
            None => self.shared.way.close().await,
        }
        self.tunnel().await
    }

    /// Tries a failed tunnel again, opens one that was stopped, and anew one that is connected but
    /// dead.
    pub async fn retry_tunnel(&self) -> Result<TunnelView> {
        if self.shared.way.state() == TunnelState::Off {
            if let Some(plan) = self.plan(&self.settings_now()).await? {
                self.shared.way.open(plan).await;
            }
        } else if self.is_connected_but_dead() {
            self.shared.way.reopen().await;
        } else {
            self.shared.way.retry().await;
        }
        self.tunnel().await
    }

    fn is_connected_but_dead(&self) -> bool {
        let is_online = matches!(self.shared.way.state(), TunnelState::Online { .. });
        let was_lost = self
            .shared
            .prober
            .last()
            .is_some_and(|probe| probe.error.is_some());
        is_online && was_lost && self.shared.way.through() == Through::Ngrok
    }

    /// Removes ngrok's authtoken from the keyring, and closes a tunnel that needs it.
    pub async fn forget_authtoken(&self) -> Result<TunnelView> {
        self.shared.vault.remove(Key::NgrokAuthtoken).await?;
        let settings = self.settings_now();
        if settings.way.kind == TunnelKind::Ngrok && settings.ngrok_authtoken.value.is_none() {
            self.shared.way.close().await;
        }
        self.shared.events.tell(Change::Settings);
        self.tunnel().await
    }

    /// Closes the tunnel for this run.
    pub async fn stop_tunnel(&self) -> Result<TunnelView> {
        self.shared.way.close().await;
        self.tunnel().await
    }

    /// At the start: what cannot be opened is left for the window to show, and never keeps the app
    /// from starting.
    pub(super) async fn open_saved_tunnel(&self) -> Result<()> {
        match self.plan(&self.settings_now()).await {
            Ok(Some(plan)) => self.shared.way.open(plan).await,
            Ok(None) => {}
            Err(error) => tracing::warn!("the tunnel is not opened: {error}"),
        }
        Ok(())
    }

    /// ngrok's authtoken: a given one is for this run, and goes before the keyring's.
    async fn authtoken(&self, settings: &Settings) -> Result<Option<Secret>> {
        match &settings.ngrok_authtoken.value {
            Some(given) => Ok(Some(given.clone())),
            None => self.shared.vault.get(Key::NgrokAuthtoken).await,
        }
    }

    pub(super) async fn plan(&self, settings: &Settings) -> Result<Option<Plan>> {
        match settings.route() {
            Route::None => Ok(None),
            Route::Domain { base, port } => {
                let public_base = match (base, &settings.webhook_domain.error) {
                    (Some(base), _) => base,
                    (None, Some(error)) => return Err(error.clone()),
                    (None, None) => check_domain("")?,
                };
                Ok(Some(Plan::Domain(DomainPlan {
                    public_base,
                    port,
                    bind_ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
                })))
            }
            Route::Ngrok { domain } => {
                let authtoken = self.authtoken(settings).await?.ok_or_else(|| {
                    Error::new(
                        Code::NgrokAuth,
                        "ngrok needs an authtoken.",
                        "Copy yours from dashboard.ngrok.com and paste it into the tunnel's settings.",
                    )
                })?;
                let server = self.shared.config.ngrok_server.clone();
                Ok(Some(Plan::Ngrok(NgrokPlan {
                    authtoken,
                    domain,
                    server: server.map(|(addr, ca_pem)| NgrokServer { addr, ca_pem }),
                })))
            }
        }
    }
}
