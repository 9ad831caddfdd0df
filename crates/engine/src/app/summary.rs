//! How a bot's deliveries go, short, for the list of bots.

use super::App;
use super::delivery::Held;
use super::health::judge;
use crate::api::types::{DeliverySummary, FaultView, HealthState, HeldState, Mode};
use crate::domain::ids::BotId;
use crate::error::Result;
use crate::store::{BotKey, StoredTarget};

/// Attempts that are looked at: what the user asked for says nothing about the bot.
const LAST: u32 = 10;

impl App {
    /// None where nothing is passed on, or where it cannot be read now.
    pub(super) async fn delivery_summary(&self, id: BotId, bot: BotKey) -> Option<DeliverySummary> {
        let (mode, targets) = self.shared.delivery.shape(bot)?;
        if mode == Mode::Record || targets.is_empty() {
            return None;
        }
        self.summed_up((id, bot), mode, targets)
            .await
            .inspect_err(|error| tracing::warn!("a bot's deliveries cannot be read: {error}"))
            .ok()
    }

    async fn summed_up(
        &self,
        (id, bot): (BotId, BotKey),
        mode: Mode,
        mut targets: Vec<StoredTarget>,
    ) -> Result<DeliverySummary> {
        let counts = self.shared.store.held_counts(bot).await?;
        let held = Held(&counts);
        let answering = targets.iter().find(|target| target.answers);
        let main = answering.map_or(0, |target| target.key);
        let mut summary = DeliverySummary {
            mode,
            state: HealthState::Unknown,
            of_copy: false,
            url: String::new(),
            trouble: None,
            status: None,
            held: held.at(main, HeldState::Waiting),
            aside: held.at(main, HeldState::Aside),
            unwritten: self.shared.delivery.is_behind(id),
            fault: self.shared.delivery.fault(bot).map(FaultView::from),
        };
        // The bot itself first; a copy's trouble is worth a word only while the bot is well.
        targets.sort_by_key(|target| !target.answers);
        for target in targets {
            let absent = self.shared.delivery.absent(bot, target.key);
            let attempts = self.shared.store.last_attempts(target.key, LAST).await?;
            let judged = judge(&attempts, absent);
            let is_ill = matches!(judged.state, HealthState::Fails | HealthState::Absent);
            if target.answers || is_ill {
                summary.state = judged.state;
                summary.trouble = judged.trouble;
                summary.status = judged.status;
                summary.of_copy = !target.answers;
                summary.url = target.url;
            }
            if is_ill {
                break;
            }
        }
        Ok(summary)
    }
}
