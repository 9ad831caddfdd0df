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

/// Accepts `new` beside what is accepted now; gives the one that was in force.
pub(super) async fn begin(webhooks: &Webhooks, bot: BotId, new: &Secret) -> Result<Option<Secret>> {
    let mut all = accepted(&webhooks.vault, bot).await?;
    let old = all.first().cloned();
    all.push(new.clone());
    let both = all
        .iter()
        .map(Secret::expose)
        .collect::<Vec<_>>()
        .join("\n");
    webhooks
        .vault
        .set(Key::SecretToken(bot), Secret::new(both))
        .await?;
    Ok(old)
}

/// From now on only `in_force` is accepted.
pub(super) async fn settle(
    webhooks: &Webhooks,
    bot: BotId,
    in_force: Option<Secret>,
) -> Result<()> {
    match in_force {
        Some(secret) => webhooks.vault.set(Key::SecretToken(bot), secret).await,
        None => webhooks.vault.remove(Key::SecretToken(bot)).await,
    }
}
