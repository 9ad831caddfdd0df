//! A bot as getMe describes it.

use serde::Deserialize;

/// getMe's answer (Bot API 10.1: User). A flag that the server left out is `false`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[allow(clippy::struct_excessive_bools)]
pub struct User {
    /// Telegram's id.
    pub id: i64,
    /// `true` for every bot.
    #[serde(default)]
    pub is_bot: bool,
    /// The name.
    #[serde(default)]
    pub first_name: String,
    /// Of people.
    pub last_name: Option<String>,
    /// Without the @.
    pub username: Option<String>,
    /// IETF tag of the user's language.
    pub language_code: Option<String>,
    /// Telegram Premium.
    #[serde(default)]
    pub is_premium: bool,
    /// Whether this bot is in the user's attachment menu.
    #[serde(default)]
    pub added_to_attachment_menu: bool,
    /// Whether it may be invited to groups.
    #[serde(default)]
    pub can_join_groups: bool,
    /// Whether its privacy mode is off.
    #[serde(default)]
    pub can_read_all_group_messages: bool,
    /// Inline queries.
    #[serde(default)]
    pub supports_inline_queries: bool,
    /// Guest queries.
    #[serde(default)]
    pub supports_guest_queries: bool,
    /// Business accounts.
    #[serde(default)]
    pub can_connect_to_business: bool,
    /// A main web app.
    #[serde(default)]
    pub has_main_web_app: bool,
    /// Topics in private chats.
    #[serde(default)]
    pub has_topics_enabled: bool,
    /// Whether users may make and delete topics.
    #[serde(default)]
    pub allows_users_to_create_topics: bool,
    /// Whether it may make and rule other bots.
    #[serde(default)]
    pub can_manage_bots: bool,
    /// Queries of join requests.
    #[serde(default)]
    pub supports_join_request_queries: bool,
}
