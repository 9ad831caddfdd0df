//! How the app is: the tunnel, and whether it is there at all.

use super::Api;
use super::document::STATE;
use super::problem::Problem;
use crate::api::types::TunnelView;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

/// The app is there.
#[derive(Serialize, ToSchema)]
pub(super) struct Health {
    /// Always `ok`; an app that is not well does not answer so.
    status: &'static str,
    /// Hookbay's version.
    version: &'static str,
}

/// Whether the app is there, and which one.
#[utoipa::path(
    get,
    path = "/v1/api/health",
    tag = STATE,
    responses((status = 200, description = "It is.", body = Health))
)]
pub(super) async fn health() -> Json<Health> {
    Json(Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
    })
}

/// The tunnel as it is now.
#[utoipa::path(
    get,
    path = "/v1/api/tunnel",
    tag = STATE,
    responses((status = 200, description = "The tunnel.", body = TunnelView))
)]
pub(super) async fn tunnel(State(api): State<Api>) -> Result<Json<TunnelView>, Problem> {
    Ok(Json(api.app.tunnel().await?))
}
