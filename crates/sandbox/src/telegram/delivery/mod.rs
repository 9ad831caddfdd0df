//! Delivery of one bot's updates to its webhook.
//!
//! One task per webhook. Updates stand in lanes, one per queue key, and a lane sends its first
//! update until it is delivered or expires; lanes run beside each other on a bounded number of
//! kept-alive connections. A connection is opened when a lane is due and none is free, slowly
//! while nothing succeeds. The task ends when the webhook is replaced, deleted or given up.

mod certificate;
mod connection;
mod exchange;
mod lanes;
mod pace;
mod reply;
mod response;
mod tls;
mod worker;

use std::net::IpAddr;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use rustls::ClientConfig;
use tokio::sync::watch;
use tokio::task::JoinSet;
use url::Url;

use super::address;
use super::bot::{AbortOnDrop, Webhook};
use super::control::Attempt;
use super::world::World;
use connection::Connection;
use lanes::{Lanes, Verdict};
use pace::Pace;
use worker::{Done, Failure, Job};

pub use tls::tls_config;

const IDLE: TimeDelta = TimeDelta::seconds(60);
const RESOLVE_AGAIN: TimeDelta = TimeDelta::minutes(30);
const GONE_FOR: TimeDelta = TimeDelta::hours(23);

/// Where and how updates are delivered.
#[derive(Debug)]
pub struct Target {
    /// The webhook.
    pub url: Url,
    /// `user:password`, unless empty.
    pub login: String,
    /// The address behind it.
    pub ip: IpAddr,
    /// Whether the address was given and is never looked up.
    pub fixed_ip: bool,
    /// Sent with every update, unless empty.
    pub secret: String,
    /// The upper bound of parallel deliveries.
    pub max_connections: usize,
}

/// Starts delivering; ends when the returned guard is dropped.
pub fn start(
    world: Arc<World>,
    token: String,
    generation: u64,
    target: Target,
    tls: Arc<ClientConfig>,
) -> AbortOnDrop {
    AbortOnDrop(tokio::spawn(
        delivery(world, token, generation, target, tls).run(),
    ))
}

fn delivery(
    world: Arc<World>,
    token: String,
    generation: u64,
    target: Target,
    tls: Arc<ClientConfig>,
) -> Delivery {
    let now = world.clock.now();
    let changes = world.changes();
    Delivery {
        lanes: Lanes::default(),
        pace: Pace::new(now),
        idle: Vec::new(),
        running: JoinSet::new(),
        looking_up: JoinSet::new(),
        gone_since: None,
        resolved: now,
        target: Arc::new(target),
        tls,
        world,
        token,
        generation,
        changes,
    }
}

struct Delivery {
    world: Arc<World>,
    token: String,
    generation: u64,
    target: Arc<Target>,
    tls: Arc<ClientConfig>,
    changes: watch::Receiver<u64>,
    lanes: Lanes,
    pace: Pace,
    idle: Vec<(Connection, DateTime<Utc>)>,
    running: JoinSet<Done>,
    looking_up: JoinSet<Option<IpAddr>>,
    gone_since: Option<DateTime<Utc>>,
    resolved: DateTime<Utc>,
}

impl Delivery {
    async fn run(mut self) {
        // The first connection is opened before there is anything to send: a webhook nobody can
        // reach shows its error at once.
        self.pace.opened(self.world.clock.now());
        self.spawn(None, None);
        loop {
            self.changes.mark_unchanged();
            let now = self.world.clock.now();
            self.load();
            self.idle
                .retain_mut(|(connection, since)| now - *since < IDLE && connection.is_live());
            self.look_up_again(now);
            let wake = self.send_due(now);
            let idle_ends = self.idle.iter().map(|(_, since)| *since + IDLE).min();
            let look_up = self.next_look_up();
            let wake = [wake, idle_ends, look_up].into_iter().flatten().min();
            let clock = self.world.clock.clone();
            tokio::select! {
                Some(done) = self.running.join_next() => {
                    if let Ok(done) = done {
                        self.finish(done);
                    }
                }
                Some(found) = self.looking_up.join_next() => {
                    self.resolved = self.world.clock.now();
                    // A failed look-up is not reported and leaves the old address in use.
                    if let Ok(Some(ip)) = found {
                        self.move_to(ip);
                    }
                }
                _ = self.changes.changed() => {}
                () = clock.sleep_until(wake.unwrap_or_default()), if wake.is_some() => {}
            }
        }
    }

    fn load(&mut self) {
        let next = self.lanes.next_id();
        let found = self.world.look_at(&self.token, |bot| {
            bot.pending.since(next).cloned().collect::<Vec<_>>()
        });
        let now = self.world.clock.now();
        for update in found.unwrap_or_default() {
            self.lanes.push(update, now);
        }
    }

    /// Gives every due lane a connection; returns when to look again.
    fn send_due(&mut self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        loop {
            let due = self.lanes.first_due()?;
            if due > now {
                return Some(due);
            }
            if let Some(expired) = self.lanes.drop_expired(now) {
                self.world
                    .change_bot(&self.token, |bot| bot.pending.forget(expired));
                continue;
            }
            let connection = self.idle.pop().map(|(connection, _)| connection);
            if connection.is_none() {
                let healthy = self.pace.is_healthy(now);
                let most = if healthy {
                    self.target.max_connections
                } else {
                    1
                };
                if self.running.len() >= most {
                    // Whatever is running wakes the loop when it ends; health only gets worse.
                    return None;
                }
                let allowed = self.pace.next_opening(now);
                if allowed > now {
                    return Some(allowed);
                }
                self.pace.opened(now);
            }
            let job = self.lanes.take(now)?;
            self.spawn(connection, Some(job));
        }
    }

    fn spawn(&mut self, connection: Option<Connection>, job: Option<Job>) {
        let now = self.world.clock.now();
        let handed = job.as_ref().and_then(|job| {
            self.world.note(&self.token, |bot| {
                bot.scene.transcript.handed(job.update.id, now);
                let wrong = bot.wrong_secrets > 0;
                bot.wrong_secrets = bot.wrong_secrets.saturating_sub(1);
                wrong
            })
        });
        let work = worker::Work {
            world: Arc::clone(&self.world),
            target: Arc::clone(&self.target),
            tls: Arc::clone(&self.tls),
            wrong_secret: handed == Some(true),
        };
        self.running.spawn(work.run(connection, job));
    }

    fn finish(&mut self, mut done: Done) {
        let now = self.world.clock.now();
        self.lose(&mut done);
        let recorded = done.failure().and_then(Failure::recorded);
        // One to an address that the name has left since is used no more.
        let current = Arc::ptr_eq(&done.target, &self.target);
        if let Some(connection) = done.connection.take().filter(|_| current) {
            self.idle.push((connection, now));
        }
        let Some(job) = done.job.take() else {
            if let Some(message) = recorded {
                self.world.change_bot(&self.token, |bot| {
                    if bot.has_webhook(self.generation) {
                        bot.last_error = Some((now, message));
                    }
                });
            }
            return;
        };
        let verdict = match &done.result {
            Ok(()) => {
                self.pace.succeeded(now);
                self.lanes.delivered(&job.lane, now)
            }
            Err(failure) => self.lanes.failed(&job.lane, failure.retry_after(), now),
        };
        let given_up = self.count_gone(&done.result, now);
        let attempt = Attempt {
            update_id: job.update.id,
            attempt: job.attempt,
            at: now,
            result: match &done.result {
                Ok(()) => done.status.clone(),
                Err(failure) => failure.shown(),
            },
            delivered: done.result.is_ok(),
            retry_in: match verdict {
                Verdict::Retry(seconds) => Some(seconds),
                Verdict::Over => None,
            },
        };
        self.world.change_bot(&self.token, |bot| {
            if verdict == Verdict::Over {
                bot.pending.forget(job.update.id);
            }
            bot.record_attempt(attempt);
            // The webhook may have been replaced since this try began.
            if !bot.has_webhook(self.generation) {
                return;
            }
            if let Some(message) = recorded {
                bot.last_error = Some((now, message));
            }
            if given_up {
                bot.end_webhook();
            }
        });
        if let Some(reply) = done.reply.take() {
            reply::start(&self.world, &self.token, reply, job.update.id);
        }
    }

    /// Loses the answer of a delivery, where that was ordered: the connection looks as if it had been
    /// closed before the answer came.
    fn lose(&self, done: &mut Done) {
        if done.job.is_none() || done.result.is_err() {
            return;
        }
        let lost = self.world.note(&self.token, |bot| {
            let lost = bot.lost_answers > 0;
            bot.lost_answers = bot.lost_answers.saturating_sub(1);
            lost
        });
        if lost == Some(true) {
            done.result = Err(Failure::Closed);
            done.connection = None;
            done.reply = None;
        }
    }

    /// Whether the webhook has answered nothing but 410 for so long that it is given up.
    fn count_gone(&mut self, result: &Result<(), Failure>, now: DateTime<Utc>) -> bool {
        match result {
            Err(Failure::Status { code: 410, .. }) => {
                let since = *self.gone_since.get_or_insert(now);
                now - since > GONE_FOR
            }
            // Only an answer resets the count.
            Ok(()) | Err(Failure::Status { .. }) => {
                self.gone_since = None;
                false
            }
            Err(_) => false,
        }
    }

    /// When to look the name up again; `None` when it is being looked up, or never is.
    fn next_look_up(&self) -> Option<DateTime<Utc>> {
        let wanted = !self.target.fixed_ip && self.looking_up.is_empty();
        wanted.then(|| self.resolved + RESOLVE_AGAIN)
    }

    /// Follows a name whose address has moved, as late as the real server does. Beside the loop: a
    /// resolver that hangs must not hold deliveries up.
    fn look_up_again(&mut self, now: DateTime<Utc>) {
        if self.next_look_up().is_some_and(|next| next <= now) {
            let (world, target) = (Arc::clone(&self.world), Arc::clone(&self.target));
            self.looking_up
                .spawn(async move { address::resolve(&world, &target.url).await.ok() });
        }
    }

    fn move_to(&mut self, ip: IpAddr) {
        if ip == self.target.ip {
            return;
        }
        self.idle.clear();
        self.target = Arc::new(Target {
            url: self.target.url.clone(),
            login: self.target.login.clone(),
            ip,
            fixed_ip: false,
            secret: self.target.secret.clone(),
            max_connections: self.target.max_connections,
        });
        self.world.change_bot(&self.token, |bot| {
            let ours = |webhook: &&mut Webhook| webhook.generation == self.generation;
            if let Some(webhook) = bot.webhook.as_mut().filter(ours) {
                webhook.ip = ip.to_string();
            }
        });
    }
}

#[cfg(test)]
mod tests;
