//! Whether a bot answers and how fast, in words.

use super::App;
use super::delivery::row;
use crate::api::types::{Health, HealthState, Mode, TargetView, Trouble};
use crate::error::Result;
use crate::store::{Attempt, BotKey, StoredTarget};
use chrono::DateTime;
use std::collections::HashMap;

/// Answers that the median is of.
const LAST: u32 = 50;

impl App {
    /// A target as shown, without what it holds.
    pub(super) async fn target_view(
        &self,
        bot: BotKey,
        stored: StoredTarget,
    ) -> Result<TargetView> {
        let attempts = self.shared.store.last_attempts(stored.key, LAST).await?;
        let absent = self.shared.delivery.absent(bot, stored.key);
        let ids = HashMap::from([(stored.key, stored.id)]);
        let last_error = attempts.iter().find(|attempt| !attempt.delivered);
        let judged = judge(&attempts, absent);
        let health = Health {
            state: judged.state,
            words: judged.words,
            remedy: judged.remedy,
            median_us: median(&attempts),
            last_at: attempts
                .first()
                .and_then(|attempt| DateTime::from_timestamp_millis(attempt.at)),
            last_error: last_error.map(|attempt| row(attempt.clone(), &ids)),
        };
        let secrets = self.shared.delivery.secrets_of(&stored).await;
        let readable = secrets.is_some();
        let secrets = secrets.unwrap_or_default();
        Ok(TargetView {
            id: stored.id,
            name: stored.name,
            url: stored.url,
            answers: stored.answers,
            has_secret_token: secrets.secret_token.is_some(),
            headers: secrets.headers.into_iter().map(|(name, _)| name).collect(),
            secrets_readable: readable,
            certificate: stored.certificate,
            held: 0,
            aside: 0,
            expired: 0,
            health,
        })
    }
}

/// The sentence for the head of the bot.
pub(super) fn words_of(mode: Mode, targets: &[TargetView], unwritten: bool) -> String {
    if unwritten {
        return "What came of deliveries cannot be written to the database.".to_owned();
    }
    let answering = targets.iter().find(|target| target.answers);
    match (mode, answering) {
        (Mode::Record, Some(target)) if target.held > 0 => {
            "Updates are recorded only, and what was held stays held.".to_owned()
        }
        (Mode::Record, _) => "Updates are recorded only.".to_owned(),
        (_, Some(target)) if target.health.state == HealthState::Fails && target.held == 0 => {
            format!("{} Nothing waits for it.", target.health.words)
        }
        (_, Some(target)) => target.health.words.clone(),
        (_, None) => "There is nobody to pass updates on to.".to_owned(),
    }
}

/// How a target does, from its last attempts.
pub(super) struct Judged {
    pub(super) state: HealthState,
    pub(super) words: String,
    pub(super) remedy: Option<String>,
    /// Why it does badly.
    pub(super) trouble: Option<Trouble>,
    /// What it answered, where that was bad.
    pub(super) status: Option<u16>,
}

impl Judged {
    fn well(state: HealthState, words: String) -> Self {
        Self {
            state,
            words,
            remedy: None,
            trouble: None,
            status: None,
        }
    }
}

pub(super) fn judge(attempts: &[Attempt], absent: Option<Trouble>) -> Judged {
    if let Some(trouble) = absent {
        let (message, remedy) = trouble.words();
        return Judged {
            state: HealthState::Absent,
            words: format!("Your bot does not answer. {message}"),
            remedy: Some(remedy.to_owned()),
            trouble: Some(trouble),
            status: None,
        };
    }
    // What the user asked for says nothing about the bot.
    let last = attempts
        .iter()
        .find(|attempt| !matches!(attempt.trouble, Some(Trouble::Dropped | Trouble::Injected)));
    let Some(last) = last else {
        let words = "Nothing was sent to your bot yet.".to_owned();
        return Judged::well(HealthState::Unknown, words);
    };
    if last.delivered {
        let words = match median(attempts) {
            Some(median) => format!("Your bot answers in {}.", spoken(median)),
            None => "Your bot answers.".to_owned(),
        };
        return Judged::well(HealthState::Answers, words);
    }
    let trouble = last.trouble.unwrap_or(Trouble::Status);
    let (message, remedy) = trouble.words();
    let words = match last.status {
        Some(status) => format!("Your bot answered {status} to the last update."),
        None => format!("Your bot did not take the last update. {message}"),
    };
    Judged {
        state: HealthState::Fails,
        words,
        remedy: Some(remedy.to_owned()),
        trouble: Some(trouble),
        status: last.status,
    }
}

fn median(attempts: &[Attempt]) -> Option<u32> {
    let answered = attempts.iter().filter(|attempt| attempt.status.is_some());
    let mut times: Vec<u32> = answered
        .map(|attempt| attempt.phases.total)
        .filter(|total| *total > 0)
        .collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied()
}

fn spoken(micros: u32) -> String {
    match micros {
        0..1_000 => "less than 1 ms".to_owned(),
        1_000..1_000_000 => format!("{} ms", (micros + 500) / 1_000),
        _ => format!("{}.{} s", micros / 1_000_000, micros / 100_000 % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::spoken;

    #[test]
    fn times_are_said_as_a_person_would() {
        let said: Vec<_> = [400, 1_400, 12_600, 999_400, 1_250_000]
            .map(spoken)
            .into_iter()
            .collect();
        assert_eq!(said, ["less than 1 ms", "1 ms", "13 ms", "999 ms", "1.2 s"]);
    }
}
