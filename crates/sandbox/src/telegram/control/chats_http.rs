//! The routes of the chats.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::json;

use super::given::{Asked, Given};
use super::http::{Reply, shown};
use super::{Control, Mishap, NewUser};
use crate::telegram::acts::{Act, NewChat};

const USUAL_WAIT: u64 = 30;
const LONGEST_WAIT: u64 = 60;

/// The routes below `/sandbox`.
pub fn routes() -> Router<Control> {
    Router::new()
        .route("/world", get(world))
        .route("/chat", get(chat))
        .route("/transcript", get(transcript))
        .route("/act", post(act))
        .route("/people", post(add_person))
        .route("/chats", post(add_chat))
        .route("/trouble", post(trouble))
        .route("/changes", get(changes))
        .route("/clock", post(clock))
}

#[derive(Deserialize)]
struct OfBot {
    token: String,
}

#[derive(Deserialize)]
struct OfChat {
    token: String,
    chat_id: i64,
    before: Option<i64>,
    limit: Option<usize>,
}

#[derive(Deserialize)]
struct Page {
    token: String,
    before: Option<i64>,
    limit: Option<usize>,
}

#[derive(Deserialize)]
struct Deed {
    token: String,
    user_id: i64,
    #[serde(default)]
    chat_id: Option<i64>,
    act: Act,
}

#[derive(Deserialize)]
struct ChatToMake {
    token: String,
    #[serde(flatten)]
    new: NewChat,
}

#[derive(Deserialize)]
struct Trouble {
    token: String,
    trouble: Mishap,
}

#[derive(Deserialize)]
struct Since {
    token: Option<String>,
    #[serde(default)]
    after: u64,
    timeout: Option<u64>,
}

#[derive(Deserialize)]
struct Jump {
    #[serde(default)]
    seconds: u32,
}

async fn world(State(control): State<Control>, Asked(of): Asked<OfBot>) -> Reply {
    Ok(shown(&control.world(&of.token)?))
}

async fn chat(State(control): State<Control>, Asked(of): Asked<OfChat>) -> Reply {
    let limit = of.limit.unwrap_or(50);
    let page = control.chat(&of.token, of.chat_id, of.before, limit)?;
    Ok(shown(&page))
}

async fn transcript(State(control): State<Control>, Asked(of): Asked<Page>) -> Reply {
    let limit = of.limit.unwrap_or(50);
    Ok(shown(&control.transcript(&of.token, of.before, limit)?))
}

async fn act(State(control): State<Control>, Given(deed): Given<Deed>) -> Reply {
    let did = control.act(&deed.token, deed.user_id, deed.chat_id, deed.act)?;
    Ok(shown(&did))
}

async fn add_person(State(control): State<Control>, Given(new): Given<NewUser>) -> Reply {
    Ok(shown(&control.add_person(new)?))
}

async fn add_chat(State(control): State<Control>, Given(asked): Given<ChatToMake>) -> Reply {
    Ok(shown(&control.add_chat(&asked.token, asked.new)?))
}

async fn trouble(State(control): State<Control>, Given(asked): Given<Trouble>) -> Reply {
    control.trouble(&asked.token, &asked.trouble)?;
    Ok(shown(&control.world(&asked.token)?))
}

async fn changes(State(control): State<Control>, Asked(since): Asked<Since>) -> Reply {
    let wait = since.timeout.unwrap_or(USUAL_WAIT).min(LONGEST_WAIT);
    let news = control.changed(since.token.as_deref(), since.after);
    // The machine's time: whoever polls lives in it, whatever the sandbox's clock shows.
    let news = tokio::time::timeout(Duration::from_secs(wait), news).await;
    let (revision, bots) = match news {
        Ok(news) => news?,
        Err(_) => (since.after, Vec::new()),
    };
    Ok(shown(&json!({ "revision": revision, "bots": bots })))
}

async fn clock(State(control): State<Control>, Given(jump): Given<Jump>) -> Reply {
    Ok(shown(&control.jump(jump.seconds)))
}
