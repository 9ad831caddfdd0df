//! What a bot sends to people.

use serde_json::{Value, json};

use crate::telegram::answer::Answer;
use crate::telegram::params::Params;
use crate::telegram::world::World;

const MAX_TEXT: usize = 4096;

/// sendMessage: keeps the message and answers with it.
pub fn send(world: &World, token: &str, params: &Params) -> Answer {
    let text = params.text("text").trim();
    if text.is_empty() {
        return Answer::bad_request("message text is empty");
    }
    if text.chars().count() > MAX_TEXT {
        return Answer::bad_request("message is too long");
    }
    if params.text("chat_id").is_empty() {
        return Answer::bad_request("chat_id is empty");
    }
    let date = world.clock.now().timestamp();
    let sent = world.change(|state| {
        let id = params.text("chat_id").parse::<i64>().ok()?;
        let person = state.users.get(&id).map(private_chat);
        let bot = state.bots.get_mut(token)?;
        let chat = person.or_else(|| bot.chat(id).cloned())?;
        let message = json!({
            "message_id": bot.take_message_id(),
            "from": bot.as_user(),
            "chat": chat,
            "date": date,
            "text": text,
        });
        bot.record_sent(message.clone());
        Some(message)
    });
    sent.map_or_else(
        || Answer::bad_request("chat not found"),
        |message| Answer::ok(&message),
    )
}

/// The private chat with a person, whose id is the person's.
pub fn private_chat(user: &Value) -> Value {
    let mut chat = json!({"type": "private"});
    for field in ["id", "first_name", "last_name", "username"] {
        if let (Some(value), Value::Object(fields)) = (user.get(field), &mut chat) {
            fields.insert(field.to_owned(), value.clone());
        }
    }
    chat
}
