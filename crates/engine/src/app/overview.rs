//! All that a door shows first, and the keyring's state.

use super::App;
use crate::api::types::{Overview, UpdateKindView, VaultState};
use crate::domain::allowed_updates::KINDS;
use crate::error::Result;
use crate::event::Change;

impl App {
    /// All that the window needs when it opens.
    pub async fn overview(&self) -> Result<Overview> {
        let mut bots = Vec::new();
        for stored in self.shared.store.bots().await? {
            bots.push(self.view(stored).await);
        }
        let kinds = KINDS.iter().map(|kind| UpdateKindView {
            name: kind.name.to_owned(),
            default: kind.default,
        });
        Ok(Overview {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            data_dir: self.shared.config.data_dir.display().to_string(),
            bots,
            tunnel: self.tunnel().await?,
            vault: self.shared.vault.state(),
            sandbox: self.sandbox_view(),
            update_kinds: kinds.collect(),
            refused_unknown: self.shared.refusals.unknown(),
            http_api: self.http_api_state(),
        })
    }

    /// Tries the keyring again; once it opens, what waited for it is done.
    pub async fn retry_vault(&self) -> Result<VaultState> {
        let state = self.shared.vault.retry().await?;
        if state == VaultState::Keyring {
            self.read_secrets().await?;
            if self.shared.way.state() == crate::tunnel::TunnelState::Off {
                self.open_saved_tunnel().await?;
            }
            self.resume_sandbox().await;
            self.return_leases();
        }
        // Also when it is as before: a bot's token may be readable now.
        self.shared.events.tell(Change::Vault);
        Ok(state)
    }

    /// From now on secrets are kept for this run only.
    pub async fn keep_for_this_run(&self) -> VaultState {
        let state = self.shared.vault.keep_for_this_run();
        self.resume_sandbox().await;
        state
    }
}
