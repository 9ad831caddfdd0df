//! Words for words and digits for digits, each of the same length in UTF-16 code units, in which
//! Telegram counts.

use super::html;
use ring::hmac;
use std::fmt::Write;

/// Words of an address that say how it is to be read.
const OF_ADDRESSES: &[&str] = &["http", "https", "tg", "www", "mailto"];
const CONSONANTS: &[u8] = b"bcdfghjklmnprstvwxz";
const VOWELS: &[u8] = b"aeiou";

/// A unit of a text: a character, or half of one that was cut.
#[derive(Clone, Copy)]
enum Unit {
    Char(char),
    Lone(u16),
}

/// A text with all its words and digits replaced, but for its markup where it is HTML. `piece` is a JSON
/// string with its quotes.
pub(super) fn text(key: &hmac::Key, piece: &str, is_html: bool, out: &mut String) {
    let units = decoded(piece);
    let marks = if is_html {
        let characters: Vec<char> = units
            .iter()
            .map(|unit| char_of(*unit).unwrap_or(' '))
            .collect();
        html::markup(&characters)
    } else {
        Vec::new()
    };
    let mut scrubbed = Vec::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        // A mark begins and ends where a word or a number does.
        if marks.get(at) == Some(&true) {
            scrubbed.push(units[at]);
            at += 1;
            continue;
        }
        let length = run(&units[at..], is_letter);
        if length > 0 {
            // What a bot is told to do stays: /start is no secret.
            let is_command = at > 0
                && matches!(units[at - 1], Unit::Char('/'))
                && (at == 1 || is_space(units[at - 2]));
            let word = &units[at..at + command_or(&units[at..], length, is_command)];
            if is_command {
                scrubbed.extend_from_slice(word);
            } else {
                letters(key, word, &mut scrubbed);
            }
            at += word.len();
            continue;
        }
        let length = run(&units[at..], is_digit);
        if length > 0 {
            digits(key, &units[at..at + length], &mut scrubbed);
            at += length;
            continue;
        }
        scrubbed.push(units[at]);
        at += 1;
    }
    encode(&scrubbed, out);
}

/// A command's name has digits and underscores too.
fn command_or(units: &[Unit], word: usize, is_command: bool) -> usize {
    if is_command {
        run(units, |c| is_letter(c) || is_digit(c) || c == '_')
    } else {
        word
    }
}

/// An id in a text, as `AgACAgIAAxkBAAI`: letters for letters and digits for digits, case kept.
pub(super) fn identifier(key: &hmac::Key, piece: &str, out: &mut String) {
    let units = decoded(piece);
    let mut scrubbed = Vec::with_capacity(units.len());
    if units
        .iter()
        .all(|unit| matches!(unit, Unit::Char(c) if is_digit(*c) || *c == '-'))
    {
        let text: String = units.iter().filter_map(|unit| char_of(*unit)).collect();
        let mut inner = String::new();
        number(key, &text, &mut inner);
        scrubbed.extend(inner.chars().map(Unit::Char));
    } else {
        let whole: String = units.iter().filter_map(|unit| char_of(*unit)).collect();
        let mut stream = Stream::new(key, "id", &whole);
        for unit in &units {
            scrubbed.push(match unit {
                Unit::Char(c @ 'a'..='z') => Unit::Char(stream.pick(b'a', 26, *c)),
                Unit::Char(c @ 'A'..='Z') => Unit::Char(stream.pick(b'A', 26, *c)),
                Unit::Char(c @ '0'..='9') => Unit::Char(stream.pick(b'0', 10, *c)),
                other => *other,
            });
        }
    }
    encode(&scrubbed, out);
}

/// A number that names somebody: of the same length and sign, and a supergroup stays one.
pub(super) fn number(key: &hmac::Key, piece: &str, out: &mut String) {
    let kept = if piece.len() > 8 && piece.starts_with("-100") {
        4
    } else {
        usize::from(piece.starts_with('-'))
    };
    let (prefix, rest) = piece.split_at(kept);
    out.push_str(prefix);
    if !rest.bytes().all(|byte| byte.is_ascii_digit()) || rest.is_empty() {
        out.push_str(rest);
        return;
    }
    let units: Vec<Unit> = rest.chars().map(Unit::Char).collect();
    let mut scrubbed = Vec::new();
    digits(key, &units, &mut scrubbed);
    out.extend(scrubbed.into_iter().filter_map(char_of));
}

fn letters(key: &hmac::Key, word: &[Unit], scrubbed: &mut Vec<Unit>) {
    let whole: String = word.iter().filter_map(|unit| char_of(*unit)).collect();
    if OF_ADDRESSES.contains(&whole.as_str()) {
        scrubbed.extend_from_slice(word);
        return;
    }
    let mut stream = Stream::new(key, "word", &whole.to_lowercase());
    let mut place = 0;
    for character in word.iter().filter_map(|unit| char_of(*unit)) {
        // Beyond the Basic Multilingual Plane a letter counts as two.
        for _ in 0..character.len_utf16() {
            let from = if place % 2 == 0 { CONSONANTS } else { VOWELS };
            let letter = char::from(from[usize::from(stream.next()) % from.len()]);
            place += 1;
            scrubbed.push(Unit::Char(if character.is_uppercase() {
                letter.to_ascii_uppercase()
            } else {
                letter
            }));
        }
    }
}

fn digits(key: &hmac::Key, run: &[Unit], scrubbed: &mut Vec<Unit>) {
    let whole: String = run.iter().filter_map(|unit| char_of(*unit)).collect();
    let mut stream = Stream::new(key, "digits", &whole);
    for (place, character) in whole.chars().enumerate() {
        // No zero where there was none in front, and as many units as the digit had.
        let least = u8::from(place == 0 && character != '0');
        for _ in 0..character.len_utf16() {
            let digit = least + stream.next() % (10 - least);
            scrubbed.push(Unit::Char(char::from(b'0' + digit)));
        }
    }
}

/// Bytes without end that a key and a word give.
struct Stream<'a> {
    key: &'a hmac::Key,
    of: String,
    bytes: Vec<u8>,
    at: usize,
}

impl<'a> Stream<'a> {
    fn new(key: &'a hmac::Key, sort: &str, word: &str) -> Self {
        let of = format!("{sort} {word}");
        let bytes = hmac::sign(key, of.as_bytes()).as_ref().to_vec();
        Self {
            key,
            of,
            bytes,
            at: 0,
        }
    }

    fn next(&mut self) -> u8 {
        if self.at == self.bytes.len() {
            let more = [self.of.as_bytes(), &self.bytes].concat();
            self.bytes = hmac::sign(self.key, &more).as_ref().to_vec();
            self.at = 0;
        }
        self.at += 1;
        self.bytes[self.at - 1]
    }

    /// Another one of `number` characters from `first` on, turned by as much as the stream says.
    fn pick(&mut self, first: u8, number: u8, from: char) -> char {
        let place = u8::try_from(u32::from(from)).unwrap_or(first) - first;
        let turned = (u16::from(place) + u16::from(self.next())) % u16::from(number);
        char::from(first + u8::try_from(turned).unwrap_or(0))
    }
}

fn run(units: &[Unit], is: impl Fn(char) -> bool) -> usize {
    let fits = |unit: &&Unit| matches!(unit, Unit::Char(c) if is(*c));
    units.iter().take_while(fits).count()
}

fn is_letter(c: char) -> bool {
    // Marks belong to the letter before them: é may be written as two characters.
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}')
}

fn is_digit(c: char) -> bool {
    c.is_numeric()
}

fn is_space(unit: Unit) -> bool {
    char_of(unit).is_some_and(char::is_whitespace)
}

fn char_of(unit: Unit) -> Option<char> {
    match unit {
        Unit::Char(c) => Some(c),
        Unit::Lone(_) => None,
    }
}

/// The units of a JSON string with its quotes.
fn decoded(piece: &str) -> Vec<Unit> {
    let inner = piece.strip_prefix('"').unwrap_or(piece);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let mut utf16: Vec<u16> = Vec::with_capacity(inner.len());
    let mut rest = inner.chars();
    let mut buffer = [0; 2];
    while let Some(character) = rest.next() {
        let character = if character == '\\' {
            match rest.next() {
                Some('u') => {
                    let digits: String = rest.by_ref().take(4).collect();
                    utf16.push(u16::from_str_radix(&digits, 16).unwrap_or(0xfffd));
                    continue;
                }
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some('b') => '\u{8}',
                Some('f') => '\u{c}',
                Some(other) => other,
                None => break,
            }
        } else {
            character
        };
        utf16.extend_from_slice(character.encode_utf16(&mut buffer));
    }
    char::decode_utf16(utf16)
        .map(|unit| match unit {
            Ok(c) => Unit::Char(c),
            Err(lone) => Unit::Lone(lone.unpaired_surrogate()),
        })
        .collect()
}

fn encode(units: &[Unit], out: &mut String) {
    out.push('"');
    for unit in units {
        match unit {
            Unit::Char('"') => out.push_str("\\\""),
            Unit::Char('\\') => out.push_str("\\\\"),
            Unit::Char('\n') => out.push_str("\\n"),
            Unit::Char(c) if c.is_control() => escape(u32::from(*c), out),
            Unit::Char(c) => out.push(*c),
            Unit::Lone(lone) => escape(u32::from(*lone), out),
        }
    }
    out.push('"');
}

fn escape(unit: u32, out: &mut String) {
    // A string takes whatever is written to it.
    let _ = write!(out, "\\u{unit:04x}");
}
