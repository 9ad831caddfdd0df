//! What a bot says about itself: commands by scope and language, names, descriptions, menu buttons.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Chat, Kind};

/// So many scopes and languages; a bot may name any number of chats.
const MOST: usize = 10_000;

/// By what each is set for.
#[derive(Debug, Default)]
pub struct Profile {
    /// By scope and language.
    pub commands: BTreeMap<(String, String), Value>,
    /// `name`, `description` or `short_description`, by that and by language.
    pub texts: BTreeMap<(&'static str, String), String>,
    /// By private chat; 0 for all others.
    pub menus: BTreeMap<i64, Value>,
    /// Default rights, for groups (false) and channels (true).
    pub rights: BTreeMap<bool, Value>,
}

impl Profile {
    /// Sets the commands of a scope; an empty list takes them away.
    pub fn set_commands(&mut self, scope: &str, language: &str, commands: Option<Value>) {
        let key = (scope.to_owned(), language.to_owned());
        match commands {
            Some(commands) if self.commands.len() < MOST => {
                self.commands.insert(key, commands);
            }
            _ => {
                self.commands.remove(&key);
            }
        }
    }

    /// The commands of a scope.
    pub fn commands(&self, scope: &str, language: &str) -> Option<&Value> {
        self.commands.get(&(scope.to_owned(), language.to_owned()))
    }

    /// The commands that a person gets to see in a chat: of the narrowest scope that has any, in their
    /// language before those for every language (Bot API: BotCommandScope).
    pub fn commands_for(&self, chat: &Chat, user: i64, language: &str) -> Option<&Value> {
        let id = chat.id;
        let leads = chat.is_administrator(user);
        let scopes = match chat.kind {
            Kind::Channel => return None,
            Kind::Private => vec![
                Some(format!("chat {id}")),
                Some("all_private_chats".to_owned()),
            ],
            Kind::Group | Kind::Supergroup => vec![
                Some(format!("chat_member {id} {user}")),
                leads.then(|| format!("chat_administrators {id}")),
                Some(format!("chat {id}")),
                leads.then(|| "all_chat_administrators".to_owned()),
                Some("all_group_chats".to_owned()),
            ],
        };
        // A list is for two letters; an app's language may say more.
        let language = language.get(..2).unwrap_or_default();
        let all = scopes.into_iter().flatten();
        all.chain(["default".to_owned()]).find_map(|scope| {
            let own = self.commands(&scope, language);
            own.or_else(|| self.commands(&scope, ""))
        })
    }

    /// Sets a menu button; none is the one for all others.
    pub fn set_menu(&mut self, chat: i64, button: Value) {
        if self.menus.len() < MOST {
            self.menus.insert(chat, button);
        }
    }
}
