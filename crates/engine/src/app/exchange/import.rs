//! Updates read from a file into the inbox. They are marked as imported, and go to no bot by themselves.

use super::super::App;
use super::whole;
use crate::api::types::{ImportUpdates, JobKind, JobReport, JobView, Refusal};
use crate::domain::ids::BotId;
use crate::domain::retention::Retention;
use crate::domain::row::UpdateSource;
use crate::error::{Code, Error, Result};
use crate::event::Change;
use crate::inbox::import::{self, Batch, Piece, Read};
use crate::inbox::jobs::Progress;
use crate::store::{BotKey, Imported, NewUpdate};
use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::mpsc;

/// Batches that wait to be stored.
const WAITING: usize = 2;

struct Task {
    app: App,
    bot_id: BotId,
    key: BotKey,
    /// What this bot's inbox keeps.
    kept: Retention,
    too_old: u64,
}

impl App {
    /// Starts reading updates from a file.
    pub async fn import_updates(&self, input: ImportUpdates) -> Result<JobView> {
        let key = self.stored(input.bot_id).await?.key;
        let path = whole(&input.path)?;
        let opened = tokio::task::spawn_blocking(move || import::open(&path)).await;
        let (file, size) = opened.map_err(|error| ended(&error))??;
        let limits = self.shared.store.retentions().await?;
        let mut task = Task {
            app: self.clone(),
            bot_id: input.bot_id,
            key,
            kept: limits.get(&key).copied().unwrap_or_default(),
            too_old: 0,
        };
        let jobs = &self.shared.jobs;
        jobs.start(input.bot_id, JobKind::Import, input.path, |mut progress| async move {
            progress.update(|view| view.of = Some(size));
            let done = task.run(&mut progress, file).await;
            if task.too_old > 0 {
                let number = task.too_old;
                progress.update(|view| view.report.note = Some(format!(
                    "{number} of the updates are older than this bot's inbox keeps, and go soon unless \
                     the limit is raised."
                )));
            }
            (progress, done)
        })
    }
}

fn ended(error: &tokio::task::JoinError) -> Error {
    Error::new(
        Code::Internal,
        "Reading the file ended abnormally.",
        "Try again.",
    )
    .detail(error)
}

impl Task {
    /// Stores what is read; false when it was cancelled.
    async fn run(&mut self, progress: &mut Progress, file: std::fs::File) -> Result<bool> {
        let (out, mut batches) = mpsc::channel(WAITING);
        let reading = tokio::task::spawn_blocking(move || import::read(file, out));
        let cancelled = progress.cancelled();
        tokio::pin!(cancelled);
        loop {
            let batch = tokio::select! {
                () = &mut cancelled => {
                    // The reader ends when it finds nobody listening.
                    drop(batches);
                    let _ = reading.await;
                    return Ok(false);
                }
                batch = batches.recv() => batch,
            };
            let Some(batch) = batch else { break };
            self.store(progress, batch).await?;
        }
        reading.await.map_err(|error| ended(&error))??;
        Ok(true)
    }

    async fn store(&mut self, progress: &mut Progress, batch: Batch) -> Result<()> {
        let now = Utc::now();
        let oldest = self.kept.oldest_kept(now);
        let mut updates = Vec::new();
        let mut places = Vec::new();
        for piece in &batch.pieces {
            if let Piece::Update(read) = piece {
                let at = moment(read, now);
                self.too_old += u64::from(oldest.is_some_and(|oldest| at < oldest));
                places.push((read.line, read.offset, read.what.update_id));
                updates.push(NewUpdate {
                    bot: self.key,
                    received_at: at.timestamp_millis(),
                    what: read.what.clone(),
                    body: read.body.clone(),
                });
            }
        }
        let outcomes = if updates.is_empty() {
            Vec::new()
        } else {
            let store = &self.app.shared.store;
            store.import(updates, UpdateSource::Imported).await?
        };
        let mut outcomes = outcomes.into_iter().zip(places);
        let mut stored = false;
        let mut gone = false;
        progress.update(|view| {
            view.done = batch.read;
            for piece in batch.pieces {
                match piece {
                    Piece::PassedOver => view.report.passed_over += 1,
                    Piece::Refused(refusal) => view.report.refuse(refusal),
                    Piece::Update(_) => {
                        let Some((outcome, place)) = outcomes.next() else {
                            continue;
                        };
                        stored |= matches!(outcome, Imported::Stored(_));
                        gone |= outcome == Imported::NoBot;
                        note(&mut view.report, outcome, place);
                    }
                }
            }
        });
        if stored {
            let bot_id = self.bot_id;
            self.app.shared.events.tell(Change::Updates { bot_id });
        }
        if gone {
            return Err(Error::new(
                Code::NotFound,
                "The bot was removed while its updates were read.",
                "Choose another bot.",
            ));
        }
        Ok(())
    }
}

fn note(report: &mut JobReport, outcome: Imported, (line, offset, id): (u64, u64, i64)) {
    let mut refuse = |reason: String| {
        report.refuse(Refusal {
            line,
            offset,
            reason,
        });
    };
    match outcome {
        Imported::Stored(_) => report.updates += 1,
        Imported::Duplicate => report.duplicates += 1,
        Imported::NumberTaken => {
            refuse(format!(
                "The inbox has another update with the update_id {id}."
            ));
        }
        Imported::NoBot => refuse("Its bot is not in the list any more.".into()),
    }
}

/// When an update had arrived, as the file says; now, where it does not or cannot be so.
fn moment(read: &Read, now: DateTime<Utc>) -> DateTime<Utc> {
    let said = read.received_at;
    said.filter(|at| *at > DateTime::UNIX_EPOCH && *at <= now + TimeDelta::days(1))
        .unwrap_or(now)
}
