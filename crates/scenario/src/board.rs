//! The messages of a chat, and which of them a step means. Whoever records and whoever plays ask the same
//! questions here, so that what is written down by its text is found again by it.

use std::collections::BTreeMap;

use crate::beat::Act;
use crate::message::Seen;
use crate::model::Button;

/// The messages of a chat as they are now, oldest first.
#[derive(Debug, Default)]
pub struct Board {
    bots: Vec<Seen>,
    /// With whoever wrote them.
    people: Vec<(i64, Seen)>,
    /// What each wrote last, also where it is deleted by now.
    last: BTreeMap<i64, i64>,
}

impl Board {
    /// The bot sent one.
    pub fn sent(&mut self, seen: Seen) {
        self.bots.push(seen);
    }

    /// The bot edited one; how it was before, where it is known.
    pub fn edited(&mut self, seen: &Seen) -> Option<Seen> {
        let known = self.bots.iter_mut().find(|known| known.id == seen.id)?;
        Some(std::mem::replace(known, seen.clone()))
    }

    /// The bot deleted one, whoever wrote it.
    pub fn deleted(&mut self, id: i64) {
        self.bots.retain(|known| known.id != id);
        self.people.retain(|(_, known)| known.id != id);
    }

    /// Somebody did something; `id` is the message that came of it.
    pub fn did(&mut self, user: i64, act: &Act, id: Option<i64>) {
        if let Act::Edit { message_id, text } = act {
            let mut people = self.people.iter_mut();
            if let Some((_, known)) = people.find(|(_, known)| known.id == *message_id) {
                known.text = Some(text.clone());
            }
            return;
        }
        if let (Some(seen), Some(id)) = (written(act), id) {
            self.people.push((user, Seen { id, ..seen }));
            self.last.insert(user, id);
        }
    }

    /// The bot's, newest first.
    pub fn newest(&self) -> impl Iterator<Item = &Seen> {
        self.bots.iter().rev()
    }

    /// What a message says.
    pub fn text(&self, id: i64) -> Option<&str> {
        let people = self.people.iter().map(|(_, seen)| seen);
        let mut all = self.bots.iter().chain(people);
        all.find(|seen| seen.id == id)?.text.as_deref()
    }

    /// The bot's newest; or with a text the newest of the bot's that says it, or else of the people's.
    pub fn meant(&self, to: Option<&str>) -> Option<i64> {
        self.candidates(to).next().map(|seen| seen.id)
    }

    /// What somebody wrote last; or with a text what they wrote last with that text.
    pub fn own(&self, user: i64, to: Option<&str>) -> Option<i64> {
        let Some(text) = to else {
            return self.last.get(&user).copied();
        };
        let mut own = self.people.iter().rev().filter(|(who, _)| *who == user);
        own.find(|(_, seen)| says(seen, text))
            .map(|(_, seen)| seen.id)
    }

    /// The newest button that is meant: its message, and its place from 0.
    pub fn button(&self, to: Option<&str>, button: &Button) -> Option<(i64, usize, usize)> {
        self.candidates(to).find_map(|seen| {
            let (row, column) = match button {
                Button::Text(text) => seen.button(text)?,
                Button::At(row, column) => {
                    let place = (row.checked_sub(1)?, column.checked_sub(1)?);
                    seen.buttons.get(place.0)?.get(place.1)?;
                    place
                }
            };
            Some((seen.id, row, column))
        })
    }

    /// The newest poll that is meant and has all of these choices, with their places.
    pub fn poll(&self, to: Option<&str>, choices: &[String]) -> Option<(i64, Vec<usize>)> {
        let is_poll = |seen: &&Seen| seen.media.as_deref() == Some("poll");
        self.candidates(to).filter(is_poll).find_map(|poll| {
            let places = choices.iter().map(|choice| {
                let mut options = poll.options.iter();
                options.position(|option| option == choice)
            });
            let places: Option<Vec<usize>> = places.collect();
            Some((poll.id, places?))
        })
    }

    /// Without a text people's messages are not meant: what they wrote last is seldom what is answered.
    fn candidates(&self, to: Option<&str>) -> impl Iterator<Item = &Seen> {
        let people = self.people.iter().rev().map(|(_, seen)| seen);
        let people = people.filter(move |_| to.is_some());
        let all = self.newest().chain(people);
        all.filter(move |seen| to.is_none_or(|text| says(seen, text)))
    }
}

fn says(seen: &Seen, text: &str) -> bool {
    seen.text.as_deref().map(str::trim) == Some(text.trim())
}

/// The message that comes of a deed, as far as it is known; none where no message of theirs does.
fn written(act: &Act) -> Option<Seen> {
    let (text, media, options) = match act {
        Act::Say { text, .. } => (Some(text), None, None),
        Act::Upload { caption, kind, .. } => (caption.as_ref(), Some(kind.as_str()), None),
        Act::Poll {
            question, options, ..
        } => (Some(question), Some("poll"), Some(options)),
        Act::ShareContact { .. } => (None, Some("contact"), None),
        Act::ShareLocation { .. } => (None, Some("location"), None),
        // What the bot made of it is told to nobody here.
        Act::ChooseInline { .. } => (None, None, None),
        _ => return None,
    };
    Some(Seen {
        text: text.cloned(),
        media: media.map(str::to_owned),
        options: options.cloned().unwrap_or_default(),
        ..Seen::default()
    })
}

#[cfg(test)]
mod tests {
    use super::Board;
    use crate::beat::Act;
    use crate::message::Seen;

    fn say(text: &str) -> Act {
        Act::Say {
            text: text.to_owned(),
            reply_to: None,
        }
    }

    fn sent(id: i64, text: &str) -> Seen {
        Seen {
            id,
            text: Some(text.to_owned()),
            ..Seen::default()
        }
    }

    #[test]
    fn without_a_text_the_newest_of_the_bot_s_is_meant_and_with_one_whoever_wrote_it() {
        let mut board = Board::default();
        board.did(1, &say("spam"), Some(5));
        assert_eq!(board.meant(None), None);
        board.sent(sent(6, "Well"));
        board.did(2, &say("Well"), Some(7));
        assert_eq!(board.meant(None), Some(6));
        assert_eq!(board.meant(Some("spam")), Some(5));
        assert_eq!(board.meant(Some("Well ")), Some(6));
        board.deleted(5);
        assert_eq!(board.meant(Some("spam")), None);
    }

    #[test]
    fn somebody_s_own_is_what_they_wrote_last_or_what_they_wrote_with_that_text() {
        let mut board = Board::default();
        board.did(1, &say("one"), Some(1));
        board.did(1, &say("two"), Some(2));
        board.did(2, &say("one"), Some(3));
        let edit = Act::Edit {
            message_id: 1,
            text: "three".to_owned(),
        };
        board.did(1, &edit, Some(1));
        assert_eq!(board.own(1, None), Some(2));
        assert_eq!(board.own(1, Some("three")), Some(1));
        assert_eq!(board.own(1, Some("one")), None);
        assert_eq!(board.own(3, None), None);
    }
}
