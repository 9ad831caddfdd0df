//! What happened in a bot's chats, one thing after the other: what people did and what the bot did. A
//! chat shows how things are; the story keeps how they came to be, with every edit in between, so that
//! a conversation can be written down and played again.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::telegram::acts::Act;
use crate::telegram::kept::Kept;

const KEPT: usize = 20_000;
const KEPT_BYTES: usize = 16 << 20;
/// What an entry takes beside its texts, roughly.
const BEAT_BYTES: usize = 128;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Beat {
    pub seq: u64,
    pub at: DateTime<Utc>,
    pub chat_id: i64,
    #[serde(flatten)]
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum What {
    Did {
        user_id: i64,
        act: Act,
        message_id: Option<i64>,
        chosen: Vec<String>,
    },
    Sent {
        message: Value,
        keyboard: Option<Value>,
    },
    Edited {
        message: Value,
    },
    Deleted {
        message_id: i64,
    },
    Answered {
        user_id: i64,
        text: Option<String>,
        alert: bool,
        url: Option<String>,
    },
    Offered {
        user_id: i64,
        query_id: String,
        results: Value,
    },
}

/// All of a bot's.
#[derive(Debug)]
pub struct Story {
    beats: Kept<Beat>,
    last: u64,
}

impl Default for Story {
    fn default() -> Self {
        Self {
            beats: Kept::new(KEPT, KEPT_BYTES),
            last: 0,
        }
    }
}

impl Story {
    /// Goes on.
    pub fn tell(&mut self, chat_id: i64, at: DateTime<Utc>, what: What) {
        self.last += 1;
        let bytes = BEAT_BYTES + weight(&what);
        self.beats.push(
            Beat {
                seq: self.last,
                at,
                chat_id,
                what,
            },
            bytes,
        );
    }

    /// The number of the latest.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// What came after that one, oldest first; of one chat alone where it is named.
    pub fn after(&self, seq: u64, chat: Option<i64>) -> Vec<Beat> {
        let newer = self.beats.iter().rev().take_while(|beat| beat.seq > seq);
        let mut newer: Vec<Beat> = newer
            .filter(|beat| chat.is_none_or(|chat| beat.chat_id == chat))
            .cloned()
            .collect();
        newer.reverse();
        newer
    }
}

fn weight(what: &What) -> usize {
    match what {
        What::Did { act, .. } => serde_json::to_string(act).map_or(0, |text| text.len()),
        What::Sent { message, .. } | What::Edited { message } => message.to_string().len(),
        What::Offered { results, .. } => results.to_string().len(),
        What::Answered { text, .. } => text.as_ref().map_or(0, String::len),
        What::Deleted { .. } => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{Story, What};
    use chrono::DateTime;

    #[test]
    fn it_is_read_on_from_a_place_and_by_chat() {
        let mut story = Story::default();
        for chat in [1, 2, 1] {
            let what = What::Deleted { message_id: 7 };
            story.tell(chat, DateTime::UNIX_EPOCH, what);
        }
        let read = |after, chat| -> Vec<u64> {
            let beats = story.after(after, chat);
            beats.iter().map(|beat| beat.seq).collect()
        };
        assert_eq!(read(0, None), [1, 2, 3]);
        assert_eq!(read(1, None), [2, 3]);
        assert_eq!(read(0, Some(1)), [1, 3]);
        assert!(read(3, None).is_empty());
        assert_eq!(story.last(), 3);
    }
}
