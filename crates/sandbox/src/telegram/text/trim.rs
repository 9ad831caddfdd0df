//! The last steps for every text: space around it goes, formatting of nothing goes, and what Telegram
//! finds itself (commands, mentions, links) is added.

use super::{Formatted, found, units};

/// Formatting that nothing is looked for inside of.
const CLOSED: [&str; 5] = ["pre", "code", "text_link", "text_mention", "custom_emoji"];

pub fn finished(formatted: Formatted) -> Formatted {
    let Formatted { text, mut spans } = formatted;
    let start = text.len() - text.trim_start().len();
    let cut = units(text.get(..start).unwrap_or_default());
    let text = text.trim().to_owned();
    let length = units(&text);
    for span in &mut spans {
        let end = span.end().saturating_sub(cut).min(length);
        span.offset = span.offset.saturating_sub(cut).min(length);
        span.length = end.saturating_sub(span.offset);
    }
    spans.retain(|span| span.length > 0);
    for new in found::spans(&text) {
        let covered = spans.iter().any(|span| {
            let apart = span.end() <= new.offset || new.end() <= span.offset;
            let closed = CLOSED.contains(&span.kind.as_str()) || span.kind == new.kind;
            !apart && closed
        });
        if !covered {
            spans.push(new);
        }
    }
    spans.sort_by_key(|span| (span.offset, usize::MAX - span.length));
    Formatted { text, spans }
}

#[cfg(test)]
mod tests {
    use super::super::{Formatted, Span};
    use super::finished;

    #[test]
    fn formatting_moves_with_the_text_and_goes_with_it() {
        let text = "  \u{1f600} hi  ".to_owned();
        let spans = vec![
            Span::new("bold", 0, 4),
            Span::new("italic", 5, 99),
            Span::new("code", 7, 2),
        ];
        let done = finished(Formatted { text, spans });
        assert_eq!(done.text, "\u{1f600} hi");
        assert_eq!(
            done.spans,
            [Span::new("bold", 0, 2), Span::new("italic", 3, 2)]
        );
    }

    #[test]
    fn code_is_left_alone() {
        let text = "/a /b".to_owned();
        let spans = vec![Span::new("code", 0, 2)];
        let done = finished(Formatted { text, spans });
        assert_eq!(
            done.spans,
            [Span::new("code", 0, 2), Span::new("bot_command", 3, 2)]
        );
    }
}
