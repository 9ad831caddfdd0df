//! parse_mode HTML.

use serde_json::Value;

use super::{Formatted, Span, link};

const TAGS: [&str; 17] = [
    "a",
    "b",
    "strong",
    "i",
    "em",
    "s",
    "strike",
    "del",
    "u",
    "ins",
    "tg-spoiler",
    "tg-emoji",
    "span",
    "pre",
    "code",
    "blockquote",
    "tg-time",
];

struct Open {
    tag: String,
    argument: String,
    offset: usize,
    /// Where its text begins in the result.
    start: usize,
}

/// Reads it; the refusal names the byte.
pub fn parse(source: &str) -> Result<Formatted, String> {
    let mut reader = Reader {
        source,
        at: 0,
        out: String::with_capacity(source.len()),
        offset: 0,
        open: Vec::new(),
        spans: Vec::new(),
    };
    while let Some(letter) = reader.peek() {
        match letter {
            '<' => reader.tag()?,
            '&' => reader.reference()?,
            _ => {
                reader.at += letter.len_utf8();
                reader.push(letter);
            }
        }
    }
    if let Some(open) = reader.open.last() {
        return Err(format!(
            "Can't find end tag corresponding to start tag \"{}\"",
            open.tag
        ));
    }
    Ok(Formatted {
        text: reader.out,
        spans: merged(reader.spans),
    })
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    out: String,
    offset: usize,
    open: Vec<Open>,
    spans: Vec<Span>,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.source.get(self.at..)?.chars().next()
    }

    fn push(&mut self, letter: char) {
        self.offset += letter.len_utf16();
        self.out.push(letter);
    }

    /// Everything up to what does not fit.
    fn take(&mut self, fits: impl Fn(char) -> bool) -> String {
        let rest = self.source.get(self.at..).unwrap_or_default();
        let end = rest.find(|letter| !fits(letter)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default().to_owned()
    }

    /// `&lt;`, `&gt;`, `&amp;`, `&quot;` or a number; anything else stands for itself.
    fn reference(&mut self) -> Result<(), String> {
        let rest = self.source.get(self.at + 1..).unwrap_or_default();
        let (code, length) = if let Some(number) = rest.strip_prefix('#') {
            let (digits, radix, before) = match number.strip_prefix('x') {
                Some(digits) => (digits, 16, 2),
                None => (number, 10, 1),
            };
            let length = digits
                .find(|it: char| !it.is_digit(radix))
                .unwrap_or(digits.len());
            let code = u32::from_str_radix(digits.get(..length).unwrap_or_default(), radix);
            let code = code.ok().filter(|code| (1..0x11_0000).contains(code));
            (code, before + length)
        } else {
            let length = rest
                .find(|it: char| !it.is_ascii_alphabetic())
                .unwrap_or(rest.len());
            let code = match rest.get(..length) {
                Some("lt") => Some('<'),
                Some("gt") => Some('>'),
                Some("amp") => Some('&'),
                Some("quot") => Some('"'),
                _ => None,
            };
            (code.map(u32::from), length)
        };
        let Some(code) = code else {
            self.at += 1;
            self.push('&');
            return Ok(());
        };
        let letter = char::from_u32(code).ok_or(
            "Text contains invalid Unicode characters after decoding HTML entities, check for \
             unmatched surrogate code units",
        )?;
        self.at += 1 + length;
        if self.peek() == Some(';') {
            self.at += 1;
        }
        self.push(letter);
        Ok(())
    }

    fn tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        self.at += 1;
        if self.peek() == Some('/') {
            self.at += 1;
            return self.end_tag(begin);
        }
        let tag = self.take(|letter| !is_space(letter) && letter != '>');
        let tag = tag.to_ascii_lowercase();
        if self.peek().is_none() {
            return Err(format!("Unclosed start tag at byte offset {begin}"));
        }
        if !TAGS.contains(&tag.as_str()) {
            return Err(format!(
                "Unsupported start tag \"{tag}\" at byte offset {begin}"
            ));
        }
        let argument = self.attributes(&tag, begin)?;
        if tag == "span" && argument != "tg-spoiler" {
            return Err(format!(
                "Tag \"span\" must have class \"tg-spoiler\" at byte offset {begin}"
            ));
        }
        self.open.push(Open {
            tag,
            argument,
            offset: self.offset,
            start: self.out.len(),
        });
        Ok(())
    }

    /// Reads to the end of a start tag; what its tag makes use of is given.
    fn attributes(&mut self, tag: &str, begin: usize) -> Result<String, String> {
        let mut argument = String::new();
        loop {
            self.take(is_space);
            match self.peek() {
                Some('>') => {
                    self.at += 1;
                    return Ok(argument);
                }
                None => {
                    return Err(format!(
                        "Unclosed start tag \"{tag}\" at byte offset {begin}"
                    ));
                }
                Some(_) => {}
            }
            let alone = tag == "blockquote";
            let name = self.take(|it| !is_space(it) && it != '=' && !(alone && it == '>'));
            if name.is_empty() {
                return Err(format!(
                    "Empty attribute name in the tag \"{tag}\" at byte offset {begin}"
                ));
            }
            self.take(is_space);
            let name = name.to_ascii_lowercase();
            if self.peek() != Some('=') {
                if alone && name == "expandable" {
                    "1".clone_into(&mut argument);
                    continue;
                }
                return Err(if self.peek().is_none() {
                    format!("Unclosed start tag \"{tag}\" at byte offset {begin}")
                } else {
                    format!(
                        "Expected equal sign in declaration of an attribute of the tag \"{tag}\" \
                         at byte offset {begin}"
                    )
                });
            }
            self.at += 1;
            self.take(is_space);
            let value = self.attribute(tag, begin)?;
            let used = match tag {
                "a" => name == "href",
                "code" => name == "class" && value.starts_with("language-"),
                "span" => name == "class" && value.starts_with("tg-"),
                "tg-emoji" => name == "emoji-id",
                "blockquote" => name == "expandable",
                _ => false,
            };
            if used {
                argument = match tag {
                    "code" => value.trim_start_matches("language-").to_owned(),
                    "blockquote" => "1".to_owned(),
                    _ => value,
                };
            }
        }
    }

    fn attribute(&mut self, tag: &str, begin: usize) -> Result<String, String> {
        let quote = match self.peek() {
            None => {
                return Err(format!(
                    "Unclosed start tag \"{tag}\" at byte offset {begin}"
                ));
            }
            Some(quote @ ('"' | '\'')) => quote,
            Some(_) => {
                let start = self.at;
                let value = self.take(|it| it.is_ascii_alphanumeric() || it == '.' || it == '-');
                let ends = self.peek().is_some_and(|it| is_space(it) || it == '>');
                return if ends {
                    Ok(value)
                } else {
                    Err(format!(
                        "Unexpected end of name token at byte offset {start}"
                    ))
                };
            }
        };
        self.at += 1;
        // What stands in an attribute may be written with references as well.
        let mut inner = Reader {
            source: self.source,
            at: self.at,
            out: String::new(),
            offset: 0,
            open: Vec::new(),
            spans: Vec::new(),
        };
        loop {
            match inner.peek() {
                None => return Err(format!("Unclosed start tag at byte offset {begin}")),
                Some(end) if end == quote => break,
                Some('&') => inner.reference()?,
                Some(letter) => {
                    inner.at += letter.len_utf8();
                    inner.push(letter);
                }
            }
        }
        self.at = inner.at + 1;
        Ok(inner.out)
    }

    fn end_tag(&mut self, begin: usize) -> Result<(), String> {
        let Some(open) = self.open.pop() else {
            return Err(format!("Unexpected end tag at byte offset {begin}"));
        };
        let name = self.take(|letter| !is_space(letter) && letter != '>');
        let name = name.to_ascii_lowercase();
        self.take(is_space);
        if self.peek() != Some('>') {
            return Err(format!("Unclosed end tag at byte offset {begin}"));
        }
        if !name.is_empty() && name != open.tag {
            return Err(format!(
                "Unmatched end tag at byte offset {begin}, expected \"</{}>\", found \"</{name}>\"",
                open.tag
            ));
        }
        self.at += 1;
        self.close(&open)
    }

    fn close(&mut self, open: &Open) -> Result<(), String> {
        let length = self.offset - open.offset;
        if length == 0 {
            return Ok(());
        }
        let plain = |kind: &str| Some(Span::new(kind, open.offset, length));
        let argument = open.argument.as_str();
        let span = match open.tag.as_str() {
            "b" | "strong" => plain("bold"),
            "i" | "em" => plain("italic"),
            "s" | "strike" | "del" => plain("strikethrough"),
            "u" | "ins" => plain("underline"),
            "tg-spoiler" | "span" => plain("spoiler"),
            "pre" => plain("pre"),
            "blockquote" if !argument.is_empty() => plain("expandable_blockquote"),
            "blockquote" => plain("blockquote"),
            "code" => plain("code").map(|span| match argument {
                "" => span,
                language => span.with("language", Value::from(language)),
            }),
            "a" => {
                let text = self.out.get(open.start..).unwrap_or_default();
                let target = if argument.is_empty() { text } else { argument };
                link::span(target, open.offset, length)
            }
            "tg-emoji" => {
                let id =
                    link::emoji_id(argument).ok_or("Invalid custom emoji identifier specified")?;
                plain("custom_emoji").map(|span| span.with("custom_emoji_id", Value::from(id)))
            }
            _ => None,
        };
        self.spans.extend(span);
        Ok(())
    }
}

/// A `code` with a language that fills a `pre` gives it its language; one outside of any is plain.
fn merged(spans: Vec<Span>) -> Vec<Span> {
    let mut kept: Vec<Span> = Vec::new();
    for span in spans {
        let fills = |code: &Span| {
            code.kind == "code" && code.offset == span.offset && code.length == span.length
        };
        if span.kind == "pre"
            && let Some(place) = kept.iter().position(fills)
        {
            let code = kept.remove(place);
            kept.push(Span {
                more: code.more,
                ..span
            });
            continue;
        }
        kept.push(span);
    }
    for span in &mut kept {
        if span.kind == "code" {
            span.more.clear();
        }
    }
    kept
}

fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\r' | '\n' | '\0' | '\u{b}')
}

#[cfg(test)]
mod tests;
