//! Voting in a poll. A bot is told of the polls that it sent: of the counts, and of who voted where
//! that is no secret.

use serde_json::{Value, json};

use super::{Did, Done, impossible};
use crate::telegram::control::Error;
use crate::telegram::scene::{Room, is_closed, poll_id, shown_poll};

/// Chooses, or takes the vote back.
pub fn vote(room: &mut Room<'_>, chat: i64, user: i64, id: i64, mut options: Vec<usize>) -> Done {
    options.sort_unstable();
    options.dedup();
    let person = room.people.get(&user).ok_or(Error::UnknownUser(user))?;
    room.message(chat, id).ok_or(Error::UnknownMessage(id))?;
    let message = room
        .bot
        .scene
        .message_mut(chat, id)
        .ok_or(Error::UnknownMessage(id))?;
    let poll = message
        .value
        .get("poll")
        .ok_or_else(|| impossible("This message is no poll."))?;
    let is = |field: &str| poll.get(field) == Some(&Value::Bool(true));
    let quiz = poll.get("type").and_then(Value::as_str) == Some("quiz");
    let choices = poll
        .get("options")
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    if is_closed(poll) {
        return Err(impossible("The poll is closed."));
    }
    if options.iter().any(|option| *option >= choices) {
        return Err(impossible("The poll has no such choice."));
    }
    if options.len() > 1 && !is("allows_multiple_answers") {
        return Err(impossible("Only one choice is possible in this poll."));
    }
    if quiz && message.votes.contains_key(&user) {
        return Err(impossible("A vote in a quiz cannot be changed."));
    }
    let anonymous = is("is_anonymous");
    let poll_id = poll_id(&message.value).unwrap_or_default().to_owned();
    if options.is_empty() {
        message.votes.remove(&user);
    } else {
        message.votes.insert(user, options.clone());
    }
    message.count_votes();
    let by_bot = message.from.is_none();
    let shown = message.value.get("poll").map(shown_poll);
    if !by_bot {
        return Ok(Did::untold("The bot is told only of polls that it sent."));
    }
    let mut did = Did::default();
    did.tells(room, "poll", &shown.unwrap_or_default());
    if !anonymous {
        let persistent: Vec<String> = options.iter().map(usize::to_string).collect();
        let answer = json!({
            "poll_id": poll_id,
            "user": person,
            "option_ids": options,
            "option_persistent_ids": persistent,
        });
        did.tells(room, "poll_answer", &answer);
    }
    Ok(did)
}
