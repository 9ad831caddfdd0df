//! Who is there, in which chats, and what the bot did that no step has asked for yet.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use super::{ByChat, Options};
use crate::beat::{Beat, Calls, What};
use crate::board::Board;
use crate::client::{Client, Error};
use crate::message::Seen;
use crate::model::{SOMEBODY, Scenario, Step};
use crate::run::Problem;
use crate::unknown;
use crate::words::Found;

/// The bot's answer to a pressed button.
#[derive(Debug, Clone)]
pub struct Popup {
    /// What it says.
    pub text: String,
    /// Has to be closed.
    pub alert: bool,
}

/// What the bot offers to an inline query.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The query.
    pub query_id: String,
    /// Titles with ids.
    pub results: Vec<(String, String)>,
}

/// What the bot did in a chat.
#[derive(Debug, Default)]
pub struct Seat {
    /// Messages that no step has expected yet.
    pub said: VecDeque<Seen>,
    /// Edits, since somebody did something.
    pub edits: VecDeque<Seen>,
    /// Answers to buttons with a text, since then.
    pub popups: VecDeque<Popup>,
    /// The messages as they are now.
    pub board: Board,
    /// The keyboard under the text field.
    pub keyboard: Option<Vec<Vec<String>>>,
    /// What it offers, by person.
    pub offers: BTreeMap<i64, Offer>,
}

/// A scenario that is being played.
pub struct Stage<'a> {
    /// The sandbox.
    pub client: &'a Client,
    /// How to play.
    pub options: &'a Options,
    /// What named groups found.
    pub found: Found,
    people: BTreeMap<String, i64>,
    chats: BTreeMap<String, i64>,
    seats: ByChat<Seat>,
    after: u64,
    /// What the bot had called before that the sandbox does not know.
    unknown: Calls,
}

impl<'a> Stage<'a> {
    /// Brings the people and makes the chats.
    pub async fn set(
        client: &'a Client,
        scenario: &Scenario,
        options: &'a Options,
    ) -> Result<Self, Problem> {
        // What was there before is nobody's business here, and what was to go wrong neither.
        client.clear_troubles().await.map_err(refused)?;
        let before = client.story(u64::MAX, None, Duration::ZERO).await;
        let world = client.world().await.map_err(refused)?;
        let mut stage = Self {
            client,
            options,
            found: Found::new(),
            people: BTreeMap::new(),
            chats: BTreeMap::new(),
            seats: BTreeMap::new(),
            after: before.map_err(refused)?.last,
            unknown: world.unknown_methods,
        };
        for chat in &scenario.chats {
            let mut members = Vec::new();
            for name in &chat.members {
                members.push(stage.person(name).await?);
            }
            let made = client.chat(&chat.kind, &chat.name, &members).await;
            let id = made.map_err(refused)?;
            if let (Some(status), Some(by)) = (&chat.bot, members.first()) {
                let act = crate::beat::Act::SetBot {
                    status: status.clone(),
                };
                client.act(*by, Some(id), &act).await.map_err(refused)?;
            }
            stage.chats.insert(chat.name.clone(), id);
        }
        Ok(stage)
    }

    /// A person's id; whoever is named for the first time comes in here.
    pub async fn person(&mut self, name: &str) -> Result<i64, Problem> {
        if let Some(id) = self.people.get(name) {
            return Ok(*id);
        }
        let id = self.client.person(name).await.map_err(refused)?;
        self.people.insert(name.to_owned(), id);
        Ok(id)
    }

    /// Whose step it is, and where.
    pub async fn place(&mut self, step: &Step) -> Result<(i64, i64), Problem> {
        let user = self
            .person(step.user.as_deref().unwrap_or(SOMEBODY))
            .await?;
        let chat = match &step.chat {
            Some(name) => self.chat(name)?,
            None => user,
        };
        Ok((user, chat))
    }

    /// A chat's id.
    pub fn chat(&self, name: &str) -> Result<i64, Problem> {
        let id = self.chats.get(name).copied();
        id.ok_or_else(|| Problem::new(format!("There is no chat \u{201c}{name}\u{201d}.")))
    }

    /// A chat's seat.
    pub fn seat(&mut self, chat: i64) -> &mut Seat {
        self.seats.entry(chat).or_default()
    }

    /// How long the bot may take for this step.
    pub fn patience(&self, step: &Step) -> Duration {
        step.within.unwrap_or(self.options.patience)
    }

    /// Looks again and again, until there is what is looked for or the time is over.
    pub async fn until<T>(
        &mut self,
        chat: i64,
        within: Duration,
        mut look: impl FnMut(&mut Seat) -> Option<T>,
    ) -> Result<Option<T>, Problem> {
        let end = Instant::now() + within;
        loop {
            self.read(Duration::ZERO).await?;
            if let Some(found) = look(self.seat(chat)) {
                return Ok(Some(found));
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(None);
            }
            // What was sent before the bot ended has been read by now.
            self.alive()?;
            self.read(left).await?;
        }
    }

    /// Lets time pass.
    pub async fn pause(&mut self, time: Duration) -> Result<(), Problem> {
        let mut ended = self.options.ended.clone();
        tokio::select! {
            () = tokio::time::sleep(time) => Ok(()),
            // A sender that is gone cannot tell of an end any more, so the pause goes on.
            Ok(why) = ended.wait_for(Option::is_some) => Err(end(why.as_deref())),
        }
    }

    /// An end of the bot is a failure of whatever step comes then.
    pub fn alive(&self) -> Result<(), Problem> {
        match self.options.ended.borrow().as_deref() {
            Some(why) => Err(end(Some(why))),
            None => Ok(()),
        }
    }

    /// A problem with what the bot called meanwhile that the sandbox does not know.
    pub async fn explained(&self, mut problem: Problem) -> Problem {
        // A sandbox that cannot be asked any more is most likely the problem itself.
        if let Ok(world) = self.client.world().await {
            problem.hint = unknown::hint(&world.unknown_methods, &self.unknown);
        }
        problem
    }

    /// Reads what happened since, waiting for something to happen if asked to.
    async fn read(&mut self, within: Duration) -> Result<(), Problem> {
        let mut ended = self.options.ended.clone();
        let story = self.client.story(self.after, None, within);
        let page = if within.is_zero() {
            story.await
        } else {
            tokio::select! {
                page = story => page,
                () = tokio::time::sleep(within) => return Ok(()),
                Ok(_) = ended.wait_for(Option::is_some) => return Ok(()),
            }
        };
        for beat in page.map_err(refused)?.beats {
            self.after = self.after.max(beat.seq);
            self.heard(beat);
        }
        Ok(())
    }

    fn heard(&mut self, beat: Beat) {
        let seat = self.seats.entry(beat.chat_id).or_default();
        match beat.what {
            What::Sent { message, keyboard } => {
                let seen = Seen::of(&message, keyboard.as_ref());
                seat.keyboard.clone_from(&seen.keyboard);
                seat.board.sent(seen.clone());
                seat.said.push_back(seen);
            }
            What::Edited { message } => {
                let seen = Seen::of(&message, None);
                seat.board.edited(&seen);
                seat.edits.push_back(seen);
            }
            What::Deleted { message_id } => seat.board.deleted(message_id),
            What::Answered {
                text: Some(text),
                alert,
                ..
            } => seat.popups.push_back(Popup { text, alert }),
            What::Offered {
                user_id,
                query_id,
                results,
            } => {
                let text = |result: &serde_json::Value, name: &str| {
                    let text = result.get(name).and_then(|text| text.as_str());
                    text.unwrap_or_default().to_owned()
                };
                let results = results.as_array().into_iter().flatten();
                let results = results.map(|result| (text(result, "title"), text(result, "id")));
                let results = results.collect();
                seat.offers.insert(user_id, Offer { query_id, results });
            }
            What::Did { .. } | What::Answered { .. } | What::Other => {}
        }
    }
}

fn end(why: Option<&str>) -> Problem {
    Problem::new(why.unwrap_or("The bot has ended."))
}

/// The sandbox's own sentence.
#[expect(
    clippy::needless_pass_by_value,
    reason = "it maps errors, which come by value"
)]
pub fn refused(error: Error) -> Problem {
    Problem::new(error.to_string())
}
