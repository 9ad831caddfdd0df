//! Carries out the method call in the answer to a held update: Telegram had its 200 long before.
//!
//! At most once. The attempt, its call and the end of the held update are committed together before
//! the call is made; whoever is killed after that finds a call without an end at the next start, and
//! leaves it so. Only what Telegram answered with 429 is sent a second time, after the wait that it
//! asked for, for then nothing was done. The call goes on when the queue that it came from ends, and
//! its lane waits for it, so that a chat's answers stay in order.

use super::answer_call::Found;
use super::{Delivery, Shared};
use crate::domain::answer_call::{AnswerCall, CallState, is_barred};
use crate::domain::ids::BotId;
use crate::event::Change;
use crate::telegram::{Client, Endpoint, Error, Network};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

/// Waits that Telegram asks for are kept up to this, all of one call together.
const LONGEST_WAIT: Duration = Duration::from_mins(10);
/// Why a call is not made, as it is shown beside it.
const COMPOSED: &str = "The update was made by hand, so what the bot answers goes to nobody.";
/// Where Telegram does not say how long.
const USUAL_WAIT: u32 = 1;

/// A bot's Bot API, with its token.
pub type Reached = Pin<Box<dyn Future<Output = crate::error::Result<(Client, Endpoint)>> + Send>>;

/// Knows where each bot's Bot API is: given from above.
pub trait BotApi: Send + Sync {
    /// That of a bot.
    fn of(&self, bot: BotId) -> Reached;
}

impl Delivery {
    /// From now on calls in answers are made; until then they wait.
    pub fn call_with(&self, api: Arc<dyn BotApi>) {
        self.shared.api.send_replace(Some(api));
    }
}

/// What is to be written of a call with its attempt, where nothing speaks against making it.
pub(super) fn planned(found: &Found) -> AnswerCall {
    let state = if is_barred(&found.method) {
        CallState::Barred
    } else {
        CallState::Sending
    };
    of(found, state)
}

/// The same of an answer to an update that was made by hand.
pub(super) fn composed(found: &Found) -> AnswerCall {
    AnswerCall {
        detail: Some(COMPOSED.into()),
        ..of(found, CallState::Unsent)
    }
}

/// A call that was found, and what became of it.
pub(super) fn of(found: &Found, state: CallState) -> AnswerCall {
    AnswerCall {
        method: found.method.clone(),
        state,
        detail: None,
    }
}

/// Makes the call of an attempt that was committed.
pub(super) fn out(shared: &Arc<Shared>, bot: BotId, attempt: i64, found: Found) -> JoinHandle<()> {
    out_among(shared, bot, attempt, found, Arc::new(Semaphore::new(1)))
}

/// The same, once there is a place among those that are at Telegram.
pub(super) fn out_among(
    shared: &Arc<Shared>,
    bot: BotId,
    attempt: i64,
    found: Found,
    places: Arc<Semaphore>,
) -> JoinHandle<()> {
    let shared = Arc::clone(shared);
    tokio::spawn(async move {
        let (state, detail) = make(&shared, bot, attempt, &found, &places).await;
        end(&shared, bot, attempt, state, detail).await;
    })
}

async fn end(
    shared: &Shared,
    bot_id: BotId,
    attempt: i64,
    state: CallState,
    detail: Option<String>,
) {
    if let Err(error) = shared.store.set_call(attempt, state, detail).await {
        tracing::warn!(bot = %bot_id, "what became of a call is not written down: {error}");
    }
    shared.events.tell(Change::Delivery { bot_id });
}

type End = (CallState, Option<String>);

async fn make(shared: &Shared, bot: BotId, attempt: i64, found: &Found, places: &Semaphore) -> End {
    let mut api = shared.api.subscribe();
    let mut closing = shared.closing.subscribe();
    let api = tokio::select! {
        api = api.wait_for(Option::is_some) => api.ok().and_then(|api| api.clone()),
        _ = closing.wait_for(|closing| *closing) => None,
    };
    let Some(api) = api else {
        return (CallState::Ended, None);
    };
    let mut waited = Duration::ZERO;
    loop {
        let place = tokio::select! {
            place = places.acquire() => place,
            _ = closing.wait_for(|closing| *closing) => return (CallState::Ended, None),
        };
        let (client, endpoint) = match api.of(bot).await {
            Ok(reached) => reached,
            Err(error) => return (CallState::Unsent, Some(error.message)),
        };
        let called = client
            .carry_out(
                &endpoint,
                &found.method,
                &found.content_type,
                found.body.clone(),
            )
            .await;
        drop(place);
        let error = match called {
            Ok(()) => return (CallState::Done, None),
            Err(error) => error,
        };
        let Error::TooManyRequests { retry_after, .. } = &error else {
            return failed(error);
        };
        let wait = Duration::from_secs(retry_after.unwrap_or(USUAL_WAIT).max(1).into());
        if waited + wait > LONGEST_WAIT {
            return failed(error);
        }
        waited += wait;
        let words = format!("Telegram asks to wait {} s.", wait.as_secs());
        end(shared, bot, attempt, CallState::Waiting, Some(words)).await;
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = closing.wait_for(|closing| *closing) => return (CallState::Ended, None),
        }
        end(shared, bot, attempt, CallState::Sending, None).await;
    }
}

/// What an error leaves: a refusal, nothing sent, or nobody knows.
fn failed(error: Error) -> End {
    let words = |error: Error| {
        let shown = crate::error::Error::from(error);
        Some(shown.detail.unwrap_or(shown.message))
    };
    let state = match &error {
        Error::Network {
            kind: Network::Dns | Network::Connect | Network::Tls,
            ..
        }
        | Error::BadRoot { .. }
        | Error::NoClient { .. } => CallState::Unsent,
        Error::Network { .. } | Error::Malformed { .. } => CallState::Unknown,
        Error::Refused { code, .. } if *code >= 500 => CallState::Unknown,
        _ => CallState::Refused,
    };
    (state, words(error))
}
