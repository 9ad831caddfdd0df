//! What a bot says about itself: commands, name, descriptions, menu button, default rights.

use serde_json::{Value, json};

use super::read::{self, Access};
use crate::telegram::params::Params;
use crate::telegram::refusal::{Outcome, Refusal};
use crate::telegram::rights;
use crate::telegram::scene::Room;

/// setMyCommands.
pub fn set_commands(room: &mut Room<'_>, params: &Params) -> Outcome {
    let commands = read::json(params, "commands", "commands")?.unwrap_or_else(|| json!([]));
    let Value::Array(commands) = commands else {
        return Err(Refusal::bad("expected an Array of BotCommand"));
    };
    if commands.len() > 100 {
        return Err(Refusal::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    let kept: Vec<Value> = commands.iter().map(command).collect::<Outcome<_>>()?;
    let scope = scope(room, params)?;
    let language = language(params)?;
    let kept = (!kept.is_empty()).then_some(Value::Array(kept));
    room.bot.scene.profile.set_commands(&scope, &language, kept);
    room.bot.touch();
    Ok(json!(true))
}

fn command(command: &Value) -> Outcome {
    let refused = |what: String| Refusal::bad(format!("can't parse BotCommand: {what}"));
    if !command.is_object() {
        return Err(refused("expected an Object".to_owned()));
    }
    let name = read::field(command, "command").map_err(refused)?;
    let description = read::field(command, "description").map_err(refused)?;
    let name = name.strip_prefix('/').unwrap_or(name);
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if name.is_empty() || name.len() > 32 || !name.bytes().all(fits) {
        return Err(Refusal::bad("BOT_COMMAND_INVALID"));
    }
    let length = description.trim().chars().count();
    if length == 0 || length > 256 {
        return Err(Refusal::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
    }
    Ok(json!({ "command": name, "description": description.trim() }))
}

/// getMyCommands.
pub fn get_commands(room: &mut Room<'_>, params: &Params) -> Outcome {
    let scope = scope(room, params)?;
    let language = language(params)?;
    let commands = room.bot.scene.profile.commands(&scope, &language);
    Ok(commands.cloned().unwrap_or_else(|| json!([])))
}

/// deleteMyCommands.
pub fn delete_commands(room: &mut Room<'_>, params: &Params) -> Outcome {
    let scope = scope(room, params)?;
    let language = language(params)?;
    room.bot.scene.profile.set_commands(&scope, &language, None);
    room.bot.touch();
    Ok(json!(true))
}

/// For whom commands are, as one word.
fn scope(room: &mut Room<'_>, params: &Params) -> Outcome<String> {
    let Some(scope) = read::json(params, "scope", "BotCommandScope")? else {
        return Ok("default".to_owned());
    };
    let refused = |what: String| Refusal::bad(format!("can't parse BotCommandScope: {what}"));
    if !scope.is_object() {
        return Err(refused("BotCommandScope must be an Object".to_owned()));
    }
    let kind = read::field(&scope, "type").map_err(refused)?;
    let mut word = kind.to_owned();
    match kind {
        "default" | "all_private_chats" | "all_group_chats" | "all_chat_administrators" => {}
        "chat" | "chat_administrators" | "chat_member" => {
            let chat = scope.get("chat_id");
            let chat = chat.ok_or_else(|| refused("Can't find field \"chat_id\"".to_owned()))?;
            let chat = chat.as_i64().or_else(|| chat.as_str()?.parse().ok());
            let found = chat.filter(|chat| room.chat(*chat).is_some());
            let chat = found.ok_or_else(|| Refusal::bad("chat not found"))?;
            word = format!("{kind} {chat}");
            if kind == "chat_member" {
                let user = scope
                    .get("user_id")
                    .and_then(Value::as_i64)
                    .unwrap_or_default();
                if user <= 0 {
                    return Err(refused("Invalid user_id specified".to_owned()));
                }
                word = format!("{word} {user}");
            }
        }
        _ => return Err(refused("Unsupported type specified".to_owned())),
    }
    Ok(word)
}

fn language(params: &Params) -> Outcome<String> {
    let language = params.text("language_code");
    let fits = language.is_empty()
        || (language.len() == 2 && language.bytes().all(|byte| byte.is_ascii_lowercase()));
    if fits {
        Ok(language.to_owned())
    } else {
        Err(Refusal::bad("invalid language code specified"))
    }
}

/// setMyName, setMyDescription, setMyShortDescription.
pub fn set_text(room: &mut Room<'_>, params: &Params, what: &'static str, most: usize) -> Outcome {
    let text = params.text(what).trim();
    let language = language(params)?;
    if text.chars().count() > most {
        return Err(Refusal::bad(match what {
            "name" => "BOT_TITLE_INVALID".to_owned(),
            _ => format!("BOT_{}_INVALID", what.to_ascii_uppercase()),
        }));
    }
    let texts = &mut room.bot.scene.profile.texts;
    if text.is_empty() {
        texts.remove(&(what, language));
    } else if what == "name" && language.is_empty() {
        text.clone_into(&mut room.bot.name);
    } else {
        texts.insert((what, language), text.to_owned());
    }
    room.bot.touch();
    Ok(json!(true))
}

/// getMyName, getMyDescription, getMyShortDescription: what is not set for a language is what is set
/// for all.
pub fn get_text(room: &mut Room<'_>, params: &Params, what: &'static str) -> Outcome {
    let language = language(params)?;
    let texts = &room.bot.scene.profile.texts;
    let found = texts
        .get(&(what, language))
        .or_else(|| texts.get(&(what, String::new())));
    let text = match found {
        Some(text) => text.clone(),
        None if what == "name" => room.bot.name.clone(),
        None => String::new(),
    };
    Ok(json!({ what: text }))
}

/// setChatMenuButton.
pub fn set_menu(room: &mut Room<'_>, params: &Params) -> Outcome {
    let button = read::json(params, "menu_button", "menu button")?;
    let button = button.unwrap_or_else(|| json!({ "type": "default" }));
    let refused = |what: String| Refusal::bad(format!("can't parse menu button: {what}"));
    if !button.is_object() {
        return Err(refused("MenuButton must be an Object".to_owned()));
    }
    match read::field(&button, "type").map_err(refused)? {
        "default" | "commands" => {}
        "web_app" => {
            read::field(&button, "text").map_err(refused)?;
            let app = button.get("web_app").cloned().unwrap_or_default();
            let url = read::field(&app, "url").map_err(refused)?;
            if !url.starts_with("https://") {
                return Err(Refusal::bad("menu button web app URL is invalid"));
            }
        }
        _ => return Err(refused("MenuButton has unsupported type".to_owned())),
    }
    let chat = menu_chat(room, params)?;
    room.bot.scene.profile.set_menu(chat, button);
    Ok(json!(true))
}

/// getChatMenuButton.
pub fn get_menu(room: &mut Room<'_>, params: &Params) -> Outcome {
    let chat = menu_chat(room, params)?;
    let menus = &room.bot.scene.profile.menus;
    let button = menus.get(&chat).or_else(|| menus.get(&0));
    let button = button.cloned();
    Ok(button.unwrap_or_else(|| json!({ "type": "commands" })))
}

/// The private chat that is meant; 0 for all.
fn menu_chat(room: &mut Room<'_>, params: &Params) -> Outcome<i64> {
    if params.text("chat_id").is_empty() {
        return Ok(0);
    }
    let chat = read::chat(room, params, Access::Read)?;
    if room.people.contains_key(&chat) {
        Ok(chat)
    } else {
        Err(Refusal::bad("private chat not found"))
    }
}

/// setMyDefaultAdministratorRights.
pub fn set_rights(room: &mut Room<'_>, params: &Params) -> Outcome {
    let rights = read::json(params, "rights", "ChatAdministratorRights")?;
    let rights = rights.unwrap_or_else(|| json!({}));
    if !rights.is_object() {
        return Err(Refusal::bad("ChatAdministratorRights must be an Object"));
    }
    let channels = params.is_true("for_channels");
    room.bot.scene.profile.rights.insert(channels, rights);
    Ok(json!(true))
}

/// getMyDefaultAdministratorRights.
#[expect(clippy::unnecessary_wraps, reason = "all methods have one form")]
pub fn get_rights(room: &mut Room<'_>, params: &Params) -> Outcome {
    let channels = params.is_true("for_channels");
    let given = room.bot.scene.profile.rights.get(&channels);
    let given = given.cloned().unwrap_or_else(|| json!({}));
    let rights = ["is_anonymous"].into_iter().chain(rights::EVERYWHERE);
    let shown = rights.map(|right| {
        let may = given.get(right) == Some(&Value::Bool(true));
        (right.to_owned(), json!(may))
    });
    Ok(Value::Object(shown.collect()))
}
