//! getMe, logOut and close.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::telegram::params::Params;
use crate::telegram::refusal::Outcome;
use crate::telegram::scene::Room;

/// How long a bot that left the cloud stays out.
const LOGGED_OUT: TimeDelta = TimeDelta::minutes(10);

/// getMe.
#[expect(clippy::unnecessary_wraps, reason = "all methods have one form")]
pub fn get(room: &mut Room<'_>, _: &Params) -> Outcome {
    let mut user = room.bot.as_user();
    let abilities = [
        ("can_join_groups", true),
        ("can_read_all_group_messages", false),
        ("supports_guest_queries", false),
        ("supports_inline_queries", true),
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
    Ok(user)
}

/// logOut: the bot is refused for ten minutes of the sandbox's clock.
#[expect(clippy::unnecessary_wraps, reason = "all methods have one form")]
pub fn log_out(room: &mut Room<'_>, _: &Params) -> Outcome {
    room.bot.logged_out_until = room.now.checked_add_signed(LOGGED_OUT);
    room.bot.end_webhook();
    room.bot.end_poll(400, "Logged out");
    Ok(json!(true))
}

/// close: the instance of the server goes and comes again with the next call, so nothing is seen of it.
#[expect(clippy::unnecessary_wraps, reason = "all methods have one form")]
pub fn close(room: &mut Room<'_>, _: &Params) -> Outcome {
    room.bot.end_poll(500, "Internal Server Error: restart");
    Ok(json!(true))
}
