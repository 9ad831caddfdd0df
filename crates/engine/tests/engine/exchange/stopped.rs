//! Jobs that are stopped leave nothing half done.

use super::{counts, message};
use crate::delivery::scene::Scene;
use crate::fixture::eventually;
use hookbay_engine::api::types::{ExportFormat, ImportUpdates, JobState, OfJob};
use hookbay_engine::error::Code;
use std::fmt::Write;

/// A file that takes a while.
fn long(scene: &Scene, number: i64) -> std::path::PathBuf {
    let mut text = String::new();
    for id in 0..number {
        writeln!(text, "{}", message(id, "long enough to take a while")).unwrap();
    }
    let path = scene.path("long.jsonl");
    std::fs::write(&path, text).unwrap();
    path
}

#[tokio::test]
async fn a_cancelled_import_says_how_many_are_in() {
    let scene = Scene::new().await;
    let import = ImportUpdates {
        bot_id: scene.bot,
        path: long(&scene, 60_000).display().to_string(),
    };
    let app = &scene.bench.app;
    let job = app.import_updates(import).await.unwrap();
    eventually("some are in", || async {
        let view = app.job(OfJob { id: job.id }).unwrap();
        (view.report.updates > 0).then_some(())
    })
    .await;
    let job = app.cancel_job(OfJob { id: job.id }).await.unwrap();
    assert_eq!(job.state, JobState::Cancelled);
    let stored = app.bot(scene.bot).await.unwrap().update_count;
    assert_eq!(counts(&job), (stored, 0, 0, 0));
    assert!(stored < 60_000 && stored % 500 == 0, "{stored}");
    assert_eq!(app.jobs()[0], job);
}

#[tokio::test]
async fn an_export_that_a_quit_meets_leaves_no_file() {
    let scene = Scene::new().await;
    let job = scene.import(&long(&scene, 3_000)).await;
    assert_eq!(counts(&job), (3_000, 0, 0, 0));
    let app = &scene.bench.app;
    let folder = scene.path("out");
    std::fs::create_dir(&folder).unwrap();
    let export = |name: &str, format| scene.export(format, &folder.join(name));
    let first = app
        .export_updates(export("a.har", ExportFormat::Har))
        .await
        .unwrap();
    app.export_updates(export("b", ExportFormat::Fixtures))
        .await
        .unwrap();
    let third = app.export_updates(export("c.har", ExportFormat::Har)).await;
    assert_eq!(third.unwrap_err().code, Code::InvalidInput, "two at once");
    eventually("it writes", || async {
        let view = app.job(OfJob { id: first.id }).unwrap();
        (view.done > 0).then_some(())
    })
    .await;
    app.shutdown().await;
    let left: Vec<_> = std::fs::read_dir(&folder).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(
        app.jobs()[..2]
            .iter()
            .all(|job| job.state == JobState::Cancelled)
    );
}
