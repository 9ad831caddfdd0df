//! The stream of what changes.

use super::{Door, problem};
use hookbay_engine::api::types::{RenameBot, SandboxSay};
use reqwest::{Method, Response, StatusCode};
use serde_json::Value;
use std::time::Duration;
use tokio::time::timeout;

const PATH: &str = "/v1/api/events";

struct Stream {
    response: Response,
    read: String,
}

impl Stream {
    async fn open(door: &Door) -> Self {
        Self::asked(door, "").await
    }

    async fn asked(door: &Door, query: &str) -> Self {
        let call = door.api.call(Method::GET, &format!("{PATH}{query}"));
        let response = call.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let mut stream = Self {
            response,
            read: String::new(),
        };
        assert_eq!(stream.next().await.unwrap(), ": open");
        stream
    }

    /// The next message, or `None` at the end.
    async fn next(&mut self) -> Option<String> {
        loop {
            if let Some((message, rest)) = self.read.split_once("\n\n") {
                let (message, rest) = (message.to_owned(), rest.to_owned());
                self.read = rest;
                return Some(message);
            }
            let chunk = timeout(Duration::from_secs(10), self.response.chunk());
            let bytes = chunk.await.expect("a message in time").unwrap()?;
            self.read.push_str(&String::from_utf8_lossy(&bytes));
        }
    }

    /// Skips to the next change of that type.
    async fn change(&mut self, kind: &str) -> (u64, Value) {
        loop {
            let message = self.next().await.expect("the stream goes on");
            let field = |name: &str| {
                let found = message.lines().find_map(|line| line.strip_prefix(name));
                found.unwrap_or_default().trim()
            };
            assert_eq!(field("event:"), "change", "{message}");
            let data: Value = serde_json::from_str(field("data:")).unwrap();
            if data["change"]["type"] == kind {
                return (field("id:").parse().unwrap(), data);
            }
        }
    }
}

#[tokio::test]
async fn an_update_that_arrives_is_told() {
    let door = Door::open().await;
    let bot = door.bench.listening_bot().await.id;
    let mut stream = Stream::open(&door).await;
    let say = SandboxSay {
        bot_id: bot,
        text: "hello".into(),
    };
    door.bench.app.sandbox_say(say).await.unwrap();
    let (id, data) = stream.change("updates").await;
    assert_eq!(data["change"]["bot_id"], bot.to_string());
    assert_eq!(data["last_seq"], id);
    // What is told of can be fetched.
    let page = door.api.get(&format!("/v1/api/bots/{bot}/updates")).await;
    assert_eq!(page["rows"][0]["summary"], "hello");

    let name = RenameBot {
        bot_id: bot,
        name: "Kitchen".into(),
    };
    door.bench.app.rename_bot(name).await.unwrap();
    let (later, _) = stream.change("bots").await;
    assert!(later > id);
}

#[tokio::test]
async fn the_stream_ends_with_its_token() {
    let door = Door::open().await;
    let mut stream = Stream::open(&door).await;
    door.bench.app.rotate_http_api_token().await.unwrap();
    assert_eq!(stream.next().await, None);
}

#[tokio::test]
async fn the_stream_ends_after_as_many_events_as_were_asked_for() {
    let door = Door::open().await;
    let bot = door.bench.app.start_sandbox().await.unwrap().id;
    let mut stream = Stream::asked(&door, "?limit=2&timeout=3600").await;
    for (name, more) in [("Kitchen", true), ("Bar", true), ("Oven", false)] {
        let name = RenameBot {
            bot_id: bot,
            name: name.into(),
        };
        door.bench.app.rename_bot(name).await.unwrap();
        assert_eq!(stream.next().await.is_some(), more);
    }
}

#[tokio::test]
async fn the_stream_ends_after_its_time() {
    let door = Door::open().await;
    let mut stream = Stream::asked(&door, "?timeout=1").await;
    while let Some(message) = stream.next().await {
        assert!(message.starts_with("event: change"), "{message}");
    }
    for query in [
        "?limit=0",
        "?timeout=0",
        "?timeout=86401",
        "?limit=x",
        "?last=1",
    ] {
        let call = door.api.call(Method::GET, &format!("{PATH}{query}"));
        problem(call, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
}

#[tokio::test]
async fn there_are_so_many_streams_and_no_more() {
    let door = Door::open().await;
    let mut streams = Vec::new();
    for _ in 0..32 {
        streams.push(Stream::open(&door).await);
    }
    let one_more = door.api.call(Method::GET, PATH);
    let problem = problem(one_more, StatusCode::TOO_MANY_REQUESTS).await;
    assert_eq!(problem["retry_after"], 1);
}
