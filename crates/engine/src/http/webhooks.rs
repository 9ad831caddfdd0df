//! The webhook of a bot: set, status, delete.

use super::Api;
use super::body::{MaybeBody, object};
use super::change::to_the_end;
use super::document::WEBHOOKS;
use super::params::OfBot;
use super::problem::Problem;
use crate::api::types::{
    DeleteWebhook, SetWebhook, TakeOver, WebhookInfo, WebhookOptions, WebhookView,
};
use crate::error::{Code, Error};
use crate::secret::Secret;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is wanted of a registration; every field may be left out, and so may the body.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SetWebhookBody {
    /// Drops what waits at Telegram: cannot be undone.
    drop_pending_updates: Option<bool>,
    /// What Telegram sends with each update; left out, a random one is made.
    #[schema(value_type = Option<String>, pattern = "^[A-Za-z0-9_-]{1,256}$")]
    secret_token: Option<Secret>,
    /// 1–100 on Telegram's servers, more on a self-hosted one; left out, the server's own.
    #[schema(minimum = 1, maximum = 100_000)]
    max_connections: Option<u32>,
    /// Update kinds, such as `message`; left out, the setting stays as it is; empty, Telegram's
    /// default set.
    #[schema(schema_with = super::document::update_kinds)]
    allowed_updates: Option<Vec<String>>,
    /// A fixed address instead of DNS.
    #[schema(format = Ipv4)]
    ip_address: Option<String>,
    /// A self-signed certificate to trust, as PEM text.
    #[schema(
        pattern = "^(?![\\s\\S]*PRIVATE KEY)[\\s\\S]*-----BEGIN CERTIFICATE-----",
        max_length = 3_145_728
    )]
    certificate_pem: Option<String>,
    /// Consent to take the place of somebody else's webhook. Without it a bot whose webhook is
    /// somebody else's is left as it is, with a problem of the code `foreign_webhook`.
    #[serde(default, deserialize_with = "object")]
    take_over: Option<TakeOverBody>,
}

/// Consent to take the place of somebody else's webhook. Telegram reveals neither its secret token nor
/// its certificate: what is left out here is lost when theirs is put back.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TakeOverBody {
    /// Their secret token.
    #[schema(value_type = Option<String>, pattern = "^[A-Za-z0-9_-]{1,256}$")]
    secret_token: Option<Secret>,
    /// Their certificate, as PEM text.
    #[schema(
        pattern = "^(?![\\s\\S]*PRIVATE KEY)[\\s\\S]*-----BEGIN CERTIFICATE-----",
        max_length = 3_145_728
    )]
    certificate_pem: Option<String>,
}

/// What is wanted of a deletion; may be left out.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DeleteWebhookBody {
    /// Drops what waits at Telegram: cannot be undone.
    drop_pending_updates: Option<bool>,
    /// Consent to delete somebody else's webhook, of which nothing is kept. Without it a bot whose
    /// webhook is somebody else's is left as it is, with a problem of the code `foreign_webhook`.
    delete_foreign: Option<bool>,
}

/// It was done.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Done {
    /// Always true; what was not done is a problem.
    success: bool,
}

/// Sets or updates the webhook of a bot to this receiver's public URL.
///
/// Answers with what Telegram says of it afterwards.
#[utoipa::path(
    post,
    path = "/v1/api/webhooks/telegram/{bot_id}/webhook/set",
    operation_id = "set_webhook",
    tag = WEBHOOKS,
    params(OfBot),
    request_body = Option<SetWebhookBody>,
    responses((status = 200, description = "Set.", body = WebhookInfo))
)]
pub(super) async fn set(
    State(api): State<Api>,
    OfBot(bot_id): OfBot,
    MaybeBody(body): MaybeBody<SetWebhookBody>,
) -> Result<Json<WebhookInfo>, Problem> {
    let input = SetWebhook {
        bot_id,
        options: WebhookOptions {
            drop_pending_updates: body.drop_pending_updates.unwrap_or_default(),
            secret_token: body.secret_token,
            max_connections: body.max_connections,
            allowed_updates: body.allowed_updates,
            ip_address: body.ip_address,
            certificate_pem: body.certificate_pem,
        },
        take_over: body.take_over.map(|theirs| TakeOver {
            secret_token: theirs.secret_token,
            certificate_pem: theirs.certificate_pem,
        }),
    };
    let view = to_the_end(async move { api.app.set_webhook(input).await }).await?;
    told(view).map(Json).map_err(|error| {
        Problem::from(Error {
            message: format!(
                "The webhook was set, but Telegram could not be asked of it afterwards. {}",
                error.message
            ),
            ..error
        })
    })
}

/// What Telegram says of the webhook of a bot, asked now.
///
/// When Telegram cannot be asked the answer is a problem, never an older answer.
#[utoipa::path(
    get,
    path = "/v1/api/webhooks/telegram/{bot_id}/webhook/status",
    operation_id = "webhook_status",
    tag = WEBHOOKS,
    params(OfBot),
    responses((status = 200, description = "Telegram's answer.", body = WebhookInfo))
)]
pub(super) async fn status(
    State(api): State<Api>,
    OfBot(bot_id): OfBot,
) -> Result<Json<WebhookInfo>, Problem> {
    let view = to_the_end(async move { api.app.webhook_status(bot_id).await }).await?;
    told(view).map(Json).map_err(Problem::from)
}

/// Deletes the webhook of a bot.
#[utoipa::path(
    post,
    path = "/v1/api/webhooks/telegram/{bot_id}/webhook/delete",
    operation_id = "delete_webhook",
    tag = WEBHOOKS,
    params(OfBot),
    request_body = Option<DeleteWebhookBody>,
    responses((status = 200, description = "Deleted.", body = Done))
)]
pub(super) async fn delete(
    State(api): State<Api>,
    OfBot(bot_id): OfBot,
    MaybeBody(body): MaybeBody<DeleteWebhookBody>,
) -> Result<Json<Done>, Problem> {
    let input = DeleteWebhook {
        bot_id,
        drop_pending_updates: body.drop_pending_updates.unwrap_or_default(),
        delete_foreign: body.delete_foreign.unwrap_or_default(),
    };
    to_the_end(async move { api.app.delete_webhook(input).await }).await?;
    Ok(Json(Done { success: true }))
}

/// Telegram's own word of just now.
fn told(view: WebhookView) -> Result<WebhookInfo, Error> {
    match (view.error, view.info) {
        (None, Some(info)) => Ok(info),
        (Some(error), _) => Err(error),
        (None, None) => Err(Error::new(
            Code::Internal,
            "Telegram's answer was lost.",
            "Ask for the status again.",
        )),
    }
}
