//! The chats by hand: who is there, what they do, what is seen.

use serde_json::json;

use super::{Control, Error, NewUser};
use crate::telegram::acts::{self, Act, Did, NewChat};
use crate::telegram::scene::Room;
use crate::telegram::view::{
    self, ChatTimeline, Person, SandboxChat, SandboxWorld, TranscriptPage,
};

const MOST_NAME: usize = 64;
const MOST_PAGE: usize = 200;

impl Control {
    /// Everything around a bot.
    pub fn world(&self, token: &str) -> Result<SandboxWorld, Error> {
        let ahead = self.world.clock.ahead();
        self.enter(token, |room| Ok(view::world(room, ahead)))
    }

    /// This person wrote to the bot at some time before: it may write to them.
    pub fn has_started(&self, token: &str, user: i64) -> Result<(), Error> {
        self.enter(token, |room| {
            if !room.people.contains_key(&user) {
                return Err(Error::UnknownUser(user));
            }
            let chat = room.chat(user).ok_or(Error::UnknownChat(user))?;
            chat.started = true;
            Ok(())
        })
    }

    /// A page of a chat: the newest messages before one.
    pub fn chat(
        &self,
        token: &str,
        chat: i64,
        before: Option<i64>,
        limit: usize,
    ) -> Result<ChatTimeline, Error> {
        let limit = limit.clamp(1, MOST_PAGE);
        self.enter(token, |room| {
            view::timeline(room, chat, before, limit).ok_or(Error::UnknownChat(chat))
        })
    }

    /// A page of the transcript: the newest entries before one.
    pub fn transcript(
        &self,
        token: &str,
        before: Option<i64>,
        limit: usize,
    ) -> Result<TranscriptPage, Error> {
        let limit = limit.clamp(1, MOST_PAGE);
        self.look(token, |bot| {
            view::transcript(&bot.scene.transcript, before, limit)
        })
    }

    /// Somebody does something; without a chat it is the private one with the bot.
    pub fn act(&self, token: &str, user: i64, chat: Option<i64>, act: Act) -> Result<Did, Error> {
        self.enter(token, |room| acts::act(room, user, chat, act))
    }

    /// A new group or channel with the bot in it.
    pub fn add_chat(&self, token: &str, new: NewChat) -> Result<SandboxChat, Error> {
        self.enter(token, |room| {
            let id = acts::add_chat(room, new)?;
            let chat = room.bot.scene.chat(id).ok_or(Error::UnknownChat(id))?;
            Ok(view::chat_card(room, chat))
        })
    }

    /// A new person.
    pub fn add_person(&self, new: NewUser) -> Result<Person, Error> {
        let cut = |name: Option<String>| {
            let name = name.map(|name| name.trim().chars().take(MOST_NAME).collect::<String>());
            name.filter(|name| !name.is_empty())
        };
        let first_name = cut(Some(new.first_name));
        let first_name = first_name
            .ok_or_else(|| Error::NotPossible("A person has a first name.".to_owned()))?;
        let language = new.language_code.filter(|code| !code.is_empty());
        let fits = |code: &String| {
            let (language, rest) = code.split_once('-').unwrap_or((code, "XX"));
            let letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
            (2..=3).contains(&language.len())
                && letters(language)
                && code.len() <= 16
                && letters(rest)
        };
        if !language.as_ref().is_none_or(fits) {
            return Err(Error::NotPossible(
                "A language is named by its code, as en or pt-br.".to_owned(),
            ));
        }
        let username = cut(new.username).map(|name| name.trim_start_matches('@').to_owned());
        let id = self.add_user(NewUser {
            first_name,
            last_name: cut(new.last_name),
            username: username.filter(|name| !name.is_empty()),
            language_code: language,
        });
        let person = self
            .world
            .look(|state| state.users.get(&id).map(view::person));
        person.ok_or(Error::UnknownUser(id))
    }

    /// Waits until something happened in the chats of a bot (of any, where none is named) after that
    /// revision, and says which bots' and what the revision is now.
    pub async fn changed(&self, token: Option<&str>, after: u64) -> Result<(u64, Vec<i64>), Error> {
        self.world
            .until(|state| {
                let of = |bots: Vec<&crate::telegram::bot::Bot>| {
                    let news = bots.iter().filter(|bot| bot.revision > after);
                    let latest = bots.iter().map(|bot| bot.revision).max();
                    let latest = latest.unwrap_or_default();
                    let ids: Vec<i64> = news.map(|bot| bot.id).collect();
                    (latest > after || state.closed).then_some((latest, ids))
                };
                match token {
                    None => of(state.bots.values().collect()).map(Ok),
                    Some(token) => match state.bots.get(token) {
                        Some(bot) => of(vec![bot]).map(Ok),
                        None => Some(Err(Error::UnknownBot)),
                    },
                }
            })
            .await
    }

    pub(super) fn enter<T>(
        &self,
        token: &str,
        act: impl FnOnce(&mut Room<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.world.enter(token, act).ok_or(Error::UnknownBot)?
    }

    /// The time and how far it is ahead of the machine's, after a jump of so many seconds.
    pub fn jump(&self, seconds: u32) -> serde_json::Value {
        let clock = &self.world.clock;
        if seconds > 0 {
            clock.advance(chrono::TimeDelta::seconds(i64::from(seconds)));
            // Whoever waits for a change may wait for one that the new time has made.
            self.world.change(|state| {
                for bot in state.bots.values_mut() {
                    bot.touch();
                }
            });
        }
        json!({ "now": clock.now(), "ahead": clock.ahead() })
    }
}
