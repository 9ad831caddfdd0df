//! The session of docs/http-api.md, run as it stands there.

use super::Door;
use serde_json::Value;
use std::io::Write;
use std::process::{Command, Stdio};

const PAGE: &str = include_str!("../../../../../docs/http-api.md");

/// What stands in fences of that language.
fn blocks(language: &str) -> Vec<&'static str> {
    let opening = format!("```{language}\n");
    let parts = PAGE.split(opening.as_str()).skip(1);
    parts
        .map(|part| part.split_once("```").unwrap().0)
        .collect()
}

fn keys(value: &Value) -> Vec<&String> {
    value.as_object().unwrap().keys().collect()
}

#[tokio::test]
async fn the_curl_session_does_what_the_page_says() {
    let door = Door::open().await;
    let bot = door.bench.app.start_sandbox().await.unwrap().id;
    let commands = blocks("sh");
    assert!(commands.len() >= 6, "{commands:?}");
    // A line between the answers, which do not end in one.
    let script = commands.join("echo\n");
    let (url, token) = (door.api.url.clone(), door.api.token.clone());
    let session = tokio::task::spawn_blocking(move || {
        let mut bash = Command::new("bash")
            .args(["-euo", "pipefail", "-c", &script])
            .env("HOOKBAY_URL", url)
            .env("no_proxy", "127.0.0.1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let typed = format!("{token}\n{bot}\n");
        let mut input = bash.stdin.take().unwrap();
        input.write_all(typed.as_bytes()).unwrap();
        drop(input);
        bash.wait_with_output().unwrap()
    });
    let outcome = session.await.unwrap();
    let said = String::from_utf8_lossy(&outcome.stdout);
    assert!(
        outcome.status.success(),
        "{said}\n{}",
        String::from_utf8_lossy(&outcome.stderr)
    );

    let answers: Vec<Value> = said
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let [bots, set, status, deleted] = &answers[..] else {
        panic!("{answers:?}");
    };
    assert_eq!(bots["bots"][0]["id"], bot.to_string());
    let shown: Vec<Value> = blocks("json")
        .iter()
        .map(|block| serde_json::from_str(block).unwrap())
        .collect();
    assert_eq!(keys(set), keys(&shown[0]));
    for same in ["max_connections", "allowed_updates", "last_error_date"] {
        assert_eq!(set[same], shown[0][same], "{same}");
    }
    assert_eq!(status, set);
    assert_eq!(deleted, &shown[1]);
    let after = door
        .api
        .get(&format!("/v1/api/webhooks/telegram/{bot}/webhook/status"))
        .await;
    assert_eq!(after["url"], "");
}
