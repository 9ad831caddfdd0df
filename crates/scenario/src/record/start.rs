//! How a group was when its recording began. The sandbox tells how it is now, at the recording's end: so
//! who is in it is wound back through what happened since.

use std::collections::BTreeSet;

use crate::beat::{Act, Beat, Room, What};

/// A group at the beginning.
#[derive(Debug, PartialEq)]
pub struct Start {
    /// Who was in it; whoever makes it when it is played comes first.
    pub members: Vec<i64>,
    /// What the bot was in it, where that is not what it usually is.
    pub bot: Option<String>,
    /// What the bot said of coming in, and of being made what it was: played, it says so again, and it
    /// would meet the first that is expected.
    pub greeting: Vec<What>,
}

/// From how it is now, what was before, and what happened since.
pub fn of(room: &Room, before: &[Beat], beats: &[Beat]) -> Start {
    let members = members(room, beats);
    let usual = match room.kind.as_str() {
        "channel" => "administrator",
        _ => "member",
    };
    let (made, status) = match (last_set(before), last_set(beats)) {
        (Some((at, status)), _) => (Some(at), status),
        (None, Some(_)) => (None, usual),
        // As long as nobody has said otherwise it is what it was.
        (None, None) => (None, room.bot_status.as_str()),
    };
    let mut greeting = said(before);
    let thanks = made.map(|at| said(&before[at + 1..])).unwrap_or_default();
    let is_in = matches!(status, "member" | "administrator");
    let mut bot = Some(status.to_owned()).filter(|_| status != usual && is_in);
    let by = members.first();
    if let (Some(at), Some(by)) = (made, by)
        && status != usual
        // What can stand with the chat does, unless the order of what is said depends on it.
        && (!is_in || !greeting.is_empty() || !thanks.is_empty())
    {
        bot = None;
        greeting.push(set_by(*by, &before[at].what));
        greeting.extend(thanks);
    }
    Start {
        members,
        bot,
        greeting,
    }
}

/// Whoever did something was in it, and whoever came in was not before.
fn members(room: &Room, beats: &[Beat]) -> Vec<i64> {
    let mut members: BTreeSet<i64> = room.members.iter().copied().collect();
    let mut left = BTreeSet::new();
    for beat in beats.iter().rev() {
        match &beat.what {
            What::Did {
                user_id,
                act: Act::Join,
                ..
            } => {
                members.remove(user_id);
            }
            What::Did { user_id, act, .. } => {
                members.insert(*user_id);
                if *act == Act::Leave || !room.members.contains(user_id) {
                    left.insert(*user_id);
                }
            }
            _ => {}
        }
    }
    let mut members: Vec<i64> = members.into_iter().collect();
    // The first one makes it, and whoever made it can be banned by no bot.
    members.sort_by_key(|id| left.contains(id));
    members
}

/// When the bot was made something last, and what.
fn last_set(beats: &[Beat]) -> Option<(usize, &str)> {
    let mut newest = beats.iter().enumerate().rev();
    newest.find_map(|(at, beat)| match &beat.what {
        What::Did {
            act: Act::SetBot { status },
            ..
        } => Some((at, status.as_str())),
        _ => None,
    })
}

/// What the bot said until somebody did something.
fn said(beats: &[Beat]) -> Vec<What> {
    let until = beats.iter().map(|beat| &beat.what);
    let until = until.take_while(|what| !matches!(what, What::Did { .. }));
    let said = until.filter(|what| matches!(what, What::Sent { .. }));
    said.cloned().collect()
}

/// The same by somebody who is there: whoever did it may have left since.
fn set_by(user: i64, what: &What) -> What {
    let mut what = what.clone();
    if let What::Did { user_id, .. } = &mut what {
        *user_id = user;
    }
    what
}

#[cfg(test)]
mod tests {
    use super::{Start, of};
    use crate::beat::{Act, Beat, Room, What};
    use serde_json::json;

    fn room(members: &[i64], bot_status: &str) -> Room {
        Room {
            id: -1,
            kind: "supergroup".to_owned(),
            title: "Club".to_owned(),
            members: members.to_vec(),
            bot_status: bot_status.to_owned(),
        }
    }

    fn did(user_id: i64, act: Act) -> Beat {
        let what = What::Did {
            user_id,
            act,
            message_id: None,
            chosen: Vec::new(),
        };
        beat(what)
    }

    fn set(status: &str) -> Act {
        Act::SetBot {
            status: status.to_owned(),
        }
    }

    fn say(text: &str) -> Act {
        Act::Say {
            text: text.to_owned(),
            reply_to: None,
        }
    }

    fn sent(text: &str) -> Beat {
        beat(What::Sent {
            message: json!({ "text": text }),
            keyboard: None,
        })
    }

    fn beat(what: What) -> Beat {
        Beat {
            seq: 1,
            chat_id: -1,
            what,
        }
    }

    #[test]
    fn whoever_came_was_not_there_and_whoever_went_or_was_banned_was() {
        let beats = [
            did(3, say("spam")),
            did(1, Act::Leave),
            did(4, Act::Join),
            did(4, say("hi")),
            did(2, Act::Leave),
            did(2, Act::Join),
        ];
        let start = of(&room(&[2, 4, 5], "member"), &[], &beats);
        assert_eq!(start.members, [5, 1, 2, 3]);
    }

    #[test]
    fn the_bot_is_what_it_was_made_last_before_and_otherwise_what_is_usual() {
        let bot = |before: &[Beat], beats: &[Beat], now: &str| {
            let start = of(&room(&[1], now), before, beats);
            (start.bot, start.greeting.len())
        };
        let made = |status: &str| [did(1, set(status))];
        let administrator = Some("administrator".to_owned());
        assert_eq!(bot(&[], &made("administrator"), "administrator"), (None, 0));
        assert_eq!(
            bot(&made("administrator"), &made("member"), "member"),
            (administrator.clone(), 0)
        );
        assert_eq!(bot(&[], &[], "administrator"), (administrator, 0));
        assert_eq!(bot(&[], &[], "left"), (None, 0));
        // No chat can begin without it, so it is sent away by a step.
        assert_eq!(bot(&made("left"), &made("member"), "member"), (None, 1));
    }

    #[test]
    fn what_it_said_of_coming_in_is_kept_and_what_it_was_asked_meanwhile_is_not() {
        let before = [
            sent("Hello"),
            did(2, say("/menu")),
            sent("The menu"),
            did(2, set("administrator")),
            sent("Thanks"),
            did(2, Act::Leave),
        ];
        let start = of(&room(&[1], "administrator"), &before, &[did(1, say("hi"))]);
        let what = |beat: &Beat| beat.what.clone();
        assert_eq!(
            start,
            Start {
                members: vec![1],
                bot: None,
                greeting: vec![
                    what(&before[0]),
                    did(1, set("administrator")).what,
                    what(&before[4])
                ],
            }
        );
    }
}
