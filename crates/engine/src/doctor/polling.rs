//! Whether another program fetches the bot's updates with getUpdates.
//!
//! Telegram lets one getUpdates run at a time and ends the older one. So two short ones are sent: the
//! first pushes a running poll aside, and when its program comes back, ours is ended in turn, which
//! Telegram says. They carry no offset, so nothing is confirmed and nothing is lost.

use super::token::failed;
use crate::domain::checkup::Verdict;
use crate::domain::webhook::Mend;
use crate::error::Result;
use crate::telegram::{Client, Conflict, Endpoint, Error, Polled};

/// How long each of the two waits at Telegram, in seconds. A program that was pushed aside hears so
/// up to 3 s late.
const WAIT: u32 = 4;

const INTERRUPTED: &str = "A program that was fetching was interrupted for a moment by asking.";

/// Asks twice, unless there is a webhook.
pub async fn check(client: &Client, endpoint: Result<Endpoint>) -> Verdict {
    let endpoint = match endpoint {
        Ok(endpoint) => endpoint,
        Err(error) => {
            return Verdict::skipped(format!("Telegram could not be asked. {}", error.message));
        }
    };
    match client.get_webhook_info(&endpoint).await {
        Ok(info) if info.url.is_empty() => {}
        Ok(_) => {
            return Verdict::skipped(
                "The bot has a webhook, so no program can fetch its updates with getUpdates.",
            );
        }
        Err(error) => return failed(error.into()),
    }
    for _ in 0..2 {
        match client.poll_once(&endpoint, WAIT).await {
            Ok(Polled::Nothing) => {}
            Ok(Polled::Something) => {
                return Verdict::good(format!(
                    "Updates wait at Telegram, so no program seems to fetch them. {INTERRUPTED}"
                ));
            }
            Err(Error::Conflict {
                kind: Conflict::OtherGetUpdates,
                detail,
            }) => {
                return Verdict::bad(
                    "Another program fetches this bot's updates with getUpdates; by asking, it was \
                     interrupted for a moment.",
                    "Stop that program before you set the webhook: a bot has a webhook or is polled, \
                     not both.",
                )
                .mend(Mend::SetWebhook)
                .detail(detail);
            }
            Err(Error::Conflict { .. }) => {
                return Verdict::skipped("A webhook was set at the same moment.");
            }
            Err(error) => return failed(error.into()),
        }
    }
    Verdict::good(format!(
        "No other program was seen fetching this bot's updates. {INTERRUPTED}"
    ))
}
