//! Which fields hold something personal (Bot API 10.1).

/// A value's field.
pub(super) struct Field<'a> {
    pub name: &'a str,
    /// The field of the object around it.
    pub within: &'a str,
    /// Whether it is somewhere inside an object that is personal as a whole.
    pub is_sealed: bool,
}

/// What is done with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Treat {
    Keep,
    Id,
    Replace,
    Place,
}

/// Technical texts: they say how, and not who or what. `data` and the payloads are the bot's own words,
/// by which it recognises a button or an order.
const KEPT: &[&str] = &[
    "type",
    "status",
    "old_status",
    "new_status",
    "language",
    "language_code",
    "mime_type",
    "currency",
    "chat_type",
    "source",
    "emoji",
    "point",
    "data",
    "callback_data",
    "invoice_payload",
    "paid_media_payload",
    "game_short_name",
    "start_parameter",
    "country_code",
    "style",
    "format",
    "method",
    "action",
];

/// Texts and numbers by which a thing is found again, besides those whose names end in `_id`.
const IDS: &[&str] = &[
    "id",
    "chat_instance",
    "file_unique_id",
    "user_ids",
    "chat_ids",
];

/// Numbers that end in `_id` and name nobody.
const COUNTERS: &[&str] = &[
    "update_id",
    "message_id",
    "message_thread_id",
    "message_ids",
    "topic_id",
    "task_id",
];

/// Everything inside them is personal.
pub(super) fn is_sealed(object: &str) -> bool {
    matches!(
        object,
        "passport_data" | "web_app_data" | "order_info" | "shipping_address"
    )
}

pub(super) fn treat(field: &Field<'_>, is_text: bool) -> Treat {
    let name = field.name;
    if matches!(name, "latitude" | "longitude") {
        return Treat::Place;
    }
    if is_text && field.is_sealed {
        return Treat::Replace;
    }
    if COUNTERS.contains(&name) {
        return Treat::Keep;
    }
    if name == "custom_emoji_id" || (name == "id" && is_text && field.within == "shipping_option") {
        return Treat::Keep;
    }
    if IDS.contains(&name) || name.ends_with("_id") || name.ends_with("_ids") {
        return Treat::Id;
    }
    // Also `explanation_parse_mode` and its like.
    if !is_text || KEPT.contains(&name) || name.ends_with("parse_mode") {
        return Treat::Keep;
    }
    Treat::Replace
}
