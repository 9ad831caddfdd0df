//! What is printed, with colours where a person looks at it.

use std::io::{IsTerminal, Write};

use crate::arguments::Color;

/// A colour, as terminals number them.
#[derive(Debug, Clone, Copy)]
pub enum Ink {
    /// It went well.
    Green,
    /// It did not.
    Red,
    /// Beside the point.
    Grey,
    /// The point.
    Bold,
}

/// Standard output, and standard error for trouble.
pub struct Screen {
    out: std::io::Stdout,
    err: std::io::Stderr,
    colours: bool,
}

impl Screen {
    /// With colours or without.
    pub fn new(color: Color) -> Self {
        let colours = match color {
            Color::Always => true,
            Color::Never => false,
            // https://no-color.org
            Color::Auto => {
                std::io::stdout().is_terminal()
                    && std::env::var_os("NO_COLOR").is_none_or(|word| word.is_empty())
            }
        };
        Self {
            out: std::io::stdout(),
            err: std::io::stderr(),
            colours,
        }
    }

    /// A text in a colour.
    pub fn ink(&self, ink: Ink, text: &str) -> String {
        if !self.colours {
            return text.to_owned();
        }
        let code = match ink {
            Ink::Green => 32,
            Ink::Red => 31,
            Ink::Grey => 90,
            Ink::Bold => 1,
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    /// A line. Nobody who stopped reading is told so.
    pub fn line(&self, text: &str) {
        let mut out = self.out.lock();
        let _ = writeln!(out, "{text}").and_then(|()| out.flush());
    }

    /// A line about something that could not be done.
    pub fn trouble(&self, text: &str) {
        let _ = writeln!(self.err.lock(), "{text}");
    }
}

/// A text from elsewhere without what would move the cursor or change the colours.
pub fn harmless(text: &str) -> String {
    let shown = |char: char| !char.is_control() || char == '\t';
    text.chars()
        .map(|char| if shown(char) { char } else { '\u{fffd}' })
        .collect()
}
