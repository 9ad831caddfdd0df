//! What is asked for each kind of update, and what stands there at first.

use super::form::{ChatSort, FieldForm, Form};
use super::kinds::is_message;
use super::{members, message};

/// Somebody, and a group that they are in.
const ANN: i64 = 1_000_001;
const GROUP: i64 = -1_001_000_000_001;
const CHANNEL: i64 = -1_001_000_000_002;

/// The form of a kind that Telegram knows.
pub(super) fn form(kind: &str) -> Form {
    let from = || FieldForm::user("from", "From", ANN, "Ann");
    let user = || FieldForm::user("user", "Who", ANN, "Ann");
    let private = || {
        FieldForm::chat(ChatSort::Private, ANN, "Ann")
            .help("Left as it is, it is the private chat with who it is from.")
    };
    let group = || FieldForm::chat(ChatSort::Supergroup, GROUP, "Example group");
    let channel = || FieldForm::chat(ChatSort::Channel, CHANNEL, "Example channel");
    let date = || FieldForm::date("date", "When");
    let message_id = || FieldForm::number("message_id", "Number of the message", 1.0);
    let connection = || {
        FieldForm::text(
            "business_connection_id",
            "Business connection",
            "composed-connection",
        )
    };
    let emoji = [
        ("👍", "👍"),
        ("❤", "❤"),
        ("🔥", "🔥"),
        ("😁", "😁"),
        ("", "None"),
    ];
    let mut fields = Vec::new();
    let label = match kind {
        "message" => {
            fields.extend([from(), private(), date(), message_id()]);
            "Somebody wrote"
        }
        "edited_message" => {
            fields.extend([from(), private(), date(), message_id()]);
            fields.push(FieldForm::date("edit_date", "When it was edited"));
            "Somebody edited a message"
        }
        "channel_post" | "edited_channel_post" => {
            fields.extend([channel(), date(), message_id()]);
            fields.push(FieldForm::text("author_signature", "Signature", ""));
            if kind == "channel_post" {
                "A post in a channel"
            } else {
                fields.push(FieldForm::date("edit_date", "When it was edited"));
                "A post was edited"
            }
        }
        "business_connection" => {
            fields.extend([
                user(),
                connection(),
                FieldForm::yes_no("is_enabled", "Is on", true),
                date(),
            ]);
            "A business account was connected"
        }
        "business_message" | "edited_business_message" => {
            fields.extend([connection(), from(), private(), date(), message_id()]);
            if kind == "business_message" {
                "Somebody wrote to a business"
            } else {
                fields.push(FieldForm::date("edit_date", "When it was edited"));
                "A message to a business was edited"
            }
        }
        "deleted_business_messages" => {
            let ids = FieldForm::text("message_ids", "Numbers of the messages", "1, 2");
            fields.extend([connection(), private(), ids]);
            "Messages to a business were deleted"
        }
        "guest_message" => {
            let query = FieldForm::text("guest_query_id", "Guest query", "composed-guest-query");
            fields.extend([from(), group(), date(), message_id(), query]);
            "The bot was called in a chat that it is no member of"
        }
        "message_reaction" => {
            let old = FieldForm::choice("old", "Reaction before", &[emoji[4], emoji[0], emoji[1]]);
            let new = FieldForm::choice("new", "Reaction now", &emoji);
            fields.extend([user(), group(), message_id(), date(), old, new]);
            "Somebody reacted"
        }
        "message_reaction_count" => {
            let which = FieldForm::choice("new", "Reaction", &emoji[..4]);
            let count = FieldForm::number("count", "How many", 3.0);
            fields.extend([channel(), message_id(), date(), which, count]);
            "Reactions were counted"
        }
        "inline_query" => {
            let types = [
                ("sender", "With the bot"),
                ("private", "Private"),
                ("group", "Group"),
                ("supergroup", "Supergroup"),
                ("channel", "Channel"),
            ];
            fields.extend([
                from(),
                FieldForm::text("query", "Query", "pizza"),
                FieldForm::text("offset", "Offset", ""),
                FieldForm::choice("chat_type", "Written in", &types),
            ]);
            "Somebody typed an inline query"
        }
        "chosen_inline_result" => {
            fields.extend([
                from(),
                FieldForm::text("result_id", "Result", "1"),
                FieldForm::text("query", "Query", "pizza"),
                FieldForm::text("inline_message_id", "Inline message", ""),
            ]);
            "An inline result was chosen"
        }
        "callback_query" => {
            fields.extend([
                from(),
                private(),
                message_id(),
                date(),
                FieldForm::text("message_text", "Text of the bot's message", "Choose"),
                FieldForm::text("button_text", "Button", "Yes"),
                FieldForm::text("data", "Data of the button", "yes"),
            ]);
            "A button was pressed"
        }
        "shipping_query" => {
            fields.extend([
                from(),
                FieldForm::text("payload", "Payload", "order-1"),
                FieldForm::text("country_code", "Country", "DE"),
                FieldForm::text("city", "City", "Berlin"),
                FieldForm::text("street", "Street", "1 Example Street"),
                FieldForm::text("post_code", "Post code", "10115"),
            ]);
            "A buyer gave an address"
        }
        "pre_checkout_query" => {
            fields.extend([
                from(),
                FieldForm::text("currency", "Currency", "EUR"),
                FieldForm::number("total_amount", "Amount", 1840.0)
                    .help("In the smallest unit: 1840 is 18.40."),
                FieldForm::text("payload", "Payload", "order-1"),
            ]);
            "A buyer is about to pay"
        }
        "purchased_paid_media" => {
            fields.extend([from(), FieldForm::text("payload", "Payload", "media-1")]);
            "Paid media was bought"
        }
        "poll" => {
            fields.extend([
                FieldForm::text("question", "Question", "Tea or coffee?"),
                FieldForm::text("options", "Answers", "Tea\nCoffee").help("One a line."),
                FieldForm::number("votes", "Votes for the first", 1.0),
            ]);
            "A poll changed"
        }
        "poll_answer" => {
            let poll = FieldForm::text("poll_id", "Poll", "5200000000000000001");
            let ids = FieldForm::text("option_ids", "Answers", "0")
                .help("0 is the first; none is empty.");
            fields.extend([user(), poll, ids]);
            "Somebody voted"
        }
        "my_chat_member" => {
            fields.extend([from(), private(), date()]);
            fields.extend(members::fields("kicked", "member"));
            "The bot's standing in a chat changed"
        }
        "chat_member" => {
            let member = FieldForm::user("member", "Whose standing", 1_000_002, "Ben");
            fields.extend([from(), member, group(), date()]);
            fields.extend(members::fields("left", "member"));
            "A member's standing changed"
        }
        "chat_join_request" => {
            fields.extend([from(), group(), date()]);
            fields.push(FieldForm::text("bio", "What they say of themselves", ""));
            "Somebody wants to join"
        }
        "chat_boost" | "removed_chat_boost" => {
            let id = FieldForm::text("boost_id", "Boost", "composed-boost");
            fields.extend([user(), channel(), date(), id]);
            if kind == "chat_boost" {
                "A chat was boosted"
            } else {
                "A boost was removed"
            }
        }
        "managed_bot" => {
            let bot = FieldForm::user("bot", "The managed bot", 1_000_003, "Helper");
            fields.extend([user(), bot]);
            "A managed bot changed"
        }
        _ => "Something happened",
    };
    if is_message(kind) {
        fields.extend(message::fields());
    }
    Form {
        kind: kind.into(),
        label: label.into(),
        fields,
    }
}
