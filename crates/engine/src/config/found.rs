//! A setting's value, looked for in one source after the other.

use super::forms::Refused;
use super::saved::Saved;
use super::setting::{Origin, SettingName};
use super::sources::Sources;
use crate::domain::token::mask_tokens;
use crate::error::{Code, Error};

/// A value in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<T> {
    /// As code uses it.
    pub value: T,
    /// As it was written; of a secret, only `••••`. `None` where there is none.
    pub text: Option<String>,
    /// Where it comes from.
    pub origin: Origin,
    /// Why the window cannot change it.
    pub locked: Option<String>,
    /// What was written further up and is not of the form wanted.
    pub error: Option<Error>,
}

impl<T> Found<T> {
    /// Without the value, for showing.
    pub fn shown(&self) -> Found<()> {
        Found {
            value: (),
            text: self.text.clone(),
            origin: self.origin.clone(),
            locked: self.locked.clone(),
            error: self.error.clone(),
        }
    }
}

impl<T> Found<Option<T>> {
    /// With the value that holds where nobody set one.
    pub(super) fn or(self, value: T, text: &str) -> Found<T> {
        Found {
            text: self.text.or_else(|| Some(text.to_owned())),
            value: self.value.unwrap_or(value),
            origin: self.origin,
            locked: self.locked,
            error: self.error,
        }
    }
}

/// Looks for a value; the first one of its form is it.
pub(super) fn find<T>(
    name: SettingName,
    sources: &Sources,
    saved: &Saved,
    parse: impl Fn(&str) -> Result<T, Refused>,
) -> Found<Option<T>> {
    let mut error = None;
    let saved = saved.text(name);
    let given = sources
        .given(name)
        .map(|given| (given.origin, given.text))
        .chain(saved.as_deref().map(|text| (Origin::Saved, Ok(text))));
    for (origin, text) in given {
        let refused = match text {
            Ok(text) => match parse(text) {
                Ok(value) => {
                    let locked = origin.is_given().then(|| lock(name, &origin));
                    return Found {
                        value: Some(value),
                        text: Some(shown(name, text)),
                        origin,
                        locked,
                        error,
                    };
                }
                Err(refused) => wrong(name, text, &origin, &refused),
            },
            Err(why) => unread(name, &origin, why),
        };
        // Of several, the one furthest up: it is the one that was meant to count.
        error = error.or(Some(refused));
    }
    Found {
        value: None,
        text: None,
        origin: Origin::Default,
        locked: None,
        error,
    }
}

fn lock(name: SettingName, origin: &Origin) -> String {
    let (variable, place) = (name.variable(), origin.place());
    format!("{variable} is set {place}, and is changed there.")
}

fn wrong(name: SettingName, text: &str, origin: &Origin, refused: &Refused) -> Error {
    let (variable, place, why) = (name.variable(), origin.place(), &refused.why);
    let message = if name == SettingName::NgrokAuthtoken {
        format!("{variable} {place} cannot be used: {why}")
    } else {
        let shown = quoted(text);
        format!("{variable} is {shown} {place}: {why}")
    };
    Error::new(Code::InvalidInput, message, refused.remedy.clone())
}

fn unread(name: SettingName, origin: &Origin, why: &str) -> Error {
    let (variable, place) = (name.variable(), origin.place());
    Error::new(
        Code::InvalidInput,
        format!("{variable} {place} cannot be read: {why}."),
        format!("Write it as {variable}=value on a line of its own, and close each quote."),
    )
}

fn shown(name: SettingName, text: &str) -> String {
    if name == SettingName::NgrokAuthtoken {
        return "••••".into();
    }
    without_secrets(text)
}

/// A value as an error repeats it.
pub(super) fn quoted(text: &str) -> String {
    const MOST: usize = 80;
    let text = without_secrets(text);
    let mut short: String = text.chars().take(MOST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("{short:?}")
}

/// Somebody may write a password or a token where none belongs.
fn without_secrets(text: &str) -> String {
    match text.rsplit_once('@') {
        Some((_, after)) => format!("••••@{}", mask_tokens(after)),
        None => mask_tokens(text),
    }
}
