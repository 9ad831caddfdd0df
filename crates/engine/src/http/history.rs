//! What happened to a bot's webhook.

use super::Api;
use super::document::WEBHOOKS;
use super::params::{Asked, Limit, OfBot, Seq, next_page, usual_limit};
use super::problem::Problem;
use crate::api::types::{HistoryEntry, ListHistory};
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct HistoryQuery {
    /// Only what came before this entry (its `seq`).
    #[param(inline)]
    before: Option<Seq>,
    /// Entries in the page at the most; left out, 100.
    #[serde(default = "usual_limit")]
    #[param(inline, required = false)]
    limit: Limit,
}

/// A page of history.
#[derive(Serialize, ToSchema)]
pub(super) struct HistoryList {
    /// Newest first.
    entries: Vec<HistoryEntry>,
    /// The path and query of the next page, older ones; null at the end.
    next: Option<String>,
}

/// A page of what happened to the webhook of a bot, newest first.
#[utoipa::path(
    get,
    path = "/v1/api/bots/{bot_id}/history",
    operation_id = "list_history",
    tag = WEBHOOKS,
    params(OfBot, HistoryQuery),
    responses((status = 200, description = "The page.", body = HistoryList))
)]
pub(super) async fn list(
    State(api): State<Api>,
    OfBot(bot_id): OfBot,
    Asked(query): Asked<HistoryQuery>,
) -> Result<Json<HistoryList>, Problem> {
    let limit = query.limit.small();
    let page = api
        .app
        .list_history(ListHistory {
            bot_id,
            before: query.before.map(|seq| seq.0),
            limit,
        })
        .await?;
    let last = page.entries.last().filter(|_| page.more);
    let next = last.map(|entry| next_page(bot_id, "history", entry.seq, limit, &[]));
    Ok(Json(HistoryList {
        entries: page.entries,
        next,
    }))
}
