//! The list of bots.

use super::Api;
use super::body::{Body, object};
use super::change::to_the_end;
use super::document::BOTS;
use super::params::OfBot;
use super::problem::Problem;
use crate::api::types::{AddBot, BotView, Environment, RenameBot};
use crate::error::Code;
use crate::secret::Secret;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Every bot.
#[derive(Serialize, ToSchema)]
pub(super) struct BotList {
    /// In the order they were added.
    bots: Vec<BotView>,
}

/// A new bot.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AddBotBody {
    /// The token from @BotFather.
    #[schema(value_type = String, pattern = "^[1-9][0-9]{0,15}:[A-Za-z0-9_-]{30,64}$")]
    token: Secret,
    /// Which Bot API serves it; left out, api.telegram.org.
    #[serde(default, deserialize_with = "object")]
    environment: Option<Environment>,
    /// The name in the list; left out, Telegram's.
    #[serde(default)]
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = "^[^\\x00-\\x1f\\x7f-\\x9f]*[^\\s\\x00-\\x1f\\x7f-\\x9f][^\\x00-\\x1f\\x7f-\\x9f]*$"
    )]
    name: Option<String>,
}

/// What is to change of a bot.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RenameBotBody {
    /// The name in the list.
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = "^[^\\x00-\\x1f\\x7f-\\x9f]*[^\\s\\x00-\\x1f\\x7f-\\x9f][^\\x00-\\x1f\\x7f-\\x9f]*$"
    )]
    name: String,
}

/// Every bot, in the order they were added.
#[utoipa::path(
    get,
    path = "/v1/api/bots",
    operation_id = "list_bots",
    tag = BOTS,
    responses((status = 200, description = "The list.", body = BotList))
)]
pub(super) async fn list(State(api): State<Api>) -> Result<Json<BotList>, Problem> {
    let bots = api.app.overview().await?.bots;
    Ok(Json(BotList { bots }))
}

/// Adds a bot by its token, after Telegram has said whose token it is.
#[utoipa::path(
    post,
    path = "/v1/api/bots",
    operation_id = "add_bot",
    tag = BOTS,
    request_body = AddBotBody,
    responses((
        status = 201,
        description = "Added.",
        body = BotView,
        headers(("Location" = String, description = "The bot's own path."))
    ))
)]
pub(super) async fn add(
    State(api): State<Api>,
    Body(body): Body<AddBotBody>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<BotView>), Problem> {
    let input = AddBot {
        token: body.token,
        environment: body.environment.unwrap_or(Environment::Cloud),
        name: body.name,
    };
    let bot = to_the_end(async move { api.app.add_bot(input).await })
        .await
        // Here it is the given token that Telegram does not know, and not one that was kept.
        .map_err(|problem| {
            problem.or_if(
                &[Code::Unauthorized, Code::TelegramNotFound, Code::Sandbox],
                StatusCode::CONFLICT,
            )
        })?;
    let location = format!("/v1/api/bots/{}", bot.id);
    Ok((
        StatusCode::CREATED,
        [(header::LOCATION, location)],
        Json(bot),
    ))
}

/// One bot.
#[utoipa::path(
    get,
    path = "/v1/api/bots/{bot_id}",
    operation_id = "bot",
    tag = BOTS,
    params(OfBot),
    responses((status = 200, description = "The bot.", body = BotView))
)]
pub(super) async fn one(
    State(api): State<Api>,
    OfBot(bot_id): OfBot,
) -> Result<Json<BotView>, Problem> {
    Ok(Json(api.app.bot(bot_id).await?))
}

/// Gives a bot another name.
#[utoipa::path(
    patch,
    path = "/v1/api/bots/{bot_id}",
    operation_id = "rename_bot",
    tag = BOTS,
    params(OfBot),
    request_body = RenameBotBody,
    responses((status = 200, description = "The bot with its new name.", body = BotView))
)]
pub(super) async fn rename(
    State(api): State<Api>,
    OfBot(bot_id): OfBot,
    Body(body): Body<RenameBotBody>,
) -> Result<Json<BotView>, Problem> {
    let input = RenameBot {
        bot_id,
        name: body.name,
    };
    let bot = to_the_end(async move { api.app.rename_bot(input).await }).await?;
    Ok(Json(bot))
}

/// Removes a bot, its updates and its secrets.
///
/// Somebody else's webhook that ours took the place of is put back first, and the bot stays when that
/// fails. Otherwise the webhook at Telegram stays as it is: delete that first if it is to go.
#[utoipa::path(
    delete,
    path = "/v1/api/bots/{bot_id}",
    operation_id = "remove_bot",
    tag = BOTS,
    params(OfBot),
    responses((status = 204, description = "Removed."))
)]
pub(super) async fn remove(
    State(api): State<Api>,
    OfBot(bot_id): OfBot,
) -> Result<StatusCode, Problem> {
    to_the_end(async move { api.app.remove_bot(bot_id).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}
