//! An exchange as it is written.

use super::answer::Exchange;
use super::target::Target;
use crate::domain::delivery::{AttemptKind, Phases};
use crate::domain::token::mask_tokens;
use crate::domain::trouble::Trouble;
use crate::store::{About, BotKey, NewAttempt};
use bytes::Bytes;

/// What an exchange with a target is to be remembered as.
pub(super) fn of(
    target: &Target,
    bot: BotKey,
    about: About,
    kind: AttemptKind,
    exchange: &Exchange,
) -> NewAttempt {
    let url = target.stored.url.clone();
    elsewhere(Some(target.stored.key), url, bot, about, kind, exchange)
}

/// The same, with or without a target.
pub(super) fn elsewhere(
    target: Option<i64>,
    url: String,
    bot: BotKey,
    about: About,
    kind: AttemptKind,
    exchange: &Exchange,
) -> NewAttempt {
    let mut attempt = NewAttempt {
        bot,
        about,
        target,
        url,
        at: exchange.at,
        kind,
        replay_of: None,
        status: None,
        trouble: exchange.trouble(),
        detail: None,
        certificate: None,
        phases: exchange.phases,
        request_headers: exchange.request_headers.clone(),
        request_body: None,
        response_headers: Vec::new(),
        response_body: Bytes::new(),
        response_size: 0,
        delivered: exchange.is_delivered(),
        call: None,
    };
    match &exchange.result {
        Ok(answer) => {
            attempt.status = Some(answer.status);
            attempt.response_headers = answer.shown_headers();
            attempt.response_body = answer.kept_body();
            attempt.response_size = answer.size;
        }
        Err(failure) => {
            attempt.detail = failure.detail.as_deref().map(mask_tokens);
            attempt.certificate.clone_from(&failure.certificate);
        }
    }
    attempt
}

/// What was not sent at the user's wish.
pub(super) fn faulted(
    target: &Target,
    bot: BotKey,
    about: About,
    kind: AttemptKind,
    trouble: Trouble,
    at: i64,
) -> NewAttempt {
    NewAttempt {
        bot,
        about,
        target: Some(target.stored.key),
        url: target.stored.url.clone(),
        at,
        kind,
        replay_of: None,
        status: (trouble == Trouble::Injected).then_some(500),
        trouble: Some(trouble),
        detail: None,
        certificate: None,
        phases: Phases::default(),
        request_headers: Vec::new(),
        request_body: None,
        response_headers: Vec::new(),
        response_body: Bytes::new(),
        response_size: 0,
        delivered: false,
        call: None,
    }
}
