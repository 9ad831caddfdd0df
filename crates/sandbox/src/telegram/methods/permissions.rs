//! ChatPermissions as restrictChatMember and setChatPermissions take them: what is not named is not
//! permitted, and some permissions bring others along unless they are to be independent.

use serde_json::{Map, Value, json};

use super::read;
use crate::telegram::params::Params;
use crate::telegram::refusal::{Outcome, Refusal};
use crate::telegram::rights::PERMISSIONS;

/// The kinds of media that one older permission stood for.
const MEDIA: [&str; 6] = [
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
];

/// Every permission with yes or no.
pub fn permissions(params: &Params) -> Outcome<Map<String, Value>> {
    let given = read::json(params, "permissions", "permissions")?;
    let given = given.ok_or_else(|| Refusal::bad("parameter \"permissions\" is required"))?;
    let Value::Object(fields) = given else {
        return Err(Refusal::bad("object expected as permissions"));
    };
    for (name, value) in &fields {
        if name.starts_with("can_") && !value.is_boolean() {
            return Err(Refusal::bad(format!(
                "can't parse chat permissions: Field \"{name}\" must be of type Boolean"
            )));
        }
    }
    let mut may: Map<String, Value> = PERMISSIONS
        .iter()
        .map(|(name, _)| {
            let given = fields.get(*name).cloned();
            ((*name).to_owned(), given.unwrap_or(Value::Bool(false)))
        })
        .collect();
    let yes = |of: &Map<String, Value>, name: &str| of.get(name) == Some(&Value::Bool(true));
    let mut also = Vec::new();
    let independent = params.is_true("use_independent_chat_permissions");
    if !MEDIA.iter().any(|name| fields.contains_key(*name))
        && yes(&fields, "can_send_media_messages")
    {
        also.extend(MEDIA);
        also.extend((!independent).then_some("can_send_messages"));
    }
    let brings = ["can_send_other_messages", "can_add_web_page_previews"];
    if !independent && brings.iter().any(|name| yes(&fields, name)) {
        also.extend(MEDIA);
        also.push("can_send_messages");
    }
    if !independent && yes(&fields, "can_send_polls") {
        also.push("can_send_messages");
    }
    for name in also {
        may.insert(name.to_owned(), json!(true));
    }
    // What came later than its elders goes with them where it is not named.
    for (name, elder) in [
        ("can_manage_topics", "can_pin_messages"),
        ("can_edit_tag", "can_pin_messages"),
        ("can_react_to_messages", "can_send_messages"),
    ] {
        if !fields.contains_key(name) {
            may.insert(name.to_owned(), json!(yes(&may, elder)));
        }
    }
    Ok(may)
}
