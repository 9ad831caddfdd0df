//! The edge's part of the control API: `GET` and `POST /sandbox/edge`.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use super::{Deadness, Edge, Refusal, registry::Registry, stop};

/// The endpoint is offline.
const ENDED: &str = "ERR_NGROK_3200";

/// What the edge is told to do.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Action {
    Cut,
    StopAgents,
    StopTunnels,
    NewUrl,
    RefuseConnections,
    AcceptConnections,
    RefuseSignIn,
    AcceptSignIn,
    RefuseBind,
    AcceptBind,
    MuteHeartbeats,
    UnmuteHeartbeats,
    HangVisitors,
    BadGateway,
}

#[derive(Debug, Deserialize)]
struct Order {
    action: Action,
    /// ngrok's code for a refusal, or for what ends a tunnel.
    code: Option<String>,
    /// What the agent is told when its tunnel ends.
    message: Option<String>,
}

/// The routes; without an edge they say that there is none.
pub fn control_routes(edge: Option<&Edge>) -> Router {
    let registry = edge.map(|edge| Arc::clone(&edge.registry));
    Router::new()
        .route("/sandbox/edge", get(view).post(act))
        .with_state(registry)
}

async fn view(State(registry): State<Option<Arc<Registry>>>) -> Response {
    let Some(registry) = registry else {
        return no_edge();
    };
    let view = registry.watch().borrow().clone();
    Json(json!({
        "connections": view.connections,
        "sign_ins": view.sign_ins,
        "sessions": view.sessions,
        "urls": view.urls,
    }))
    .into_response()
}

async fn act(
    State(registry): State<Option<Arc<Registry>>>,
    order: Result<Json<Order>, JsonRejection>,
) -> Response {
    let Some(registry) = registry else {
        return no_edge();
    };
    let Order {
        action,
        code,
        message,
    } = match order {
        Ok(Json(order)) => order,
        Err(bad) => return error(StatusCode::BAD_REQUEST, &bad.body_text()),
    };
    let refusal = |usual: fn() -> Refusal| Some(code.as_deref().map_or_else(usual, Refusal::known));
    match action {
        Action::Cut => registry.cut(),
        Action::StopAgents => {
            let answers = stop::agents(&registry).await;
            return Json(json!({"answers": answers})).into_response();
        }
        Action::StopTunnels => {
            let code = code.as_deref().unwrap_or(ENDED);
            let message = message.as_deref().unwrap_or("The endpoint was stopped.");
            let told = stop::tunnels(&registry, code, message).await;
            return Json(json!({"told": told})).into_response();
        }
        Action::NewUrl => registry.forget_names(),
        Action::RefuseConnections => registry.faults(|faults| faults.refuse_connections = true),
        Action::AcceptConnections => registry.faults(|faults| faults.refuse_connections = false),
        Action::RefuseSignIn => {
            registry.faults(|faults| faults.sign_in = refusal(Refusal::invalid_authtoken));
        }
        Action::AcceptSignIn => registry.faults(|faults| faults.sign_in = None),
        Action::RefuseBind => {
            registry.faults(|faults| faults.bind = refusal(Refusal::domain_not_reserved));
        }
        Action::AcceptBind => registry.faults(|faults| faults.bind = None),
        Action::MuteHeartbeats => registry.faults(|faults| faults.mute_heartbeats = true),
        Action::HangVisitors => registry.deaden(Deadness::Hangs),
        Action::BadGateway => registry.deaden(Deadness::BadGateway),
        Action::UnmuteHeartbeats => registry.faults(|faults| faults.mute_heartbeats = false),
    }
    Json(json!({})).into_response()
}

fn no_edge() -> Response {
    error(
        StatusCode::NOT_FOUND,
        "This sandbox was started without an edge; start it with --edge.",
    )
}

fn error(status: StatusCode, sentence: &str) -> Response {
    (status, Json(json!({"error": sentence}))).into_response()
}
