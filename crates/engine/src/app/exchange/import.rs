//! Updates read from a file into the inbox. They are marked as imported, and go to no bot by themselves.

use super::super::App;
use super::left_out::LeftOut;
use super::whole;
use crate::api::types::{ImportUpdates, JobKind, JobReport, JobView, Refusal};
use crate::domain::ids::BotId;
use crate::domain::row::UpdateSource;
use crate::error::{Code, Error, Result};
use crate::event::Change;
use crate::inbox::import::{self, Batch, Piece, Read};
use crate::inbox::jobs::Progress;
use crate::store::{BotKey, Imported, NewUpdate, Takes};
use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::mpsc;

/// Batches that wait to be stored.
const WAITING: usize = 2;

struct Task {
    app: App,
    bot_id: BotId,
    key: BotKey,
    left_out: LeftOut,
}

impl App {
    /// Starts reading updates from a file.
    pub async fn import_updates(&self, input: ImportUpdates) -> Result<JobView> {
        let key = self.stored(input.bot_id).await?.key;
        let path = whole(&input.path)?;
        let opened = tokio::task::spawn_blocking(move || import::open(&path)).await;
        let (file, size) = opened.map_err(|error| ended(&error))??;
        let kept = self.shared.store.retention(key).await?;
        let mut task = Task {
            app: self.clone(),
            bot_id: input.bot_id,
            key,
            left_out: LeftOut::new(kept.unwrap_or_default()),
        };
        let jobs = &self.shared.jobs;
        jobs.start(
            input.bot_id,
            JobKind::Import,
            input.path,
            |mut progress| async move {
                progress.update(|view| view.of = Some(size));
                let done = task.run(&mut progress, file).await;
                (progress, done)
            },
        )
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
        let mut updates = Vec::new();
        let mut places = Vec::new();
        for piece in &batch.pieces {
            if let Piece::Update(read) = piece {
                let at = moment(read, now);
                places.push((at, read.line, read.offset, read.what.update_id));
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
            let takes = if self.left_out.is_full() {
                Takes::Nothing
            } else {
                Takes::WhatFits
            };
            store.import(updates, UpdateSource::Imported, takes).await?
        };
        self.look_at(&outcomes, &places, now).await?;
        let left_out = self.left_out.sentences();
        let mut outcomes = outcomes.into_iter().zip(places);
        let mut stored = false;
        let mut gone = false;
        progress.update(|view| {
            view.done = batch.read;
            view.report.note = left_out;
            for piece in batch.pieces {
                match piece {
                    Piece::PassedOver => view.report.passed_over += 1,
                    Piece::Refused(refusal) => view.report.refuse(refusal),
                    Piece::Update(_) => {
                        let Some((outcome, (_, line, offset, id))) = outcomes.next() else {
                            continue;
                        };
                        stored |= matches!(outcome, Imported::Stored(_));
                        gone |= outcome == Imported::NoBot;
                        note(&mut view.report, outcome, (line, offset, id));
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

    /// Counts what is not kept of a batch.
    async fn look_at(
        &mut self,
        outcomes: &[Imported],
        places: &[(DateTime<Utc>, u64, u64, i64)],
        now: DateTime<Utc>,
    ) -> Result<()> {
        for (outcome, (at, _, _, id)) in outcomes.iter().zip(places) {
            match outcome {
                Imported::Stored(_) => self.left_out.stored(*at, now),
                Imported::NoRoom => {
                    if !self.left_out.is_full() {
                        let store = &self.app.shared.store;
                        let kept = store.retention(self.key).await?.unwrap_or_default();
                        let (there, _) = store.count(self.key).unpinned();
                        self.left_out.full(kept, there, *id);
                    }
                    self.left_out.not_taken += 1;
                }
                _ => {}
            }
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
        // All of these are told of at once: see [`LeftOut`].
        Imported::NoRoom => {}
        Imported::NoBot => refuse("Its bot is not in the list any more.".into()),
    }
}

/// When an update had arrived, as the file says; now, where it does not or cannot be so.
fn moment(read: &Read, now: DateTime<Utc>) -> DateTime<Utc> {
    let said = read.received_at;
    said.filter(|at| *at > DateTime::UNIX_EPOCH && *at <= now + TimeDelta::days(1))
        .unwrap_or(now)
}
