//! What a bot sends to people: a text, a document, a photo.

use serde_json::{Map, Value, json};

use crate::telegram::answer::Answer;
use crate::telegram::params::Params;
use crate::telegram::world::World;

const MAX_TEXT: usize = 4096;
const MAX_CAPTION: usize = 1024;

/// sendMessage.
pub fn send(world: &World, token: &str, params: &Params) -> Answer {
    let text = params.text("text").trim();
    if text.is_empty() {
        return Answer::bad_request("message text is empty");
    }
    if text.chars().count() > MAX_TEXT {
        return Answer::bad_request("message is too long");
    }
    keep(world, token, params, [("text", json!(text))])
}

/// sendDocument.
pub fn send_document(world: &World, token: &str, params: &Params) -> Answer {
    send_file(world, token, params, "document", |mut file, name| {
        if !name.is_empty() {
            file["file_name"] = json!(name);
        }
        file
    })
}

/// sendPhoto. Nothing looks into the picture, so its measures stay unknown.
pub fn send_photo(world: &World, token: &str, params: &Params) -> Answer {
    send_file(world, token, params, "photo", |mut file, _| {
        file["width"] = json!(0);
        file["height"] = json!(0);
        json!([file])
    })
}

fn send_file(
    world: &World,
    token: &str,
    params: &Params,
    field: &str,
    shown: impl Fn(Value, &str) -> Value,
) -> Answer {
    let content = match params.file(field) {
        Some(file) => {
            let id = uuid::Uuid::new_v4().simple().to_string();
            let size = file.data.len();
            let stored = json!({"file_id": id, "file_unique_id": id, "file_size": size});
            shown(stored, &file.name)
        }
        // The id of a file sent before, or a URL: there is none here to look at.
        None if !params.text(field).is_empty() => {
            let id = params.text(field);
            shown(json!({"file_id": id, "file_unique_id": id}), "")
        }
        None => return Answer::bad_request(&format!("there is no {field} in the request")),
    };
    let caption = params.text("caption").trim();
    if caption.chars().count() > MAX_CAPTION {
        return Answer::bad_request("message caption is too long");
    }
    let caption = (!caption.is_empty()).then(|| ("caption", json!(caption)));
    keep(
        world,
        token,
        params,
        [(field, content)].into_iter().chain(caption),
    )
}

/// Keeps the message and answers with it.
fn keep<'a>(
    world: &World,
    token: &str,
    params: &Params,
    content: impl IntoIterator<Item = (&'a str, Value)>,
) -> Answer {
    if params.text("chat_id").is_empty() {
        return Answer::bad_request("chat_id is empty");
    }
    let content: Map<String, Value> = content
        .into_iter()
        .map(|(field, value)| (field.to_owned(), value))
        .collect();
    let date = world.clock.now().timestamp();
    let sent = world.change(|state| {
        let id = params.text("chat_id").parse::<i64>().ok()?;
        let person = state.users.get(&id).map(private_chat);
        let bot = state.bots.get_mut(token)?;
        let chat = person.or_else(|| bot.chat(id).cloned())?;
        let mut message = json!({
            "message_id": bot.take_message_id(),
            "from": bot.as_user(),
            "chat": chat,
            "date": date,
        });
        if let Value::Object(fields) = &mut message {
            fields.extend(content);
        }
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
