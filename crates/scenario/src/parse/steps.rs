//! One step: a key that says what is done, and a few that say more.

use std::num::NonZeroU32;
use std::time::Duration;

use super::fields::{self, Fields};
use super::wanted;
use super::{Kind, Node, ParseError, Parsed};
use crate::model::{Button, Does, Fault, Place, Poll, Step, Upload};
use crate::words::shown;

/// Each key that says what a step does, with the further keys that it can have.
pub const DOES: &[(&str, &[&str])] = &[
    ("say", &["user", "in", "to", "within"]),
    ("press", &["user", "in", "to", "within"]),
    ("edit", &["user", "in", "to"]),
    ("react", &["user", "in", "to", "within"]),
    ("vote", &["user", "in", "to", "within"]),
    ("upload", &["user", "in", "as", "caption", "made_up"]),
    (
        "poll",
        &[
            "user",
            "in",
            "options",
            "anonymous",
            "several",
            "right",
            "explanation",
        ],
    ),
    ("contact", &["user", "in"]),
    ("location", &["user", "in"]),
    ("inline", &["user", "in"]),
    ("choose", &["user", "in", "within"]),
    ("join", &["user"]),
    ("leave", &["user"]),
    ("bot_becomes", &["user", "in"]),
    ("expect", &["user", "in", "within"]),
    ("expect_edit", &["user", "in", "within"]),
    ("expect_toast", &["user", "in", "within"]),
    ("expect_alert", &["user", "in", "within"]),
    ("expect_any_order", &["user", "in", "within"]),
    ("expect_nothing", &["user", "in"]),
    ("wait", &[]),
    ("clock", &[]),
    ("fault", &["calls", "retry_after", "by"]),
];

/// Faults of the bot's calls.
const OF_CALLS: [&str; 3] = ["too_many_requests", "server_error", "slow"];
const FAULTS: [&str; 6] = [
    "too_many_requests",
    "server_error",
    "slow",
    "lost_answer",
    "wrong_secret",
    "clear",
];

/// The sandbox takes the seconds of a jump as a number of 32 bits; this many days are the most in it.
const LONGEST_JUMP: Duration = Duration::from_hours(49_710 * 24);

/// A step.
pub fn step(node: Node) -> Parsed<Step> {
    let mut of = Fields::of(node, "a step")?;
    let place = of.place;
    let names: Vec<&str> = DOES.iter().map(|(name, _)| *name).collect();
    let (_, verb, node) = of.one_named(&names)?;
    let further = DOES.iter().find(|(name, _)| *name == verb);
    let further = further.map_or(&[][..], |(_, further)| further);
    let mut allowed = vec![verb.as_str()];
    allowed.extend(further);
    of.only(&allowed)?;
    let user = of.take("user").map(fields::text).transpose()?;
    let chat = of.take("in").map(fields::text).transpose()?;
    let to = of.take("to").map(fields::text).transpose()?;
    let within = of.take("within");
    if let Some(within) = within.as_ref().filter(|_| verb == "say" && to.is_none()) {
        let what = "This step waits for nothing. `within` goes with `say` where `to` names a message, and \
                    with the step that expects the answer.";
        return Err(ParseError::new(within.place, what));
    }
    let within = within.map(fields::duration).transpose()?;
    let does = does(&verb, node, &mut of)?;
    debug_assert!(of.is_empty(), "every key that is allowed is taken");
    if user.as_deref().is_some_and(|name| name.trim().is_empty()) {
        return Err(ParseError::new(place, "A user has a name."));
    }
    Ok(Step {
        place,
        user,
        chat,
        to,
        within,
        does,
    })
}

/// The chats that a step names.
pub fn chats(step: &Step) -> impl Iterator<Item = &str> {
    let walked = match &step.does {
        Does::Join(chat) | Does::Leave(chat) => Some(chat.as_str()),
        _ => None,
    };
    step.chat.as_deref().into_iter().chain(walked)
}

fn does(verb: &str, node: Node, of: &mut Fields) -> Parsed<Does> {
    let place = node.place;
    Ok(match verb {
        "say" => Does::Say(said(node)?),
        "press" => Does::Press(button(node)?),
        "edit" => Does::Edit(said(node)?),
        "react" => Does::React(match node.kind {
            Kind::Nothing => String::new(),
            _ => fields::text(node)?,
        }),
        "vote" => Does::Vote(match node.kind {
            Kind::Nothing => Vec::new(),
            Kind::Text(choice) => vec![choice],
            _ => fields::texts(node)?,
        }),
        "upload" => Does::Upload(upload(node, of)?),
        "poll" => Does::Poll(poll(node, of)?),
        "contact" => Does::Contact(fields::text(node)?),
        "location" => location(node)?,
        "inline" => Does::Inline(match node.kind {
            Kind::Nothing => String::new(),
            _ => fields::text(node)?,
        }),
        "choose" => Does::Choose(fields::text(node)?),
        "join" => Does::Join(fields::text(node)?),
        "leave" => Does::Leave(fields::text(node)?),
        "bot_becomes" => Does::BotBecomes(fields::one_of(
            node,
            &["member", "administrator", "left", "kicked"],
        )?),
        "expect" => Does::Expect(wanted::message(node)?),
        "expect_edit" => Does::ExpectEdit(wanted::message(node)?),
        "expect_toast" => Does::ExpectToast(wanted::words(node)?),
        "expect_alert" => Does::ExpectAlert(wanted::words(node)?),
        "expect_any_order" => {
            let wanted = fields::list(node)?;
            if wanted.is_empty() {
                let what = "Say one message at least: without any the step would pass and have tested nothing.";
                return Err(ParseError::new(place, what));
            }
            let wanted = wanted.into_iter().map(wanted::message);
            Does::ExpectAnyOrder(wanted.collect::<Parsed<_>>()?)
        }
        "expect_nothing" => Does::ExpectNothing(fields::duration(node)?),
        "wait" => Does::Wait(fields::duration(node)?),
        "clock" => Does::Clock(clock(node)?),
        "fault" => Does::Fault(fault(node, of)?),
        other => return Err(unknown(place, other)),
    })
}

fn unknown(place: Place, verb: &str) -> ParseError {
    ParseError::new(place, format!("There is no step `{verb}`."))
}

fn said(node: Node) -> Parsed<String> {
    let place = node.place;
    let text = fields::text(node)?;
    if text.trim().is_empty() {
        return Err(ParseError::new(place, "There is no text to send."));
    }
    Ok(text)
}

fn clock(node: Node) -> Parsed<Duration> {
    let place = node.place;
    let by = fields::duration(node)?;
    if by.subsec_nanos() > 0 {
        let what = "The sandbox's clock jumps by whole seconds.";
        return Err(ParseError::new(place, what));
    }
    if by > LONGEST_JUMP {
        let most = shown(LONGEST_JUMP);
        let what = format!("The sandbox's clock jumps by {most} at most.");
        return Err(ParseError::new(place, what));
    }
    Ok(by)
}

fn button(node: Node) -> Parsed<Button> {
    if matches!(node.kind, Kind::Text(_)) {
        return Ok(Button::Text(fields::text(node)?));
    }
    let mut of = Fields::of(node, "a button's place")?;
    of.only(&["row", "column"])?;
    let mut from_1 = |name: &str| {
        let node = of.needed(name)?;
        let place = node.place;
        match fields::number::<usize>(node)? {
            0 => Err(ParseError::new(place, "Rows and columns count from 1.")),
            number => Ok(number),
        }
    };
    Ok(Button::At(from_1("row")?, from_1("column")?))
}

fn poll(node: Node, of: &mut Fields) -> Parsed<Poll> {
    let question = said(node)?;
    let options = fields::texts(of.needed("options")?)?;
    let anonymous = of.take("anonymous").map(truth).transpose()?;
    let several = of.take("several").map(truth).transpose()?;
    let right = of.take("right");
    let place = right.as_ref().map(|node| node.place);
    let right = match right {
        None => Vec::new(),
        Some(node) if matches!(node.kind, Kind::Text(_)) => vec![fields::text(node)?],
        Some(node) => fields::texts(node)?,
    };
    let is_choice = |answer: &&String| options.contains(answer);
    if let (Some(place), Some(wrong)) = (place, right.iter().find(|answer| !is_choice(answer))) {
        let what = format!("The right answer `{wrong}` is none of the options.");
        return Err(ParseError::new(place, what));
    }
    let explanation = of.take("explanation");
    if let Some(node) = explanation.as_ref().filter(|_| right.is_empty()) {
        let what = "Only a quiz explains: name its right answer under `right`.";
        return Err(ParseError::new(node.place, what));
    }
    Ok(Poll {
        question,
        options,
        anonymous: anonymous.unwrap_or(true),
        several: several.unwrap_or(false),
        right,
        explanation: explanation.map(fields::text).transpose()?,
    })
}

fn truth(node: Node) -> Parsed<bool> {
    Ok(fields::one_of(node, &["true", "false"])? == "true")
}

fn upload(node: Node, of: &mut Fields) -> Parsed<Upload> {
    let place = node.place;
    let file = fields::text(node)?;
    if file.is_empty() {
        return Err(ParseError::new(place, "Name the file."));
    }
    let kind = of.take("as");
    let kind = kind.map(|node| fields::one_of(node, &["photo", "document"]));
    let made_up = of.take("made_up");
    let made_up = made_up.map(truth).transpose()?;
    Ok(Upload {
        file,
        kind: kind.transpose()?,
        caption: of.take("caption").map(fields::text).transpose()?,
        made_up: made_up.unwrap_or(false),
    })
}

fn location(node: Node) -> Parsed<Does> {
    let place = node.place;
    let mut numbers = fields::list(node)?.into_iter();
    match (numbers.next(), numbers.next(), numbers.next()) {
        (Some(latitude), Some(longitude), None) => Ok(Does::Location(
            fields::number(latitude)?,
            fields::number(longitude)?,
        )),
        _ => Err(ParseError::new(
            place,
            "A place is latitude and longitude, like [52.37, 4.89].",
        )),
    }
}

fn fault(node: Node, of: &mut Fields) -> Parsed<Fault> {
    let kind = fields::one_of(node, &FAULTS)?;
    let calls = key_of(of, &kind, "calls", &OF_CALLS)?;
    let calls = calls.map(fields::number::<NonZeroU32>).transpose()?;
    let retry_after = key_of(of, &kind, "retry_after", &["too_many_requests"])?;
    let by = key_of(of, &kind, "by", &["slow"])?;
    Ok(Fault {
        calls: calls.map(NonZeroU32::get),
        retry_after: retry_after.map(fields::number).transpose()?,
        by: by.map(fields::duration).transpose()?,
        kind,
    })
}

/// A key that goes with some faults only: with another one it would say what does not happen.
fn key_of(of: &mut Fields, kind: &str, key: &str, kinds: &[&str]) -> Parsed<Option<Node>> {
    match of.take(key) {
        Some(node) if !kinds.contains(&kind) => Err(ParseError::new(
            node.place,
            format!(
                "`{key}` means nothing with `{kind}`. It goes with: {}.",
                kinds.join(", ")
            ),
        )),
        found => Ok(found),
    }
}
