//! How bots are looked after: the button, the switches, and what has happened.

use super::App;
use crate::api::types::{
    BotView, HistoryPage, ListHistory, ListPending, PendingSeries, Standing, WatchBot, WatchView,
    WebhookView,
};
use crate::domain::bot::Bot;
use crate::domain::history::{Cause, EventKind, NewEvent};
use crate::domain::ids::BotId;
use crate::domain::thin::thinned;
use crate::error::Result;
use crate::event::Change;
use crate::webhooks::Seen;
use chrono::Utc;
use std::sync::PoisonError;

/// Entries in a page at the most.
const PAGE_LIMIT: u32 = 500;
/// Points that a chart can show.
const POINTS: usize = 500;

impl App {
    /// Asks Telegram and repairs the webhook now, whatever waits. A paused bot is asked about only.
    pub async fn refresh_webhook(&self, id: BotId) -> Result<WebhookView> {
        self.stored(id).await?;
        self.shared.refresher.urge(id).await;
        let bot = self.stored(id).await?.bot;
        let view = self
            .shared
            .views
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&id)
            .cloned();
        let base = self.public_base(&bot.environment);
        let view = view.map(|view| {
            view.seen(Seen {
                bot: id,
                public_base: base.as_deref(),
                registered: bot.webhook_url.as_deref(),
            })
        });
        // Without a view nobody was asked, which the operation then says itself.
        match view {
            Some(view) => Ok(view),
            None => self.webhook_status(id).await,
        }
    }

    /// Changes how a bot is looked after.
    pub async fn watch_bot(&self, input: WatchBot) -> Result<BotView> {
        let before = self.stored(input.bot_id).await?.bot;
        let WatchBot {
            bot_id,
            auto_refresh,
            paused,
        } = input;
        self.shared
            .store
            .set_watch(bot_id, auto_refresh, paused)
            .await?;
        let changed = |before: bool, after: Option<bool>, on, off| {
            let after = after.filter(|after| *after != before)?;
            Some(if after { on } else { off })
        };
        let kinds = [
            changed(
                before.webhook_auto_refresh,
                auto_refresh,
                EventKind::AutoRefreshOn,
                EventKind::AutoRefreshOff,
            ),
            changed(before.paused, paused, EventKind::Paused, EventKind::Resumed),
        ];
        let entries = kinds.into_iter().flatten().map(|kind| NewEvent {
            cause: Some(Cause::User),
            ..NewEvent::new(bot_id, Utc::now(), kind)
        });
        self.shared.store.add_history(entries.collect()).await?;
        self.shared.refresher.changed(bot_id).await;
        self.shared.events.tell(Change::Webhook { bot_id });
        self.bot(bot_id).await
    }

    /// A page of a bot's history, newest first.
    pub async fn list_history(&self, input: ListHistory) -> Result<HistoryPage> {
        let key = self.stored(input.bot_id).await?.key;
        let limit = input.limit.clamp(1, PAGE_LIMIT);
        let mut entries = self
            .shared
            .store
            .history(key, input.before, limit + 1)
            .await?;
        let limit = limit as usize;
        let more = entries.len() > limit;
        entries.truncate(limit);
        Ok(HistoryPage { entries, more })
    }

    /// A bot's pending updates over time.
    pub async fn list_pending(&self, input: ListPending) -> Result<PendingSeries> {
        let key = self.stored(input.bot_id).await?.key;
        let samples = self.shared.store.samples(key, input.since).await?;
        Ok(PendingSeries {
            samples: thinned(samples, POINTS),
        })
    }

    /// How a bot is looked after, as shown.
    pub(super) fn watch_view(&self, bot: &Bot, has_public_url: bool) -> WatchView {
        let shown = self.shared.refresher.shown(bot.id);
        let standing = match shown.standing {
            _ if bot.paused => Standing::Paused,
            // Said at once, and not at the next check.
            Standing::Right if !has_public_url => Standing::NoPublicUrl,
            standing => standing,
        };
        WatchView {
            auto_refresh: bot.webhook_auto_refresh,
            paused: bot.paused,
            standing,
            last_checked_at: bot.webhook_last_checked,
            next_check_at: shown.next_check_at,
        }
    }
}
