//! Turns the story into steps, one after the other, knowing what the chat looks like at each moment: so
//! it knows when `the newest message` would be another than was meant, and says which.

use std::collections::BTreeMap;

use super::lost::{Losses, Lost};
use crate::beat::{Act, What};
use crate::board::Board;
use crate::message::Seen;
use crate::model::{Button, Does, Poll, SOMEBODY, Step, Upload, Wanted, Words};

/// What is done, and the text of the message that it is done to.
type Meant = (Does, Option<String>);

/// Somebody who writes it down.
pub struct Scribe {
    names: BTreeMap<i64, String>,
    chat: Option<String>,
    steps: Vec<Step>,
    board: Board,
    keyboard: Option<Vec<Vec<String>>>,
    /// Whose private chat it is, once somebody did something in it.
    owner: Option<String>,
    lost: Losses,
}

impl Scribe {
    /// Of a group that has this name in the file, or of a private chat.
    pub fn new(names: BTreeMap<i64, String>, chat: Option<String>) -> Self {
        Self {
            names,
            chat,
            steps: Vec::new(),
            board: Board::default(),
            keyboard: None,
            owner: None,
            lost: Losses::new(),
        }
    }

    /// The steps, and a line for whatever could not become one.
    pub fn done(self) -> (Vec<Step>, Vec<String>) {
        let lost = self.lost.into_iter();
        let notes = lost.map(|(what, count)| what.note(count));
        (self.steps, notes.collect())
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
                match self.step_of(user_id, &act, chosen) {
                    Ok(Some((does, to))) => self.deed(user_id, does, to),
                    Ok(None) => {}
                    Err(lost) => self.lose(lost),
                }
                self.board.did(user_id, &act, message_id);
            }
            What::Sent { message, keyboard } => {
                let seen = Seen::of(&message, keyboard.as_ref());
                let mut wanted = wanted(&seen);
                if seen.keyboard != self.keyboard {
                    wanted.keyboard = Some(seen.keyboard.clone().unwrap_or_default());
                    self.keyboard.clone_from(&seen.keyboard);
                }
                self.board.sent(seen);
                self.expect(Does::Expect(wanted));
            }
            What::Edited { message } => {
                let seen = Seen::of(&message, None);
                let wanted = wanted(&seen);
                let buttons = Some(seen.buttons.clone());
                if let Some(known) = self.board.edited(&seen) {
                    // Buttons that went with the edit are part of it.
                    let went = !known.buttons.is_empty() && seen.buttons.is_empty();
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
            What::Deleted { message_id } => self.board.deleted(message_id),
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

    /// The step for a deed and the message that it means; nothing for what no bot is told of.
    fn step_of(
        &mut self,
        user: i64,
        act: &Act,
        chosen: Vec<String>,
    ) -> Result<Option<Meant>, Lost> {
        let mut to = None;
        let does = match act.clone() {
            Act::Say { text, reply_to } => {
                if let Some(id) = reply_to {
                    to = self.answered(id);
                    if to.is_none() {
                        self.lose(Lost::Reply);
                    }
                }
                Does::Say(text)
            }
            Act::Edit { message_id, text } => {
                to = self.named(message_id, Lost::Edit, |board, to| board.own(user, to))?;
                Does::Edit(text)
            }
            Act::Press {
                message_id,
                row,
                column,
            } => {
                let place = (message_id, row, column);
                let text = chosen.into_iter().next().map(Button::Text);
                let by_text = text.filter(|it| self.board.button(None, it) == Some(place));
                if let Some(button) = by_text {
                    Does::Press(button)
                } else {
                    let button = Button::At(row + 1, column + 1);
                    to = self.named(message_id, Lost::Press, |board, to| {
                        board.button(to, &button).map(|(id, ..)| id)
                    })?;
                    Does::Press(button)
                }
            }
            Act::React { message_id, emoji } => {
                to = self.named(message_id, Lost::Reaction, Board::meant)?;
                Does::React(emoji.unwrap_or_default())
            }
            Act::Vote { message_id, .. } => {
                to = self.named(message_id, Lost::Vote, |board, to| {
                    board.poll(to, &chosen).map(|(id, _)| id)
                })?;
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
            Act::InlineQuery { offset, .. } if !offset.is_empty() => return Err(Lost::Page),
            Act::InlineQuery { query, .. } => Does::Inline(query),
            Act::ChooseInline { .. } => {
                let title = chosen.into_iter().next();
                Does::Choose(title.ok_or(Lost::Choice)?)
            }
            Act::Join | Act::Leave => match &self.chat {
                Some(chat) if *act == Act::Join => Does::Join(chat.clone()),
                Some(chat) => Does::Leave(chat.clone()),
                None => return Ok(None),
            },
            Act::SetBot { status } => Does::BotBecomes(status),
            Act::Other => return Ok(None),
        };
        Ok(Some((does, to)))
    }

    fn deed(&mut self, user: i64, does: Does, to: Option<String>) {
        self.step(Some(user), does);
        if let Some(step) = self.steps.last_mut() {
            step.to = to;
        }
    }

    fn lose(&mut self, what: Lost) {
        *self.lost.entry(what).or_default() += 1;
    }

    /// How a step names a message: not at all where it means that one anyway, or by its text.
    fn named(
        &self,
        message: i64,
        otherwise: Lost,
        finds: impl Fn(&Board, Option<&str>) -> Option<i64>,
    ) -> Result<Option<String>, Lost> {
        if finds(&self.board, None) == Some(message) {
            return Ok(None);
        }
        let text = self.board.text(message).ok_or(otherwise)?;
        match finds(&self.board, Some(text)) {
            Some(found) if found == message => Ok(Some(text.to_owned())),
            _ => Err(otherwise),
        }
    }

    /// The text of a message that is answered, which is named in any case.
    fn answered(&self, message: i64) -> Option<String> {
        let text = self.board.text(message)?;
        (self.board.meant(Some(text)) == Some(message)).then(|| text.to_owned())
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
