//! Somebody else's webhook that ours took the place of: put back, or given up.

use super::Api;
use super::change::to_the_end;
use super::document::WEBHOOKS;
use super::params::OfBot;
use super::problem::Problem;
use crate::api::types::BotView;
use axum::Json;
use axum::extract::State;

/// Puts the previous webhook of a bot back, and ends the lease.
///
/// What Telegram did not reveal of it and nobody supplied is lost: the history says what. Where somebody
/// else has set another webhook meanwhile, that one stays and the lease ends. A bot without a lease is
/// answered with 404.
#[utoipa::path(
    post,
    path = "/v1/api/bots/{bot_id}/lease/give-back",
    operation_id = "give_back_lease",
    tag = WEBHOOKS,
    params(OfBot),
    responses((status = 200, description = "The bot, with no lease any more.", body = BotView))
)]
pub(super) async fn give_back(
    State(api): State<Api>,
    OfBot(bot_id): OfBot,
) -> Result<Json<BotView>, Problem> {
    let bot = to_the_end(async move { api.app.give_back(bot_id).await }).await?;
    Ok(Json(bot))
}

/// Gives the previous webhook of a bot up for good; ours stays, and nothing is put back later.
///
/// Telegram is not asked. A bot without a lease is answered with 404.
#[utoipa::path(
    post,
    path = "/v1/api/bots/{bot_id}/lease/end",
    operation_id = "end_lease",
    tag = WEBHOOKS,
    params(OfBot),
    responses((status = 200, description = "The bot, with no lease any more.", body = BotView))
)]
pub(super) async fn end(
    State(api): State<Api>,
    OfBot(bot_id): OfBot,
) -> Result<Json<BotView>, Problem> {
    let bot = to_the_end(async move { api.app.end_lease(bot_id).await }).await?;
    Ok(Json(bot))
}
