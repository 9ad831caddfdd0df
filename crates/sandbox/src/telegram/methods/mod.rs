//! The methods a bot can call. One door for calls over HTTP and for calls that a webhook's answer
//! carries; it plays the ordered faults and writes every call down.

mod again;
mod album;
mod answers;
mod chats;
mod edit;
mod faults;
mod files;
mod info;
mod inline_results;
mod install;
mod markup;
mod me;
mod members;
mod messages;
mod permissions;
mod polling;
mod polls;
mod profile;
mod react;
mod read;
mod remote;
mod remove;
mod sending;
mod table;
mod unsimulated;
mod webhook;

use std::pin::Pin;
use std::sync::Arc;

use chrono::TimeDelta;

use super::answer::Answer;
use super::control::{Call, Fault, Via};
use super::params::Params;
use super::scene::{Cause, Made};
use super::world::World;

type Answered<'a> = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

/// Calls that are part of no conversation, and so of no transcript.
const UNLISTED: [&str; 7] = [
    "getme",
    "getupdates",
    "setwebhook",
    "deletewebhook",
    "getwebhookinfo",
    "logout",
    "close",
];
/// Longer texts are cut in the transcript; the list of calls has them whole.
const MOST_LISTED: usize = 4_096;

/// Calls a method of a bot. Boxed because delivery calls methods and setWebhook starts delivery.
pub fn call<'a>(
    world: &'a Arc<World>,
    token: &'a str,
    method: &'a str,
    params: &'a Params,
    via: Via,
) -> Answered<'a> {
    called(world, token, method, params, via, Cause::Unknown)
}

/// The same, where it is known which update caused it.
pub fn called<'a>(
    world: &'a Arc<World>,
    token: &'a str,
    method: &'a str,
    params: &'a Params,
    via: Via,
    cause: Cause,
) -> Answered<'a> {
    Box::pin(async move {
        let name = method.to_ascii_lowercase();
        let now = world.clock.now();
        let usable = world.look_at(token, |bot| {
            let out = bot.logged_out_until.is_some_and(|until| now < until);
            (!bot.revoked).then_some(out)
        });
        match usable.flatten() {
            None => return Answer::error(401, "Unauthorized"),
            Some(true) => return Answer::error(400, "Logged out"),
            Some(false) => {}
        }
        let fault = world.change_bot(token, |bot| faults::take(&mut bot.faults, &name));
        let answer = match fault.flatten() {
            Some(Fault::Slow { milliseconds }) => {
                let span = TimeDelta::milliseconds(i64::from(milliseconds));
                world.clock.sleep(span).await;
                run(world, token, method, params).await
            }
            Some(fault) => faults::answer(&fault),
            None => run(world, token, method, params).await,
        };
        record(world, token, (method, params), via, cause, &answer);
        answer
    })
}

fn record(
    world: &World,
    token: &str,
    (method, params): (&str, &Params),
    via: Via,
    cause: Cause,
    answer: &Answer,
) {
    let at = world.clock.now();
    let parameters = params.listed();
    let listed = !UNLISTED.contains(&method.to_ascii_lowercase().as_str());
    world.change_bot(token, |bot| {
        if listed {
            let cut = |text: &String| text.chars().take(MOST_LISTED).collect::<String>();
            let made = Made {
                at,
                method: method.chars().take(64).collect(),
                parameters: parameters
                    .iter()
                    .take(64)
                    .map(|(name, text)| (cut(name), cut(text)))
                    .collect(),
                status: answer.status,
                description: answer.description(),
                in_reply: via == Via::WebhookReply,
                chat: answer.chat,
                messages: answer.messages.clone(),
            };
            bot.scene.transcript.called(made, cause);
            bot.touch();
        }
        bot.record_call(Call {
            at,
            method: method.to_owned(),
            parameters,
            via,
            status: answer.status,
        });
    });
}

async fn run(world: &Arc<World>, token: &str, method: &str, params: &Params) -> Answer {
    let name = method.to_ascii_lowercase();
    match name.as_str() {
        "setwebhook" => webhook::set(world, token, params, params.text("url")).await,
        "deletewebhook" => webhook::set(world, token, params, "").await,
        "getwebhookinfo" => info::info(world, token),
        "getupdates" => polling::get_updates(world, token, params).await,
        name => match table::find(name) {
            Some(found) => {
                let outcome = world.enter(token, |room| found(room, params));
                match outcome {
                    Some(Ok(result)) => Answer::ok(&result),
                    Some(Err(refusal)) => refusal.into(),
                    None => Answer::error(401, "Unauthorized"),
                }
            }
            None => unknown(world, token, method, params),
        },
    }
}

/// Of a method that is not simulated, or does not exist.
fn unknown(world: &World, token: &str, method: &str, params: &Params) -> Answer {
    world.change_bot(token, |bot| bot.scene.count_unknown(method));
    if unsimulated::known(method) {
        unsimulated::refusal(method, params).into()
    } else {
        Answer::error(404, "Not Found: method not found")
    }
}

/// Whether a method of that name in small letters is simulated.
#[cfg(test)]
pub fn is_simulated(name: &str) -> bool {
    let others = [
        "setwebhook",
        "deletewebhook",
        "getwebhookinfo",
        "getupdates",
    ];
    others.contains(&name) || table::find(name).is_some()
}

/// Answers 409, late when the bot has just been told so: a client that loops must not spin. Only an
/// answer at once makes the next ones late.
async fn conflict(world: &World, token: &str, description: &str) -> Answer {
    let now = world.clock.now();
    let late = world.change_bot(token, |bot| {
        let late = bot.next_conflict.is_some_and(|next| now < next);
        if !late {
            bot.next_conflict = Some(now + TimeDelta::seconds(3));
        }
        late
    });
    if late == Some(true) {
        world.clock.sleep(TimeDelta::seconds(3)).await;
    }
    Answer::error(409, description)
}

#[cfg(test)]
mod tests {
    use super::conflict;
    use crate::telegram::address::Rules;
    use crate::telegram::bot::Bot;
    use crate::telegram::clock::Clock;
    use crate::telegram::world::World;
    use chrono::{DateTime, TimeDelta};
    use futures_util::FutureExt;

    #[test]
    fn only_a_conflict_answered_at_once_makes_the_next_ones_late() {
        let clock = Clock::manual(DateTime::UNIX_EPOCH);
        let rules = Rules {
            local: false,
            allow_loopback: false,
            stays_near: false,
        };
        let world = World::new(clock.clone(), rules, Vec::new());
        world.change(|state| {
            let bot = Bot::new(1, String::new(), String::new());
            state.bots.insert("1:a".to_owned(), bot);
        });
        let is_answered = || conflict(&world, "1:a", "").now_or_never().is_some();
        assert!(is_answered());
        clock.advance(TimeDelta::seconds(2));
        assert!(!is_answered());
        clock.advance(TimeDelta::seconds(1));
        assert!(is_answered());
        assert!(!is_answered());
    }
}
