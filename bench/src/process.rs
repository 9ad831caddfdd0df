//! The receiver in a process of its own, so that its memory and its processor time are its alone.

use crate::engine;
use crate::load::{self, Load, Taken};
use crate::report::Summary;
use crate::server::{self, SECRET};
use anyhow::{Context, Result, bail};
use hookbay_engine::api::types::Mode;
use hookbay_engine::domain::retention::Retention;
use hookbay_engine::inbox::retention::Keeper;
use hookbay_engine::receiver::router;
use hookbay_engine::store::Options;
use serde_json::json;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// From one look at the memory to the next.
const LOOK: Duration = Duration::from_millis(50);
/// Memory that grows by no more than this part is flat.
const FLAT: f64 = 0.1;
/// The kernel's unit of processor time is a hundredth of a second wherever Linux runs.
const TICK: f64 = 0.01;

/// Serves until its input ends; says where on its first line of output.
pub fn serve(database: &Path, kept: Option<u64>) -> Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let (receiver, id, bot) = server::receiver(&runtime, database, Options::default())?;
    let _follower = server::follow(&runtime, &receiver);
    let _inside = runtime.enter();
    let keeper = Keeper::start(receiver.store.clone(), receiver.events.clone());
    runtime.block_on(receiver.store.set_retention(
        bot,
        Some(Retention {
            max_updates: kept,
            max_days: None,
            max_bytes: None,
        }),
    ))?;
    keeper.limits_changed();
    let (address, _server) = server::serve(&runtime, router(receiver))?;
    crate::say(&format!("{address} /v1/api/webhooks/telegram/{id}"));
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

/// What a process did with a number of updates.
pub struct Run {
    /// Rate and latencies.
    pub summary: Summary,
    /// Answers 200.
    pub answered: u64,
    /// Updates in the file at the end.
    pub stored: u64,
    /// Processor time of one update in the process.
    pub cpu: Duration,
    /// Resident memory after the first fifth of the time, and the most after it; bytes.
    pub memory: (u64, u64),
}

impl Run {
    /// Whether memory stayed within a tenth of what it was after the first fifth.
    #[expect(
        clippy::cast_precision_loss,
        reason = "no process comes near 2^52 bytes"
    )]
    pub fn is_flat(&self) -> bool {
        let (early, most) = self.memory;
        most as f64 <= early as f64 * (1.0 + FLAT)
    }

    /// For programs.
    pub fn json(&self, name: &str) -> serde_json::Value {
        json!({
            "run": name,
            "updates": self.answered,
            "stored": self.stored,
            "per_s": self.summary.rate,
            "p50_ms": self.summary.p50.as_secs_f64() * 1e3,
            "p99_ms": self.summary.p99.as_secs_f64() * 1e3,
            "cpu_us_per_update": self.cpu.as_secs_f64() * 1e6,
            "memory_early": self.memory.0,
            "memory_most": self.memory.1,
            "memory_flat": self.is_flat(),
        })
    }
}

/// Sends so many updates to a receiver in a process of its own that keeps the newest `kept`.
pub fn run(folder: &Path, updates: u64, kept: Option<u64>) -> Result<Run> {
    let database = folder.join(format!("process-{}.sqlite", kept.unwrap_or_default()));
    let mut server = Server::start(&database, kept)?;
    let load = Load {
        connections: 64,
        warm_up: Duration::ZERO,
        measured: Duration::from_hours(1),
        updates,
        chats: 1,
    };
    let mut run = server.measure(&database, || {
        load::run(&load, server.address, &server.path, SECRET)
    })?;
    // The last ones to go are gone within a look of the keeper's or two.
    run.stored = settled(&database, kept)?;
    server.stop()?;
    Ok(run)
}

fn settled(database: &Path, kept: Option<u64>) -> Result<u64> {
    for _ in 0..200 {
        let stored = server::stored(database)?;
        if kept.is_none_or(|kept| stored <= kept) {
            return Ok(stored);
        }
        std::thread::sleep(LOOK);
    }
    server::stored(database)
}

fn early_and_most(looks: &[u64]) -> (u64, u64) {
    let later = looks.get(looks.len() / 5..).unwrap_or_default();
    (
        later.first().copied().unwrap_or_default(),
        later.iter().copied().max().unwrap_or_default(),
    )
}

/// A process of its own that takes updates.
pub struct Server {
    /// The process.
    pub child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// Its bot's path.
    pub path: String,
}

impl Server {
    fn start(database: &Path, kept: Option<u64>) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("serve").arg(database);
        command.args(kept.map(|kept| kept.to_string()));
        Self::from(command)
    }

    /// The whole app, which passes updates on to `bot`.
    pub fn start_app(folder: &Path, mode: Mode, bot: &str, kept: Option<u64>) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("app").arg(folder);
        command.args([engine::word(mode), bot]);
        command.args(kept.map(|kept| kept.to_string()));
        Self::from(command)
    }

    /// Looks at its memory and its processor time during a load.
    pub fn measure(&self, database: &Path, load: impl FnOnce() -> Result<Taken>) -> Result<Run> {
        let before = cpu(self.child.id())?;
        let (end, looks) = watch(self.child.id());
        let taken = load();
        drop(end);
        let memory = looks.join().unwrap_or_default();
        let spent = cpu(self.child.id())?.saturating_sub(before);
        let taken = taken?;
        let answered = taken.answered;
        Ok(Run {
            summary: Summary::of(taken),
            answered,
            stored: server::stored(database)?,
            cpu: spent / u32::try_from(answered.max(1)).unwrap_or(u32::MAX),
            memory: early_and_most(&memory),
        })
    }

    fn from(mut command: Command) -> Result<Self> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("starting the receiver's process")?;
        let mut line = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        let Some((address, path)) = line.trim().split_once(' ') else {
            let _ = child.kill();
            bail!("the receiver's process did not say where it listens");
        };
        Ok(Self {
            address: address.parse()?,
            path: path.to_owned(),
            child,
        })
    }

    /// Ends it.
    pub fn stop(&mut self) -> Result<()> {
        drop(self.child.stdin.take());
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has ended, unless something went wrong before.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Looks at a process's resident memory until the sender is dropped.
fn watch(process: u32) -> (Sender<()>, JoinHandle<Vec<u64>>) {
    let (end, ended) = channel();
    let looks = std::thread::spawn(move || {
        let mut looks = Vec::new();
        while ended.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
            looks.extend(memory(process));
        }
        looks
    });
    (end, looks)
}

/// Resident memory in bytes.
fn memory(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}

/// Processor time so far, its own and the kernel's for it.
pub fn cpu(process: u32) -> Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))
        .context("only Linux tells of another process's time")?;
    // The name may hold anything, so counted from its end: utime and stime are the 12th and 13th.
    let rest = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = rest
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|ticks| ticks.parse::<f64>().ok())
        .sum();
    Ok(Duration::from_secs_f64(ticks * TICK))
}

#[cfg(test)]
mod tests {
    use super::{cpu, early_and_most, memory};

    #[test]
    fn memory_is_judged_after_the_first_fifth() {
        let looks = [1, 50, 100, 101, 108, 102, 101, 100, 100, 100];
        assert_eq!(early_and_most(&looks), (100, 108));
        assert_eq!(early_and_most(&[]), (0, 0));
    }

    #[test]
    fn this_process_has_memory_and_spends_time() {
        let before = memory(std::process::id()).unwrap();
        let held = vec![1_u8; 64 << 20];
        let now = memory(std::process::id()).unwrap();
        assert!(now > before + (32 << 20), "{before} {now}");
        while cpu(std::process::id()).unwrap().is_zero() {
            std::hint::black_box(held.iter().map(|byte| u64::from(*byte)).sum::<u64>());
        }
    }
}
