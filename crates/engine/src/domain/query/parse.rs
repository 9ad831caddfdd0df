//! From text to a query.

use super::scan::{self, Span};
use super::values::{self, Value};
use super::{Clause, Key, MOST_CLAUSES, MOST_VALUES, Piece, Problem, Query, Test};

/// The query that a text is, or the first thing that is wrong with it.
pub fn parse(text: &str) -> Result<Query, Problem> {
    let clauses: Result<_, _> = read(text).into_iter().map(|piece| piece.says).collect();
    clauses.map(|clauses| Query { clauses })
}

/// The pieces of any text. What is beyond the number of clauses that a query may have is one wrong
/// piece.
pub fn read(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for span in scan::pieces(text) {
        let mut piece = Piece {
            from: span.from,
            to: span.to,
            says: clause(text, span),
        };
        if pieces.len() == MOST_CLAUSES {
            piece.to = text.trim_end().len();
            piece.says = Err(Problem {
                from: piece.from,
                to: piece.to,
                message: format!("A query has {MOST_CLAUSES} parts at the most."),
                remedy: "Leave this part out, or put words that stand together in quotes.".into(),
            });
            pieces.push(piece);
            break;
        }
        pieces.push(piece);
    }
    pieces
}

fn clause(text: &str, span: Span) -> Result<Clause, Problem> {
    let says = match span.colon {
        Some(colon) => filter(text, span, colon)?,
        None => words(text, span)?,
    };
    Ok(Clause {
        negated: span.body > span.from,
        test: says,
    })
}

fn words(text: &str, span: Span) -> Result<Test, Problem> {
    if span.body == span.to {
        return Err(problem(
            span.from,
            span.to,
            "Nothing stands after the minus.",
            "Write what is not wanted right after it, as -kind:message; put a minus that is looked for in quotes.",
        ));
    }
    Ok(Test::Words(value(text, span.body, span.to)?.text))
}

fn filter(text: &str, span: Span, colon: usize) -> Result<Test, Problem> {
    let name = text.get(span.body..colon).unwrap_or_default();
    let Some(key) = Key::of(name) else {
        return Err(problem(
            span.body,
            colon + 1,
            &format!("There is no filter called {name}."),
            "Use kind, chat, user, status, pinned, note, before, after, id, size, text or raw; put a text with a colon in quotes.",
        ));
    };
    let mut list = Vec::new();
    for (from, to) in scan::values(text, colon + 1) {
        if list.len() == MOST_VALUES {
            return Err(problem(
                from,
                span.to,
                &format!("A filter has {MOST_VALUES} values at the most."),
                "Leave the rest out.",
            ));
        }
        if from == to {
            let example = values::example(key);
            return Err(problem(
                if list.is_empty() {
                    span.body
                } else {
                    from.saturating_sub(1)
                },
                to,
                &format!(
                    "A value is missing after {}.",
                    if list.is_empty() {
                        "the colon"
                    } else {
                        "the comma"
                    }
                ),
                &format!("Write one, as {example}."),
            ));
        }
        list.push(value(text, from, to)?);
    }
    values::test(key, list)
}

/// A value, with or without quotes.
fn value(text: &str, from: usize, to: usize) -> Result<Value, Problem> {
    let written = text.get(from..to).unwrap_or_default();
    if !written.starts_with('"') {
        return Ok(Value {
            from,
            to,
            text: written.to_owned(),
            quoted: false,
        });
    }
    let end = scan::quote_end(text, from);
    let inside = text
        .get(from + 1..end)
        .and_then(|inside| inside.strip_suffix('"'));
    // A quote after a backslash closes nothing, also at the text's end.
    let Some(inside) = inside.filter(|inside| backslashes_at_end(inside).is_multiple_of(2)) else {
        return Err(problem(
            from,
            to.max(end),
            "This quote is not closed.",
            "Write \" at the end of the words.",
        ));
    };
    if end < to {
        return Err(problem(
            end,
            to,
            "Something stands right after a closing quote.",
            "Put a space between them; inside quotes, write a quote as \\\".",
        ));
    }
    let text = unescaped(inside);
    if text.trim().is_empty() {
        return Err(problem(
            from,
            to,
            "There is nothing between these quotes.",
            "Write words between them, or leave them out.",
        ));
    }
    Ok(Value {
        from,
        to,
        text,
        quoted: true,
    })
}

fn backslashes_at_end(text: &str) -> usize {
    text.bytes().rev().take_while(|byte| *byte == b'\\').count()
}

/// `\"` is a quote and `\\` a backslash; any other backslash is itself.
fn unescaped(inside: &str) -> String {
    let mut text = String::with_capacity(inside.len());
    let mut characters = inside.chars().peekable();
    while let Some(character) = characters.next() {
        let escaped =
            (character == '\\').then(|| characters.next_if(|next| matches!(next, '"' | '\\')));
        text.push(escaped.flatten().unwrap_or(character));
    }
    text
}

pub(super) fn problem(from: usize, to: usize, message: &str, remedy: &str) -> Problem {
    Problem {
        from,
        to,
        message: message.to_owned(),
        remedy: remedy.to_owned(),
    }
}
