//! Chats and users that a bot has met lately, to offer them where a query is written.

use super::updates::IN_ORDER;
use super::{BotKey, Store};
use crate::domain::query::complete::{Known, MOST};
use crate::domain::words::fold;
use crate::error::Result;
use rusqlite::params;

/// Updates that are looked through.
const LATELY: u32 = 5_000;

/// Whom to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peers {
    /// Chats; a private one has its person's name.
    Chats,
    /// Users.
    Users,
}

impl Store {
    /// The chats or users whose number or name has this text in it, the latest first.
    pub async fn known_peers(&self, bot: BotKey, whom: Peers, typed: String) -> Result<Vec<Known>> {
        let (id, name) = match whom {
            Peers::Chats => ("chat_id", "coalesce(chat, who)"),
            Peers::Users => ("user_id", "who"),
        };
        self.read(move |connection| {
            // max() makes the name be the one of the latest update.
            let sql = format!(
                "SELECT id, name, max(seq) FROM (SELECT {id} AS id, {name} AS name, seq \
                 FROM telegram_update {IN_ORDER} WHERE bot = ?1 ORDER BY seq DESC LIMIT ?2) \
                 WHERE id IS NOT NULL GROUP BY id ORDER BY 3 DESC"
            );
            let typed = fold(&typed);
            let mut select = connection.prepare_cached(&sql)?;
            let mut rows = select.query(params![bot.0, LATELY])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let known = Known {
                    id: row.get(0)?,
                    name: row.get(1)?,
                };
                let fits = known.id.to_string().starts_with(&typed)
                    || known
                        .name
                        .as_ref()
                        .is_some_and(|name| fold(name).contains(&typed));
                if fits {
                    found.push(known);
                }
                if found.len() == MOST {
                    break;
                }
            }
            Ok(found)
        })
        .await
    }
}
