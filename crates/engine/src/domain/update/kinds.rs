//! What each kind of update is about (Bot API 10.1: Update).

use super::people::{self, Chat, Sender};
use super::raw::{self, Object};
use super::{message, text};
use serde_json::value::RawValue;

/// What an update is about, before it is bounded.
#[derive(Default)]
pub struct About {
    /// The chat it happened in.
    pub chat: Option<Chat>,
    /// Telegram's id of the user.
    pub user_id: Option<i64>,
    /// The user's name, or that of the chat that acts as one.
    pub who: Option<String>,
    /// What it says.
    pub summary: String,
}

impl About {
    fn new(chat: Option<Chat>, sender: Option<Sender>, summary: String) -> Self {
        let Sender { id, name } = sender.unwrap_or_default();
        Self {
            chat,
            user_id: id,
            who: name,
            summary,
        }
    }
}

/// Reads the payload of an update of a kind.
pub fn read(kind: &str, payload: &Object<'_>) -> About {
    let chat = || Chat::in_field(payload, "chat");
    let from = || Sender::user(payload, "from");
    let user = || Sender::user(payload, "user");
    match kind {
        "message"
        | "edited_message"
        | "channel_post"
        | "edited_channel_post"
        | "business_message"
        | "edited_business_message"
        | "guest_message" => of_message(payload),
        "business_connection" => {
            let state = if payload.has("is_enabled") {
                "on"
            } else {
                "off"
            };
            let chat = payload.int("user_chat_id").map(|id| Chat {
                id: Some(id),
                name: None,
            });
            About::new(chat, user(), format!("business connection {state}"))
        }
        "deleted_business_messages" => {
            let number = i64::try_from(payload.list("message_ids").len()).unwrap_or(i64::MAX);
            About::new(
                chat(),
                None,
                format!("{} deleted", text::count(number, "message", "messages")),
            )
        }
        "message_reaction" => {
            let sender = Sender::chat(payload, "actor_chat").or_else(user);
            About::new(chat(), sender, reaction_change(payload))
        }
        "message_reaction_count" => About::new(chat(), None, reaction_counts(payload)),
        "inline_query" => {
            let query = payload.some_text("query");
            About::new(
                None,
                from(),
                query.map_or_else(|| "empty query".to_owned(), |query| text::quoted(&query)),
            )
        }
        "chosen_inline_result" => About::new(None, from(), chosen_result(payload)),
        "callback_query" => {
            let chat = payload
                .object("message")
                .and_then(|message| Chat::in_field(&message, "chat"));
            About::new(chat, from(), pressed(payload))
        }
        "shipping_query" => About::new(None, from(), shipping(payload)),
        "pre_checkout_query" => {
            About::new(None, from(), message::total(payload).unwrap_or_default())
        }
        "purchased_paid_media" => {
            let payload = payload.some_text("paid_media_payload");
            About::new(
                None,
                from(),
                match payload {
                    Some(payload) => format!("bought {}", text::quoted(&payload)),
                    None => "bought paid media".to_owned(),
                },
            )
        }
        "poll" => About::new(None, None, poll(payload)),
        "poll_answer" => {
            let sender = Sender::chat(payload, "voter_chat").or_else(user);
            About::new(None, sender, chosen_options(payload))
        }
        _ => in_chat(kind, payload),
    }
}

/// Kinds about a chat and its members.
fn in_chat(kind: &str, payload: &Object<'_>) -> About {
    let chat = || Chat::in_field(payload, "chat");
    let from = || Sender::user(payload, "from");
    let user = || Sender::user(payload, "user");
    match kind {
        "my_chat_member" | "chat_member" => About::new(chat(), from(), member_change(payload)),
        "chat_join_request" => {
            let bio = payload.some_text("bio");
            let bio = bio
                .map(|bio| format!(", {}", text::quoted(&bio)))
                .unwrap_or_default();
            About::new(chat(), from(), format!("wants to join{bio}"))
        }
        "chat_boost" => {
            let boost = payload.object("boost");
            let summary = boost.as_ref().and_then(|boost| boost.some_text("boost_id"));
            About::new(
                chat(),
                boost.as_ref().and_then(booster),
                boost_line(summary.as_deref(), ""),
            )
        }
        "removed_chat_boost" => {
            let id = payload.some_text("boost_id");
            About::new(
                chat(),
                booster(payload),
                boost_line(id.as_deref(), " removed"),
            )
        }
        "managed_bot" => {
            let bot = payload.object("bot");
            let name = bot
                .as_ref()
                .and_then(|bot| people::at_username(bot).or_else(|| people::user_name(bot)));
            About::new(
                None,
                user(),
                name.map(|name| format!("bot {name}")).unwrap_or_default(),
            )
        }
        // A kind of a later Telegram: whose it is can be guessed, what it says cannot.
        _ => About::new(chat(), from().or_else(user), String::new()),
    }
}

fn of_message(message: &Object<'_>) -> About {
    let chat = Chat::in_field(message, "chat");
    let user = Sender::user(message, "from");
    let user_id = user.as_ref().and_then(|user| user.id);
    // A message sent as a chat has a stand-in user in `from`; a post in the chat's own name needs no
    // second name.
    let who = match message.object("sender_chat") {
        None => user.and_then(|user| user.name),
        Some(sender) if sender.int("id") == chat.as_ref().and_then(|chat| chat.id) => None,
        Some(sender) => people::chat_name(&sender),
    };
    let signature = || {
        message
            .text("author_signature")
            .and_then(|name| text::name(&name))
    };
    About {
        chat,
        user_id,
        who: who.or_else(signature),
        summary: message::summary(message),
    }
}

fn booster(boost: &Object<'_>) -> Option<Sender> {
    boost
        .object("source")
        .and_then(|source| Sender::user(&source, "user"))
}

fn boost_line(id: Option<&str>, end: &str) -> String {
    match id {
        Some(id) => format!("boost {}{end}", text::one_line(id, 64)),
        None => format!("boost{end}"),
    }
}

fn reaction(kind: &Object<'_>) -> String {
    match kind.text("type").as_deref() {
        Some("emoji") => kind.text("emoji").unwrap_or_default().into_owned(),
        Some("custom_emoji") => "custom emoji".to_owned(),
        Some("paid") => "⭐".to_owned(),
        other => other.unwrap_or_default().to_owned(),
    }
}

fn reaction_change(payload: &Object<'_>) -> String {
    let side = |field| {
        payload
            .objects(field)
            .map(|kind| reaction(&kind))
            .collect::<Vec<_>>()
            .join(" ")
    };
    match (side("old_reaction"), side("new_reaction")) {
        (old, new) if old.is_empty() && new.is_empty() => String::new(),
        (old, new) if old.is_empty() => format!("reacted {new}"),
        (old, new) if new.is_empty() => format!("took {old} back"),
        (old, new) => format!("{old} → {new}"),
    }
}

fn reaction_counts(payload: &Object<'_>) -> String {
    let counts: Vec<_> = payload
        .objects("reactions")
        .filter_map(|count| {
            Some(format!(
                "{} {}",
                reaction(&count.object("type")?),
                count.int("total_count")?
            ))
        })
        .collect();
    if counts.is_empty() {
        "no reactions".to_owned()
    } else {
        counts.join(", ")
    }
}

fn chosen_result(payload: &Object<'_>) -> String {
    let query = payload
        .some_text("query")
        .map(|query| format!(" for {}", text::quoted(&query)));
    let result = payload
        .some_text("result_id")
        .map(|id| format!(" {}", text::one_line(&id, 64)));
    format!(
        "chose result{}{}",
        result.unwrap_or_default(),
        query.unwrap_or_default()
    )
}

fn pressed(payload: &Object<'_>) -> String {
    let Some(data) = payload.text("data") else {
        let game = payload.some_text("game_short_name");
        return game
            .map(|game| format!("game {}", text::one_line(&game, 64)))
            .unwrap_or_default();
    };
    let label = payload
        .object("message")
        .and_then(|message| button(&message, &data));
    format!(
        "pressed {}",
        text::quoted(label.as_deref().unwrap_or(&data))
    )
}

/// The text of the button that carries `data`.
fn button(message: &Object<'_>, data: &str) -> Option<String> {
    let markup = message.object("reply_markup")?;
    let rows = markup.list("inline_keyboard").into_iter();
    let mut buttons = rows.flat_map(raw::list).filter_map(Object::of);
    let found = buttons.find(|button| button.text("callback_data").as_deref() == Some(data))?;
    found.some_text("text").map(std::borrow::Cow::into_owned)
}

fn shipping(payload: &Object<'_>) -> String {
    let invoice = payload
        .some_text("invoice_payload")
        .map(|text| format!(" {}", text::quoted(&text)));
    let country = payload.object("shipping_address").and_then(|address| {
        address
            .some_text("country_code")
            .map(|code| format!(" to {}", text::one_line(&code, 8)))
    });
    format!(
        "shipping{}{}",
        invoice.unwrap_or_default(),
        country.unwrap_or_default()
    )
}

/// `“Pizza or pasta?”, 3 votes, closed`.
pub fn poll(poll: &Object<'_>) -> String {
    let question = text::quoted(&poll.text("question").unwrap_or_default());
    let votes = poll
        .int("total_voter_count")
        .map(|votes| format!(", {}", text::count(votes, "vote", "votes")));
    let closed = if poll.has("is_closed") {
        ", closed"
    } else {
        ""
    };
    format!("{question}{}{closed}", votes.unwrap_or_default())
}

fn chosen_options(payload: &Object<'_>) -> String {
    let ids: Vec<_> = payload
        .list("option_ids")
        .into_iter()
        .map(RawValue::get)
        .collect();
    match ids.as_slice() {
        [] => "took the vote back".to_owned(),
        [id] => format!("option {id}"),
        ids => format!("options {}", ids.join(", ")),
    }
}

fn member_change(payload: &Object<'_>) -> String {
    let (old, new) = (
        payload.object("old_chat_member"),
        payload.object("new_chat_member"),
    );
    let status = |member: &Option<Object<'_>>| {
        member
            .as_ref()
            .and_then(|member| member.text("status"))
            .unwrap_or_default()
            .into_owned()
    };
    let change = format!("{} → {}", status(&old), status(&new));
    let target = new.as_ref().and_then(|member| member.object("user"));
    match target {
        // Someone did this to someone else. A bot is told of itself in my_chat_member.
        Some(target)
            if !target.has("is_bot")
                && target.int("id") != payload.object("from").and_then(|from| from.int("id")) =>
        {
            people::user_name(&target)
                .map(|name| format!("{name}: {change}"))
                .unwrap_or(change)
        }
        _ => change,
    }
}
