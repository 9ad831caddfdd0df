//! Turns the story into steps, one after the other, knowing what the chat looks like at each moment: so
//! it knows when `the newest message` would be another than was meant, and says which.

use std::collections::BTreeMap;

use crate::beat::{Act, What};
use crate::message::Seen;
use crate::model::{Button, Does, Poll, SOMEBODY, Step, Upload, Wanted, Words};

/// Somebody who writes it down.
pub struct Scribe {
    names: BTreeMap<i64, String>,
    chat: Option<String>,
    steps: Vec<Step>,
    board: Vec<Seen>,
    keyboard: Option<Vec<Vec<String>>>,
    /// Whose private chat it is, once somebody did something in it.
    owner: Option<String>,
    own: BTreeMap<i64, i64>,
}

impl Scribe {
    /// Of a group that has this name in the file, or of a private chat.
    pub fn new(names: BTreeMap<i64, String>, chat: Option<String>) -> Self {
        Self {
            names,
            chat,
            steps: Vec::new(),
            board: Vec::new(),
            keyboard: None,
            owner: None,
            own: BTreeMap::new(),
        }
    }

    /// The steps.
    pub fn done(self) -> Vec<Step> {
        self.steps
    }

    /// Writes one thing down.
    pub fn write(&mut self, what: What) {
        match what {
            What::Did {
                user_id,
                act,
                message_id,
                chosen,
            } => {
                self.did(user_id, act, chosen);
                if let Some(id) = message_id {
                    self.own.insert(user_id, id);
                }
            }
            What::Sent { message, keyboard } => {
                let seen = Seen::of(&message, keyboard.as_ref());
                let mut wanted = wanted(&seen);
                if seen.keyboard != self.keyboard {
                    wanted.keyboard = Some(seen.keyboard.clone().unwrap_or_default());
                    self.keyboard.clone_from(&seen.keyboard);
                }
                self.board.push(seen);
                self.expect(Does::Expect(wanted));
            }
            What::Edited { message } => {
                let seen = Seen::of(&message, None);
                let wanted = wanted(&seen);
                let buttons = Some(seen.buttons.clone());
                if let Some(known) = self.board.iter_mut().find(|known| known.id == seen.id) {
                    // Buttons that went with the edit are part of it.
                    let went = !known.buttons.is_empty() && seen.buttons.is_empty();
                    *known = seen;
                    let wanted = Wanted {
                        buttons: if went {
                            buttons
                        } else {
                            wanted.buttons.clone()
                        },
                        ..wanted
                    };
                    self.expect(Does::ExpectEdit(wanted));
                }
            }
            What::Deleted { message_id } => self.board.retain(|known| known.id != message_id),
            What::Answered {
                user_id,
                text: Some(text),
                alert,
            } => {
                let words = Words::Are(text);
                let does = if alert {
                    Does::ExpectAlert(words)
                } else {
                    Does::ExpectToast(words)
                };
                self.step(Some(user_id), does);
            }
            What::Answered { .. } | What::Offered { .. } | What::Other => {}
        }
    }

    fn did(&mut self, user: i64, act: Act, chosen: Vec<String>) {
        let mut to = None;
        let does = match act {
            Act::Say { text, reply_to } => {
                to = reply_to.and_then(|id| self.text_of(id));
                Does::Say(text)
            }
            Act::Edit { message_id, text } => {
                // Only the last message can be edited by a step.
                if self.own.get(&user) != Some(&message_id) {
                    return;
                }
                Does::Edit(text)
            }
            Act::Press {
                message_id,
                row,
                column,
            } => {
                let text = chosen.into_iter().next();
                let by_text = text.and_then(|text| {
                    let newest = self
                        .board
                        .iter()
                        .rev()
                        .find(|seen| seen.button(&text).is_some());
                    let newest = newest.filter(|seen| seen.button(&text) == Some((row, column)));
                    (newest.map(|seen| seen.id) == Some(message_id)).then_some(text)
                });
                if let Some(text) = by_text {
                    Does::Press(Button::Text(text))
                } else {
                    to = self.text_of(message_id);
                    Does::Press(Button::At(row + 1, column + 1))
                }
            }
            Act::React { message_id, emoji } => {
                to = self.to(message_id);
                Does::React(emoji.unwrap_or_default())
            }
            Act::Vote { message_id, .. } => {
                to = self.to(message_id);
                Does::Vote(chosen)
            }
            Act::Upload {
                kind,
                name,
                caption,
                ..
            } => Does::Upload(Upload {
                kind: Some(kind).filter(|kind| kind != Upload::usual_kind(&name)),
                file: name,
                caption,
                made_up: true,
            }),
            Act::Poll {
                question,
                options,
                anonymous,
                several,
                right,
                explanation,
            } => {
                let right = right.into_iter();
                let right: Vec<_> = right.filter_map(|at| options.get(at).cloned()).collect();
                Does::Poll(Poll {
                    question,
                    // Of what is no quiz the sandbox keeps none.
                    explanation: explanation.filter(|_| !right.is_empty()),
                    options,
                    anonymous,
                    several,
                    right,
                })
            }
            Act::ShareContact { phone } => Does::Contact(phone),
            Act::ShareLocation {
                latitude,
                longitude,
            } => Does::Location(latitude, longitude),
            Act::InlineQuery { query, .. } => Does::Inline(query),
            Act::ChooseInline { .. } => match chosen.into_iter().next() {
                Some(title) => Does::Choose(title),
                None => return,
            },
            Act::Join => match &self.chat {
                Some(chat) => Does::Join(chat.clone()),
                None => return,
            },
            Act::Leave => match &self.chat {
                Some(chat) => Does::Leave(chat.clone()),
                None => return,
            },
            Act::SetBot { status } => Does::BotBecomes(status),
            Act::Other => return,
        };
        self.step(Some(user), does);
        if let Some(step) = self.steps.last_mut() {
            step.to = to;
        }
    }

    /// Names the message where it is not the newest one of the bot's.
    fn to(&self, message: i64) -> Option<String> {
        let newest = self.board.last().map(|seen| seen.id);
        if newest == Some(message) {
            return None;
        }
        self.text_of(message)
    }

    fn text_of(&self, message: i64) -> Option<String> {
        let seen = self.board.iter().find(|seen| seen.id == message)?;
        seen.text.clone()
    }

    fn expect(&mut self, does: Does) {
        self.step(None, does);
    }

    fn step(&mut self, user: Option<i64>, does: Does) {
        let walks = matches!(does, Does::Join(_) | Does::Leave(_));
        let name = user.and_then(|user| self.names.get(&user).cloned());
        if self.chat.is_none() && self.owner.is_none() {
            self.owner.clone_from(&name);
        }
        let name = match &self.chat {
            // In a private chat there is nobody else, and what is seen there is seen in theirs.
            None => self.owner.clone(),
            Some(_) => name,
        };
        let mut step = Step::new(does);
        step.user = name.filter(|name| name != SOMEBODY);
        step.chat = self.chat.clone().filter(|_| !walks);
        self.steps.push(step);
    }
}

fn wanted(seen: &Seen) -> Wanted {
    let text = seen.text.as_deref().map(str::trim);
    let text = text.filter(|text| !text.is_empty());
    Wanted {
        words: text.map(|text| Words::Are(text.to_owned())),
        buttons: Some(seen.buttons.clone()).filter(|rows| !rows.is_empty()),
        media: seen.media.clone(),
        options: Some(seen.options.clone()).filter(|options| !options.is_empty()),
        ..Wanted::default()
    }
}
