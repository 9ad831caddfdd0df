//! How a text stands in YAML: plain where that is unambiguous, a block where there are lines, quotes where
//! nothing else will do.

use std::fmt::Write;

/// A list in one line.
pub fn flow(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| inline(text)).collect();
    format!("[{}]", texts.join(", "))
}

/// A key and a text, as a block where it has several lines.
pub fn key(out: &mut String, indent: usize, name: &str, text: &str) {
    let lead = " ".repeat(indent);
    if !is_block(text) {
        let _ = writeln!(out, "{lead}{name}: {}", inline(text));
        return;
    }
    let _ = writeln!(out, "{lead}{name}: |-");
    for line in text.split('\n') {
        if line.is_empty() {
            out.push('\n');
        } else {
            let _ = writeln!(out, "{lead}  {line}");
        }
    }
}

/// Whether the text is the same after it was read as a block.
fn is_block(text: &str) -> bool {
    let first = text.chars().next();
    text.contains('\n')
        && !text.ends_with('\n')
        && first.is_some_and(|first| !first.is_whitespace())
        && text.split('\n').all(|line| line.trim_end() == line)
        && text.chars().all(|char| char == '\n' || is_printable(char))
}

fn is_printable(char: char) -> bool {
    // The joiner and the variation selector are what emoji are made of.
    !char.is_control()
        && !matches!(
            char,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{ad}'
        )
}

/// A text in one line: as it is if that can mean nothing else, or in quotes.
pub fn inline(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for char in text.chars() {
        match char {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            char if is_printable(char) => quoted.push(char),
            char => {
                let _ = write!(quoted, "\\U{:08x}", u32::from(char));
            }
        }
    }
    quoted.push('"');
    quoted
}

fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    let words = ["null", "~", "true", "false", "yes", "no", "on", "off"];
    let is_word = words.iter().any(|word| text.eq_ignore_ascii_case(word));
    // A number is a text here, but other readers of the file see a number.
    let is_number = first.is_ascii_digit() && !text.contains(' ') || text.parse::<f64>().is_ok();
    let special = |char: char| ",[]{}#&*!|>'\"%@`:".contains(char) || !is_printable(char);
    // Before a bracket, a dash by itself is taken for the beginning of another text.
    let lone = matches!(first, '-' | '?' | '=' | '<' | '.') || text.ends_with(" -");
    !is_word
        && (!is_number || is_time(text))
        && !text.chars().any(special)
        && !lone
        && text.trim() == text
}

fn is_time(text: &str) -> bool {
    crate::words::duration(text).is_some()
}
