//! The hand that plays the world around a bot: creates bots and people, lets people write, orders
//! faults, and shows what the bot and its webhook did. The same over HTTP, see [`http`].
//!
//! Of each bot's calls, deliveries and sent messages the newest 20,000 are shown, or fewer when they
//! are larger than 32 MiB together; of the chats it can write to, as many are known.

mod chats;
mod chats_http;
mod given;
mod http;
mod records;
mod story_http;
mod trouble;

use std::collections::BTreeMap;
use std::sync::Arc;

use rand::Rng;
use rand::distr::Alphanumeric;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::acts;
use super::bot::Bot;
use super::clock::Clock;
use super::scene::Room;
use super::update;
use super::world::World;

pub use super::acts::{Act as SandboxAct, Did, NewChat};
pub use super::view::{
    BotCommand, ChatMessage, ChatTimeline, CommandsFor, Entity, ForceReply, InlineButton,
    InlineOffer, InlineResult, Media, Person, PollChoice, PollView, Reaction, ReplyButton,
    ReplyKeyboard, SandboxCall, SandboxChat, SandboxWorld, Silent, Toast, TranscriptEntry,
    TranscriptPage,
};
pub use http::routes;
pub use records::{Attempt, BotCard, Call, Error, Fault, FaultOrder, Name, NewBot, NewUser, Via};
pub use trouble::Mishap;

/// The user who writes when nobody else is named: Ann Petrova.
pub const DEFAULT_USER: i64 = 71_002_244;
/// Mario Rossi, who is there as well.
pub const SECOND_USER: i64 = 71_002_245;

/// A handle on Telegram's side; clones act on the same one.
#[derive(Debug, Clone)]
pub struct Control {
    world: Arc<World>,
}

impl Control {
    pub(super) fn new(world: Arc<World>) -> Self {
        world.change(|state| {
            let ann = json!({
                "id": DEFAULT_USER,
                "is_bot": false,
                "first_name": "Ann",
                "last_name": "Petrova",
                "username": "ann_petrova",
                "language_code": "en",
            });
            state.users.entry(DEFAULT_USER).or_insert(ann);
            let mario = json!({
                "id": SECOND_USER,
                "is_bot": false,
                "first_name": "Mario",
                "last_name": "Rossi",
                "username": "mario_rossi",
                "language_code": "it",
            });
            state.users.entry(SECOND_USER).or_insert(mario);
        });
        Self { world }
    }

    /// The clock that this side lives by.
    pub fn clock(&self) -> &Clock {
        &self.world.clock
    }

    /// Creates a bot, or returns the one that has the token already. A bot whose token was revoked
    /// may come back with another one, as @BotFather gives it.
    pub fn add_bot(&self, new: NewBot) -> Result<BotCard, Error> {
        let token = new.token.unwrap_or_else(made_up_token);
        let id = token_id(&token).ok_or(Error::BadToken)?;
        self.world.change(|state| {
            if state
                .bots
                .iter()
                .any(|(other, bot)| bot.id == id && *other != token && !bot.revoked)
            {
                return Err(Error::IdTaken(id));
            }
            let revisions = Arc::clone(&state.revisions);
            let bot = state.bots.entry(token.clone()).or_insert_with(|| {
                let mut bot = Bot::new(id, new.name, new.username);
                bot.revisions = revisions;
                bot
            });
            Ok(BotCard {
                token,
                id,
                username: bot.username.clone(),
                name: bot.name.clone(),
            })
        })
    }

    /// Creates a person and returns their id.
    pub fn add_user(&self, new: NewUser) -> i64 {
        self.world.change(|state| {
            let mut id = rand::random_range(10_000_000..7_000_000_000_i64);
            while state.users.contains_key(&id) {
                id += 1;
            }
            let mut user = json!({"id": id, "is_bot": false, "first_name": new.first_name});
            for (field, value) in [
                ("last_name", new.last_name),
                ("username", new.username),
                ("language_code", new.language_code),
            ] {
                if let Some(value) = value {
                    user[field] = json!(value);
                }
            }
            state.users.insert(id, user);
            id
        })
    }

    /// Lets a person write to the bot in private. `None` as update id: the bot takes no messages.
    pub fn send_message(
        &self,
        token: &str,
        user: Option<i64>,
        text: &str,
    ) -> Result<Option<i64>, Error> {
        let user = user.unwrap_or(DEFAULT_USER);
        if !self.world.look(|state| state.users.contains_key(&user)) {
            return Err(Error::UnknownUser(user));
        }
        let said = |room: &mut Room<'_>| acts::say_anything(room, user, text);
        let did = self.world.enter(token, said).ok_or(Error::UnknownBot)??;
        Ok(did.update_ids.first().copied())
    }

    /// Sends the bot an update of any kind whose payload is kept to the byte. `None` as update id:
    /// the bot does not take this kind.
    pub fn send_update(
        &self,
        token: &str,
        kind: &str,
        payload: &RawValue,
    ) -> Result<Option<i64>, Error> {
        let kind = update::kind(kind).ok_or_else(|| Error::UnknownKind(kind.to_owned()))?;
        let value: Value = serde_json::from_str(payload.get()).unwrap_or_default();
        if !value.is_object() {
            return Err(Error::NotAnObject);
        }
        let now = self.world.clock.now();
        self.change(token, |bot| {
            bot.queue_update(kind, payload.get(), &value, now)
        })
    }

    /// The calls the bot made, oldest first.
    pub fn calls(&self, token: &str) -> Result<Vec<Call>, Error> {
        self.look(token, Bot::calls)
    }

    /// The deliveries tried for the bot, oldest first.
    pub fn deliveries(&self, token: &str) -> Result<Vec<Attempt>, Error> {
        self.look(token, Bot::attempts)
    }

    /// The messages the bot sent, oldest first.
    pub fn sent(&self, token: &str) -> Result<Vec<Value>, Error> {
        self.look(token, Bot::sent)
    }

    /// How many updates wait for the bot.
    pub fn pending(&self, token: &str) -> Result<usize, Error> {
        let now = self.world.clock.now();
        self.look(token, |bot| bot.pending.count(now))
    }

    /// The webhook's last error since it was set.
    pub fn last_error(&self, token: &str) -> Result<Option<String>, Error> {
        self.look(token, |bot| {
            bot.last_error.clone().map(|(_, message)| message)
        })
    }

    /// Orders faulty answers for the bot's next calls.
    pub fn add_fault(&self, token: &str, order: FaultOrder) -> Result<(), Error> {
        self.change(token, |bot| {
            if order.calls > 0 {
                bot.faults.push(order);
            }
        })
    }

    /// Takes back every ordered fault.
    pub fn clear_faults(&self, token: &str) -> Result<(), Error> {
        self.change(token, |bot| bot.faults.clear())
    }

    /// Revokes the token: every call is answered with 401 and delivery ends.
    pub fn revoke(&self, token: &str) -> Result<(), Error> {
        self.change(token, |bot| {
            bot.revoked = true;
            bot.end_webhook();
        })
    }

    /// Says what a webhook's host resolves to from now on, in place of the system's resolver.
    pub fn set_name(&self, host: &str, to: Name) {
        self.world.change(|state| {
            state.names.insert(host.to_ascii_lowercase(), to);
        });
    }

    /// Waits until `met` holds; it is asked again after every change.
    pub async fn until(&self, mut met: impl FnMut(&Self) -> bool) {
        let mut changes = self.world.changes();
        loop {
            changes.mark_unchanged();
            if met(self) {
                return;
            }
            // The sender lives in the world, so this only ends with a change.
            let _ = changes.changed().await;
        }
    }

    fn look<T>(&self, token: &str, read: impl FnOnce(&Bot) -> T) -> Result<T, Error> {
        self.world.look_at(token, read).ok_or(Error::UnknownBot)
    }

    fn change<T>(&self, token: &str, act: impl FnOnce(&mut Bot) -> T) -> Result<T, Error> {
        self.world.change_bot(token, act).ok_or(Error::UnknownBot)
    }
}

/// A token that Telegram would never make, yet of the form every client accepts.
fn made_up_token() -> String {
    let mut random = rand::rng();
    let id = random.random_range(5_000_000_000..9_000_000_000_i64);
    let rest: String = (0..28)
        .map(|_| char::from(random.sample(Alphanumeric)))
        .collect();
    format!("{id}:sandbox{rest}")
}

/// The id in a well-formed token.
fn token_id(token: &str) -> Option<i64> {
    let (id, secret) = token.split_once(':')?;
    let digits = (1..=16).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit());
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    let fits = digits
        && !id.starts_with('0')
        && (30..=64).contains(&secret.len())
        && secret.bytes().all(allowed);
    // The server's own limit on ids is below what sixteen digits can say.
    let id = id.parse().ok().filter(|id| *id < 1 << 54)?;
    fits.then_some(id)
}

/// The payload of an update by its kind, as the control API takes it.
type Payloads = BTreeMap<String, Box<RawValue>>;
