//! The public router, and nothing else that is public.
//!
//! One path: `POST /v1/api/webhooks/telegram/{bot_id}`. An update is parsed for its update_id,
//! committed with its raw bytes, and only then answered 200. An unknown bot and a wrong secret get
//! the same answer, so that a stranger learns nothing. A probe of our own on the same path is
//! recognised by its signature and stored nowhere.

mod admit;
mod body;
mod probe;

pub use admit::{Refusals, RefusedCounts};
pub use probe::{Admission, Arrival, HEADER as PROBE_HEADER, Probes, Ticket};
mod relay;

pub use relay::{Answering, Committed, HOP, Nobody, Relay};

use crate::domain::head::Head;
use crate::domain::ids::BotId;
use crate::domain::lane;
use crate::domain::update::classify;
use crate::event::{Change, Events};
use crate::store::{BotKey, Ingested, NewUpdate, Store};
use crate::vault::Vault;
use admit::{Refusal, admit};
use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use bytes::Bytes;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

/// An update's body may be this long. Telegram's own limit is 512 KiB.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// What the router works with.
#[derive(Clone)]
pub struct Receiver {
    /// Where updates go.
    pub store: Store,
    /// Where secret tokens are.
    pub vault: Vault,
    /// Where refused requests are counted.
    pub refusals: Refusals,
    /// Who is told after the commit.
    pub events: Events,
    /// Requests of our own that are on their way.
    pub probes: Probes,
    /// Who passes updates on to the bots.
    pub relay: Arc<dyn Relay>,
}

/// The public router.
pub fn router(receiver: Receiver) -> Router {
    Router::new()
        .route("/v1/api/webhooks/telegram/{bot_id}", post(receive))
        .with_state(Arc::new(receiver))
}

/// The request as it is: an extractor of its own for each part would copy all the headers.
async fn receive(State(receiver): State<Arc<Receiver>>, request: Request) -> Response {
    let here = Instant::now();
    let (parts, body) = request.into_parts();
    // The body is read before any answer: a proxy may lose an answer that overtakes the request.
    let body = body::read(body, BODY_LIMIT).await;
    let bot_id = parts.uri.path().rsplit('/').next().unwrap_or_default();
    let headers = &parts.headers;
    if let Some(header) = headers.get(PROBE_HEADER) {
        return probed(&receiver, bot_id, headers, header.as_bytes(), here);
    }
    if let Some(hop) = headers.get(HOP)
        && receiver.relay.is_own(hop.as_bytes())
    {
        // Ours, come back: the sender knows by the header that it has met itself.
        return (StatusCode::LOOP_DETECTED, [(HOP, hop.clone())]).into_response();
    }
    let Ok(bot_id) = bot_id.parse::<BotId>() else {
        receiver.refusals.count_unknown();
        return refuse(StatusCode::UNAUTHORIZED);
    };
    let key = match admit(&receiver.store, &receiver.vault, bot_id, secret(headers)) {
        Ok(key) => key,
        Err(Refusal::Unknown) => {
            receiver.refusals.count_unknown();
            return refuse(StatusCode::UNAUTHORIZED);
        }
        Err(Refusal::WrongSecret) => {
            receiver
                .refusals
                .count(bot_id, |counts| counts.wrong_secret += 1);
            return refuse(StatusCode::UNAUTHORIZED);
        }
        Err(Refusal::NotReady) => return come_back(),
    };
    match body {
        Ok(body) => {
            let head = head(&parts, body.len());
            store(&receiver, bot_id, key, body, head).await
        }
        Err(body::Unread::TooLarge) => {
            receiver
                .refusals
                .count(bot_id, |counts| counts.too_large += 1);
            refuse(StatusCode::PAYLOAD_TOO_LARGE)
        }
        Err(body::Unread::Broken) => refuse(StatusCode::BAD_REQUEST),
    }
}

/// A probe of ours is noted and answered; anything that only looks like one is a stranger's.
fn probed(
    receiver: &Receiver,
    bot_id: &str,
    headers: &HeaderMap,
    header: &[u8],
    here: Instant,
) -> Response {
    let admission = || {
        let Ok(bot_id) = bot_id.parse() else {
            return Admission::Unknown;
        };
        let secret = secret(headers);
        admit(&receiver.store, &receiver.vault, bot_id, secret)
            .map(drop)
            .into()
    };
    if let Some(answer) = receiver.probes.arrived(header, here, admission) {
        return (StatusCode::OK, [(PROBE_HEADER, answer)]).into_response();
    }
    receiver.refusals.count_unknown();
    refuse(StatusCode::UNAUTHORIZED)
}

fn secret(headers: &HeaderMap) -> &[u8] {
    headers
        .get("x-telegram-bot-api-secret-token")
        .map(axum::http::HeaderValue::as_bytes)
        .unwrap_or_default()
}

fn head(parts: &Parts, length: usize) -> Head {
    let headers = parts.headers.iter();
    let headers: Vec<_> = headers
        .map(|(name, value)| (name.as_str(), value.as_bytes()))
        .collect();
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    Head::of(&headers, peer.map(|info| info.0), length)
}

async fn store(
    receiver: &Receiver,
    bot_id: BotId,
    bot: BotKey,
    body: Bytes,
    head: Head,
) -> Response {
    let Ok(what) = classify(&body) else {
        receiver
            .refusals
            .count(bot_id, |counts| counts.not_an_update += 1);
        return refuse(StatusCode::BAD_REQUEST);
    };
    let committed = receiver.relay.concerns(bot).then(|| Committed {
        bot_id,
        bot,
        update_id: what.update_id,
        lane: lane::of(&what, &body),
        body: body.clone(),
        is_duplicate: false,
    });
    let received_at = chrono::Utc::now().timestamp_millis();
    let update = NewUpdate {
        bot,
        received_at,
        what,
        body,
    };
    match receiver.store.ingest_with(update, head).await {
        Ok(Ingested::Stored) => {
            receiver.events.tell(Change::Updates { bot_id });
            pass_on(receiver, committed, false).await
        }
        Ok(Ingested::Duplicate) => pass_on(receiver, committed, true).await,
        Ok(Ingested::Busy) => come_back(),
        Err(error) => {
            tracing::error!(%bot_id, detail = ?error.detail, "update not stored: {error}");
            come_back()
        }
    }
}

async fn pass_on(
    receiver: &Receiver,
    committed: Option<Committed>,
    is_duplicate: bool,
) -> Response {
    let Some(mut committed) = committed else {
        return StatusCode::OK.into_response();
    };
    committed.is_duplicate = is_duplicate;
    let answer = receiver.relay.pass_on(committed).await;
    answer.unwrap_or_else(|| StatusCode::OK.into_response())
}

/// Telegram keeps the update and delivers it again.
fn come_back() -> Response {
    (
        StatusCode::SERVICE_UNAVAILABLE,
        [(header::RETRY_AFTER, "1")],
    )
        .into_response()
}

fn refuse(status: StatusCode) -> Response {
    status.into_response()
}
