//! The stored updates.

use super::Api;
use super::document::UPDATES;
use super::params::{Asked, ChatId, Kind, Limit, OfBot, OfUpdate, Seq, next_page, usual_limit};
use super::problem::Problem;
use crate::api::types::{GetUpdate, SearchUpdates, UpdateDetail, UpdateRow};
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which updates.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct UpdatesQuery {
    /// Only those that arrived before this one (its `seq`).
    #[param(inline)]
    before: Option<Seq>,
    /// Only those that arrived after this one.
    #[param(inline)]
    after: Option<Seq>,
    /// Rows in the page at the most; left out, 100.
    #[serde(default = "usual_limit")]
    #[param(inline, required = false)]
    limit: Limit,
    /// Only this kind, by Telegram's name, such as `message`.
    #[param(inline)]
    kind: Option<Kind>,
    /// Only of this chat, by Telegram's id.
    #[param(inline)]
    chat_id: Option<ChatId>,
    /// In the query language of the window's search field, such as
    /// `status:failed after:1h "exact words"`: see docs/query-language.md.
    query: Option<String>,
}

impl UpdatesQuery {
    /// All that is asked for as one query.
    fn whole(&self) -> String {
        let chat_id = self.chat_id.map(|id| id.0);
        SearchUpdates::query_of(
            self.query.as_deref(),
            self.kind.clone().map(|kind| kind.0),
            chat_id,
        )
    }
}

/// A page of updates, without their bodies.
#[derive(Serialize, ToSchema)]
pub(super) struct UpdateList {
    /// Newest first.
    rows: Vec<UpdateRow>,
    /// The path and query of the next page, older ones; null at the end. A page looks through a
    /// bounded number of updates: with a filter it may have few rows, or none, and still a next.
    next: Option<String>,
}

/// A page of the updates of a bot, newest first.
#[utoipa::path(
    get,
    path = "/v1/api/bots/{bot_id}/updates",
    operation_id = "list_updates",
    tag = UPDATES,
    params(OfBot, UpdatesQuery),
    responses((status = 200, description = "The page.", body = UpdateList))
)]
pub(super) async fn list(
    State(api): State<Api>,
    OfBot(bot_id): OfBot,
    Asked(query): Asked<UpdatesQuery>,
) -> Result<Json<UpdateList>, Problem> {
    let limit = query.limit.small();
    let after = query.after.map(|seq| seq.0);
    let chat_id = query.chat_id.map(|id| id.0);
    let found = api
        .app
        .search_updates(SearchUpdates {
            bot_id,
            query: query.whole(),
            before: query.before.map(|seq| seq.0),
            after,
            limit,
        })
        .await?;
    let next = found.next_before.map(|before| {
        let filters = [
            ("after", after.map(|seq| seq.to_string())),
            ("kind", query.kind.map(|kind| kind.0)),
            ("chat_id", chat_id.map(|id| id.to_string())),
            ("query", query.query),
        ];
        next_page(bot_id, "updates", before, limit, &filters)
    });
    Ok(Json(UpdateList {
        rows: found.rows,
        next,
    }))
}

/// One update with its body, exactly as Telegram sent it.
#[utoipa::path(
    get,
    path = "/v1/api/updates/{seq}",
    operation_id = "get_update",
    tag = UPDATES,
    params(OfUpdate),
    responses((status = 200, description = "The update.", body = UpdateDetail))
)]
pub(super) async fn one(
    State(api): State<Api>,
    OfUpdate(seq): OfUpdate,
) -> Result<Json<UpdateDetail>, Problem> {
    Ok(Json(api.app.get_update(GetUpdate { seq }).await?))
}
