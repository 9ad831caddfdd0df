//! The bot's token, as Telegram sees it.

use crate::domain::checkup::Verdict;
use crate::domain::webhook::Mend;
use crate::error::{Code, Error, Result};
use crate::telegram::{Client, Endpoint};

/// Asks Telegram whose token it is. `endpoint` is an error where there is no token to ask with.
pub async fn check(client: &Client, endpoint: Result<Endpoint>, telegram_id: i64) -> Verdict {
    let endpoint = match endpoint {
        Ok(endpoint) => endpoint,
        Err(error) => return failed(error),
    };
    match client.get_me(&endpoint).await {
        Ok(me) if me.id == telegram_id => Verdict::good(match me.username {
            Some(name) => format!("Telegram accepts the token of @{name}."),
            None => format!("Telegram accepts the token of {}.", me.first_name),
        }),
        Ok(_) => Verdict::bad(
            "The kept token is another bot's.",
            "Replace the token with this bot's own.",
        )
        .mend(Mend::ReplaceToken),
        Err(error) => failed(error.into()),
    }
}

/// A failed call as a verdict, with the button that helps.
pub(super) fn failed(error: Error) -> Verdict {
    let verdict = Verdict::bad(error.message, error.remedy).mend(mend_of(error.code));
    match error.detail {
        Some(detail) => verdict.detail(detail),
        None => verdict,
    }
}

/// What the app can do about a failed call.
fn mend_of(code: Code) -> Option<Mend> {
    match code {
        Code::Unauthorized | Code::TelegramNotFound | Code::TokenMissing | Code::TokenMalformed => {
            Some(Mend::ReplaceToken)
        }
        Code::KeyringAbsent | Code::KeyringLocked | Code::KeyringFailed => Some(Mend::RetryVault),
        Code::TooManyRequests
        | Code::Dns
        | Code::Connect
        | Code::Tls
        | Code::Timeout
        | Code::MalformedAnswer
        | Code::TelegramRefused => Some(Mend::Refresh),
        _ => None,
    }
}
