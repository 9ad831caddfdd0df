//! A poll that a person makes. A bot that sees it gets it as a message; of the votes in it no bot is told.

use serde_json::{Map, Value, json};

use super::{Done, impossible, say};
use crate::telegram::scene::{Room, new_option, new_poll};

const MOST_QUESTION: usize = 255;
const MOST_OPTION: usize = 100;
const OPTIONS: std::ops::RangeInclusive<usize> = 2..=12;

/// Asks, with these choices.
pub fn poll(
    room: &mut Room<'_>,
    (chat, user): (i64, i64),
    question: &str,
    options: &[String],
    (anonymous, several): (bool, bool),
) -> Done {
    let (question, options) = (question.trim(), options.iter().map(|option| option.trim()));
    if question.is_empty() || question.chars().count() > MOST_QUESTION {
        return Err(impossible("A poll's question has 1 to 255 letters."));
    }
    if !OPTIONS.contains(&options.len()) {
        return Err(impossible("A poll has 2 to 12 choices."));
    }
    let fits = |option: &str| (1..=MOST_OPTION).contains(&option.chars().count());
    if !options.clone().all(fits) {
        return Err(impossible("A choice of a poll has 1 to 100 letters."));
    }
    let options = options.enumerate();
    let options: Vec<Value> = options
        .map(|(place, text)| new_option(place, text))
        .collect();
    let mut poll = new_poll(question, &options, "regular", anonymous);
    poll["allows_multiple_answers"] = json!(several);
    let content = Map::from_iter([("poll".to_owned(), poll)]);
    say::send(room, chat, user, content, None)
}
