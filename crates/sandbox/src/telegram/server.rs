//! The listener's routes: `/bot<token>/<method>` for bots, `/sandbox/…` for whoever plays Telegram.

use std::sync::Arc;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use tokio::sync::watch;

use super::answer::Answer;
use super::control::{self, Via};
use super::load::Load;
use super::methods;
use super::params::{Params, Unreadable};
use super::world::World;

/// Uploads of files may be large; this only keeps the sandbox from filling the memory.
const MAX_BODY: usize = 64 << 20;

#[derive(Clone)]
struct Served {
    world: Arc<World>,
    load: Arc<Load>,
    stopped: watch::Receiver<bool>,
}

/// Every route of the listener.
pub fn router(world: Arc<World>, load: Arc<Load>, stopped: watch::Receiver<bool>) -> Router {
    let control = control::routes(Arc::clone(&world));
    Router::new()
        .nest("/sandbox", control)
        .fallback(bot_api)
        .with_state(Served {
            world,
            load,
            stopped,
        })
}

async fn bot_api(State(served): State<Served>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::POST) {
        return StatusCode::NOT_IMPLEMENTED.into_response();
    }
    let mut stopped = served.stopped.clone();
    tokio::select! {
        answer = answer(&served, request) => answer.into_response(),
        // A long poll must not hold the shutdown up.
        _ = stopped.wait_for(|stop| *stop) => Answer::error(500, "Internal Server Error: restart").into_response(),
    }
}

/// An answer, or a file.
enum Reply {
    Answer(Answer),
    File(Bytes),
}

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        Self::Answer(answer)
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        match self {
            Self::Answer(answer) => answer.into_response(),
            Self::File(data) => {
                let kind = [(header::CONTENT_TYPE, "application/octet-stream")];
                (kind, data).into_response()
            }
        }
    }
}

async fn answer(served: &Served, request: Request) -> Reply {
    let world = &served.world;
    let _underway = served.load.begin();
    let (head, body) = request.into_parts();
    if let Some(path) = head.uri.path().strip_prefix("/file/bot") {
        return download(world, path);
    }
    let Some(path) = head.uri.path().strip_prefix("/bot") else {
        return Answer::error(404, "Not Found").into();
    };
    let (token, method) = path.split_once('/').unwrap_or((path, ""));
    let token = token.replace("%3A", ":").replace("%3a", ":");
    if !well_formed(&token) {
        let refused = if world.rules.local {
            Answer::error(401, "Unauthorized: invalid token specified")
        } else {
            Answer::error(404, "Not Found")
        };
        return refused.into();
    }
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        return Answer::error(413, "Request Entity Too Large").into();
    };
    let kind = head.headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|value| value.to_str().ok());
    let params = match Params::read(head.uri.query(), kind, body).await {
        Ok(params) => params,
        Err(Unreadable(code, description)) => return Answer::error(code, description).into(),
    };
    if let Err(refused) = served.load.bear(&token).await {
        return refused.into();
    }
    let method = method.strip_prefix("test/").unwrap_or(method);
    let method = if method.is_empty() {
        params.text("method").to_owned()
    } else {
        method.to_owned()
    };
    methods::call(world, &token, &method, &params, Via::Api)
        .await
        .into()
}

/// A file that getFile gave the path of.
fn download(world: &World, path: &str) -> Reply {
    let (token, file) = path.split_once('/').unwrap_or((path, ""));
    let token = token.replace("%3A", ":").replace("%3a", ":");
    let found = world.look_at(&token, |bot| {
        let file = bot.scene.files.by_path(file);
        (bot.revoked, file.map(|file| file.data.clone()))
    });
    match found {
        Some((false, Some(data))) => Reply::File(data),
        Some((false, None)) => Answer::error(404, "Not Found").into(),
        Some((true, _)) | None => Answer::error(401, "Unauthorized").into(),
    }
}

/// The server's own check of a token, before it knows whether there is such a bot.
fn well_formed(token: &str) -> bool {
    let id = token.split_once(':').map(|(id, _)| id);
    let id = id.and_then(|id| id.parse::<u64>().ok());
    token.len() <= 80 && !token.starts_with('0') && id.is_some_and(|id| id > 0 && id < 1 << 54)
}
