//! A method call that a bot's answer to an update carries.
//!
//! Telegram makes the call when the answer goes back to it. The answer to a held update does not: so
//! the call is made here, at most once.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The call, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AnswerCall {
    /// The method, e.g. `sendMessage`.
    pub method: String,
    /// What became of it.
    pub state: CallState,
    /// In Telegram's words, where it said something.
    pub detail: Option<String>,
}

/// What became of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum CallState {
    /// It is being made.
    Sending,
    /// Telegram asked to wait; it is made after that.
    Waiting,
    /// Telegram did it.
    Done,
    /// Telegram refused it.
    Refused,
    /// It could not be sent: the Bot API or the bot's token could not be reached.
    Unsent,
    /// It was sent, and whether it was done is not known. It is not sent again.
    Unknown,
    /// Hookbay ended while Telegram asked to wait: it was not made.
    Ended,
    /// Not made: the delivery was a replay.
    Replay,
    /// Not made: the answer of a copy goes nowhere.
    Copy,
    /// Not made: a method that Telegram does not take in an answer either.
    Barred,
}

/// Whether Telegram ignores a method in an answer (Bot API server: those that ask for something, and
/// those that would change where the bot is served).
pub fn is_barred(method: &str) -> bool {
    let name = method.to_ascii_lowercase();
    matches!(
        name.as_str(),
        "setwebhook" | "deletewebhook" | "close" | "logout"
    ) || name.starts_with("get")
}

/// Whether this can be a method's name: it becomes a part of a URL.
pub fn is_name(method: &str) -> bool {
    (1..=64).contains(&method.len()) && method.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::{is_barred, is_name};

    #[test]
    fn what_telegram_ignores_is_barred() {
        for method in ["setWebhook", "DeleteWebhook", "close", "logOut", "getMe"] {
            assert!(is_barred(method), "{method}");
        }
        for method in ["sendMessage", "answerCallbackQuery", "closeForumTopic"] {
            assert!(!is_barred(method), "{method}");
        }
    }

    #[test]
    fn nothing_but_a_name_becomes_a_part_of_the_url() {
        assert!(is_name("sendMessage"));
        for text in ["", "../getMe", "send Message", "send?x=1", "é"] {
            assert!(!is_name(text), "{text}");
        }
        assert!(!is_name(&"a".repeat(65)));
    }
}
