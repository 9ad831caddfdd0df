//! What of a chat a bot gets to see.
//!
//! In groups a bot that is no administrator has privacy mode: it gets commands that are not meant for
//! another bot, answers to its messages, messages that mention it or came through it, and what is no
//! message of somebody (who joined, what was pinned).

use serde_json::Value;

use super::{Kind, Room};
use crate::telegram::text;

impl Room<'_> {
    /// Why the bot does not get a message, in a sentence; `None` when it does.
    pub fn unseen(&self, chat: i64, message: &Value) -> Option<String> {
        let chat = self.bot.scene.chat(chat)?;
        if !chat.has_bot() {
            return Some("The bot is not in this chat.".to_owned());
        }
        let grouped = matches!(chat.kind, Kind::Group | Kind::Supergroup);
        if !grouped || chat.bot_is_administrator() || self.is_meant(message) {
            return None;
        }
        Some(
            "Privacy mode: in a group the bot gets commands, answers to it and mentions of it only, \
             unless it is an administrator."
                .to_owned(),
        )
    }

    fn is_meant(&self, message: &Value) -> bool {
        let bot = Some(self.bot.id);
        let id_at = |path: &str| message.pointer(path).and_then(Value::as_i64);
        if id_at("/reply_to_message/from/id") == bot || id_at("/via_bot/id") == bot {
            return true;
        }
        let field = |name: &str| message.get(name);
        let content = [("text", "entities"), ("caption", "caption_entities")];
        let Some((text, entities)) = content
            .iter()
            .find_map(|(text, entities)| Some((field(text)?.as_str()?, field(entities))))
        else {
            return text::is_service(message);
        };
        let entities = entities.and_then(Value::as_array).into_iter().flatten();
        let own = format!("@{}", self.bot.username).to_lowercase();
        entities.into_iter().any(|entity| {
            let words = text::slice(text, entity).to_lowercase();
            match entity.get("type").and_then(Value::as_str) {
                Some("mention") => words == own,
                Some("bot_command") => !words.contains('@') || words.ends_with(&own),
                _ => false,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono::Utc;
    use serde_json::json;

    use super::super::{Chat, Room};
    use crate::telegram::bot::Bot;
    use crate::telegram::text;

    #[test]
    fn privacy_mode_lets_through_what_is_meant_for_the_bot() {
        let mut bot = Bot::new(7, "Desk".to_owned(), "desk_bot".to_owned());
        bot.scene.add_chat(Chat::new(
            -5,
            json!({"id": -5, "type": "group", "title": "G"}),
        ));
        let people = BTreeMap::new();
        let mut room = Room {
            bot: &mut bot,
            people: &people,
            now: Utc::now(),
        };
        let said = |words: &str| json!({"text": words, "entities": text::found(words)});
        for (words, seen) in [
            ("hello", false),
            ("/start", true),
            ("/start@desk_bot", true),
            ("/start@Desk_Bot now", true),
            ("/start@other_bot", false),
            ("hey @desk_bot", true),
            ("hey @desk_bottom", false),
            ("desk_bot", false),
        ] {
            assert_eq!(room.unseen(-5, &said(words)).is_none(), seen, "{words}");
        }
        let reply = json!({"text": "yes", "reply_to_message": {"from": {"id": 7}}});
        assert_eq!(room.unseen(-5, &reply), None);
        assert_eq!(room.unseen(-5, &json!({"new_chat_members": []})), None);
        assert!(room.unseen(-5, &json!({"photo": []})).is_some());
        room.chat(-5).unwrap().bot_status = "administrator".to_owned();
        assert_eq!(room.unseen(-5, &said("hello")), None);
        room.chat(-5).unwrap().bot_status = "kicked".to_owned();
        assert!(room.unseen(-5, &said("/start")).is_some());
    }
}
