//! The control API over HTTP: JSON in, JSON out, under `/sandbox/`.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::given::{Asked, Given};
use super::{Control, Error, FaultOrder, Name, NewBot, NewUser, Payloads, World};

/// The routes, to be nested under `/sandbox`.
pub fn routes<S: Clone + Send + Sync + 'static>(world: Arc<World>) -> Router<S> {
    Router::new()
        .route("/bots", post(add_bot))
        .route("/users", post(add_user))
        .route("/messages", post(send_message))
        .route("/updates", post(send_update))
        .route("/calls", get(calls))
        .route("/deliveries", get(deliveries))
        .route("/sent", get(sent))
        .route("/faults", post(add_fault))
        .route("/names", post(set_name))
        .route("/revoke", post(revoke))
        .merge(super::chats_http::routes())
        .merge(super::story_http::routes())
        .with_state(Control::new(world))
}

pub(super) type Reply = Result<Json<Value>, Error>;

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = match self {
            Self::UnknownBot
            | Self::UnknownUser(_)
            | Self::UnknownChat(_)
            | Self::UnknownMessage(_) => StatusCode::NOT_FOUND,
            Self::IdTaken(_) => StatusCode::CONFLICT,
            Self::BadToken
            | Self::UnknownKind(_)
            | Self::NotOneKind
            | Self::NotAnObject
            | Self::NotPossible(_) => StatusCode::BAD_REQUEST,
        };
        (status, Json(json!({"error": self.to_string()}))).into_response()
    }
}

#[derive(Deserialize)]
struct OfBot {
    token: String,
}

#[derive(Deserialize)]
struct NewMessage {
    token: String,
    #[serde(default)]
    user_id: Option<i64>,
    text: String,
}

#[derive(Deserialize)]
struct NewUpdate {
    token: String,
    update: Payloads,
}

#[derive(Deserialize)]
struct NewFault {
    token: String,
    #[serde(flatten)]
    order: FaultOrder,
}

async fn add_bot(State(control): State<Control>, Given(new): Given<NewBot>) -> Reply {
    Ok(shown(&control.add_bot(new)?))
}

async fn add_user(State(control): State<Control>, Given(new): Given<NewUser>) -> Reply {
    Ok(shown(&json!({"id": control.add_user(new)})))
}

async fn send_message(State(control): State<Control>, Given(new): Given<NewMessage>) -> Reply {
    let id = control.send_message(&new.token, new.user_id, &new.text)?;
    Ok(shown(&json!({"update_id": id})))
}

async fn send_update(State(control): State<Control>, Given(new): Given<NewUpdate>) -> Reply {
    let mut kinds = new.update.iter().filter(|(kind, _)| *kind != "update_id");
    let (Some((kind, payload)), None) = (kinds.next(), kinds.next()) else {
        return Err(Error::NotOneKind);
    };
    let id = control.send_update(&new.token, kind, payload)?;
    Ok(shown(&json!({"update_id": id})))
}

async fn calls(State(control): State<Control>, Asked(of): Asked<OfBot>) -> Reply {
    Ok(shown(&control.calls(&of.token)?))
}

async fn deliveries(State(control): State<Control>, Asked(of): Asked<OfBot>) -> Reply {
    Ok(shown(&control.deliveries(&of.token)?))
}

async fn sent(State(control): State<Control>, Asked(of): Asked<OfBot>) -> Reply {
    Ok(shown(&control.sent(&of.token)?))
}

async fn add_fault(State(control): State<Control>, Given(new): Given<NewFault>) -> Reply {
    control.add_fault(&new.token, new.order)?;
    Ok(shown(&json!({})))
}

#[derive(Deserialize)]
struct NewName {
    host: String,
    /// Absent: the resolver stays silent.
    #[serde(default)]
    address: Option<IpAddr>,
}

async fn set_name(State(control): State<Control>, Given(new): Given<NewName>) -> Reply {
    control.set_name(&new.host, new.address.map_or(Name::Silent, Name::Address));
    Ok(shown(&json!({})))
}

async fn revoke(State(control): State<Control>, Given(of): Given<OfBot>) -> Reply {
    control.revoke(&of.token)?;
    Ok(shown(&json!({})))
}

pub(super) fn shown(value: &impl Serialize) -> Json<Value> {
    Json(serde_json::to_value(value).unwrap_or_default())
}
