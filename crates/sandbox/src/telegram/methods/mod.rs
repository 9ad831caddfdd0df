//! The methods a bot can call. One door for calls over HTTP and for calls that a webhook's answer
//! carries; it plays the ordered faults and writes every call down.

mod info;
mod install;
mod messages;
pub use messages::private_chat;
mod polling;
mod webhook;

use std::pin::Pin;
use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::answer::Answer;
use super::control::{Call, Fault, Via};
use super::params::Params;
use super::world::World;

type Answered<'a> = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

/// Calls a method of a bot. Boxed because delivery calls methods and setWebhook starts delivery.
pub fn call<'a>(
    world: &'a Arc<World>,
    token: &'a str,
    method: &'a str,
    params: &'a Params,
    via: Via,
) -> Answered<'a> {
    Box::pin(async move {
        let name = method.to_ascii_lowercase();
        let usable = world.look_at(token, |bot| !bot.revoked).unwrap_or(false);
        if !usable {
            return Answer::error(401, "Unauthorized");
        }
        let fault = world.change_bot(token, |bot| take_fault(&mut bot.faults, &name));
        let answer = match fault.flatten() {
            Some(Fault::Slow { milliseconds }) => {
                let span = TimeDelta::milliseconds(i64::from(milliseconds));
                world.clock.sleep(span).await;
                run(world, token, &name, params).await
            }
            Some(fault) => fault_answer(&fault),
            None => run(world, token, &name, params).await,
        };
        world.change_bot(token, |bot| {
            bot.record_call(Call {
                at: world.clock.now(),
                method: method.to_owned(),
                parameters: params.listed(),
                via,
                status: answer.status,
            });
        });
        answer
    })
}

async fn run(world: &Arc<World>, token: &str, name: &str, params: &Params) -> Answer {
    match name {
        "getme" => get_me(world, token),
        "setwebhook" => webhook::set(world, token, params, params.text("url")).await,
        "deletewebhook" => webhook::set(world, token, params, "").await,
        "getwebhookinfo" => info::info(world, token),
        "getupdates" => polling::get_updates(world, token, params).await,
        "sendmessage" => messages::send(world, token, params),
        "senddocument" => messages::send_document(world, token, params),
        "sendphoto" => messages::send_photo(world, token, params),
        _ => Answer::error(404, "Not Found: method not found"),
    }
}

fn get_me(world: &World, token: &str) -> Answer {
    let user = world.look_at(token, |bot| {
        let mut user = bot.as_user();
        let abilities = [
            ("can_join_groups", true),
            ("can_read_all_group_messages", false),
            ("supports_guest_queries", false),
            ("supports_inline_queries", false),
            ("can_connect_to_business", false),
            ("has_main_web_app", false),
            ("has_topics_enabled", false),
            ("allows_users_to_create_topics", false),
            ("can_manage_bots", false),
            ("supports_join_request_queries", false),
        ];
        if let Value::Object(fields) = &mut user {
            fields.extend(abilities.map(|(name, value)| (name.to_owned(), json!(value))));
        }
        user
    });
    user.map_or_else(
        || Answer::error(401, "Unauthorized"),
        |user| Answer::ok(&user),
    )
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

fn take_fault(orders: &mut Vec<super::control::FaultOrder>, name: &str) -> Option<Fault> {
    let wanted = |method: &Option<String>| {
        method
            .as_ref()
            .is_none_or(|method| method.eq_ignore_ascii_case(name))
    };
    let at = orders.iter().position(|order| wanted(&order.method))?;
    let order = orders.get_mut(at)?;
    let fault = order.fault.clone();
    order.calls = order.calls.saturating_sub(1);
    if order.calls == 0 {
        orders.remove(at);
    }
    Some(fault)
}

fn fault_answer(fault: &Fault) -> Answer {
    match fault {
        Fault::Unauthorized => Answer::error(401, "Unauthorized"),
        Fault::NotFound => Answer::error(404, "Not Found"),
        Fault::Conflict => Answer::error(409, "Conflict: terminated by other setWebhook"),
        Fault::TooManyRequests { retry_after } => Answer::too_many_requests(*retry_after),
        Fault::ServerError | Fault::Slow { .. } => {
            Answer::error(500, "Internal Server Error: restart")
        }
        Fault::Malformed => Answer::raw(200, "{\"ok\":true,\"result\":".to_owned()),
    }
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
