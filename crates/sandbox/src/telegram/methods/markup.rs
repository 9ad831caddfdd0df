//! reply_markup: checked as Telegram checks it.

use serde_json::{Map, Value, json};

use super::read;
use crate::telegram::params::Params;
use crate::telegram::refusal::{Outcome, Refusal};
use crate::telegram::scene::Kind;
use crate::telegram::text::{self, web};

const MOST_BUTTONS: usize = 300;
const MOST_BYTES: usize = 10_000;
const MOST_DATA: usize = 64;

/// What comes with a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Markup {
    /// Nothing.
    None,
    /// Buttons under it.
    Inline(Value),
    /// Buttons under the text field.
    Keyboard(Value),
    /// Those go.
    Remove,
    /// The text field answers it, with these words in it while it is empty.
    ForceReply(Value),
}

impl Markup {
    /// The parameter of that name.
    pub fn read(params: &Params) -> Outcome<Self> {
        match read::json(params, "reply_markup", "reply keyboard markup")? {
            Some(value) => Self::of(&value),
            None => Ok(Self::None),
        }
    }

    /// From its object.
    pub fn of(value: &Value) -> Outcome<Self> {
        let Value::Object(fields) = value else {
            return Err(Refusal::bad("object expected as reply markup"));
        };
        if value.to_string().len() > MOST_BYTES {
            return Err(Refusal::bad("reply markup is too long"));
        }
        let keyboard = rows(
            fields,
            "keyboard",
            "field \"keyboard\" must be an Array of Arrays",
            keyboard_button,
        )?;
        let inline = rows(
            fields,
            "inline_keyboard",
            "field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays",
            inline_button,
        )?;
        let is = |name: &str| match fields.get(name) {
            None | Some(Value::Bool(false) | Value::Null) => Ok(false),
            Some(Value::Bool(true)) => Ok(true),
            Some(_) => Err(Refusal::bad(format!(
                "field \"{name}\" must be of type Boolean"
            ))),
        };
        let (remove, force) = (is("remove_keyboard")?, is("force_reply")?);
        let selective = is("selective")?;
        let placeholder = fields.get("input_field_placeholder");
        let placeholder = placeholder.filter(|words| words.is_string());
        if let Some(rows) = keyboard {
            let mut kept = json!({ "keyboard": rows });
            for name in ["resize_keyboard", "one_time_keyboard", "is_persistent"] {
                if is(name)? {
                    kept[name] = json!(true);
                }
            }
            if selective {
                kept["selective"] = json!(true);
            }
            if let Some(placeholder) = placeholder {
                kept["input_field_placeholder"] = placeholder.clone();
            }
            return Ok(Self::Keyboard(kept));
        }
        Ok(match inline {
            Some(rows) => Self::Inline(json!({ "inline_keyboard": rows })),
            None if remove => Self::Remove,
            None if force => {
                let mut kept = json!({ "force_reply": true });
                if selective {
                    kept["selective"] = json!(true);
                }
                if let Some(placeholder) = placeholder {
                    kept["input_field_placeholder"] = placeholder.clone();
                }
                Self::ForceReply(kept)
            }
            None => Self::None,
        })
    }

    /// Refuses what has no place in a chat of this kind: in a channel all but buttons under a message,
    /// in a group buttons that ask a person for something of theirs.
    pub fn fits(&self, kind: Kind) -> Outcome<()> {
        match self {
            Self::None | Self::Inline(_) => Ok(()),
            _ if kind == Kind::Channel => Err(Refusal::bad("inline keyboard expected")),
            Self::Keyboard(keyboard) if kind != Kind::Private => {
                let rows = keyboard.get("keyboard").and_then(Value::as_array);
                let buttons = rows.into_iter().flatten().filter_map(Value::as_array);
                for (field, what) in PRIVATE {
                    let asks = |button: &Value| {
                        let asked = button.get(field);
                        asked.is_some_and(|it| it.is_object() || *it == Value::Bool(true))
                    };
                    if buttons.clone().flatten().any(asks) {
                        let what = format!("{what} can be requested in private chats only");
                        return Err(Refusal::bad(what));
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Only the buttons under a message, as an edit takes them.
    pub fn inline(self) -> Outcome<Option<Value>> {
        match self {
            Self::Inline(value) => Ok(Some(value)),
            Self::None => Ok(None),
            _ => Err(Refusal::bad("inline keyboard expected")),
        }
    }
}

/// What a button can ask a person for, in Telegram's words for it.
const PRIVATE: [(&str, &str); 3] = [
    ("request_contact", "phone number"),
    ("request_location", "location"),
    ("request_poll", "poll"),
];

/// The fields that say what a button asks for, with what they hold.
type Asking = (&'static [&'static str], &'static str, fn(&Value) -> bool);
const ASKING: [Asking; 2] = [
    (
        &["request_contact", "request_location"],
        "Boolean",
        Value::is_boolean,
    ),
    (
        &["request_poll", "request_users", "request_chat", "web_app"],
        "Object",
        Value::is_object,
    ),
];

type Checked = Result<Option<Value>, Refusal>;

/// The rows with their buttons; rows without any are left out, and so is a keyboard without rows.
fn rows(
    fields: &Map<String, Value>,
    name: &str,
    not_rows: &str,
    check: fn(&Value) -> Checked,
) -> Outcome<Option<Value>> {
    let list = match fields.get(name) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Array(list)) => list,
        Some(_) => {
            return Err(Refusal::bad(format!(
                "field \"{name}\" must be of type Array"
            )));
        }
    };
    let mut rows = Vec::new();
    let mut count = 0;
    for row in list {
        let Value::Array(row) = row else {
            return Err(Refusal::bad(not_rows));
        };
        let mut buttons = Vec::new();
        for button in row {
            buttons.extend(check(button)?);
        }
        count += buttons.len();
        if !buttons.is_empty() {
            rows.push(Value::Array(buttons));
        }
    }
    if count > MOST_BUTTONS {
        return Err(Refusal::bad("reply markup is too long"));
    }
    Ok((!rows.is_empty()).then_some(Value::Array(rows)))
}

fn keyboard_button(button: &Value) -> Checked {
    let refused = |what: &str| Refusal::bad(format!("can't parse keyboard button: {what}"));
    match button {
        Value::String(text) if text.is_empty() => Ok(None),
        Value::String(text) => Ok(Some(json!({ "text": text }))),
        Value::Object(_) => {
            let text = read::field(button, "text").map_err(|what| refused(&what))?;
            for (names, kind, fits) in ASKING {
                let given = names
                    .iter()
                    .filter_map(|name| Some((name, button.get(name)?)));
                let wrong = given
                    .into_iter()
                    .find(|(_, given)| !given.is_null() && !fits(given));
                if let Some((name, _)) = wrong {
                    let what = format!("Field \"{name}\" must be of type {kind}");
                    return Err(refused(&what));
                }
            }
            secure(button, "web_app", "keyboard button Web App", refused)?;
            Ok((!text.is_empty()).then(|| button.clone()))
        }
        _ => Err(refused("KeyboardButton must be a String or an Object")),
    }
}

/// What a button opens in Telegram itself, with Telegram's words for it.
const OPENED: [(&str, &str); 2] = [("web_app", "Web App"), ("login_url", "login")];

/// Refuses what a button opens in Telegram itself where that is no HTTPS link.
fn secure(
    button: &Value,
    field: &str,
    what: &str,
    refused: impl Fn(&str) -> Refusal,
) -> Outcome<()> {
    let opened = match button.get(field) {
        None | Some(Value::Null) => return Ok(()),
        Some(opened @ Value::Object(_)) => opened,
        Some(_) => {
            let what = format!("Field \"{field}\" must be of type Object");
            return Err(refused(&what));
        }
    };
    let url = read::field(opened, "url").map_err(|what| refused(&what))?;
    match web::wrong(url, true) {
        Some(why) => Err(Refusal::bad(format!(
            "{what} URL '{url}' is invalid: {why}"
        ))),
        None => Ok(()),
    }
}

fn inline_button(button: &Value) -> Checked {
    let refused = |what: &str| Refusal::bad(format!("can't parse inline keyboard button: {what}"));
    if !button.is_object() {
        return Err(refused("InlineKeyboardButton must be an Object"));
    }
    let text = read::field(button, "text").map_err(|what| refused(&what))?;
    let optional = |name: &str| match button.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(_) => read::field(button, name)
            .map(Some)
            .map_err(|what| refused(&what)),
    };
    if let Some(url) = optional("url")? {
        let unknown = || (!text::is_link(url)).then_some("Wrong HTTP URL");
        let wrong = web::wrong(url, false).or_else(unknown);
        if let Some(why) = wrong {
            let what = format!("inline keyboard button URL '{url}' is invalid: {why}");
            return Err(Refusal::bad(what));
        }
    } else if let Some(data) = optional("callback_data")? {
        if data.is_empty() || data.len() > MOST_DATA {
            return Err(Refusal::bad("BUTTON_DATA_INVALID"));
        }
    } else {
        for (field, what) in OPENED {
            secure(
                button,
                field,
                &format!("inline keyboard button {what}"),
                refused,
            )?;
        }
        optional("switch_inline_query")?;
        optional("switch_inline_query_current_chat")?;
        let others = [
            "web_app",
            "login_url",
            "switch_inline_query",
            "switch_inline_query_current_chat",
            "switch_inline_query_chosen_chat",
            "copy_text",
            "callback_game",
            "pay",
        ];
        if !others.iter().any(|name| button.get(name).is_some()) {
            return Err(refused("Text buttons are unallowed in the inline keyboard"));
        }
    }
    Ok((!text.is_empty()).then(|| button.clone()))
}
