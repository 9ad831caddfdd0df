//! Where the deliveries reach a bot's Bot API.

use super::{App, Shared};
use crate::delivery::{BotApi, Reached};
use crate::domain::ids::BotId;
use crate::error::{Code, Error};
use std::sync::{Arc, Weak};

struct Apis(Weak<Shared>);

impl BotApi for Apis {
    fn of(&self, bot: BotId) -> Reached {
        let shared = self.0.upgrade();
        Box::pin(async move {
            let ended = || Error::new(Code::Internal, "Hookbay ends.", "Start it again.");
            let app = App {
                shared: shared.ok_or_else(ended)?,
            };
            let stored = app.stored(bot).await?;
            let endpoint = app.endpoint(&stored.bot).await?;
            Ok((app.shared.client.clone(), endpoint))
        })
    }
}

impl App {
    /// From now on the calls in answers to held updates are made.
    pub(super) fn carry_out_answers(&self) {
        let apis = Apis(Arc::downgrade(&self.shared));
        self.shared.delivery.call_with(Arc::new(apis));
    }
}
