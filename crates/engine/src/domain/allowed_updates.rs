//! The kinds of update that a bot can ask for (Bot API 10.1: Update).

/// One kind of update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UpdateKind {
    /// Telegram's name, e.g. `callback_query`.
    pub name: &'static str,
    /// Whether Telegram sends it when nothing is asked for.
    pub default: bool,
}

const fn sent(name: &'static str) -> UpdateKind {
    UpdateKind {
        name,
        default: true,
    }
}

const fn on_request(name: &'static str) -> UpdateKind {
    UpdateKind {
        name,
        default: false,
    }
}

/// All public kinds, in Telegram's order.
pub const KINDS: &[UpdateKind] = &[
    sent("message"),
    sent("edited_message"),
    sent("channel_post"),
    sent("edited_channel_post"),
    sent("business_connection"),
    sent("business_message"),
    sent("edited_business_message"),
    sent("deleted_business_messages"),
    sent("guest_message"),
    on_request("message_reaction"),
    on_request("message_reaction_count"),
    sent("inline_query"),
    sent("chosen_inline_result"),
    sent("callback_query"),
    sent("shipping_query"),
    sent("pre_checkout_query"),
    sent("purchased_paid_media"),
    sent("poll"),
    sent("poll_answer"),
    sent("my_chat_member"),
    on_request("chat_member"),
    sent("chat_join_request"),
    sent("chat_boost"),
    sent("removed_chat_boost"),
    sent("managed_bot"),
];

/// Whether `name` is a kind that Telegram knows.
pub fn is_known(name: &str) -> bool {
    KINDS.iter().any(|kind| kind.name == name)
}

#[cfg(test)]
mod tests {
    use super::{KINDS, is_known};

    #[test]
    fn has_the_25_kinds_once_each_and_three_on_request() {
        let names: std::collections::BTreeSet<_> = KINDS.iter().map(|kind| kind.name).collect();
        assert_eq!((KINDS.len(), names.len()), (25, 25));
        let on_request: Vec<_> = KINDS
            .iter()
            .filter(|kind| !kind.default)
            .map(|kind| kind.name)
            .collect();
        assert_eq!(
            on_request,
            ["message_reaction", "message_reaction_count", "chat_member"]
        );
    }

    #[test]
    fn knows_only_exact_names() {
        assert!(is_known("poll") && !is_known("Poll") && !is_known("update_id") && !is_known(""));
    }
}
