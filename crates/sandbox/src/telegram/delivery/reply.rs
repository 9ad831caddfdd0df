//! A method call in the body of a webhook's answer.

use std::sync::Arc;

use super::response::Response;
use crate::telegram::control::Via;
use crate::telegram::methods;
use crate::telegram::params::Params;
use crate::telegram::world::World;

/// Runs the call, if there is one that may be made this way. Nobody is told how it went.
pub async fn execute(world: &Arc<World>, token: &str, response: &Response) {
    let kind = response.header("content-type");
    let Ok(params) = Params::read(None, kind, response.body.clone()).await else {
        return;
    };
    let method = params.text("method").to_ascii_lowercase();
    let barred = matches!(
        method.as_str(),
        "" | "setwebhook" | "deletewebhook" | "close" | "logout"
    ) || method.starts_with("get");
    if !barred {
        let method = params.text("method");
        methods::call(world, token, method, &params, Via::WebhookReply).await;
    }
}
