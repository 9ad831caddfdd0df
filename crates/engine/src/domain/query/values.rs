//! What may stand after each key.

use super::parse::problem;
use super::{Compare, Key, Peer, Problem, STATUSES, Size, Status, Test, Unit, When};
use chrono::{NaiveDate, NaiveDateTime};

/// A value as it is written.
pub(super) struct Value {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) text: String,
    pub(super) quoted: bool,
}

impl Value {
    fn wrong(&self, message: &str, key: Key) -> Problem {
        let remedy = format!("Write it as {}.", example(key));
        problem(self.from, self.to, message, &remedy)
    }
}

/// A filter that is right.
pub(super) fn example(key: Key) -> &'static str {
    match key {
        Key::Kind => "kind:message or kind:message,callback_query",
        Key::Chat => "chat:-1001234567890 or chat:\"Pizza orders\"",
        Key::User => "user:71002244, user:@ann or user:Ann",
        Key::Status => "status:failed; there are delivered, failed, held, aside, expired and none",
        Key::Pinned => "pinned:yes or pinned:no",
        Key::Note => "note:yes or note:no",
        Key::Before => "before:1h, before:2026-11-24 or before:2026-11-24T10:00",
        Key::After => "after:1h, after:2026-11-24 or after:2026-11-24T10:00",
        Key::Id => "id:904137712",
        Key::Size => "size:>10kb, size:<=1mb or size:500",
        Key::Text => "text:pizza or text:\"two pizzas\"",
        Key::Raw => "raw:\"\\\"is_bot\\\":true\"",
    }
}

/// The test that a key makes of its values; there is one at least.
pub(super) fn test(key: Key, values: Vec<Value>) -> Result<Test, Problem> {
    Ok(match key {
        Key::Kind => Test::Kind(each(values, kind)?),
        Key::Chat => Test::Chat(each(values, |value| peer(value, Key::Chat))?),
        Key::User => Test::User(each(values, |value| peer(value, Key::User))?),
        Key::Status => Test::Status(each(values, |value| status(&value))?),
        Key::Pinned => Test::Pinned(yes(&one(values, key)?, key)?),
        Key::Note => Test::Note(yes(&one(values, key)?, key)?),
        Key::Before => Test::Before(when(&one(values, key)?, key)?),
        Key::After => Test::After(when(&one(values, key)?, key)?),
        Key::Id => Test::Id(each(values, |value| id(&value))?),
        Key::Size => Test::Size(size(&one(values, key)?)?),
        Key::Text => Test::Text(each(values, |value| Ok(value.text))?),
        Key::Raw => Test::Raw(each(values, |value| Ok(value.text))?),
    })
}

fn each<T>(
    values: Vec<Value>,
    read: impl Fn(Value) -> Result<T, Problem>,
) -> Result<Vec<T>, Problem> {
    values.into_iter().map(read).collect()
}

fn one(values: Vec<Value>, key: Key) -> Result<Value, Problem> {
    let mut values = values.into_iter();
    let first = values.next();
    match (first, values.next()) {
        (Some(first), None) => Ok(first),
        (_, Some(second)) => Err(second.wrong("This filter takes one value.", key)),
        (None, None) => Err(problem(0, 0, "A value is missing.", example(key))),
    }
}

fn kind(value: Value) -> Result<String, Problem> {
    let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if value.quoted || value.text.bytes().all(is_name) {
        return Ok(value.text);
    }
    Err(value.wrong(
        "A kind is written in small letters, as Telegram names it.",
        Key::Kind,
    ))
}

fn peer(value: Value, key: Key) -> Result<Peer, Problem> {
    if value.quoted {
        return Ok(Peer::Name(value.text));
    }
    if let Some(username) = value.text.strip_prefix('@') {
        if !username.is_empty()
            && username
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        {
            return Ok(Peer::Username(username.to_owned()));
        }
        return Err(value.wrong(
            "A username has letters, digits and underscores after its @.",
            key,
        ));
    }
    let digits = value.text.strip_prefix('-').unwrap_or(&value.text);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return number(&value.text).map(Peer::Id).ok_or_else(|| {
            value.wrong(
                "This number is too long for one of Telegram's; put it in quotes if it is a name.",
                key,
            )
        });
    }
    Ok(Peer::Name(value.text))
}

fn id(value: &Value) -> Result<i64, Problem> {
    number(&value.text).ok_or_else(|| value.wrong("An update_id is a whole number.", Key::Id))
}

fn number(text: &str) -> Option<i64> {
    (!text.starts_with('+'))
        .then(|| text.parse().ok())
        .flatten()
}

fn status(value: &Value) -> Result<Status, Problem> {
    let found = STATUSES
        .iter()
        .find(|(_, name, _)| value.text.eq_ignore_ascii_case(name));
    found
        .map(|(status, _, _)| *status)
        .ok_or_else(|| value.wrong("There is no such status.", Key::Status))
}

fn yes(value: &Value, key: Key) -> Result<bool, Problem> {
    match value.text.to_ascii_lowercase().as_str() {
        "yes" | "true" => Ok(true),
        "no" | "false" => Ok(false),
        _ => Err(value.wrong("This is neither yes nor no.", key)),
    }
}

/// Every unit with its letter.
pub(super) const UNITS: &[(Unit, char)] = &[
    (Unit::Seconds, 's'),
    (Unit::Minutes, 'm'),
    (Unit::Hours, 'h'),
    (Unit::Days, 'd'),
    (Unit::Weeks, 'w'),
];

fn when(value: &Value, key: Key) -> Result<When, Problem> {
    ago(&value.text)
        .or_else(|| moment(&value.text))
        .ok_or_else(|| value.wrong("This is no time.", key))
}

fn ago(text: &str) -> Option<When> {
    let letter = text.chars().next_back()?;
    let (unit, _) = UNITS
        .iter()
        .find(|(_, own)| own.eq_ignore_ascii_case(&letter))?;
    let digits = text.get(..text.len() - letter.len_utf8())?;
    let is_number =
        (1..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number
        .then(|| digits.parse().ok())
        .flatten()
        .map(|number| When::Ago(number, *unit))
}

fn moment(text: &str) -> Option<When> {
    // chrono reads more than this: longer years, signs, fewer digits.
    let digits = text.as_bytes().first_chunk::<4>()?;
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    if text.len() == 10 {
        return NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()
            .map(When::Day);
    }
    let plain = text.strip_suffix('Z').unwrap_or(text);
    let form = match plain.len() {
        16 => "%Y-%m-%dT%H:%M",
        19 => "%Y-%m-%dT%H:%M:%S",
        _ => return None,
    };
    // Without a leap second: no clock here shows one.
    if plain.ends_with(":60") {
        return None;
    }
    let moment = if plain.len() == 16 {
        NaiveDateTime::parse_from_str(&format!("{plain}:00"), "%Y-%m-%dT%H:%M:%S").ok()?
    } else {
        NaiveDateTime::parse_from_str(plain, form).ok()?
    };
    Some(if plain.len() < text.len() {
        When::Utc(moment)
    } else {
        When::Local(moment)
    })
}

fn size(value: &Value) -> Result<Size, Problem> {
    const HOW: [(&str, Compare); 5] = [
        (">=", Compare::AtLeast),
        ("<=", Compare::AtMost),
        (">", Compare::More),
        ("<", Compare::Less),
        ("=", Compare::Exactly),
    ];
    let how = HOW
        .iter()
        .find_map(|(sign, is)| Some((*is, value.text.strip_prefix(sign)?)));
    let (is, rest) = how.unwrap_or((Compare::Exactly, &value.text));
    bytes(rest)
        .map(|bytes| Size { is, bytes })
        .ok_or_else(|| value.wrong("This is no size.", Key::Size))
}

fn bytes(text: &str) -> Option<u64> {
    let text = text.to_ascii_lowercase();
    let (number, unit) = [
        ("kb", 1_u64 << 10),
        ("mb", 1 << 20),
        ("gb", 1 << 30),
        ("b", 1),
    ]
    .iter()
    .find_map(|(name, unit)| Some((text.strip_suffix(name)?, *unit)))
    .unwrap_or((&text, 1));
    let is_number =
        (1..=15).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number
        .then(|| number.parse::<u64>().ok()?.checked_mul(unit))
        .flatten()
}
