//! The probe in the background: a task that sends one through the public URL every interval, and at
//! once when the tunnel comes online or the machine woke, and has the tunnel opened anew when it is
//! connected but dead.
//!
//! Never while the tunnel is not online, and never for the sandbox's way, which it does not know. A
//! lost probe says nothing where this computer itself may not reach the public side, or where
//! updates arrive all the same.

mod health;
mod wake;

use super::tunnel::Way;
use crate::api::types::{ProbeView, TunnelState};
use crate::doctor::{self, Journey, Shot, Through, Trust};
use crate::domain::bot::Environment;
use crate::domain::history::{EventKind, NewEvent};
use crate::domain::ids::BotId;
use crate::domain::policy::Policy;
use crate::domain::public_url::webhook_url;
use crate::error::{Code, Error};
use crate::event::{Change, Events};
use crate::receiver::{PROBE_HEADER, Probes, Ticket};
use crate::secret::Secret;
use crate::store::Store;
use crate::webhooks::refresher::Pace;
use chrono::Utc;
use health::{Act, Health, Outcome};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, interval, sleep_until};
use wake::{Clocks, TICK};

/// What probes are sent and recognised with.
#[derive(Clone)]
pub(super) struct Sonde {
    pub(super) probes: Probes,
    pub(super) trust: Trust,
}

impl Sonde {
    /// Sends one to a bot's path, with its secret token where there is one to try.
    pub(super) async fn send(
        &self,
        base: &str,
        bot: BotId,
        secret: Option<&Secret>,
    ) -> (Journey, Ticket) {
        let ticket = self.probes.ticket();
        let url = webhook_url(base, bot);
        let journey = match url.parse() {
            Ok(url) => {
                let shot = Shot {
                    url: &url,
                    header: (PROBE_HEADER, ticket.header()),
                    secret,
                    patience: doctor::PATIENCE,
                };
                doctor::send(shot, &self.trust, |header| ticket.is_answered_by(header)).await
            }
            // The tunnel's own URL parses; were it not so, its host is what cannot be found.
            Err(error) => Journey::lost(doctor::Lost::Name {
                host: base.to_owned(),
                detail: url::ParseError::to_string(&error),
            }),
        };
        (journey, ticket)
    }
}

/// The journey as shown.
pub(super) fn view(
    public_url: &str,
    journey: &Journey,
    ticket: &Ticket,
    through: Through,
) -> ProbeView {
    let millis = |span: Duration| u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
    let arrived = ticket.arrival().map(|arrival| arrival.at);
    let back = journey.back.as_ref().ok();
    ProbeView {
        at: Utc::now(),
        public_url: public_url.to_owned(),
        dns_ms: journey.legs.name.map(millis),
        connect_ms: journey.legs.connect.map(millis),
        tls_ms: journey.legs.tls.map(millis),
        there_ms: journey
            .sent
            .zip(arrived)
            .map(|(sent, arrived)| millis(arrived.saturating_duration_since(sent))),
        back_ms: arrived
            .zip(back)
            .map(|(arrived, back)| millis(back.saturating_duration_since(arrived))),
        error: match &journey.back {
            Err(lost) => Some(lost.told(through)),
            Ok(_) => untrusted(journey),
        },
    }
}

/// It came back, and Telegram would not have gone that way.
fn untrusted(journey: &Journey) -> Option<Error> {
    let refused = journey.shown.as_ref()?.trusted.as_ref().err()?;
    Some(
        Error::new(
            Code::ProbeLost,
            "The public URL leads to this Hookbay, but Telegram would not trust its certificate.",
            "Examine the webhook to see why; a certificate that was uploaded with the webhook is fine.",
        )
        .detail(refused),
    )
}

/// The handle of the task; dropping it ends the task.
pub(super) struct Prober {
    asked: mpsc::Sender<oneshot::Sender<ProbeView>>,
    last: watch::Receiver<Option<ProbeView>>,
    _task: JoinSet<()>,
}

impl Prober {
    pub(super) fn start(
        sonde: Sonde,
        way: Way,
        store: Store,
        events: Events,
        policy: watch::Receiver<Policy>,
        pace: Pace,
    ) -> Self {
        let (asked, waiting) = mpsc::channel(4);
        let (told, last) = watch::channel(None);
        let running = Running {
            sonde,
            way,
            store,
            events,
            policy,
            pace,
            told,
            health: Health::default(),
            started: Instant::now(),
            doubted_at: Utc::now(),
        };
        let mut task = JoinSet::new();
        task.spawn(running.run(waiting));
        Self {
            asked,
            last,
            _task: task,
        }
    }

    /// Sends one now. `None` while the tunnel is not online.
    pub(super) async fn probe(&self) -> Option<ProbeView> {
        let (answer, wait) = oneshot::channel();
        self.asked.send(answer).await.ok()?;
        wait.await.ok()
    }

    /// Has one sent soon, by somebody who does not wait for it.
    pub(super) fn nudge(&self) {
        // A full queue means that several are to be sent already.
        let _ = self.asked.try_send(oneshot::channel().0);
    }

    /// The last one, in this run.
    pub(super) fn last(&self) -> Option<ProbeView> {
        self.last.borrow().clone()
    }
}

struct Running {
    sonde: Sonde,
    way: Way,
    store: Store,
    events: Events,
    policy: watch::Receiver<Policy>,
    pace: Pace,
    told: watch::Sender<Option<ProbeView>>,
    health: Health,
    started: Instant,
    /// When the first probe of a lost row was sent.
    doubted_at: chrono::DateTime<Utc>,
}

impl Running {
    async fn run(mut self, mut asked: mpsc::Receiver<oneshot::Sender<ProbeView>>) {
        let mut state = self.way.watch();
        let mut policy = self.policy.clone();
        let mut clocks = Clocks::now();
        let rhythm = TICK.min(self.pace.pulse);
        let mut tick = interval(rhythm);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut online = None;
        let mut next = Instant::now();
        loop {
            let now = state.borrow_and_update().clone();
            let is = match now {
                TunnelState::Online { .. } => Some(now),
                _ => None,
            };
            if is != online {
                self.health.restart();
                online = is;
                next = Instant::now();
            }
            let answer = tokio::select! {
                changed = state.changed() => match changed {
                    Ok(()) => continue,
                    Err(_) => return,
                },
                () = sleep_until(next), if online.is_some() => None,
                answer = asked.recv() => match answer {
                    Some(answer) => Some(answer),
                    None => return,
                },
                Ok(()) = policy.changed() => {
                    next = Instant::now();
                    continue;
                }
                _ = tick.tick(), if online.is_some() => {
                    if clocks.slept(rhythm, self.pace.slept) {
                        tracing::info!("the machine slept: the way is probed");
                        next = Instant::now() + jittered(Duration::from_secs(2));
                    }
                    continue;
                }
            };
            let Some(seen) = &online else {
                // Dropped, the answer says that there was nothing to probe.
                continue;
            };
            let Some((view, wait)) = self.once(seen).await else {
                continue;
            };
            next = Instant::now() + wait;
            if let Some(answer) = answer {
                // Whoever asked may have gone.
                let _ = answer.send(view);
            }
        }
    }

    /// Sends one, tells of it, and does what follows from it.
    async fn once(&mut self, seen: &TunnelState) -> Option<(ProbeView, Duration)> {
        let base = seen.public_url()?;
        let through = self.way.through();
        let sent_at = Utc::now();
        if !self.health.is_in_doubt() {
            self.doubted_at = sent_at;
        }
        let (journey, ticket) = self.sonde.send(base, BotId::random(), None).await;
        let view = view(base, &journey, &ticket, through);
        self.told.send_replace(Some(view.clone()));
        self.events.tell(Change::Tunnel);
        let outcome = match &journey.back {
            Ok(_) => Outcome::Back,
            // It arrived: whatever happened to the answer, the way here is alive.
            Err(_) if ticket.arrival().is_some() => Outcome::Unclear,
            Err(lost) if lost.is_perhaps_ours() => Outcome::Unclear,
            Err(_) if self.way.state() != *seen => Outcome::Unclear,
            Err(_) if self.health.is_in_doubt() && self.hears().await => Outcome::Unclear,
            Err(_) => Outcome::Lost,
        };
        let interval = self
            .policy
            .borrow()
            .check_interval
            .to_std()
            .unwrap_or(Duration::from_mins(5));
        let (acts, wait) = self.health.after(outcome, self.started.elapsed(), interval);
        let lost = journey.back.as_ref().err();
        let can_reopen =
            through == Through::Ngrok && lost.is_some_and(doctor::Lost::may_be_cured_by_reopening);
        for act in acts {
            match act {
                Act::TellDead => {
                    tracing::warn!("the tunnel is connected but dead");
                    let error = view.error.clone();
                    self.write(EventKind::TunnelDead, base, error).await;
                }
                Act::TellRepaired => {
                    tracing::info!("the tunnel leads here again");
                    self.write(EventKind::TunnelRepaired, base, None).await;
                }
                Act::Reopen if can_reopen => self.way.reopen().await,
                // A domain's proxy is the user's, and a stranger stays: the error says what to do.
                Act::Reopen => {}
            }
        }
        Some((view, jittered(wait)))
    }

    /// Writes an entry for every bot whose webhook was set from here.
    async fn write(&self, kind: EventKind, base: &str, error: Option<Error>) {
        let now = Utc::now();
        let bots = match self.wanted().await {
            Ok(bots) => bots,
            Err(error) => return tracing::warn!("the history is not written: {error}"),
        };
        let entries = bots.iter().map(|stored| NewEvent {
            url: Some(base.to_owned()),
            error: error.clone(),
            ..NewEvent::new(stored.bot.id, now, kind)
        });
        if let Err(error) = self.store.add_history(entries.collect()).await {
            tracing::warn!("the history is not written: {error}");
        }
        for stored in bots {
            let bot_id = stored.bot.id;
            self.events.tell(Change::Webhook { bot_id });
        }
    }

    async fn wanted(&self) -> crate::error::Result<Vec<crate::store::StoredBot>> {
        let mut bots = self.store.bots().await?;
        bots.retain(|stored| {
            stored.bot.webhook_url.is_some() && stored.bot.environment != Environment::Sandbox
        });
        Ok(bots)
    }

    /// Whether an update has arrived since the way is in doubt.
    async fn hears(&self) -> bool {
        let since = self.doubted_at.timestamp_millis();
        self.wanted().await.is_ok_and(|bots| {
            bots.iter().any(|stored| {
                let last = self.store.count(stored.key).last_at;
                last.is_some_and(|at| at > since)
            })
        })
    }
}

/// Less a random part of up to a tenth, so that many do not come in step.
fn jittered(wait: Duration) -> Duration {
    wait.mul_f64(rand::random_range(0.9..=1.0))
}
