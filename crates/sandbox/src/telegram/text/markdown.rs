//! parse_mode MarkdownV2.

use serde_json::Value;

use super::{Formatted, Span, link};

const RESERVED: &str = "_*[]()~`>#+-=|{}.!";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bold,
    Italic,
    Underline,
    Strikethrough,
    Spoiler,
    Code,
    Pre,
    PreCode,
    TextUrl,
    CustomEmoji,
    BlockQuote,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Bold => "bold",
            Self::Italic => "italic",
            Self::Underline => "underline",
            Self::Strikethrough => "strikethrough",
            Self::Spoiler => "spoiler",
            Self::Code => "code",
            Self::Pre | Self::PreCode => "pre",
            Self::TextUrl => "text_link",
            Self::CustomEmoji => "custom_emoji",
            Self::BlockQuote => "blockquote",
        }
    }

    fn is_code(self) -> bool {
        matches!(self, Self::Code | Self::Pre | Self::PreCode)
    }
}

struct Open {
    kind: Kind,
    language: String,
    offset: usize,
    /// Where its text begins in the result.
    start: usize,
    /// Where its mark is in the source.
    byte: usize,
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    out: String,
    offset: usize,
    open: Vec<Open>,
    spans: Vec<Span>,
}

/// Reads it; the refusal names the byte or the letter.
pub fn parse(source: &str) -> Result<Formatted, String> {
    let mut reader = Reader {
        source,
        at: 0,
        out: String::with_capacity(source.len()),
        offset: 0,
        open: Vec::new(),
        spans: Vec::new(),
    };
    while let Some(letter) = reader.rest().chars().next() {
        reader.step(letter)?;
    }
    if reader.innermost() == Some(Kind::BlockQuote) {
        reader.close_quote("blockquote");
    }
    match reader.open.last() {
        Some(open) => Err(format!(
            "Can't find end of {:?} entity at byte offset {}",
            open.kind, open.byte
        )),
        None => Ok(Formatted {
            text: reader.out,
            spans: reader.spans,
        }),
    }
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.source.get(self.at..).unwrap_or_default()
    }

    fn innermost(&self) -> Option<Kind> {
        self.open.last().map(|open| open.kind)
    }

    fn push(&mut self, letter: char) {
        self.offset += letter.len_utf16();
        self.out.push(letter);
    }

    fn step(&mut self, letter: char) -> Result<(), String> {
        if letter == '\\'
            && let Some(escaped) = self.rest().chars().nth(1)
            && ('\u{1}'..='~').contains(&escaped)
        {
            self.at += 2;
            self.push(escaped);
            return Ok(());
        }
        let in_code = self.innermost().is_some_and(Kind::is_code);
        let at_line_start = self.out.is_empty() || self.out.ends_with('\n');
        if at_line_start && !in_code && self.quote() {
            return Ok(());
        }
        let marks = if in_code { "`" } else { RESERVED };
        if !marks.contains(letter) {
            self.at += letter.len_utf8();
            self.push(letter);
            if letter == '\n' && !self.rest().starts_with('>') && self.in_quote() {
                // The quote ends with its line, unless something in it goes on.
                if self.innermost() == Some(Kind::BlockQuote) {
                    self.close_quote("blockquote");
                }
            }
            return Ok(());
        }
        if let Some(length) = self.ends(letter) {
            return self.end(length);
        }
        self.begin(letter)
    }

    fn in_quote(&self) -> bool {
        self.open.iter().any(|open| open.kind == Kind::BlockQuote)
    }

    /// Takes the mark of a quote at the start of a line, if there is one.
    fn quote(&mut self) -> bool {
        if self.rest().starts_with("**>") {
            if self.innermost() == Some(Kind::BlockQuote) {
                self.close_quote("blockquote");
            }
            self.open(Kind::BlockQuote, 3, String::new());
            return true;
        }
        if !self.rest().starts_with('>') {
            return false;
        }
        if self.in_quote() {
            self.at += 1;
        } else {
            self.open(Kind::BlockQuote, 1, String::new());
        }
        true
    }

    fn close_quote(&mut self, word: &str) {
        if let Some(open) = self.open.pop()
            && self.offset > open.offset
        {
            let span = Span::new(word, open.offset, self.offset - open.offset);
            self.spans.push(span);
        }
    }

    fn open(&mut self, kind: Kind, length: usize, language: String) {
        self.open.push(Open {
            kind,
            language,
            offset: self.offset,
            start: self.out.len(),
            byte: self.at,
        });
        self.at += length;
    }

    /// How long the mark is that ends the innermost entity here, if it is one.
    fn ends(&self, letter: char) -> Option<usize> {
        let rest = self.rest();
        let double = |mark: &str| rest.starts_with(mark).then_some(mark.len());
        match self.innermost()? {
            Kind::Bold => (letter == '*').then_some(1),
            Kind::Italic => (letter == '_' && !rest.starts_with("__")).then_some(1),
            Kind::Code => (letter == '`').then_some(1),
            Kind::Pre | Kind::PreCode => double("```"),
            Kind::TextUrl | Kind::CustomEmoji => (letter == ']').then_some(1),
            Kind::Underline => double("__"),
            Kind::Strikethrough => (letter == '~').then_some(1),
            Kind::Spoiler => double("||"),
            Kind::BlockQuote => {
                // Two bars at the end of a quote fold it.
                let after = rest.strip_prefix("||")?;
                (after.is_empty() || after.starts_with('\n')).then_some(2)
            }
        }
    }

    fn end(&mut self, length: usize) -> Result<(), String> {
        if self.innermost() == Some(Kind::BlockQuote) {
            self.at += length;
            self.close_quote("expandable_blockquote");
            return Ok(());
        }
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        self.at += length;
        let size = self.offset - open.offset;
        let plain = Span::new(open.kind.word(), open.offset, size);
        let span = match open.kind {
            Kind::TextUrl => {
                let target = match self.target("a URL")? {
                    Some(target) => target,
                    None => self.out.get(open.start..).unwrap_or_default().to_owned(),
                };
                link::span(&target, open.offset, size)
            }
            Kind::CustomEmoji => {
                let target = self.target("a custom emoji URL")?;
                let target = target.ok_or("Custom emoji entity must contain a tg://emoji URL")?;
                Some(plain.with("custom_emoji_id", Value::from(link::emoji(&target)?)))
            }
            Kind::PreCode => Some(plain.with("language", Value::from(open.language))),
            _ => Some(plain),
        };
        self.spans.extend(span.filter(|_| size > 0));
        Ok(())
    }

    /// What stands in parentheses here, if anything does.
    fn target(&mut self, what: &str) -> Result<Option<String>, String> {
        if !self.rest().starts_with('(') {
            return Ok(None);
        }
        self.at += 1;
        let begin = self.at;
        let mut target = String::new();
        loop {
            let mut letters = self.rest().chars();
            match (letters.next(), letters.next()) {
                (None, _) => {
                    return Err(format!("Can't find end of {what} at byte offset {begin}"));
                }
                (Some(')'), _) => {
                    self.at += 1;
                    return Ok(Some(target));
                }
                (Some('\\'), Some(escaped @ '\u{1}'..='~')) => {
                    target.push(escaped);
                    self.at += 2;
                }
                (Some(letter), _) => {
                    target.push(letter);
                    self.at += letter.len_utf8();
                }
            }
        }
    }

    fn begin(&mut self, letter: char) -> Result<(), String> {
        let starts = |mark: &str| self.rest().starts_with(mark);
        match letter {
            '_' if starts("__") => self.open(Kind::Underline, 2, String::new()),
            '_' => self.open(Kind::Italic, 1, String::new()),
            '*' => self.open(Kind::Bold, 1, String::new()),
            '~' => self.open(Kind::Strikethrough, 1, String::new()),
            '|' if starts("||") => self.open(Kind::Spoiler, 2, String::new()),
            '[' => self.open(Kind::TextUrl, 1, String::new()),
            '!' if starts("![") => self.open(Kind::CustomEmoji, 2, String::new()),
            '`' if starts("```") => self.begin_pre(),
            '`' => self.open(Kind::Code, 1, String::new()),
            _ => {
                return Err(format!(
                    "Character '{letter}' is reserved and must be escaped with the preceding '\\'"
                ));
            }
        }
        Ok(())
    }

    fn begin_pre(&mut self) {
        let after = self.rest().get(3..).unwrap_or_default();
        let ends = |it: char| it == '`' || matches!(it, ' ' | '\t' | '\r' | '\n' | '\u{b}' | '\0');
        let language = match after.find(ends) {
            Some(end) if end > 0 && !after.get(end..).is_some_and(|it| it.starts_with('`')) => {
                after.get(..end).unwrap_or_default().to_owned()
            }
            _ => String::new(),
        };
        let kind = if language.is_empty() {
            Kind::Pre
        } else {
            Kind::PreCode
        };
        self.open(kind, 3 + language.len(), language);
        // The line that the mark stands in is not part of the code.
        for newline in ["\r\n", "\n\r", "\n", "\r"] {
            if self.rest().starts_with(newline) {
                self.at += newline.len();
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests;
