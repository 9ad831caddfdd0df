//! What could not be written down, and how the file says so.

use std::collections::BTreeMap;

/// What somebody did that no step says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lost {
    /// An edit of a message that no text tells from the others.
    Edit,
    /// An answer to such a message: it stands there as what was said alone.
    Reply,
    /// A button of such a message.
    Press,
    /// A reaction to such a message.
    Reaction,
    /// A vote in such a poll.
    Vote,
    /// A result without a title.
    Choice,
    /// A further page of results.
    Page,
}

/// How many of each.
pub type Losses = BTreeMap<Lost, usize>;

impl Lost {
    /// A line for so many.
    pub fn note(self, count: usize) -> String {
        let (one, many, why) = match self {
            Self::Reply if count == 1 => {
                return format!("1 reply stands here without what it answers: {UNNAMED}.");
            }
            Self::Reply => {
                return format!("{count} replies stand here without what they answer: {UNNAMED}.");
            }
            Self::Edit => ("edit", "edits", UNNAMED),
            Self::Press => ("pressed button", "pressed buttons", UNNAMED),
            Self::Reaction => ("reaction", "reactions", UNNAMED),
            Self::Vote => ("vote", "votes", UNNAMED),
            Self::Choice => (
                "chosen result",
                "chosen results",
                "a result is named by its title, and it has none",
            ),
            Self::Page => (
                "request for more results",
                "requests for more results",
                "no step asks for a further page",
            ),
        };
        let what = if count == 1 { one } else { many };
        format!("{count} {what} could not be written down: {why}.")
    }
}

const UNNAMED: &str = "its message cannot be told from the others by its text";

#[cfg(test)]
mod tests {
    use super::Lost;

    #[test]
    fn what_is_lost_is_said_with_how_often_and_why() {
        assert_eq!(
            Lost::Edit.note(1),
            "1 edit could not be written down: its message cannot be told from the others by its text."
        );
        assert!(
            Lost::Page
                .note(2)
                .starts_with("2 requests for more results could")
        );
        assert!(
            Lost::Reply
                .note(2)
                .starts_with("2 replies stand here without what they answer")
        );
    }
}
