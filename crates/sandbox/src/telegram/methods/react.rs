//! setMessageReaction.

use serde_json::{Value, json};

use super::read::{self, Access};
use crate::telegram::params::Params;
use crate::telegram::refusal::{Outcome, Refusal};
use crate::telegram::scene::Room;

/// What everybody can react with (Bot API: ReactionTypeEmoji).
const STANDARD: &str = "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 \
    ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 \
    🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡";
/// The sign that asks for a picture, which many keyboards add and Telegram leaves out.
const AS_PICTURE: char = '\u{fe0f}';

/// setMessageReaction.
pub fn react(room: &mut Room<'_>, params: &Params) -> Outcome {
    let reaction = read::json(params, "reaction", "reaction types")?;
    let emojis = match reaction {
        None => Vec::new(),
        Some(Value::Array(list)) => list.iter().map(emoji).collect::<Outcome<Vec<_>>>()?,
        Some(_) => return Err(Refusal::bad("expected an Array of ReactionType")),
    };
    let chat = read::chat(room, params, Access::Write)?;
    let id = read::message(room, chat, params, "message to react")?;
    if emojis.len() > 1 {
        return Err(Refusal::bad("REACTIONS_TOO_MANY"));
    }
    if let Some(message) = room.bot.scene.message_mut(chat, id) {
        message.reactions.remove(&0);
        if !emojis.is_empty() {
            message.reactions.insert(0, emojis);
        }
    }
    room.bot.touch();
    Ok(json!(true))
}

fn emoji(reaction: &Value) -> Outcome<String> {
    let refused = |what: &str| Refusal::bad(format!("can't parse ReactionType: {what}"));
    if !reaction.is_object() {
        return Err(refused("expected an Object"));
    }
    match read::field(reaction, "type").map_err(|what| refused(&what))? {
        "emoji" => {
            let emoji = read::field(reaction, "emoji").map_err(|what| refused(&what))?;
            let bare = emoji.replace(AS_PICTURE, "");
            if STANDARD.split(' ').any(|standard| standard == bare) {
                Ok(bare)
            } else {
                Err(Refusal::bad("REACTION_INVALID"))
            }
        }
        "custom_emoji" | "paid" => Err(Refusal::bad("REACTION_INVALID")),
        _ => Err(refused("invalid reaction type specified")),
    }
}
