//! What the bot ought to do.

use std::time::{Duration, Instant};

use super::Taken;
use super::stage::{Seat, Stage, refused};
use crate::difference::difference;
use crate::message::Seen;
use crate::model::{Does, Step, Wanted, Words};
use crate::print::wanted_lines;
use crate::run::{Difference, Problem};
use crate::words::{Found, shown};

/// Looks whether it does.
pub async fn take(stage: &mut Stage<'_>, step: &Step) -> Taken {
    let (_, chat) = stage.place(step).await?;
    let patience = stage.patience(step);
    match &step.does {
        Does::Expect(wanted) => {
            let wanted = filled(wanted, &stage.found);
            let look = |seat: &mut Seat| seat.said.pop_front();
            if let Some(seen) = stage.until(chat, patience, look).await? {
                let otherwise = "The bot said something else.";
                return judged(&wanted, &seen, &mut stage.found, otherwise);
            }
            let mut problem = silent(&wanted, patience, stage.seat(chat));
            let undelivered = stage.client.undelivered().await.map_err(refused)?;
            if let Some(why) = undelivered {
                let more = format!(" Its webhook did not take the last update: {why}.");
                problem.what.push_str(&more);
            }
            Err(problem)
        }
        Does::ExpectEdit(wanted) => {
            let wanted = filled(wanted, &stage.found);
            let look = |seat: &mut Seat| seat.edits.pop_front();
            match stage.until(chat, patience, look).await? {
                Some(seen) => judged(
                    &wanted,
                    &seen,
                    &mut stage.found,
                    "The bot's edit is another.",
                ),
                None => Err(unedited(&wanted, patience, stage.seat(chat))),
            }
        }
        Does::ExpectToast(words) => popup(stage, (chat, patience), words, false).await,
        Does::ExpectAlert(words) => popup(stage, (chat, patience), words, true).await,
        Does::ExpectAnyOrder(all) => any_order(stage, chat, patience, all).await,
        Does::ExpectNothing(time) => {
            let look = |seat: &mut Seat| seat.said.pop_front();
            match stage.until(chat, *time, look).await? {
                None => Ok(None),
                Some(seen) => Err(Problem::differing(
                    "The bot said something where it was to be silent.",
                    extra(&seen),
                )),
            }
        }
        _ => Ok(None),
    }
}

fn filled(wanted: &Wanted, found: &Found) -> Wanted {
    let text = |text: &String| crate::words::filled(text, found);
    let rows = |rows: &Vec<Vec<String>>| -> Vec<Vec<String>> {
        let rows = rows.iter();
        rows.map(|row| row.iter().map(text).collect()).collect()
    };
    let pieces = wanted.formatting.iter();
    Wanted {
        words: wanted.words.as_ref().map(|words| words.filled(found)),
        buttons: wanted.buttons.as_ref().map(rows),
        keyboard: wanted.keyboard.as_ref().map(rows),
        media: wanted.media.clone(),
        options: (wanted.options.as_ref()).map(|options| options.iter().map(text).collect()),
        formatting: pieces
            .map(|(kind, piece)| (kind.clone(), text(piece)))
            .collect(),
    }
}

fn judged(wanted: &Wanted, seen: &Seen, found: &mut Found, otherwise: &str) -> Taken {
    if seen.fits(wanted, found) {
        return Ok(None);
    }
    Err(Problem::differing(
        otherwise,
        difference(&wanted_lines(wanted), &wanted_lines(&seen.beside(wanted))),
    ))
}

/// What is wanted, none of which came.
fn missing(wanted: &Wanted) -> Vec<Difference> {
    difference(&wanted_lines(wanted), "")
}

fn extra(seen: &Seen) -> Vec<Difference> {
    let whole = Wanted {
        words: seen.text.clone().map(Words::Are),
        media: seen.media.clone(),
        buttons: Some(seen.buttons.clone()).filter(|rows| !rows.is_empty()),
        ..Wanted::default()
    };
    difference("", &wanted_lines(&whole))
}

/// Of several messages, some that never came.
fn too_few(open: &[Wanted], all: usize, patience: Duration) -> Problem {
    let came = all - open.len();
    let within = shown(patience);
    let what = match came {
        0 => format!("The bot said nothing within {within}."),
        _ => format!("The bot said {came} of these {all} messages within {within}."),
    };
    Problem::differing(what, open.iter().flat_map(missing).collect())
}

fn silent(wanted: &Wanted, patience: Duration, seat: &Seat) -> Problem {
    let instead = match (seat.edits.back(), seat.popups.back()) {
        (Some(_), _) => " It edited a message instead.",
        (None, Some(_)) => " It answered the pressed button instead.",
        (None, None) => "",
    };
    Problem::differing(
        format!("The bot said nothing within {}.{instead}", shown(patience)),
        missing(wanted),
    )
}

fn unedited(wanted: &Wanted, patience: Duration, seat: &Seat) -> Problem {
    let instead = match seat.said.back() {
        Some(_) => " It sent a message instead.",
        None => "",
    };
    Problem::differing(
        format!(
            "The bot edited nothing within {}.{instead}",
            shown(patience)
        ),
        missing(wanted),
    )
}

async fn popup(
    stage: &mut Stage<'_>,
    (chat, patience): (i64, Duration),
    words: &Words,
    alert: bool,
) -> Taken {
    let words = words.filled(&stage.found);
    let wanted = Wanted {
        words: Some(words.clone()),
        ..Wanted::default()
    };
    let name = if alert { "alert" } else { "toast" };
    let look = |seat: &mut Seat| seat.popups.pop_front();
    let Some(popup) = stage.until(chat, patience, look).await? else {
        let what = format!(
            "There was no {name} within {}: the bot answered no pressed button with a text.",
            shown(patience)
        );
        return Err(Problem::differing(what, missing(&wanted)));
    };
    let seen = Seen {
        text: Some(popup.text),
        ..Seen::default()
    };
    let outcome = judged(
        &wanted,
        &seen,
        &mut stage.found,
        "The answer says something else.",
    );
    if outcome.is_ok() && popup.alert != alert {
        let came = if popup.alert { "an alert" } else { "a toast" };
        return Err(Problem::new(format!(
            "The answer came as {came} (show_alert is {}).",
            popup.alert
        )));
    }
    outcome
}

async fn any_order(stage: &mut Stage<'_>, chat: i64, patience: Duration, all: &[Wanted]) -> Taken {
    let mut open: Vec<Wanted> = all
        .iter()
        .map(|wanted| filled(wanted, &stage.found))
        .collect();
    let end = Instant::now() + patience;
    while let Some(first) = open.first() {
        let left = end.saturating_duration_since(Instant::now());
        let look = |seat: &mut Seat| seat.said.pop_front();
        let Some(seen) = stage.until(chat, left, look).await? else {
            return Err(too_few(&open, all.len(), patience));
        };
        let found = &mut stage.found;
        let Some(at) = open.iter().position(|wanted| seen.fits(wanted, found)) else {
            // Beside what is most like it there would be less to see than beside the first.
            return judged(first, &seen, found, "The bot said none of these.");
        };
        open.remove(at);
    }
    Ok(None)
}
