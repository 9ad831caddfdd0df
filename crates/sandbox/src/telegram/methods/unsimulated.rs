//! Methods that exist but are not simulated: their required parameters are checked by the description
//! of the Bot API, and then they are refused. An invented success would hide a fault of the bot.

use crate::telegram::params::Params;
use crate::telegram::refusal::Refusal;
use crate::telegram::spec::{self, Type};

/// The method of that name (in any case of letters), as the description has it.
pub fn known(name: &str) -> bool {
    spec::method(name).is_some()
}

/// Why the call is refused.
pub fn refusal(name: &str, params: &Params) -> Refusal {
    for parameter in spec::method(name).into_iter().flatten() {
        let text = params.text(&parameter.name);
        if parameter.required && text.is_empty() && params.file(&parameter.name).is_none() {
            return Refusal::bad(match parameter.name.as_str() {
                "chat_id" => "chat_id is empty".to_owned(),
                name => format!("parameter \"{name}\" is required"),
            });
        }
        let is_json = parameter.kind == Type::Json && !text.is_empty();
        if is_json && serde_json::from_str::<serde_json::Value>(text).is_err() {
            let words = parameter.name.replace('_', " ");
            return Refusal::bad(format!("can't parse {words} JSON object"));
        }
    }
    Refusal::bad("method is not simulated by the sandbox")
}
