//! Updates written to a file. Which ones is settled first, as their places alone; then a few at a time
//! are read, written and forgotten.

use super::super::App;
use super::{scrub, whole};
use crate::api::types::{
    ExportFormat, ExportUpdates, ExportWhat, Framework, GetUpdate, JobKind, JobView, Refusal,
    SearchUpdates,
};
use crate::domain::ids::BotId;
use crate::domain::row::UpdateRow;
use crate::domain::scrub::Scrub;
use crate::domain::token::mask_tokens;
use crate::error::{Code, Error, Result};
use crate::inbox::export::{
    Document, FolderSink, Item, Sink, Target, clean, clean_attempt, fixture,
};
use crate::inbox::fixtures::{safe_name, snippet};
use crate::inbox::jobs::Progress;
use crate::store::BotKey;
use std::path::PathBuf;

/// Rows in a page of what a query finds.
const PAGE: u32 = 500;
/// Updates in a selection at the most.
const SELECTED: usize = 100_000;
/// Updates read at once, unless they are long.
const AT_ONCE: usize = 256;
/// Deliveries of an update in a page.
const ATTEMPTS: u32 = 100;

/// Where it goes to.
enum Out {
    File(Document, Sink),
    Folder(FolderSink),
}

struct Task {
    app: App,
    bot_id: BotId,
    key: BotKey,
    format: ExportFormat,
    scrub: Option<Scrub>,
    /// What is to stand beside each fixture.
    program: Option<Program>,
    query: Option<Query>,
    seqs: Vec<i64>,
}

/// A program for each fixture, and the bot that it feeds: Telegram's id and its username.
struct Program {
    framework: Framework,
    bot: (i64, Option<String>),
}

/// What is found so far, newest first, and where the next page begins.
struct Query {
    text: String,
    before: Option<i64>,
}

impl App {
    /// Starts writing updates to a file.
    pub async fn export_updates(&self, input: ExportUpdates) -> Result<JobView> {
        let stored = self.stored(input.bot_id).await?;
        let path = whole(&input.path)?;
        let target = self.target_of_script(input.bot_id).await?;
        let url = stored.bot.webhook_url.as_deref().map(mask_tokens);
        let url = url.unwrap_or_else(|| {
            format!(
                "https://hookbay.invalid/v1/api/webhooks/telegram/{}",
                input.bot_id
            )
        });
        let document = Document::new(input.format, &url, &target);
        let out = open(document, path, input.overwrite).await?;
        let mut task = Task {
            app: self.clone(),
            bot_id: input.bot_id,
            key: stored.key,
            format: input.format,
            scrub: scrub(input.scrub.as_ref()),
            program: input.program.map(|framework| Program {
                framework,
                bot: (stored.bot.telegram_id, stored.bot.username.clone()),
            }),
            query: None,
            seqs: Vec::new(),
        };
        match input.what {
            ExportWhat::Selection { mut seqs } => {
                if seqs.is_empty() || seqs.len() > SELECTED {
                    return Err(Error::new(
                        Code::InvalidInput,
                        format!("Between 1 and {SELECTED} updates can be selected."),
                        "Select fewer, or export what a query finds.",
                    ));
                }
                seqs.sort_unstable();
                seqs.dedup();
                task.seqs = seqs;
            }
            ExportWhat::Query { query } => {
                // The first page at once: a query that is wrong is told of here.
                task.query = Some(Query {
                    text: query,
                    before: None,
                });
                task.page().await?;
            }
        }
        let jobs = &self.shared.jobs;
        jobs.start(
            input.bot_id,
            JobKind::Export,
            input.path,
            |mut progress| async move {
                let done = task.run(&mut progress, out).await;
                (progress, done)
            },
        )
    }

    async fn target_of_script(&self, bot_id: BotId) -> Result<Target> {
        let view = self.delivery(bot_id).await?;
        let answering = view.targets.into_iter().find(|target| target.answers);
        Ok(answering.map_or_else(
            || Target {
                url: "http://127.0.0.1:8080/".into(),
                has_secret_token: false,
                headers: Vec::new(),
                has_own_certificate: false,
            },
            |target| Target {
                url: target.url,
                has_secret_token: target.has_secret_token,
                headers: target.headers,
                has_own_certificate: target.certificate.is_some(),
            },
        ))
    }
}

async fn open(document: Option<Document>, path: PathBuf, overwrite: bool) -> Result<Out> {
    let opened = tokio::task::spawn_blocking(move || match document {
        Some(document) => Ok(Out::File(document, Sink::create(&path, overwrite)?)),
        None => Ok(Out::Folder(FolderSink::create(&path, overwrite)?)),
    });
    opened.await.map_err(|error| {
        Error::new(Code::Internal, "The file could not be begun.", "Try again.").detail(error)
    })?
}

impl Task {
    /// Notes the next page's places. False at the end.
    async fn page(&mut self) -> Result<bool> {
        let Some(query) = &mut self.query else {
            return Ok(false);
        };
        let found = self.app.search_updates(SearchUpdates {
            bot_id: self.bot_id,
            query: query.text.clone(),
            before: query.before,
            after: None,
            limit: PAGE,
        });
        let found = found.await?;
        self.seqs.extend(found.rows.iter().map(|row| row.seq));
        query.before = found.next_before;
        if query.before.is_none() {
            self.query = None;
            self.seqs.reverse();
        }
        Ok(self.query.is_some())
    }

    /// Writes them all; false when it was cancelled.
    async fn run(mut self, progress: &mut Progress, mut out: Out) -> Result<bool> {
        while self.query.is_some() {
            if progress.is_cancelled() {
                return Ok(false);
            }
            self.page().await?;
        }
        let of = self.seqs.len() as u64;
        progress.update(|view| view.of = Some(of));
        if let Out::File(document, sink) = &mut out {
            sink.write(&document.head()).await?;
        }
        let seqs = std::mem::take(&mut self.seqs);
        let mut left = seqs.as_slice();
        while !left.is_empty() {
            let items = self.items(left).await?;
            let (these, rest) = left.split_at(items.len());
            left = rest;
            for (seq, item) in these.iter().zip(items) {
                if progress.is_cancelled() {
                    return Ok(false);
                }
                self.put(*seq, item, progress, &mut out).await?;
            }
        }
        if progress.is_cancelled() {
            return Ok(false);
        }
        match out {
            Out::File(document, mut sink) => {
                sink.write(&document.tail()).await?;
                sink.finish().await?;
            }
            Out::Folder(sink) => sink.finish().await?,
        }
        Ok(true)
    }

    /// Writes one, or tells that it is gone.
    async fn put(
        &self,
        seq: i64,
        item: Option<Item>,
        progress: &mut Progress,
        out: &mut Out,
    ) -> Result<()> {
        let Some(item) = item else {
            progress.update(|view| {
                view.done += 1;
                view.report.refuse(Refusal {
                    line: 0,
                    offset: 0,
                    reason: format!("Update {seq} is not in this bot's inbox any more."),
                });
            });
            return Ok(());
        };
        let item = clean(item, self.scrub.as_ref());
        match out {
            Out::File(document, sink) => {
                sink.write(&document.add(&item)).await?;
                if self.format == ExportFormat::Har {
                    self.put_deliveries(seq, progress, document, sink).await?;
                }
            }
            Out::Folder(sink) => {
                let name = safe_name(&format!("{}-{}", item.update_id, item.kind));
                sink.write(&format!("{name}.json"), &fixture(&item.body))
                    .await?;
                if let Some(Program { framework, bot }) = &self.program {
                    let (file, text) = snippet::of(*framework, &name, (bot.0, bot.1.as_deref()));
                    sink.write(&file, &text).await?;
                }
            }
        }
        progress.update(|view| {
            view.done += 1;
            view.report.updates += 1;
        });
        Ok(())
    }

    /// The first few of these, which are some: one at least.
    async fn items(&self, seqs: &[i64]) -> Result<Vec<Option<Item>>> {
        if self.format == ExportFormat::Har {
            return match seqs.first() {
                Some(seq) => Ok(vec![self.with_headers(*seq).await?]),
                None => Ok(Vec::new()),
            };
        }
        let some = seqs.iter().take(AT_ONCE).copied().collect();
        let found = self.app.shared.store.whole_updates(self.key, some).await?;
        let item = |(row, body): (UpdateRow, Vec<u8>)| Item {
            update_id: row.update_id,
            kind: row.kind,
            received_at: row.received_at,
            body: String::from_utf8_lossy(&body).into_owned(),
            headers: Vec::new(),
        };
        Ok(found.into_iter().map(|found| found.map(item)).collect())
    }

    /// One with its request's headers.
    async fn with_headers(&self, seq: i64) -> Result<Option<Item>> {
        if self.app.shared.store.owner(seq).await? != Some(self.key) {
            return Ok(None);
        }
        let detail = match self.app.get_update(GetUpdate { seq }).await {
            Ok(detail) => detail,
            Err(error) if error.code == Code::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        Ok(Some(Item {
            update_id: detail.row.update_id,
            kind: detail.row.kind,
            received_at: detail.row.received_at,
            body: detail.body,
            headers: detail.headers,
        }))
    }

    /// Writes the deliveries of an update, the oldest first: one at a time, for each may be long.
    async fn put_deliveries(
        &self,
        seq: i64,
        progress: &Progress,
        document: &mut Document,
        sink: &mut Sink,
    ) -> Result<()> {
        let store = &self.app.shared.store;
        for id in self.deliveries(seq).await?.into_iter().rev() {
            if progress.is_cancelled() {
                break;
            }
            if let Some(whole) = store.attempt(id).await? {
                let whole = clean_attempt(whole, self.scrub.as_ref());
                sink.write(&document.delivery(&whole)).await?;
            }
        }
        Ok(())
    }

    /// Their places, the newest first.
    async fn deliveries(&self, seq: i64) -> Result<Vec<i64>> {
        let store = &self.app.shared.store;
        let mut ids: Vec<i64> = Vec::new();
        loop {
            let before = ids.last().copied();
            let page = store
                .attempts(self.key, Some(seq), false, before, ATTEMPTS)
                .await?;
            if page.is_empty() {
                return Ok(ids);
            }
            ids.extend(page.iter().map(|attempt| attempt.id));
        }
    }
}
