//! Chats and users that a bot has met lately, to offer them where a query is written.

use super::rows::{COLUMNS, IN_ORDER, row};
use super::{BotKey, Store};
use crate::domain::query::complete::{Known, MOST};
use crate::domain::update::usernames;
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
    /// The chats or users whose number or name has this text in it, the latest first; after an `@`,
    /// those whose username has it.
    pub async fn known_peers(&self, bot: BotKey, whom: Peers, typed: String) -> Result<Vec<Known>> {
        let id = match whom {
            Peers::Chats => "chat_id",
            Peers::Users => "user_id",
        };
        self.read(move |connection| {
            let sql = format!(
                "SELECT max(seq) FROM (SELECT {id} AS id, seq FROM telegram_update {IN_ORDER} \
                 WHERE bot = ?1 ORDER BY seq DESC LIMIT ?2) \
                 WHERE id IS NOT NULL GROUP BY id ORDER BY 1 DESC"
            );
            let username = typed.strip_prefix('@').map(str::to_lowercase);
            let typed = fold(&typed);
            let mut select = connection.prepare_cached(&sql)?;
            let mut rows = select.query(params![bot.0, LATELY])?;
            let body = if username.is_some() { "body" } else { "x''" };
            let sql =
                format!("SELECT {COLUMNS}, {body} AS said FROM telegram_update WHERE seq = ?1");
            let mut latest = connection.prepare_cached(&sql)?;
            let mut found = Vec::new();
            while let Some(last) = rows.next()? {
                // The name is the one in the latest update.
                let (update, own) = latest.query_row([last.get::<_, i64>(0)?], |found| {
                    let (senders, chat) = usernames(found.get_ref("said")?.as_blob()?);
                    let own = match whom {
                        Peers::Chats => chat,
                        Peers::Users => senders.into_iter().next(),
                    };
                    Ok((row(found)?, own))
                })?;
                let (id, name) = match whom {
                    Peers::Chats => (update.chat_id, update.chat.or(update.who)),
                    Peers::Users => (update.user_id, update.who),
                };
                let Some(id) = id else { continue };
                let fits = match &username {
                    Some(typed) => own.as_ref().is_some_and(|own| own.contains(typed)),
                    None => {
                        id.to_string().starts_with(&typed)
                            || name
                                .as_ref()
                                .is_some_and(|name| fold(name).contains(&typed))
                    }
                };
                let known = Known {
                    id,
                    name,
                    username: own,
                };
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
