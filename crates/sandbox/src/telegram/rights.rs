//! The rights of an administrator (Bot API: ChatAdministratorRights, ChatMemberAdministrator).

/// Those that stand in every administrator's record.
pub const EVERYWHERE: [&str; 10] = [
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
];

/// What members may do (Bot API: ChatPermissions), and whether a new chat lets them.
pub const PERMISSIONS: [(&str, bool); 16] = [
    ("can_send_messages", true),
    ("can_send_audios", true),
    ("can_send_documents", true),
    ("can_send_photos", true),
    ("can_send_videos", true),
    ("can_send_video_notes", true),
    ("can_send_voice_notes", true),
    ("can_send_polls", true),
    ("can_send_other_messages", true),
    ("can_add_web_page_previews", true),
    ("can_react_to_messages", true),
    ("can_edit_tag", false),
    ("can_change_info", false),
    ("can_invite_users", true),
    ("can_pin_messages", false),
    ("can_manage_topics", false),
];
