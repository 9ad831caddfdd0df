//! The routes of the story, and of whether somebody listens.

use std::time::Duration;

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::given::Asked;
use super::http::Reply;
use super::{Control, Error};

const LONGEST_WAIT: u64 = 60;

/// The routes below `/sandbox`.
pub fn routes() -> Router<Control> {
    Router::new()
        .route("/story", get(story))
        .route("/listening", get(listening))
}

#[derive(Deserialize)]
struct Since {
    token: String,
    #[serde(default)]
    after: u64,
    chat_id: Option<i64>,
    #[serde(default)]
    timeout: u64,
}

async fn story(State(control): State<Control>, Asked(since): Asked<Since>) -> Reply {
    let read = |bot: &crate::telegram::bot::Bot| {
        let story = &bot.scene.story;
        let beats = story.after(since.after, since.chat_id);
        let found = !beats.is_empty();
        (found, json!({ "beats": beats, "last": story.last() }))
    };
    control.soon(&since.token, since.timeout, read).await
}

#[derive(Deserialize)]
struct OfBot {
    token: String,
    #[serde(default)]
    timeout: u64,
}

async fn listening(State(control): State<Control>, Asked(of): Asked<OfBot>) -> Reply {
    let read = |bot: &crate::telegram::bot::Bot| {
        let by = match (&bot.webhook, bot.polled) {
            (Some(_), _) => Some("webhook"),
            (None, true) => Some("polling"),
            (None, false) => None,
        };
        (by.is_some(), json!({ "by": by }))
    };
    control.soon(&of.token, of.timeout, read).await
}

impl Control {
    /// What is read of a bot, once there is something to read or so many seconds have passed.
    async fn soon(
        &self,
        token: &str,
        timeout: u64,
        read: impl Fn(&crate::telegram::bot::Bot) -> (bool, Value),
    ) -> Reply {
        let found = self.world.until(|state| match state.bots.get(token) {
            None => Some(Err(Error::UnknownBot)),
            Some(bot) => {
                let (found, value) = read(bot);
                (found || state.closed).then_some(Ok(value))
            }
        });
        // The machine's time: whoever asks lives in it, whatever the sandbox's clock shows.
        let wait = Duration::from_secs(timeout.min(LONGEST_WAIT));
        match tokio::time::timeout(wait, found).await {
            Ok(found) => found.map(Json),
            Err(_) => self.look(token, |bot| read(bot).1).map(Json),
        }
    }
}
