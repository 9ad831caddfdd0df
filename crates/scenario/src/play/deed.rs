//! What people do.

use std::path::{Component, Path};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Taken;
use super::stage::{Seat, Stage, refused};
use crate::beat::Act;
use crate::model::{Button, Does, Poll, Step, Upload};
use crate::run::Problem;
use crate::words::{filled, shown};

/// A white dot: the smallest picture there is.
const DOT: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAGzfDmAAAAABJRU5ErkJggg==";

/// Does it.
pub async fn take(stage: &mut Stage<'_>, step: &Step) -> Taken {
    let (user, mut chat) = stage.place(step).await?;
    let fill = |text: &str, stage: &Stage<'_>| filled(text, &stage.found);
    let act = match &step.does {
        Does::Say(text) => Act::Say {
            text: fill(text, stage),
            reply_to: match &step.to {
                Some(_) => Some(meant(stage, step, chat).await?),
                None => None,
            },
        },
        Does::Press(button) => press(stage, step, chat, button).await?,
        Does::Edit(text) => Act::Edit {
            message_id: own(stage, step, user, chat)?,
            text: fill(text, stage),
        },
        Does::React(emoji) => Act::React {
            message_id: meant(stage, step, chat).await?,
            emoji: Some(emoji.clone()).filter(|emoji| !emoji.is_empty()),
        },
        Does::Vote(choices) => vote(stage, step, chat, choices).await?,
        Does::Upload(upload) => file(stage, upload)?,
        Does::Poll(poll) => asked(stage, poll)?,
        Does::Contact(phone) => Act::ShareContact {
            phone: phone.clone(),
        },
        Does::Location(latitude, longitude) => Act::ShareLocation {
            latitude: *latitude,
            longitude: *longitude,
        },
        Does::Inline(query) => Act::InlineQuery {
            query: fill(query, stage),
            offset: String::new(),
        },
        Does::Choose(title) => choose(stage, step, (user, chat), title).await?,
        Does::Join(name) => {
            chat = stage.chat(name)?;
            Act::Join
        }
        Does::Leave(name) => {
            chat = stage.chat(name)?;
            Act::Leave
        }
        Does::BotBecomes(status) => Act::SetBot {
            status: status.clone(),
        },
        _ => return Ok(None),
    };
    let seat = stage.seat(chat);
    seat.edits.clear();
    seat.popups.clear();
    seat.offers.remove(&user);
    let did = stage.client.act(user, Some(chat), &act).await;
    let did = did.map_err(refused)?;
    stage.seat(chat).board.did(user, &act, did.message_id);
    Ok(did.note)
}

/// Waits for what a person needs to see before they can do it. `missing` says what never came; it is
/// given how long that was waited for.
async fn seen<T>(
    stage: &mut Stage<'_>,
    step: &Step,
    chat: i64,
    look: impl FnMut(&mut Seat) -> Option<T>,
    missing: impl FnOnce(&Seat, &str) -> String,
) -> Result<T, Problem> {
    let patience = stage.patience(step);
    if let Some(found) = stage.until(chat, patience, look).await? {
        return Ok(found);
    }
    let within = format!("within {}", shown(patience));
    Err(Problem::new(missing(stage.seat(chat), &within)))
}

/// The message of their own that is meant. What people wrote is there already: nothing is waited for.
fn own(stage: &mut Stage<'_>, step: &Step, user: i64, chat: i64) -> Result<i64, Problem> {
    let text = step.to.as_ref().map(|text| filled(text, &stage.found));
    let found = stage.seat(chat).board.own(user, text.as_deref());
    found.ok_or_else(|| {
        Problem::new(match text {
            Some(text) => format!("There is no message \u{201c}{text}\u{201d} of theirs to edit."),
            None => "There is no message of theirs to edit.".to_owned(),
        })
    })
}

fn asked(stage: &Stage<'_>, poll: &Poll) -> Result<Act, Problem> {
    let fill = |text: &String| filled(text, &stage.found);
    let options: Vec<String> = poll.options.iter().map(fill).collect();
    let place = |answer: &String| {
        let answer = fill(answer);
        let at = options.iter().position(|option| *option == answer);
        at.ok_or_else(|| {
            let what = format!("The right answer \u{201c}{answer}\u{201d} is none of the options.");
            Problem::new(what)
        })
    };
    Ok(Act::Poll {
        question: fill(&poll.question),
        anonymous: poll.anonymous,
        several: poll.several,
        right: poll.right.iter().map(place).collect::<Result<_, _>>()?,
        explanation: poll.explanation.as_ref().map(fill),
        options,
    })
}

/// The message that is meant: the newest of the bot's, or the one with that text.
async fn meant(stage: &mut Stage<'_>, step: &Step, chat: i64) -> Result<i64, Problem> {
    let text = step.to.as_ref().map(|text| filled(text, &stage.found));
    let wanted = text.clone();
    let look = move |seat: &mut Seat| seat.board.meant(wanted.as_deref());
    seen(stage, step, chat, look, |_, within| match text {
        Some(text) => format!("There was no message \u{201c}{text}\u{201d} {within}."),
        None => format!("The bot sent no message {within}."),
    })
    .await
}

async fn press(
    stage: &mut Stage<'_>,
    step: &Step,
    chat: i64,
    button: &Button,
) -> Result<Act, Problem> {
    let to = step.to.as_ref().map(|text| filled(text, &stage.found));
    let button = match button {
        Button::Text(text) => Button::Text(filled(text, &stage.found)),
        at @ Button::At(..) => at.clone(),
    };
    let wanted = button.clone();
    let look = move |seat: &mut Seat| {
        let found = seat.board.button(to.as_deref(), &wanted);
        let found = found.map(|(message_id, row, column)| Act::Press {
            message_id,
            row,
            column,
        });
        found.or_else(|| {
            // A button of the keyboard under the text field says what stands on it.
            let keys = seat.keyboard.iter().flatten();
            let text = match &wanted {
                Button::Text(text) => keys.flatten().find(|key| *key == text)?.clone(),
                Button::At(row, column) => {
                    let row = row.checked_sub(1)?;
                    let keys = seat.keyboard.as_ref()?.get(row)?;
                    keys.get(column.checked_sub(1)?)?.clone()
                }
            };
            Some(Act::Say {
                text,
                reply_to: None,
            })
        })
    };
    seen(stage, step, chat, look, |seat, within| {
        let there = there(seat);
        match button {
            Button::Text(text) => {
                format!("There was no button \u{201c}{text}\u{201d} {within}. {there}")
            }
            Button::At(row, column) => {
                format!("There was no button {column} in row {row} {within}. {there}")
            }
        }
    })
    .await
}

/// The buttons that there are.
fn there(seat: &Seat) -> String {
    let buttons = seat.board.newest().map(|seen| &seen.buttons);
    let buttons = buttons.chain(&seat.keyboard).find(|rows| !rows.is_empty());
    let texts: Vec<String> = buttons
        .into_iter()
        .flatten()
        .flatten()
        .map(|text| format!("\u{201c}{text}\u{201d}"))
        .collect();
    match texts.as_slice() {
        [] => "There are no buttons.".to_owned(),
        texts => format!("There are {}.", texts.join(", ")),
    }
}

async fn vote(
    stage: &mut Stage<'_>,
    step: &Step,
    chat: i64,
    choices: &[String],
) -> Result<Act, Problem> {
    let to = step.to.as_ref().map(|text| filled(text, &stage.found));
    let choices: Vec<String> = choices
        .iter()
        .map(|text| filled(text, &stage.found))
        .collect();
    let wanted = choices.clone();
    let look = move |seat: &mut Seat| {
        let (message_id, options) = seat.board.poll(to.as_deref(), &wanted)?;
        Some(Act::Vote {
            message_id,
            options,
        })
    };
    seen(stage, step, chat, look, |_, within| {
        match choices.as_slice() {
            [] => format!("There was no poll {within}."),
            some => format!(
                "There was no poll with \u{201c}{}\u{201d} in it {within}.",
                some.join("\u{201d} and \u{201c}")
            ),
        }
    })
    .await
}

async fn choose(
    stage: &mut Stage<'_>,
    step: &Step,
    (user, chat): (i64, i64),
    title: &str,
) -> Result<Act, Problem> {
    let title = filled(title, &stage.found);
    let wanted = title.clone();
    let look = move |seat: &mut Seat| {
        let offer = seat.offers.get(&user)?;
        let (_, id) = offer.results.iter().find(|(title, _)| *title == wanted)?;
        Some(Act::ChooseInline {
            query_id: offer.query_id.clone(),
            result_id: id.clone(),
        })
    };
    seen(stage, step, chat, look, |seat, within| {
        let offered = seat.offers.get(&user).map(|offer| &offer.results);
        let titles = offered
            .into_iter()
            .flatten()
            .map(|(title, _)| title.as_str());
        let titles: Vec<&str> = titles.collect();
        match titles.as_slice() {
            [] => format!(
                "The bot did not offer \u{201c}{title}\u{201d}, or anything else, {within}."
            ),
            _ => format!(
                "The bot did not offer \u{201c}{title}\u{201d} {within}. It offers: {}.",
                titles.join(", ")
            ),
        }
    })
    .await
}

fn file(stage: &Stage<'_>, upload: &Upload) -> Result<Act, Problem> {
    let path = Path::new(&upload.file);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let kind = upload.kind();
    let data = if upload.made_up {
        match kind {
            "photo" => DOT.to_owned(),
            _ => STANDARD.encode(format!("{name}, made up for a scenario\n")),
        }
    } else {
        // A scenario that somebody else wrote reads nothing but what came with it.
        let stays = path
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !stays {
            let what = format!("{} is outside of the scenario's folder.", upload.file);
            return Err(Problem::new(what));
        }
        let bytes = std::fs::read(stage.options.folder.join(path));
        let bytes = bytes.map_err(|error| {
            let what = format!(
                "{} cannot be read: {error}. With `made_up: true`, something small is sent in its name.",
                upload.file
            );
            Problem::new(what)
        })?;
        STANDARD.encode(bytes)
    };
    let caption = upload.caption.as_ref();
    Ok(Act::Upload {
        kind: kind.to_owned(),
        name: name.into_owned(),
        data,
        caption: caption.map(|text| filled(text, &stage.found)),
    })
}
