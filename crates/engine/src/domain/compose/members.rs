//! A member's standing in a chat before and after.

use super::form::FieldForm;
use super::node::{Node, object};
use super::values::{Values, chat};
use crate::error::Result;

const STATUSES: &[(&str, &str)] = &[
    ("member", "Member"),
    ("left", "Left"),
    ("kicked", "Blocked or banned"),
    ("administrator", "Administrator"),
    ("restricted", "Restricted"),
    ("creator", "Owner"),
];

/// Before and after, with their usual values.
pub(super) fn fields(old: &str, new: &str) -> [FieldForm; 2] {
    let field = |name, label, first: &str| {
        let mut choices = STATUSES.to_vec();
        choices.sort_by_key(|(value, _)| *value != first);
        FieldForm::choice(name, label, &choices)
    };
    [field("old", "Before", old), field("new", "Now", new)]
}

/// The bot's own standing, or that of the person in `member`.
pub(super) fn changed(values: &Values<'_>, is_own: bool) -> Result<Node> {
    let user = || {
        if is_own {
            Ok(values.setting.me())
        } else {
            values.user("member")
        }
    };
    Ok(object! {
        "chat": chat(&values.chat()?),
        "from": values.user("from")?,
        "date": values.date("date")?,
        "old_chat_member": standing(&values.text("old"), user()?),
        "new_chat_member": standing(&values.text("new"), user()?),
    })
}

const RIGHTS: &[&str] = &[
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_invite_users",
    "can_restrict_members",
    "can_pin_messages",
    "can_manage_topics",
    "can_promote_members",
    "can_manage_video_chats",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
];
const ALLOWED: &[&str] = &[
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
];

fn standing(status: &str, user: Node) -> Node {
    let node = object! { "user": user, "status": status };
    let all = |names: &'static [&str], yes: bool| names.iter().map(move |&name| (name, yes.into()));
    match status {
        "kicked" => node.with([("until_date", 0.into())]),
        "creator" => node.with([("is_anonymous", false.into())]),
        "administrator" => node
            .with([
                ("can_be_edited", false.into()),
                ("is_anonymous", false.into()),
            ])
            .with(all(RIGHTS, true)),
        "restricted" => node
            .with([("is_member", true.into()), ("until_date", 0.into())])
            .with(all(ALLOWED, false)),
        _ => node,
    }
}
