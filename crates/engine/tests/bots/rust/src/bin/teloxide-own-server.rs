//! Says what it is told, and answers Telegram only when that is done: teloxide's handlers behind a
//! route of its own. To `in the response` it answers there.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::json;
use std::env::var;
use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr};
use std::ops::ControlFlow;
use teloxide::dispatching::{UpdateFilterExt, UpdateHandler};
use teloxide::payloads::SendMessage;
use teloxide::prelude::*;
use teloxide::requests::Payload;
use teloxide_bots::note;

type Failed = Box<dyn Error + Send + Sync>;

async fn echo(bot: Bot, message: Message, update: Update) -> Result<(), Failed> {
    note(&update);
    if let Some(text) = message.text() {
        bot.send_message(message.chat.id, text).await?;
    }
    Ok(())
}

#[derive(Clone)]
struct Inside {
    bot: Bot,
    secret: String,
    handlers: UpdateHandler<Failed>,
}

// docs: own server
async fn webhook(
    State(inside): State<Inside>,
    headers: HeaderMap,
    Json(update): Json<Update>,
) -> Response {
    let secret = headers.get("x-telegram-bot-api-secret-token");
    if secret.is_none_or(|secret| secret != &*inside.secret) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    if let Some(reply) = reply(&update) {
        // A payload is the method's parameters; its name goes with them.
        let mut call = json!(reply);
        call["method"] = json!(SendMessage::NAME);
        return Json(call).into_response();
    }
    let given = dptree::deps![inside.bot.clone(), update];
    match inside.handlers.dispatch(given).await {
        ControlFlow::Break(Err(_)) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        _ => StatusCode::OK.into_response(),
    }
}
// docs: end

fn reply(update: &Update) -> Option<SendMessage> {
    let chat = update.chat()?.id;
    let teloxide::types::UpdateKind::Message(message) = &update.kind else {
        return None;
    };
    let is_asked = message.text() == Some("in the response");
    is_asked.then(|| SendMessage::new(chat, "from the response"))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, var("PORT")?.parse()?));
    let inside = Inside {
        bot: Bot::new(var("BOT_TOKEN")?).set_api_url(var("BOT_API")?.parse()?),
        secret: var("BOT_SECRET")?,
        handlers: dptree::entry().branch(Update::filter_message().endpoint(echo)),
    };
    let router = Router::new().route("/", post(webhook)).with_state(inside);
    let listener = tokio::net::TcpListener::bind(address).await?;
    axum::serve(listener, router).await?;
    Ok(())
}
