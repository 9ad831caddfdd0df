//! What Telegram delivers in order, one after the other: updates of one lane. Different lanes go side
//! by side. Its server keeps a queue for each chat, and for queries one for each user and kind.

use crate::domain::update::Classified;
use serde::Deserialize;

/// The lane of an update.
pub fn of(what: &Classified, body: &[u8]) -> String {
    let number = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    let chat = || number(what.chat_id.or(what.user_id));
    let user = || number(what.user_id.or(what.chat_id));
    match what.kind.as_str() {
        "message" | "edited_message" | "channel_post" | "edited_channel_post" => {
            format!("chat {}", chat())
        }
        "business_message" | "edited_business_message" | "deleted_business_messages" => {
            format!("business {}", chat())
        }
        kind @ ("inline_query" | "chosen_inline_result" | "callback_query") => {
            format!("{kind} {}", user())
        }
        "shipping_query" | "pre_checkout_query" => format!("payment {}", user()),
        "poll" | "poll_answer" => format!("poll {}", poll(body).unwrap_or_default()),
        kind => format!("{kind} {}", chat()),
    }
}

/// Which sort of query a lane has, where its time runs out; all in it live equally long.
pub fn sort_of_query(lane: &str) -> Option<&str> {
    let (sort, _) = lane.split_once(' ')?;
    let is_query = matches!(
        sort,
        "inline_query" | "chosen_inline_result" | "callback_query" | "payment"
    );
    is_query.then_some(sort)
}

fn poll(body: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Update {
        poll: Option<Poll>,
        poll_answer: Option<Answer>,
    }
    #[derive(Deserialize)]
    struct Poll {
        id: String,
    }
    #[derive(Deserialize)]
    struct Answer {
        poll_id: String,
    }
    let update: Update = serde_json::from_slice(body).ok()?;
    update
        .poll
        .map(|poll| poll.id)
        .or(update.poll_answer.map(|answer| answer.poll_id))
}

#[cfg(test)]
mod tests {
    use super::{of, sort_of_query};
    use crate::domain::delivery::life;
    use crate::domain::update::classify;

    #[test]
    fn a_chat_is_a_lane_and_so_is_each_sort_of_query_of_a_user() {
        for (update, lane) in [
            (r#""message":{"chat":{"id":5},"from":{"id":7}}"#, "chat 5"),
            (r#""edited_message":{"chat":{"id":5}}"#, "chat 5"),
            (r#""channel_post":{"chat":{"id":-100}}"#, "chat -100"),
            (r#""business_message":{"chat":{"id":5}}"#, "business 5"),
            (
                r#""callback_query":{"from":{"id":7},"message":{"chat":{"id":5}}}"#,
                "callback_query 7",
            ),
            (r#""inline_query":{"from":{"id":7}}"#, "inline_query 7"),
            (
                r#""chosen_inline_result":{"from":{"id":7}}"#,
                "chosen_inline_result 7",
            ),
            (r#""shipping_query":{"from":{"id":7}}"#, "payment 7"),
            (r#""pre_checkout_query":{"from":{"id":7}}"#, "payment 7"),
            (r#""poll":{"id":"abc"}"#, "poll abc"),
            (
                r#""poll_answer":{"poll_id":"abc","user":{"id":7}}"#,
                "poll abc",
            ),
            (
                r#""my_chat_member":{"chat":{"id":5},"from":{"id":7}}"#,
                "my_chat_member 5",
            ),
            (r#""something_new":{}"#, "something_new "),
        ] {
            let body = format!("{{\"update_id\":1,\n{update}}}");
            let what = classify(body.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(of(&what, body.as_bytes()), lane, "{update}");
            let has_end = life(&what.kind).is_some();
            assert_eq!(sort_of_query(lane).is_some(), has_end, "{update}");
        }
    }
}
