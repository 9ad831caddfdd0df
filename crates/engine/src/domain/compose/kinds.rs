//! The payload of each kind (Bot API 10.1: Update).

use super::members;
use super::message;
use super::node::{Node, object};
use super::values::{Values, chat};
use crate::error::Result;

/// Whether the payload of a kind is a message.
pub(super) fn is_message(kind: &str) -> bool {
    matches!(
        kind,
        "message"
            | "edited_message"
            | "channel_post"
            | "edited_channel_post"
            | "business_message"
            | "edited_business_message"
            | "guest_message"
    )
}

/// What the update of a kind says.
pub(super) fn payload(kind: &str, values: &Values<'_>) -> Result<Node> {
    if is_message(kind) {
        return a_message(kind, values);
    }
    let from = || values.user("from");
    let in_chat = || values.chat().map(|there| chat(&there));
    let date = || values.date("date");
    let connection = || values.text("business_connection_id");
    let id = format!("composed{}", values.setting.update_id);
    Ok(match kind {
        "business_connection" => object! {
            "id": connection(),
            "user": values.user("user")?,
            "user_chat_id": values.person("user")?.id,
            "date": date()?,
            "rights": object! { "can_reply": true, "can_read_messages": true },
            "can_reply": true,
            "is_enabled": values.yes("is_enabled"),
        },
        "deleted_business_messages" => object! {
            "business_connection_id": connection(),
            "chat": in_chat()?,
            "message_ids": values.ints("message_ids")?,
        },
        "message_reaction" => object! {
            "chat": in_chat()?,
            "message_id": values.int("message_id")?,
            "user": values.user("user")?,
            "date": date()?,
            "old_reaction": reactions(values.some("old")),
            "new_reaction": reactions(values.some("new")),
        },
        "message_reaction_count" => {
            let sort = object! { "type": "emoji", "emoji": values.text("new") };
            object! {
                "chat": in_chat()?,
                "message_id": values.int("message_id")?,
                "date": date()?,
                "reactions": vec![object! { "type": sort, "total_count": values.int("count")? }],
            }
        }
        "inline_query" => object! {
            "id": id,
            "from": from()?,
            "chat_type": values.text("chat_type"),
            "query": values.text("query"),
            "offset": values.text("offset"),
        },
        "chosen_inline_result" => object! {
            "from": from()?,
            "inline_message_id": values.some("inline_message_id"),
            "query": values.text("query"),
            "result_id": values.text("result_id"),
        },
        "callback_query" => {
            let word = values.text("data");
            let button =
                object! { "text": values.text("button_text"), "callback_data": word.as_str() };
            let rows = vec![Node::from(vec![button])];
            let shown = object! {
                "message_id": values.int("message_id")?,
                "from": values.setting.me(),
                "chat": in_chat()?,
                "date": date()?,
                "text": values.text("message_text"),
                "reply_markup": object! { "inline_keyboard": rows },
            };
            object! {
                "id": id,
                "from": from()?,
                "message": shown,
                "chat_instance": super::buttons::chat_instance(values.setting.bot_id, values.chat()?.id),
                "data": word,
            }
        }
        "shipping_query" => object! {
            "id": id,
            "from": from()?,
            "invoice_payload": values.text("payload"),
            "shipping_address": object! {
                "country_code": values.text("country_code"),
                "state": "",
                "city": values.text("city"),
                "street_line1": values.text("street"),
                "street_line2": "",
                "post_code": values.text("post_code"),
            },
        },
        "pre_checkout_query" => object! {
            "id": id,
            "from": from()?,
            "currency": values.text("currency"),
            "total_amount": values.int("total_amount")?,
            "invoice_payload": values.text("payload"),
        },
        "purchased_paid_media" => object! {
            "from": from()?,
            "paid_media_payload": values.text("payload"),
        },
        "poll" => message::poll(values, values.int("votes")?)?,
        "poll_answer" => object! {
            "poll_id": values.text("poll_id"),
            "user": values.user("user")?,
            "option_ids": values.ints("option_ids")?,
            "option_persistent_ids": values.items("option_ids").into_iter().map(Node::from).collect::<Vec<_>>(),
        },
        "my_chat_member" | "chat_member" => members::changed(values, kind == "my_chat_member")?,
        "chat_join_request" => object! {
            "chat": in_chat()?,
            "from": from()?,
            "user_chat_id": values.person("from")?.id,
            "date": date()?,
            "bio": values.some("bio"),
        },
        "chat_boost" => object! {
            "chat": in_chat()?,
            "boost": object! {
                "boost_id": values.text("boost_id"),
                "add_date": date()?,
                "expiration_date": date()?.saturating_add(30 * 86_400),
                "source": object! { "source": "premium", "user": values.user("user")? },
            },
        },
        "removed_chat_boost" => object! {
            "chat": in_chat()?,
            "boost_id": values.text("boost_id"),
            "remove_date": date()?,
            "source": object! { "source": "premium", "user": values.user("user")? },
        },
        // The one that is left, since the caller has asked for a known kind.
        _ => {
            let mut bot = values.person("bot")?;
            bot.is_bot = true;
            object! { "user": values.user("user")?, "bot": super::values::user(&bot) }
        }
    })
}

fn a_message(kind: &str, values: &Values<'_>) -> Result<Node> {
    let of_channel = matches!(kind, "channel_post" | "edited_channel_post");
    let from = if of_channel {
        Node::Absent
    } else {
        values.user("from")?
    };
    let mut message = message::head(values, from)?;
    if of_channel {
        message = message.with([
            ("sender_chat", chat(&values.chat()?)),
            ("author_signature", values.some("author_signature").into()),
        ]);
    }
    if kind.ends_with("business_message") {
        let connection = values.text("business_connection_id");
        message = message.with([("business_connection_id", connection.into())]);
    }
    if kind == "guest_message" {
        let query = values.text("guest_query_id");
        message = message.with([("guest_query_id", query.into())]);
    }
    if kind.starts_with("edited_") {
        message = message.with([("edit_date", values.date("edit_date")?.into())]);
    }
    Ok(message.with(message::content(values)?))
}

fn reactions(emoji: Option<String>) -> Vec<Node> {
    let reaction = |emoji| object! { "type": "emoji", "emoji": emoji };
    emoji.into_iter().map(reaction).collect()
}
