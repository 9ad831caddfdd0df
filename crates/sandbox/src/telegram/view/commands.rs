//! The bot's commands as each person in a chat sees them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::world::BotCommand;
use crate::telegram::scene::{Chat, Room};

/// More people than these are in a chat of a measurement only.
const MOST_PEOPLE: usize = 500;

/// A list of commands with the people who get it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are docs/sandbox-control.md's")]
pub struct CommandsFor {
    pub user_ids: Vec<i64>,
    pub commands: Vec<BotCommand>,
}

/// Every list that somebody in the chat gets, by scope and by their language; people without any are
/// in none.
pub fn commands(room: &Room<'_>, chat: &Chat) -> Vec<CommandsFor> {
    let mut lists: Vec<(&Value, Vec<i64>)> = Vec::new();
    for user in chat.members.iter().take(MOST_PEOPLE) {
        let person = room.people.get(user);
        let language = person.and_then(|person| person.get("language_code")?.as_str());
        let profile = &room.bot.scene.profile;
        let Some(commands) = profile.commands_for(chat, *user, language.unwrap_or_default()) else {
            continue;
        };
        match lists.iter_mut().find(|(list, _)| *list == commands) {
            Some((_, people)) => people.push(*user),
            None => lists.push((commands, vec![*user])),
        }
    }
    let lists = lists.into_iter();
    lists
        .map(|(commands, user_ids)| CommandsFor {
            user_ids,
            commands: serde_json::from_value(commands.clone()).unwrap_or_default(),
        })
        .collect()
}
