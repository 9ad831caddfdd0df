//! What happened to a bot's webhook.

use super::Api;
use super::document::WEBHOOKS;
use super::params::{Asked, Limit, OfBot, Seq, link};
use super::problem::Problem;
use crate::api::types::{BotId, HistoryEntry, ListHistory};
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
    #[param(value_type = Option<i64>, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    before: Option<Seq>,
    /// Entries in the page at the most.
    #[serde(default)]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 500, default = 100)]
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
    params(("bot_id" = BotId, Path, description = "The bot's id in Hookbay."), HistoryQuery),
    responses((status = 200, description = "The page.", body = HistoryList))
)]
pub(super) async fn list(
    State(api): State<Api>,
    OfBot(bot_id): OfBot,
    Asked(query): Asked<HistoryQuery>,
) -> Result<Json<HistoryList>, Problem> {
    let limit = query.limit.0;
    let page = api
        .app
        .list_history(ListHistory {
            bot_id,
            before: query.before.map(|seq| seq.0),
            limit,
        })
        .await?;
    let last = page.entries.last().filter(|_| page.more);
    let next = last.map(|entry| {
        link(
            &format!("/v1/api/bots/{bot_id}/history"),
            &[
                ("before", Some(entry.seq.to_string())),
                ("limit", Some(limit.to_string())),
            ],
        )
    });
    Ok(Json(HistoryList {
        entries: page.entries,
        next,
    }))
}
