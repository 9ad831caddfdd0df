//! A file of 2 GB: imported by the whole app, exported again, that imported by another, and exported once
//! more. How fast, in how much memory, and whether the two exports are the same bytes.

use crate::engine;
use crate::goal::Goals;
use crate::inbox::Made;
use anyhow::{Context, Result, bail};
use hookbay_engine::api::types::{
    ExportFormat, ExportUpdates, ExportWhat, ImportUpdates, JobState, JobView, Mode, OfJob,
};
use hookbay_engine::app::App;
use hookbay_engine::domain::ids::BotId;
use serde_json::json;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// Nothing is removed meanwhile.
const KEPT: u64 = 1_000_000_000;
/// One update in so many is a long one.
const LONG_EVERY: u64 = 8;
/// The text of a long one, about as long as Telegram allows with every character escaped.
const LONG: usize = 24_000;
/// From one look at a job to the next.
const LOOK: Duration = Duration::from_millis(20);

/// Measures and prints; whether nothing was refused, and the exports are the same.
pub fn bench(as_json: bool, updates: u64, folder: &Path) -> Result<bool> {
    let folder = tempfile::Builder::new()
        .prefix("hookbay-bench-")
        .tempdir_in(folder)?;
    let runtime = tokio::runtime::Runtime::new()?;
    let path = |name: &str| folder.path().join(name);
    make(&path("made.jsonl"), updates)?;
    let before = memory()?;
    let mut good = true;
    for (from, to) in [
        ("made.jsonl", "first.jsonl"),
        ("first.jsonl", "second.jsonl"),
    ] {
        let data = tempfile::tempdir_in(folder.path())?;
        good &= runtime.block_on(turn(as_json, updates, data.path(), &path(from), &path(to)))?;
    }
    let same = same(&path("first.jsonl"), &path("second.jsonl"))?;
    let grown = memory()?.saturating_sub(before);
    if as_json {
        println!("{}", json!({ "same": same, "memory_bytes": grown }));
    } else {
        println!(
            "the two exports are {}; the process grew by {} MB at the most",
            if same {
                "the same bytes"
            } else {
                "not the same"
            },
            grown >> 20
        );
    }
    let mut goals = Goals::default();
    goals.holds(good, "Not every update was imported and exported.");
    goals.holds(same, "The two exports are not the same bytes.");
    Ok(goals.end())
}

/// Updates of every kind, one a line.
fn make(path: &Path, updates: u64) -> Result<()> {
    let mut made = Made::new();
    let mut file = BufWriter::new(File::create(path)?);
    let long = "x".repeat(LONG);
    for number in 0..updates {
        // Telegram breaks the line after the update_id, and here an update is a line.
        let mut update = made.next().replace('\n', "");
        if number.is_multiple_of(LONG_EVERY) {
            update.truncate(update.len() - 1);
            update = format!("{update},\"a_kind_from_the_future\":{{\"text\":\"{long}\"}}}}");
        }
        writeln!(file, "{update}")?;
    }
    file.flush()?;
    Ok(())
}

/// Imports into an inbox of its own, and exports that.
async fn turn(as_json: bool, updates: u64, data: &Path, from: &Path, to: &Path) -> Result<bool> {
    let nobody = "http://127.0.0.1:9/";
    let (_, app, _telegram) = engine::start(data, Mode::Record, nobody, Some(KEPT)).await?;
    let bot_id = only(&app).await?;
    let import = ImportUpdates {
        bot_id,
        path: from.display().to_string(),
    };
    let started = Instant::now();
    let imported = ended(&app, app.import_updates(import).await?).await?;
    let import_time = started.elapsed();
    let export = ExportUpdates {
        bot_id,
        what: ExportWhat::Query {
            query: String::new(),
        },
        format: ExportFormat::Jsonl,
        path: to.display().to_string(),
        overwrite: false,
        scrub: None,
        program: None,
    };
    let started = Instant::now();
    let exported = ended(&app, app.export_updates(export).await?).await?;
    let export_time = started.elapsed();
    app.shutdown().await;
    let (imported, exported) = (imported.report, exported.report);
    let bytes = std::fs::metadata(from)?.len();
    if as_json {
        println!(
            "{}",
            json!({ "bytes": bytes, "imported": imported.updates, "refused": imported.refused,
                "import_seconds": import_time.as_secs_f64(), "exported": exported.updates,
                "export_seconds": export_time.as_secs_f64() })
        );
    } else {
        println!(
            "{} MB: {} updates imported in {:.0} s ({:.0} MB/s), {} refused; {} exported in {:.0} s ({:.0} MB/s)",
            bytes >> 20,
            imported.updates,
            import_time.as_secs_f64(),
            rate(bytes, import_time),
            imported.refused,
            exported.updates,
            export_time.as_secs_f64(),
            rate(bytes, export_time),
        );
    }
    Ok(imported.updates == updates && imported.refused == 0 && exported.updates == updates)
}

#[expect(clippy::cast_precision_loss, reason = "no file comes near 2^52 bytes")]
fn rate(bytes: u64, time: Duration) -> f64 {
    bytes as f64 / f64::from(1 << 20) / time.as_secs_f64().max(1e-9)
}

async fn only(app: &App) -> Result<BotId> {
    let bots = app.overview().await?.bots;
    Ok(bots.first().context("there is no bot")?.id)
}

async fn ended(app: &App, job: JobView) -> Result<JobView> {
    loop {
        let view = app.job(OfJob { id: job.id })?;
        match view.state {
            JobState::Running => tokio::time::sleep(LOOK).await,
            JobState::Done => return Ok(view),
            other => bail!("it ended as {other:?}"),
        }
    }
}

fn same(one: &Path, other: &Path) -> Result<bool> {
    if std::fs::metadata(one)?.len() != std::fs::metadata(other)?.len() {
        return Ok(false);
    }
    let (mut one, mut other) = (
        BufReader::new(File::open(one)?),
        BufReader::new(File::open(other)?),
    );
    let (mut a, mut b) = (vec![0; 1 << 20], vec![0; 1 << 20]);
    loop {
        let read = one.read(&mut a)?;
        if read == 0 {
            return Ok(true);
        }
        other.read_exact(&mut b[..read])?;
        if a[..read] != b[..read] {
            return Ok(false);
        }
    }
}

/// The most memory that this process has had, in bytes.
fn memory() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .context("the kernel does not tell of memory")?;
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kilobytes * 1024)
}
