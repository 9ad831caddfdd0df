//! What Telegram finds in a text by itself: commands, mentions, hashtags, cashtags, links, e-mail
//! addresses and telephone numbers. Found words do not overlap; the first kind that fits wins.

use serde_json::Value;

use super::{Span, units};

/// Names at the end of a host that make a link of it without a scheme.
const ENDS: [&str; 22] = [
    "com", "org", "net", "io", "me", "dev", "app", "info", "edu", "gov", "de", "uk", "ru", "it",
    "fr", "nl", "es", "eu", "ai", "co", "xyz", "tv",
];

/// As MessageEntities, for a text as a person writes it.
pub fn found(text: &str) -> Value {
    spans(text).iter().map(Span::value).collect()
}

/// In their order.
pub fn spans(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut offset = 0;
    let mut at = 0;
    let mut before = None;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (kind, bytes) = starting(before, rest).unwrap_or(("", 0));
        let taken = if bytes == 0 {
            rest.chars().next().map_or(1, char::len_utf8)
        } else {
            bytes
        };
        let word = rest.get(..taken).unwrap_or(rest);
        let length = units(word);
        if bytes > 0 {
            found.push(Span::new(kind, offset, length));
        }
        before = word.chars().next_back();
        offset += length;
        at += taken;
    }
    found
}

/// What starts here, and how many bytes it has.
fn starting(before: Option<char>, rest: &str) -> Option<(&'static str, usize)> {
    let inside_word = before.is_some_and(is_word);
    match rest.chars().next()? {
        '/' if !inside_word && !matches!(before, Some('/' | '<' | '>')) => command(rest),
        '@' if !inside_word => {
            let name = run(rest.get(1..)?, is_name);
            (3..=32).contains(&name).then_some(("mention", 1 + name))
        }
        '#' if !inside_word => {
            let tag = rest.get(1..)?;
            let length = run(tag, is_word);
            let named = tag.get(..length)?.chars().any(char::is_alphabetic);
            (named && length <= 1024).then_some(("hashtag", 1 + length))
        }
        '$' if !inside_word => {
            let length = run(rest.get(1..)?, |letter| letter.is_ascii_uppercase());
            let next = rest.get(1 + length..)?.chars().next();
            let whole = (1..=8).contains(&length) && !next.is_some_and(is_word);
            whole.then_some(("cashtag", 1 + length))
        }
        '+' if !inside_word => phone(rest),
        _ if !inside_word && !matches!(before, Some('@' | '.' | '/' | '-')) => {
            link(rest).or_else(|| email(rest)).or_else(|| bare(rest))
        }
        _ => None,
    }
}

fn command(rest: &str) -> Option<(&'static str, usize)> {
    let name = run(rest.get(1..)?, is_name);
    if !(1..=64).contains(&name) {
        return None;
    }
    let mut length = 1 + name;
    if let Some(bot) = rest.get(length..)?.strip_prefix('@') {
        let bot = run(bot, is_name);
        if (3..=32).contains(&bot) {
            length += 1 + bot;
        }
    }
    let next = rest.get(length..)?.chars().next();
    let ends = !next.is_some_and(|next| is_word(next) || matches!(next, '/' | '<' | '>'));
    ends.then_some(("bot_command", length))
}

fn phone(rest: &str) -> Option<(&'static str, usize)> {
    let length = run(rest.get(1..)?, |letter| {
        letter.is_ascii_digit() || matches!(letter, ' ' | '-' | '(' | ')')
    });
    let number = rest
        .get(1..=length)?
        .trim_end_matches(|it: char| !it.is_ascii_digit());
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let starts = number.starts_with(|first: char| first.is_ascii_digit());
    (starts && (8..=15).contains(&digits)).then_some(("phone_number", 1 + number.len()))
}

fn link(rest: &str) -> Option<(&'static str, usize)> {
    let schemes = ["http://", "https://", "tg://"];
    let start = rest
        .get(..8.min(rest.len()))
        .unwrap_or(rest)
        .to_ascii_lowercase();
    let scheme = schemes.iter().find(|scheme| start.starts_with(**scheme))?;
    let length = linked(rest);
    (length > scheme.len()).then_some(("url", length))
}

fn email(rest: &str) -> Option<(&'static str, usize)> {
    let is_local = |letter: char| letter.is_ascii_alphanumeric() || "._%+-".contains(letter);
    let local = run(rest, is_local);
    let host = rest.get(local..)?.strip_prefix('@')?;
    let length = host_length(host)?;
    (1..=64)
        .contains(&local)
        .then_some(("email", local + 1 + length))
}

fn bare(rest: &str) -> Option<(&'static str, usize)> {
    let host = host_length(rest)?;
    let name = rest.get(..host)?.to_ascii_lowercase();
    if !ENDS.contains(&name.rsplit('.').next()?) {
        return None;
    }
    let after = rest.get(host..)?;
    let goes_on = after.starts_with(['/', '?', '#', ':']);
    let more = if goes_on { linked(after) } else { 0 };
    Some(("url", host + more))
}

/// How long a host with a dot in it is.
fn host_length(text: &str) -> Option<usize> {
    let all = run(text, |letter| {
        letter.is_ascii_alphanumeric() || ".-".contains(letter)
    });
    let host = text.get(..all)?.trim_end_matches(['.', '-']);
    let (name, end) = host.rsplit_once('.')?;
    let good = !name.is_empty()
        && !name.starts_with('.')
        && !host.contains("..")
        && end.len() >= 2
        && end.bytes().all(|byte| byte.is_ascii_alphabetic());
    let next = text.get(host.len()..)?.chars().next();
    (good && !next.is_some_and(|next| next == '@' || is_word(next))).then_some(host.len())
}

/// How far a link goes: to a space or a quote, without the marks that end a sentence.
fn linked(text: &str) -> usize {
    let all = run(text, |letter| {
        !letter.is_whitespace() && !"\"<>`{}|\\^".contains(letter)
    });
    let link = text.get(..all).unwrap_or_default();
    let mut link = link.trim_end_matches(['.', ',', ':', ';', '!', '?', '\'']);
    while link.ends_with(')') && link.matches(')').count() > link.matches('(').count() {
        link = link.get(..link.len() - 1).unwrap_or_default();
    }
    link.len()
}

fn run(text: &str, fits: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !fits(letter)).unwrap_or(text.len())
}

fn is_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::spans;

    fn shown(text: &str) -> String {
        let found = spans(text);
        let found = found
            .iter()
            .map(|span| format!("{} {} {}", span.kind, span.offset, span.length));
        found.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn what_telegram_finds() {
        for (text, found) in [
            ("/start", "bot_command 0 6"),
            ("\u{1f600} /start@my_bot x", "bot_command 3 13"),
            ("a/b", ""),
            ("//x", ""),
            ("/", ""),
            ("hi @ann_petrova!", "mention 3 12"),
            ("@ab", ""),
            ("\u{e4}@abc", ""),
            ("#tag #12 #\u{df}\u{1f600}", "hashtag 0 4; hashtag 9 2"),
            ("$USD $usd", "cashtag 0 4"),
            ("see https://example.com/a_(b), ok", "url 4 25"),
            ("(https://example.com)", "url 1 19"),
            ("example.com. And a.b", "url 0 11"),
            ("mail bo@example.org now", "email 5 14"),
            ("call +12 345 678 90.", "phone_number 5 14"),
            ("1.5 and v2.0.0", ""),
            ("", ""),
        ] {
            assert_eq!(shown(text), found, "{text}");
        }
    }
}
