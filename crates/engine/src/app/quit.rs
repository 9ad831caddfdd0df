//! What becomes of the webhooks when the app ends, and of those that an earlier end left behind.
//!
//! At a quit, somebody else's webhook that ours took the place of is put back, or ours is deleted,
//! as the user has set it ([`OnQuit`]); a few at once, and no longer than [`PATIENCE`] in all, since
//! the desktop waits. What could not be put back by then, and what a crash left, is put back by the
//! next run: first at once, then after waits that double, until it is done or [`TRIES`] are over.
//! After that the button remains, and the next start.

use super::{App, Shared};
use crate::domain::history::{Cause, EventKind, NewEvent};
use crate::domain::lease::LeaseState;
use crate::domain::policy::OnQuit;
use crate::domain::public_url::is_ours;
use crate::error::{Code, Error, Result};
use crate::store::StoredBot;
use chrono::Utc;
use futures_util::StreamExt;
use std::sync::Weak;
use std::time::Duration;

/// What a quit takes at most.
const PATIENCE: Duration = Duration::from_secs(8);
/// Calls at the same time.
const AT_ONCE: usize = 16;
/// Tries to put back what an earlier run has left.
const TRIES: u32 = 10;
/// Before the second try; doubled from then on.
const FIRST_WAIT: Duration = Duration::from_secs(2);
const LONGEST_WAIT: Duration = Duration::from_mins(5);

impl App {
    /// Before the tunnels close.
    pub(super) async fn leave_webhooks(&self) {
        let on_quit = self.on_quit();
        if on_quit == OnQuit::Leave {
            return;
        }
        let left = async {
            self.put_back_leased(None, Cause::Quit).await?;
            if on_quit == OnQuit::Delete {
                self.delete_ours().await?;
            }
            Ok::<_, Error>(())
        };
        match tokio::time::timeout(PATIENCE, left).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!("webhooks are left as they are: {error}"),
            Err(_) => self.out_of_time().await,
        }
    }

    /// At the start, before anything could register ours again: leases that are still held were left
    /// by a run that ended without a quit.
    pub(super) async fn claim_left_leases(&self) -> Result<()> {
        if self.on_quit() == OnQuit::Leave {
            return Ok(());
        }
        self.shared.store.return_leases().await
    }

    /// Puts back in the background what an earlier run has left.
    pub(super) fn return_leases(&self) {
        let shared = std::sync::Arc::downgrade(&self.shared);
        let mut ending = self.shared.ending.subscribe();
        tokio::spawn(async move {
            tokio::select! {
                () = keep_returning(shared) => {}
                // Also when nobody holds the app any more.
                _ = ending.wait_for(|ending| *ending) => {}
            }
        });
    }

    /// Puts back every lease, or those in one state alone. Gives how many could not be, and the
    /// longest wait that Telegram asked for.
    async fn put_back_leased(
        &self,
        only: Option<LeaseState>,
        cause: Cause,
    ) -> Result<(usize, Duration)> {
        let leased = self.shared.store.leased().await?;
        if leased.is_empty() {
            return Ok((0, Duration::ZERO));
        }
        let mut bots = self.shared.store.bots().await?;
        bots.retain(|stored| {
            leased
                .iter()
                .any(|(key, state)| *key == stored.key && only.is_none_or(|only| only == *state))
        });
        let failed: Vec<Error> = futures_util::stream::iter(bots)
            .map(|stored| async move { self.put_back_one(&stored, only, cause).await.err() })
            .buffer_unordered(AT_ONCE)
            .filter_map(std::future::ready)
            .collect()
            .await;
        let wait = failed.iter().filter_map(|error| error.retry_after).max();
        let wait = Duration::from_secs(wait.unwrap_or(0).into());
        Ok((failed.len(), wait))
    }

    async fn put_back_one(
        &self,
        stored: &StoredBot,
        only: Option<LeaseState>,
        cause: Cause,
    ) -> Result<()> {
        let turn = self.turn(stored.bot.id);
        let _turn = turn.lock().await;
        // The user may have given it back, or taken it anew, while this waited for its turn.
        let lease = self.shared.store.lease(stored.key).await?;
        if lease.is_none_or(|lease| only.is_some_and(|only| only != lease.state)) {
            return Ok(());
        }
        self.put_back(stored, cause)
            .await
            .inspect_err(|error| tracing::warn!(bot = %stored.bot.id, "the previous webhook is not back: {error}"))
    }

    /// Deletes our webhooks at Telegram. They stay wanted, so that the next start sets them again.
    async fn delete_ours(&self) -> Result<()> {
        let mut bots = self.shared.store.bots().await?;
        // The next start sets nothing again for a bot that is paused, or only reported on.
        bots.retain(|stored| {
            let bot = &stored.bot;
            bot.webhook_url.is_some() && bot.webhook_auto_refresh && !bot.paused
        });
        futures_util::stream::iter(bots)
            .for_each_concurrent(AT_ONCE, |stored| async move {
                let event = self.delete_one(&stored).await;
                // At once: there may be no time left for it later.
                let written = self
                    .shared
                    .store
                    .add_history(event.into_iter().collect())
                    .await;
                if let Err(error) = written {
                    tracing::warn!(bot = %stored.bot.id, "its deletion is not written: {error}");
                }
            })
            .await;
        Ok(())
    }

    async fn delete_one(&self, stored: &StoredBot) -> Option<NewEvent> {
        let bot = &stored.bot;
        let turn = self.turn(bot.id);
        let _turn = turn.lock().await;
        let deleted = async {
            let endpoint = self.endpoint(bot).await?;
            let client = &self.shared.client;
            let info = client.get_webhook_info(&endpoint).await?;
            if !is_ours(&info.url, bot.id) {
                return Ok(None);
            }
            client.delete_webhook(&endpoint, false).await?;
            Ok::<_, Error>(Some(info))
        };
        let mut event = NewEvent {
            cause: Some(Cause::Quit),
            ..NewEvent::new(bot.id, Utc::now(), EventKind::Deleted)
        };
        match deleted.await {
            // Nothing of ours is there.
            Ok(None) => return None,
            Ok(Some(info)) => {
                event.url = Some(info.url);
                event.pending = Some(info.pending_update_count);
            }
            Err(error) => {
                event.kind = EventKind::DeleteFailed;
                event.url.clone_from(&bot.webhook_url);
                event.error = Some(error);
            }
        }
        Some(event)
    }

    /// What is still leased when a quit may take no longer waits for the next start.
    async fn out_of_time(&self) {
        let error = Error::new(
            Code::Timeout,
            "Telegram did not answer before the app had to end.",
            "It is tried again at the next start.",
        );
        let written = async {
            let held = self.shared.store.leased().await?;
            for stored in self.shared.store.bots().await? {
                if held.contains(&(stored.key, LeaseState::Held)) {
                    let webhooks = &self.shared.webhooks;
                    webhooks
                        .not_given_back(stored.bot.id, Cause::Quit, &error)
                        .await?;
                }
            }
            Ok::<_, Error>(())
        };
        if let Err(error) = written.await {
            tracing::warn!("what is still to be put back is not written: {error}");
        }
    }
}

async fn keep_returning(shared: Weak<Shared>) {
    let mut wait = FIRST_WAIT;
    for _ in 0..TRIES {
        let Some(app) = shared.upgrade().map(|shared| App { shared }) else {
            return;
        };
        let asked = match app
            .put_back_leased(Some(LeaseState::Returning), Cause::Crash)
            .await
        {
            Ok((0, _)) => return,
            Ok((_, asked)) => asked,
            Err(error) => {
                tracing::warn!("leases cannot be read: {error}");
                Duration::ZERO
            }
        };
        // The app is not kept alive by a wait.
        drop(app);
        tokio::time::sleep(wait.max(asked)).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}
