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
