//! Files that are not as they should be: nothing breaks, and nothing is left out without a word.

use super::{counts, message};
use crate::delivery::scene::Scene;
use hookbay_engine::api::types::{ExportFormat, GetUpdate, JobState};
use serde_json::{Map, Value};

#[tokio::test]
async fn a_wrong_line_is_the_only_one_that_is_refused() {
    let scene = Scene::new().await;
    let mut file = Vec::new();
    let mut keys = Map::new();
    for number in 0..115 {
        keys.insert(format!("content_{number}"), Value::from(number));
    }
    let lines: Vec<Vec<u8>> = vec![
        message(1, "good").into(),
        b"{\"update_id\":2,\"message\":".to_vec(),
        b"nonsense".to_vec(),
        b"{\"update_id\":3,\"message\":{\"text\":\"\0\"}}".to_vec(),
        b"{\"update_id\":4,\"message\":{\"text\":\"\xff\"}}".to_vec(),
        b"{\"message\":{}}".to_vec(),
        b"{\"update_id\":-5,\"message\":{}}".to_vec(),
        b"[1]".to_vec(),
        message(6, "\\ud83c alone and \\u0000").into(),
        b"{\"update_id\":7,\"thought_query\":{\"from\":{\"id\":1}}}".to_vec(),
        format!("{{\"update_id\":8,\"message\":{}}}", Value::from(keys)).into(),
        message(9, &"x".repeat(5 << 20)).into(),
        message(10, &"y".repeat(17 << 20)).into(),
        format!(
            "{{\"update_id\":11,\"message\":{}{}}}",
            "[".repeat(20_000),
            "]".repeat(20_000)
        )
        .into(),
        message(12, "last").into(),
        b"{\"update_id\":13,\"mess".to_vec(),
    ];
    for line in &lines {
        file.extend_from_slice(line);
        file.push(b'\n');
    }
    let job = scene.import_text("odd.jsonl", &file).await;
    assert_eq!(job.state, JobState::Done);
    assert_eq!(counts(&job), (7, 0, 0, 9), "{:?}", job.report.refusals);
    let refused: Vec<u64> = job
        .report
        .refusals
        .iter()
        .map(|refusal| refusal.line)
        .collect();
    assert_eq!(refused, [2, 3, 4, 5, 6, 7, 8, 13, 16]);
    let second = &job.report.refusals[0];
    assert_eq!(second.offset, lines[0].len() as u64 + 1);
    let rows = scene.rows().await;
    let ids: Vec<i64> = rows.iter().rev().map(|row| row.update_id).collect();
    assert_eq!(ids, [1, 6, 7, 8, 9, 11, 12]);
    // As it was written, and out again as it was written.
    let detail = scene
        .bench
        .app
        .get_update(GetUpdate { seq: rows[5].seq })
        .await
        .unwrap();
    assert_eq!(detail.body, message(6, "\\ud83c alone and \\u0000"));
    let out = scene
        .exported(scene.export(ExportFormat::JsonlPure, &scene.path("out.jsonl")))
        .await;
    let kept = [0, 8, 9, 10, 11, 13, 14]
        .map(|place: usize| String::from_utf8(lines[place].clone()).unwrap());
    assert!(out == kept.join("\n") + "\n", "the same bytes");
}

#[tokio::test]
async fn a_document_that_breaks_off_gives_what_it_had() {
    let scene = Scene::new().await;
    let whole = format!(
        "{{\"ok\":true,\"result\":[\n{},\n{},\n{}",
        message(1, "a"),
        message(2, "b"),
        message(3, "c")
    );
    let cut = &whole[..whole.len() - 20];
    let job = scene.import_text("cut.json", cut).await;
    assert_eq!(counts(&job), (2, 0, 0, 1));
    let refusal = &job.report.refusals[0];
    assert_eq!(
        (refusal.line, refusal.offset),
        (4, cut.len() as u64),
        "{refusal:?}"
    );
    let wrong = format!("[{},\n oops, {}]", message(4, "d"), message(5, "e"));
    let job = scene.import_text("wrong.json", wrong).await;
    assert_eq!(counts(&job), (1, 0, 0, 1));
    assert!(
        job.report.refusals[0].reason.starts_with("The rest"),
        "{:?}",
        job.report.refusals
    );
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, message(6, "f\\n").repeat(9).as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let job = scene
        .import_text("cut.gz", &packed[..packed.len() / 2])
        .await;
    assert!(matches!(job.state, JobState::Failed { .. }), "{job:?}");
}

#[tokio::test]
async fn the_first_thousand_refusals_are_kept_and_all_are_counted() {
    let scene = Scene::new().await;
    let job = scene.import_text("bad.jsonl", "bad\n".repeat(1_500)).await;
    assert_eq!(
        (job.report.refused, job.report.refusals.len()),
        (1_500, 1_000)
    );
}

/// What is before the elements, between them and after them, and how an update is written there.
struct Form {
    name: &'static str,
    head: &'static str,
    between: &'static str,
    tail: &'static str,
    element: fn(&str) -> String,
}

fn entry(update: &str) -> String {
    let text = Value::from(update);
    format!("{{\"request\":{{\"postData\":{{\"text\":{text}}}}}}}")
}

#[tokio::test]
async fn an_element_that_is_too_long_is_the_only_one_that_is_refused() {
    let plain = |update: &str| update.to_owned();
    let form = |name, head, between, tail, element| Form {
        name,
        head,
        between,
        tail,
        element,
    };
    let forms = [
        form("list", "[\n", ",\n ", "\n]", plain),
        form("answer", "{\"ok\":true,\"result\":[\n", ",\n", "]}", plain),
        form(
            "stream",
            "{\n\"update_id\":90,\"message\":{}}\n",
            "\n",
            "\n",
            plain,
        ),
        form("har", "{\"log\":{\"entries\":[\n", "\n,", "]}}", entry),
    ];
    let scene = Scene::new().await;
    for (form, id) in forms.iter().zip((0..).step_by(10)) {
        let long = (form.element)(&message(id + 1, &"y".repeat(17 << 20)));
        let first = (form.element)(&message(id, "before"));
        let last = (form.element)(&message(id + 2, "after"));
        let text = [
            form.head,
            &[first, long.clone(), last].join(form.between),
            form.tail,
        ]
        .concat();
        let job = scene.import_text(form.name, &text).await;
        let name = form.name;
        let stored = if name == "stream" { 3 } else { 2 };
        assert_eq!(counts(&job), (stored, 0, 0, 1), "{name}: {:?}", job.report);
        let refusal = &job.report.refusals[0];
        assert!(refusal.reason.contains("longer than 16 MiB"), "{refusal:?}");
        let offset = text.find(&long).unwrap();
        let line = text[..offset].matches('\n').count() + 1;
        assert_eq!(
            (refusal.line, refusal.offset),
            (line as u64, offset as u64),
            "{name}"
        );
    }
    let mut ids: Vec<_> = scene.rows().await.iter().map(|row| row.update_id).collect();
    ids.sort_unstable();
    assert_eq!(ids, [0, 2, 10, 12, 20, 22, 30, 32, 90]);
}
