//! The keyring.

use crate::domain::checkup::Verdict;
use crate::domain::webhook::Mend;
use crate::vault::VaultState;

/// What the vault says of it.
pub fn check(state: VaultState) -> Verdict {
    match state {
        VaultState::Keyring => {
            Verdict::good("The keyring is open, and tokens and secrets are kept in it.")
        }
        VaultState::ThisRunOnly => Verdict::care(
            "Tokens and secrets are kept for this run only, as you chose.",
            "Start or unlock the keyring, then try it again: what was kept moves into it.",
        )
        .mend(Mend::RetryVault),
        VaultState::Unavailable { error } => {
            let verdict = Verdict::bad(error.message, error.remedy).mend(Mend::RetryVault);
            match error.detail {
                Some(detail) => verdict.detail(detail),
                None => verdict,
            }
        }
    }
}
