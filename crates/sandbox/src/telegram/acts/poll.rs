//! A poll that a person makes. A bot that sees it gets it as a message; of the votes in it no bot is told.

use serde_json::{Map, Value, json};

use super::{Done, impossible, share};
use crate::telegram::scene::{Room, new_option, new_poll};
use crate::telegram::text;

const MOST_QUESTION: usize = 255;
const MOST_OPTION: usize = 100;
const MOST_EXPLANATION: usize = 200;
const OPTIONS: std::ops::RangeInclusive<usize> = 2..=12;

/// What a person asks.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The question.
    pub question: &'a str,
    /// The choices.
    pub options: &'a [String],
    /// Nobody sees who voted.
    pub anonymous: bool,
    /// More than one can be chosen.
    pub several: bool,
    /// The right choices of a quiz; none makes no quiz.
    pub right: &'a [usize],
    /// What a quiz says of them.
    pub explanation: Option<&'a str>,
}

/// Asks; a keyboard for one use that asked for it goes.
pub fn poll(room: &mut Room<'_>, (chat, user): (i64, i64), asked: &Asked<'_>) -> Done {
    let question = asked.question.trim();
    let options = asked.options.iter().map(|option| option.trim());
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
    if asked.right.iter().any(|at| *at >= options.len()) {
        return Err(impossible(
            "The right answer of a quiz is one of its choices.",
        ));
    }
    let options = options.enumerate();
    let options: Vec<Value> = options
        .map(|(place, text)| new_option(place, text))
        .collect();
    let quiz = !asked.right.is_empty();
    let kind = if quiz { "quiz" } else { "regular" };
    let mut poll = new_poll(question, &options, kind, asked.anonymous);
    poll["allows_multiple_answers"] = json!(asked.several);
    if quiz {
        let mut right = asked.right.to_vec();
        right.sort_unstable();
        right.dedup();
        if right.len() > 1 && !asked.several {
            return Err(impossible(
                "A quiz with several right answers lets choose several.",
            ));
        }
        poll["correct_option_id"] = json!(right.first());
        poll["correct_option_ids"] = json!(right);
        let explanation = asked.explanation.map(str::trim).unwrap_or_default();
        if explanation.chars().count() > MOST_EXPLANATION {
            return Err(impossible("What a quiz explains has 200 letters at most."));
        }
        if !explanation.is_empty() {
            poll["explanation"] = json!(explanation);
            poll["explanation_entities"] = text::found(explanation);
        }
    }
    let content = Map::from_iter([("poll".to_owned(), poll)]);
    share::send(room, chat, user, content)
}
