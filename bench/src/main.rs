//! What Hookbay does, beside what the machine allows. Run by `cargo xtask bench`.
//!
//! `ingest`: how many updates it takes. One run measures the receiver and its two limits on the same machine with the same load: a bare
//! handler that only answers 200, and one synced commit. A caller waits for its answer and an answer
//! waits for a commit, so with c callers no receiver stores more than c updates in a commit's time.
//!
//! `refresher`: how long it takes to look at every bot's webhook once, see [`refresher`].
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it is a command line"
)]

mod commit;
mod load;
mod refresher;
mod report;
mod server;

use anyhow::{Context, Result, bail};
use load::Load;
use report::{Limits, Point, Summary};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

/// Keep-alive connections, each with one request in flight.
const CONNECTIONS: [usize; 2] = [64, 512];

const USAGE: &str = "\
hookbay-bench ingest|refresher [--json] [--seconds N] [--folder PATH]
  --json          one JSON object a line instead of the table
  --seconds N     how long each point is measured, 1 to 60 (5); for the refresher, while it rests
  --folder PATH   where the databases are made, and removed again; its disk is what is measured (.)";

#[derive(Clone, Copy)]
enum What {
    Ingest,
    Refresher,
}

struct Options {
    what: What,
    json: bool,
    seconds: u64,
    folder: PathBuf,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let outcome = options(&args).and_then(|options| match options.what {
        What::Ingest => ingest(&options),
        What::Refresher => refresher::bench(options.json, options.seconds, &options.folder),
    });
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("hookbay-bench: {error:#}\n{USAGE}");
            ExitCode::FAILURE
        }
    }
}

fn options(args: &[String]) -> Result<Options> {
    let mut args = args.iter();
    let what = match args.next().map(String::as_str) {
        Some("ingest") => What::Ingest,
        Some("refresher") => What::Refresher,
        _ => bail!("the benchmarks are: ingest, refresher"),
    };
    let mut options = Options {
        what,
        json: false,
        seconds: 5,
        folder: ".".into(),
    };
    while let Some(arg) = args.next() {
        let mut value = || args.next().with_context(|| format!("{arg} needs a value"));
        match arg.as_str() {
            "--json" => options.json = true,
            "--folder" => options.folder = value()?.into(),
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

/// Measures and prints; whether every update that was answered 200 is in the database.
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
        };
        let bare = server::bare(&runtime, &load, false).context("the bare handler")?;
        let reading = server::bare(&runtime, &load, true).context("the handler that reads")?;
        // Beside each point anew: a disk's mood changes within a minute.
        let before = commit::time(folder.path())?;
        let database = folder.path().join(format!("{connections}.sqlite"));
        let durable = server::durable(&runtime, &load, &database).context("the receiver")?;
        let after = commit::time(folder.path())?;
        points.push(Point {
            connections,
            limits: Limits {
                bare: bare.rate(),
                reading: reading.rate(),
                commit: before.joined(after),
            },
            durable: Summary::of(durable.taken),
            answered: durable.answered,
            stored: durable.stored,
        });
    }
    if options.json {
        for point in &points {
            println!("{}", point.json());
        }
    } else {
        print!("{}", report::table(&points));
    }
    Ok(points.iter().all(|point| point.answered == point.stored))
}
