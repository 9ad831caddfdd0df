//! Service messages: what happened in a chat (Bot API 10.1: Message).

use super::message::Tell::{self, By, Words};
use super::message::{in_field, titled};
use super::people;
use super::raw::Object;
use super::text;

/// What a service message may hold.
pub const CONTENT: &[(&str, Tell)] = &[
    ("new_chat_members", By(joined)),
    ("left_chat_member", By(left)),
    ("pinned_message", By(pinned)),
    ("new_chat_title", By(renamed)),
    ("new_chat_photo", Words("changed the chat photo")),
    ("delete_chat_photo", Words("removed the chat photo")),
    ("group_chat_created", Words("created the group")),
    ("supergroup_chat_created", Words("created the supergroup")),
    ("channel_chat_created", Words("created the channel")),
    (
        "message_auto_delete_timer_changed",
        Words("changed the auto-delete timer"),
    ),
    (
        "migrate_to_chat_id",
        By(|message| moved(message, "migrate_to_chat_id", "to")),
    ),
    (
        "migrate_from_chat_id",
        By(|message| moved(message, "migrate_from_chat_id", "from")),
    ),
    ("chat_owner_left", Words("the owner left")),
    ("chat_owner_changed", Words("the owner changed")),
    ("users_shared", By(users_shared)),
    ("chat_shared", Words("shared a chat")),
    ("gift", Words("gift")),
    ("unique_gift", Words("unique gift")),
    ("gift_upgrade_sent", Words("gift upgrade")),
    ("connected_website", By(website)),
    ("write_access_allowed", Words("allowed the bot to write")),
    ("passport_data", Words("Telegram Passport data")),
    ("proximity_alert_triggered", Words("proximity alert")),
    ("boost_added", Words("boosted the chat")),
    ("chat_background_set", Words("changed the background")),
    ("checklist_tasks_done", Words("ticked checklist tasks")),
    ("checklist_tasks_added", Words("added checklist tasks")),
    (
        "direct_message_price_changed",
        Words("changed the price of direct messages"),
    ),
    (
        "paid_message_price_changed",
        Words("changed the price of messages"),
    ),
    (
        "forum_topic_created",
        By(|message| titled(message, "forum_topic_created", "created topic", "name")),
    ),
    (
        "forum_topic_edited",
        By(|message| titled(message, "forum_topic_edited", "edited topic", "name")),
    ),
    ("forum_topic_closed", Words("closed the topic")),
    ("forum_topic_reopened", Words("reopened the topic")),
    ("general_forum_topic_hidden", Words("hid the General topic")),
    (
        "general_forum_topic_unhidden",
        Words("showed the General topic"),
    ),
    ("giveaway_created", Words("created a giveaway")),
    ("giveaway", Words("giveaway")),
    ("giveaway_winners", Words("giveaway winners")),
    ("giveaway_completed", Words("giveaway completed")),
    ("managed_bot_created", Words("created a bot")),
    ("poll_option_added", Words("added a poll option")),
    ("poll_option_deleted", Words("deleted a poll option")),
    ("suggested_post_approved", Words("suggested post approved")),
    (
        "suggested_post_approval_failed",
        Words("suggested post could not be approved"),
    ),
    ("suggested_post_declined", Words("suggested post declined")),
    ("suggested_post_paid", Words("suggested post paid")),
    ("suggested_post_refunded", Words("suggested post refunded")),
    ("video_chat_scheduled", Words("scheduled a video chat")),
    ("video_chat_started", Words("started a video chat")),
    ("video_chat_ended", By(video_chat_ended)),
    (
        "video_chat_participants_invited",
        Words("invited to the video chat"),
    ),
];

fn joined(message: &Object<'_>) -> String {
    let sender = message.object("from").and_then(|from| from.int("id"));
    let members: Vec<_> = message.objects("new_chat_members").collect();
    if let [member] = members.as_slice()
        && member.int("id") == sender
    {
        return "joined".to_owned();
    }
    let names: Vec<_> = members.iter().filter_map(people::user_name).collect();
    format!("added {}", names.join(", "))
}

fn left(message: &Object<'_>) -> String {
    in_field(message, "left_chat_member", |member| {
        let sender = message.object("from").and_then(|from| from.int("id"));
        if member.int("id") == sender {
            "left".to_owned()
        } else {
            format!("removed {}", people::user_name(member).unwrap_or_default())
        }
    })
}

fn pinned(message: &Object<'_>) -> String {
    // Only the pinned message's own words: looking further down would follow a chain without end.
    let words = message.object("pinned_message").and_then(|pinned| {
        pinned
            .some_text("text")
            .or_else(|| pinned.some_text("caption"))
    });
    words.map_or_else(
        || "pinned a message".to_owned(),
        |words| format!("pinned {}", text::quoted(&words)),
    )
}

fn renamed(message: &Object<'_>) -> String {
    let title = message.text("new_chat_title").unwrap_or_default();
    format!("renamed the chat to {}", text::quoted(&title))
}

fn moved(message: &Object<'_>, field: &str, word: &str) -> String {
    let id = message.int(field).map(|id| format!(" {word} {id}"));
    format!("the group moved{}", id.unwrap_or_default())
}

fn users_shared(message: &Object<'_>) -> String {
    in_field(message, "users_shared", |shared| {
        let number = i64::try_from(shared.list("users").len()).unwrap_or(i64::MAX);
        format!("shared {}", text::count(number, "user", "users"))
    })
}

fn website(message: &Object<'_>) -> String {
    let site = message.text("connected_website").unwrap_or_default();
    format!("logged in at {}", text::one_line(&site, 100))
}

fn video_chat_ended(message: &Object<'_>) -> String {
    in_field(message, "video_chat_ended", |ended| {
        let length = ended
            .int("duration")
            .map(|seconds| format!(", {}", text::duration(seconds)));
        format!("ended the video chat{}", length.unwrap_or_default())
    })
}
