//! What Hookbay does, beside what the machine allows. Run by `cargo xtask bench`.
//!
//! `ingest`: how many updates it takes. One run measures the receiver and its two limits on the same machine with the same load: a bare
//! handler that only answers 200, and one synced commit. A caller waits for its answer and an answer
//! waits for a commit, so with c callers no receiver stores more than c updates in a commit's time.
//!
//! `relay`: what a relay adds to a bot's answer, see [`relay`]. `drain`: how fast a hold queue goes, see
//! [`drain`]. `memory`: whether the app's memory stays flat, see [`memory`].
//!
//! `refresher`: how long it takes to look at every bot's webhook once, see [`refresher`].
//!
//! `sandbox`: a message through everything and its answer, and where the time goes, see [`sandbox`].
//!
//! `inbox`: how long a page, a search, a jump and a count take among a million updates, see [`mod@inbox`].
//! `exchange`: a file of 2 GB in, out, in and out again, see [`exchange`].
//!
//! A goal that is missed is said at the end, and the benchmark fails, see [`goal`].
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it is a command line"
)]

mod bot;
mod commit;
mod drain;
mod engine;
mod exchange;
mod goal;
mod inbox;
mod load;
mod memory;
mod pace;
mod peer;
mod process;
mod refresher;
mod relay;
mod report;
mod sandbox;
mod server;

use anyhow::{Context, Result, bail};
use load::Load;
use report::{Limits, Point, Summary};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// Keep-alive connections, each with one request in flight.
const CONNECTIONS: [usize; 2] = [64, 512];

const USAGE: &str = "\
hookbay-bench ingest|relay|drain|memory|refresher|inbox|exchange|sandbox [--json] [--seconds N] [--updates N] [--commit-ms N]
              [--mitmdump PROGRAM] [--folder PATH]
  --json          one JSON object a line instead of the table
  --seconds N     how long each point is measured, 1 to 60 (5); for the refresher, while it rests
  --updates N     ingest: how many go to a process of its own for its memory, and for the cost of
                  removing old ones meanwhile (200000; 0 leaves that out; 1000000 is worth an evening)
                  drain: how many are held (100000); memory: how many come in (1000000);
                  inbox: how many are stored (1000000); exchange: how many are in the file (600000);
                  sandbox: how many count in each way at the most (5000)
  --commit-ms N   ingest: as on a disk whose commits take so much longer (0)
  --mitmdump P    ingest: this mitmdump under the same load, at the first number of connections
  --folder PATH   where the databases are made, and removed again; its disk is what is measured (.)";

#[derive(Clone, Copy)]
enum What {
    Ingest,
    Relay,
    Drain,
    Memory,
    Refresher,
    Inbox,
    Exchange,
    Sandbox,
}

impl What {
    fn named(name: Option<&str>) -> Result<Self> {
        Ok(match name {
            Some("ingest") => Self::Ingest,
            Some("relay") => Self::Relay,
            Some("drain") => Self::Drain,
            Some("memory") => Self::Memory,
            Some("refresher") => Self::Refresher,
            Some("inbox") => Self::Inbox,
            Some("exchange") => Self::Exchange,
            Some("sandbox") => Self::Sandbox,
            _ => bail!(
                "the benchmarks are: ingest, relay, drain, memory, refresher, inbox, exchange, sandbox"
            ),
        })
    }

    /// Unless it is said how many.
    fn updates(self) -> u64 {
        match self {
            Self::Ingest => 200_000,
            Self::Drain => 100_000,
            Self::Exchange => 600_000,
            Self::Sandbox => 5_000,
            Self::Memory | Self::Relay | Self::Refresher | Self::Inbox => 1_000_000,
        }
    }
}

struct Options {
    what: What,
    json: bool,
    seconds: u64,
    updates: u64,
    slower_by: Duration,
    mitmdump: Option<PathBuf>,
    folder: PathBuf,
}

fn main() -> ExitCode {
    // An app has TLS clients, whether they are used or not.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let args: Vec<String> = std::env::args().skip(1).collect();
    // What `process` starts.
    let outcome = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["serve", database, ref kept @ ..] => {
            let kept = kept.first().and_then(|kept| kept.parse().ok());
            process::serve(database.as_ref(), kept).map(|()| true)
        }
        ["app", folder, mode, bot, ref kept @ ..] => {
            let kept = kept.first().and_then(|kept| kept.parse().ok());
            engine::serve(folder.as_ref(), mode, bot, kept).map(|()| true)
        }
        _ => options(&args).and_then(|options| bench(&options)),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("hookbay-bench: {error:#}\n{USAGE}");
            ExitCode::FAILURE
        }
    }
}

fn bench(options: &Options) -> Result<bool> {
    let (json, folder) = (options.json, options.folder.as_path());
    match options.what {
        What::Ingest => ingest(options),
        What::Relay => relay::bench(json, options.seconds, folder),
        What::Drain => drain::bench(json, options.updates, folder),
        What::Memory => memory::bench(json, options.updates, folder),
        What::Refresher => refresher::bench(json, options.seconds, folder),
        What::Inbox => inbox::bench(json, options.updates, folder),
        What::Exchange => exchange::bench(json, options.updates, folder),
        What::Sandbox => sandbox::bench(json, options.seconds, options.updates, folder),
    }
}

fn options(args: &[String]) -> Result<Options> {
    let mut args = args.iter();
    let what = What::named(args.next().map(String::as_str))?;
    let mut options = Options {
        what,
        json: false,
        seconds: 5,
        updates: what.updates(),
        slower_by: Duration::ZERO,
        mitmdump: None,
        folder: ".".into(),
    };
    while let Some(arg) = args.next() {
        let mut value = || args.next().with_context(|| format!("{arg} needs a value"));
        match arg.as_str() {
            "--json" => options.json = true,
            "--mitmdump" => options.mitmdump = Some(value()?.into()),
            "--folder" => options.folder = value()?.into(),
            "--updates" => {
                options.updates = value()?.parse().context("--updates takes a number")?;
            }
            "--commit-ms" => {
                let more = value()?.parse().context("--commit-ms takes a number")?;
                options.slower_by = Duration::from_millis(more);
            }
            "--seconds" => {
                options.seconds = value()?.parse().context("--seconds takes a number")?;
            }
            other => bail!("{other} is not known"),
        }
    }
    if !(1..=60).contains(&options.seconds) {
        bail!("--seconds takes 1 to 60");
    }
    Ok(options)
}

/// Measures and prints; whether every update that was answered 200 is in the database, and the goals are
/// met.
fn ingest(options: &Options) -> Result<bool> {
    let folder = tempfile::Builder::new()
        .prefix("hookbay-bench-")
        .tempdir_in(&options.folder)
        .with_context(|| format!("making a folder in {}", options.folder.display()))?;
    let runtime = tokio::runtime::Runtime::new()?;
    let mut points = Vec::new();
    for connections in CONNECTIONS {
        let load = Load {
            connections,
            warm_up: Duration::from_secs(1),
            measured: Duration::from_secs(options.seconds),
            updates: u64::MAX,
            chats: 1,
        };
        let bare = server::bare(&runtime, &load, false).context("the bare handler")?;
        let reading = server::bare(&runtime, &load, true).context("the handler that reads")?;
        // Beside each point anew: a disk's mood changes within a minute.
        let before = commit::time(folder.path(), options.slower_by)?;
        let database = folder.path().join(format!("{connections}.sqlite"));
        let worse = hookbay_engine::store::Options {
            slower_by: options.slower_by,
            ..Default::default()
        };
        let plain = folder.path().join(format!("{connections}-plain.sqlite"));
        let plain = server::durable(&runtime, &load, &plain, worse, false)
            .context("the receiver without its index")?;
        let durable =
            server::durable(&runtime, &load, &database, worse, true).context("the receiver")?;
        let after = commit::time(folder.path(), options.slower_by)?;
        points.push(Point {
            connections,
            limits: Limits {
                bare: bare.rate(),
                reading: reading.rate(),
                commit: before.joined(after),
            },
            durable: Summary::of(durable.taken),
            plain: plain.taken.rate(),
            answered: durable.answered,
            stored: durable.stored,
        });
    }
    let peer = match (&options.mitmdump, points.first()) {
        (Some(program), Some(point)) => {
            let load = Load {
                connections: point.connections,
                // It gets going slowly.
                warm_up: Duration::from_secs(3),
                measured: Duration::from_secs(options.seconds),
                updates: u64::MAX,
                chats: 1,
            };
            let taken = peer::mitmdump(&runtime, &load, program, folder.path());
            Some(Summary::of(taken.context("mitmdump")?))
        }
        _ => None,
    };
    let beside = points.first().zip(peer.as_ref());
    drop(runtime);
    let runs = in_processes(options.updates, folder.path())?;
    if options.json {
        for point in &points {
            println!("{}", point.json());
        }
        if let Some((point, peer)) = beside {
            println!("{}", report::peer_json(point, peer));
        }
        for (name, run) in &runs {
            println!("{}", run.json(name));
        }
    } else {
        print!("{}", report::table(&points));
        if let Some((point, peer)) = beside {
            print!("{}", report::peer(point, peer));
        }
        print!("{}", report::processes(&runs));
    }
    let mut goals = goal::Goals::default();
    for point in &points {
        point.judge(&mut goals);
    }
    if let Some((point, peer)) = beside {
        report::judge_peer(point, peer, &mut goals);
    }
    let kept_all = runs.first().map(|(_, run)| run);
    goals.holds(
        runs.iter().all(|(_, run)| run.stored <= run.answered)
            && kept_all.is_none_or(|run| run.answered == run.stored),
        "A process of its own has not stored what it answered 200.",
    );
    Ok(goals.end())
}

/// The same updates kept all, and kept a tenth.
fn in_processes(updates: u64, folder: &Path) -> Result<Vec<(&'static str, process::Run)>> {
    if updates == 0 {
        return Ok(Vec::new());
    }
    let all = process::run(folder, updates, None).context("a process that keeps all")?;
    let few = process::run(folder, updates, Some((updates / 10).max(1)))
        .context("a process that keeps a few")?;
    Ok(vec![("all kept", all), ("a tenth kept", few)])
}

/// One line of output, at once.
fn say(line: &str) {
    println!("{line}");
}
