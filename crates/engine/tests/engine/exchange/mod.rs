//! Composing, fixtures, export and import.

mod compose;
mod export;
mod fixtures;
mod full;
mod hard;
mod import;
mod large;
mod leaves;
mod odd;
mod stopped;

use crate::delivery::scene::Scene;
use crate::fixture::eventually;
use hookbay_engine::api::types::{
    ExportFormat, ExportUpdates, ExportWhat, ImportUpdates, JobId, JobState, JobView, OfJob,
    UpdateRow,
};
use std::path::{Path, PathBuf};

impl Scene {
    fn path(&self, name: &str) -> PathBuf {
        self.bench.folder.path().join(name)
    }

    fn export(&self, format: ExportFormat, path: &Path) -> ExportUpdates {
        ExportUpdates {
            bot_id: self.bot,
            what: ExportWhat::Query {
                query: String::new(),
            },
            format,
            path: path.display().to_string(),
            overwrite: false,
            scrub: None,
            program: None,
        }
    }

    /// Exports, and gives what is in the file.
    async fn exported(&self, export: ExportUpdates) -> String {
        let path = export.path.clone();
        let job = self.bench.app.export_updates(export).await.unwrap();
        let job = self.ended(job.id).await;
        assert_eq!(job.state, JobState::Done);
        std::fs::read_to_string(path).unwrap()
    }

    async fn import(&self, path: &Path) -> JobView {
        let import = ImportUpdates {
            bot_id: self.bot,
            path: path.display().to_string(),
        };
        let job = self.bench.app.import_updates(import).await.unwrap();
        self.ended(job.id).await
    }

    /// Imports a text.
    async fn import_text(&self, name: &str, text: impl AsRef<[u8]>) -> JobView {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        self.import(&path).await
    }

    pub async fn ended(&self, id: JobId) -> JobView {
        eventually("the job ends", || async {
            let view = self.bench.app.job(OfJob { id }).unwrap();
            (view.state != JobState::Running).then_some(view)
        })
        .await
    }

    async fn rows(&self) -> Vec<UpdateRow> {
        self.bench.rows(self.bot).await
    }
}

/// Counts of a report: stored, duplicates, passed over, refused.
fn counts(job: &JobView) -> (u64, u64, u64, u64) {
    let report = &job.report;
    (
        report.updates,
        report.duplicates,
        report.passed_over,
        report.refused,
    )
}

fn message(id: i64, text: &str) -> String {
    format!(
        "{{\"update_id\":{id},\"message\":{{\"message_id\":1,\"date\":1,\"chat\":{{\"id\":5,\"type\":\"private\"}},\
         \"from\":{{\"id\":5,\"is_bot\":false,\"first_name\":\"Ann\"}},\"text\":\"{text}\"}}}}"
    )
}
