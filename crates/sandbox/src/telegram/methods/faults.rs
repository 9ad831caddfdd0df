//! Faults that were ordered: which call they are for, and how it is answered.

use crate::telegram::answer::Answer;
use crate::telegram::control::{Fault, FaultOrder};

/// Calls that come by themselves, a polling bot's and the app's: a fault that is meant for what the bot
/// does next would be used up by these before it does anything.
const HOUSEKEEPING: [&str; 5] = [
    "getupdates",
    "getme",
    "getwebhookinfo",
    "setwebhook",
    "deletewebhook",
];

/// The first order that is for a call of this method (in small letters), used up by one.
pub fn take(orders: &mut Vec<FaultOrder>, name: &str) -> Option<Fault> {
    let wanted = |order: &FaultOrder| match &order.method {
        Some(method) => method.eq_ignore_ascii_case(name),
        None => !HOUSEKEEPING.contains(&name),
    };
    let at = orders.iter().position(wanted)?;
    let order = orders.get_mut(at)?;
    let fault = order.fault.clone();
    order.calls = order.calls.saturating_sub(1);
    if order.calls == 0 {
        orders.remove(at);
    }
    Some(fault)
}

/// What a call is answered that meets it.
pub fn answer(fault: &Fault) -> Answer {
    match fault {
        Fault::Unauthorized => Answer::error(401, "Unauthorized"),
        Fault::NotFound => Answer::error(404, "Not Found"),
        Fault::Conflict => Answer::error(409, "Conflict: terminated by other setWebhook"),
        Fault::TooManyRequests { retry_after } => Answer::too_many_requests(*retry_after),
        Fault::ServerError | Fault::Slow { .. } => {
            Answer::error(500, "Internal Server Error: restart")
        }
        Fault::Malformed => Answer::raw(200, "{\"ok\":true,\"result\":".to_owned()),
    }
}
