//! The app as the refresher sees it.

use super::{App, Shared};
use crate::domain::bot::{Bot, Environment};
use crate::domain::ids::BotId;
use crate::domain::webhook::WebhookInfo;
use crate::error::{Code, Error, Result};
use crate::telegram::Endpoint;
use crate::webhooks::refresher::Around;
use futures_util::future::BoxFuture;
use std::sync::{Arc, Weak};

/// The app, as long as there is one: the refresher must not keep it alive.
pub(super) struct Nearby(pub(super) Weak<Shared>);

impl Nearby {
    fn app(&self) -> Option<App> {
        self.0.upgrade().map(|shared| App { shared })
    }
}

impl Around for Nearby {
    fn turn(&self, bot: BotId) -> Arc<tokio::sync::Mutex<()>> {
        self.app().map(|app| app.turn(bot)).unwrap_or_default()
    }

    fn endpoint<'a>(&'a self, bot: &'a Bot) -> BoxFuture<'a, Result<Endpoint>> {
        Box::pin(async move {
            match self.app() {
                Some(app) => app.endpoint(bot).await,
                None => Err(Error::new(
                    Code::Internal,
                    "Hookbay is ending.",
                    "Start it again.",
                )),
            }
        })
    }

    fn public_base(&self, environment: &Environment) -> Option<String> {
        self.app()?.public_base(environment)
    }

    fn answered(&self, bot: &Bot, answer: Result<WebhookInfo>) {
        if let Some(app) = self.app() {
            app.see(bot, answer);
        }
    }
}
