//! The webhook is registered as it should be: is anything wrong all the same?

use super::{Blame, Case, Decision, Seen};
use crate::domain::history::{Cause, EventKind};
use crate::domain::standing::Standing;
use chrono::{DateTime, Utc};

impl Case<'_> {
    pub(super) fn in_place(mut self, seen: &Seen<'_>) -> Decision {
        let failed_at = fresh_error(seen);
        if let Some(at) = failed_at {
            self.tell_error(seen, at);
        }
        if self.desired.public_base.is_none() {
            return self.rests(Standing::NoPublicUrl);
        }
        if let Some(since) = failed_at {
            return self.fails(seen.blame, since);
        }
        self.backs_up(seen.info.pending_update_count)
    }

    /// Once for each date and text of Telegram's.
    fn tell_error(&mut self, seen: &Seen<'_>, at: DateTime<Utc>) {
        let words = seen.info.last_error_message.clone().unwrap_or_default();
        let known = Some((at.timestamp(), words.clone()));
        if self.memory.told_error == known {
            return;
        }
        let pending = seen.info.pending_update_count;
        self.tell(EventKind::DeliveryError, |entry| {
            entry.at = at;
            entry.detail = Some(words);
            entry.pending = Some(pending);
        });
        self.memory.told_error = known;
    }

    fn fails(self, blame: Blame, since: DateTime<Utc>) -> Decision {
        if blame != Blame::Way {
            return self.rests(Standing::DeliveryFails { since });
        }
        let decision = self.needs(Cause::NewErrors);
        match decision.standing {
            // It came back after a registration, so that the next one promises no cure.
            Standing::Waiting { .. } => Decision {
                standing: Standing::DeliveryFails { since },
                ..decision
            },
            _ => decision,
        }
    }

    fn backs_up(self, pending: i64) -> Decision {
        if pending <= self.policy.pending_threshold {
            return self.rests(Standing::Right);
        }
        match self.memory.stays() {
            Some(true) => {
                let decision = self.needs(Cause::PendingHigh);
                match decision.standing {
                    Standing::Waiting { .. } => Decision {
                        standing: Standing::Backlog { pending },
                        ..decision
                    },
                    _ => decision,
                }
            }
            Some(false) => self.rests(Standing::Right),
            // One number does not tell; the next one comes sooner than usual.
            None => {
                let next = self.now + self.policy.first_wait;
                self.until(Standing::Right, next)
            }
        }
    }

    /// The edges of a backlog.
    pub(super) fn pending(&mut self, pending: i64) {
        self.memory.sample(pending, self.policy, self.now);
        let is_over = pending > self.policy.pending_threshold;
        let told = self.memory.pending_told;
        let kind = match (told, is_over) {
            (false, true) if self.memory.stays() == Some(true) => EventKind::PendingHigh,
            (true, false) => EventKind::PendingNormal,
            _ => return,
        };
        self.memory.pending_told = !told;
        self.tell(kind, |entry| entry.pending = Some(pending));
    }
}

/// When the last delivery failed, if that is newer than the last registration and success. Telegram
/// counts in whole seconds. A registration clears its errors, so that one of the same second came
/// after it; of a success in the same second nobody knows, and the next failure will tell.
fn fresh_error(seen: &Seen<'_>) -> Option<DateTime<Utc>> {
    let at = DateTime::from_timestamp(seen.info.last_error_date?, 0)?;
    let registered = seen
        .registered_at
        .is_none_or(|registered| at.timestamp() >= registered.timestamp());
    let failing = seen
        .last_success_at
        .is_none_or(|success| at.timestamp() > success.timestamp());
    (registered && failing).then_some(at)
}
