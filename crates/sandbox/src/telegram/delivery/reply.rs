//! A method call in the body of a webhook's answer. The update counts as delivered before it is
//! made, so a slow one holds up neither its lane nor its connection.

use std::sync::Arc;

use super::response::Response;
use crate::telegram::control::Via;
use crate::telegram::methods;
use crate::telegram::params::Params;
use crate::telegram::scene::Cause;
use crate::telegram::world::World;

/// Starts the call, if there is one. Nobody is told how it goes; it ends with the world.
pub fn start(world: &Arc<World>, token: &str, response: Response, update: i64) {
    if response.body.is_empty() {
        return;
    }
    let (world, token) = (Arc::clone(world), token.to_owned());
    tokio::spawn(async move {
        let closed = world.until(|state| state.closed.then_some(()));
        tokio::select! {
            () = execute(&world, &token, &response, update) => {}
            () = closed => {}
        }
    });
}

/// Runs the call, if it may be made this way.
async fn execute(world: &Arc<World>, token: &str, response: &Response, update: i64) {
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
        let cause = Cause::Answered(update);
        methods::called(world, token, method, &params, Via::WebhookReply, cause).await;
    }
}
