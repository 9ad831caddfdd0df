//! The secret token through a registration: the keyring holds the old and the new one until Telegram
//! has answered, so that a crash in between leaves both accepted.

use super::Webhooks;
use crate::domain::ids::BotId;
use crate::error::Result;
use crate::secret::Secret;
use crate::vault::{Key, Vault};

/// What the keyring holds for a bot: one secret token, or two on two lines (a line break is not
/// among a secret token's characters).
pub async fn accepted(vault: &Vault, bot: BotId) -> Result<Vec<Secret>> {
    let kept = vault.get(Key::SecretToken(bot)).await?;
    Ok(kept.map(|both| both.lines().collect()).unwrap_or_default())
}

/// Accepts `new` beside what is accepted now; gives what was accepted before, as it is kept.
pub(super) async fn begin(webhooks: &Webhooks, bot: BotId, new: &Secret) -> Result<Option<Secret>> {
    let before = webhooks.vault.get(Key::SecretToken(bot)).await?;
    let all = match &before {
        Some(before) => Secret::new(format!("{}\n{}", before.expose(), new.expose())),
        None => new.clone(),
    };
    webhooks.vault.set(Key::SecretToken(bot), all).await?;
    Ok(before)
}

/// From now on only what is in `kept` is accepted.
pub(super) async fn settle(webhooks: &Webhooks, bot: BotId, kept: Option<Secret>) -> Result<()> {
    match kept {
        Some(secret) => webhooks.vault.set(Key::SecretToken(bot), secret).await,
        None => webhooks.vault.remove(Key::SecretToken(bot)).await,
    }
}

/// None is accepted from now on, since the webhook is not ours any more. A keyring that does not let
/// go of it undoes nothing of that.
pub(super) async fn forget(webhooks: &Webhooks, bot: BotId) {
    if let Err(error) = settle(webhooks, bot, None).await {
        tracing::warn!(%bot, "a secret token out of use is still in the keyring: {error}");
    }
}
