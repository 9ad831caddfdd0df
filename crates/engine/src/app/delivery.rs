//! Passing updates on to the local bot, as the doors ask for it.

use super::App;
use crate::api::types::{
    AttemptDetail, AttemptPage, AttemptRow, ConfigureDelivery, DeliveryView, Encoding, FaultView,
    GetAttempt, HeldState, InjectFault, ListAttempts, TargetId,
};
use crate::delivery::{Change, TargetChange, decode};
use crate::domain::delivery::Fault;
use crate::domain::ids::BotId;
use crate::error::{Code, Error, Result};
use crate::event;
use crate::store::{Attempt, BotKey, StoredTarget};
use chrono::DateTime;
use std::collections::HashMap;

/// Rows in a page, and updates in a selection, at the most.
const MOST: u32 = 500;
/// Bytes of a decoded answer that are shown.
const DECODED: usize = 1 << 20;

impl App {
    /// How a bot's updates are passed on.
    pub async fn delivery(&self, id: BotId) -> Result<DeliveryView> {
        let key = self.bot_key(id)?;
        let (setting, stored) = self.shared.store.delivery(key).await?;
        let counts = self.shared.store.held_counts(key).await?;
        let held = Held(&counts);
        let answering = stored.iter().find(|target| target.answers);
        let main = answering.map_or(0, |target| target.key);
        let mut targets = Vec::with_capacity(stored.len());
        for stored in stored {
            let of = stored.key;
            let mut view = self.target_view(key, stored).await?;
            view.held = held.at(of, HeldState::Waiting);
            view.aside = held.at(of, HeldState::Aside);
            view.expired = held.at(of, HeldState::Expired);
            targets.push(view);
        }
        let unwritten = self.shared.delivery.is_behind(id);
        let words = super::health::words_of(setting.mode, &targets, unwritten);
        let fault = self.shared.delivery.fault(key);
        Ok(DeliveryView {
            bot_id: id,
            mode: setting.mode,
            limits: setting.limits,
            held: held.at(main, HeldState::Waiting),
            aside: held.at(main, HeldState::Aside),
            expired: held.at(main, HeldState::Expired),
            words,
            unwritten,
            fault: fault.map(FaultView::from),
            targets,
        })
    }

    /// Changes how a bot's updates are passed on.
    pub async fn configure_delivery(&self, input: ConfigureDelivery) -> Result<DeliveryView> {
        let key = self.bot_key(input.bot_id)?;
        let targets = input.targets.into_iter().map(|target| TargetChange {
            id: target.id,
            name: target.name,
            url: target.url,
            answers: target.answers,
            secret_token: target.secret_token,
            headers: target
                .headers
                .into_iter()
                .map(|header| (header.name, header.value))
                .collect(),
            certificate: target.certificate,
        });
        let change = Change {
            mode: input.mode,
            limits: input.limits,
            targets: targets.collect(),
        };
        self.shared
            .delivery
            .configure(input.bot_id, key, change)
            .await?;
        self.delivery(input.bot_id).await
    }

    /// A page of attempts, newest first.
    pub async fn list_attempts(&self, input: ListAttempts) -> Result<AttemptPage> {
        let key = self.bot_key(input.bot_id)?;
        let limit = input.limit.clamp(1, MOST);
        let mut rows = self
            .shared
            .store
            .attempts(key, input.seq, input.failed, input.before, limit + 1)
            .await?;
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let ids = self.target_ids(key).await?;
        let rows = rows.into_iter().map(|attempt| row(attempt, &ids)).collect();
        Ok(AttemptPage { rows, more })
    }

    /// An attempt with headers and bodies.
    pub async fn get_attempt(&self, input: GetAttempt) -> Result<AttemptDetail> {
        let whole = self.shared.store.attempt(input.id).await?.ok_or_else(|| {
            Error::new(
                Code::NotFound,
                "This delivery is not recorded any more.",
                "The oldest ones are removed when there are very many.",
            )
        })?;
        let (kept, read) = (
            whole.response_body.len() as u64,
            whole.attempt.response_size,
        );
        let coded = whole
            .response_headers
            .iter()
            .find(|(name, _)| name == "content-encoding");
        let (encoding, response_body) = plain(coded, whole.response_body);
        Ok(AttemptDetail {
            encoding,
            row: row(whole.attempt, &self.all_target_ids().await?),
            request_headers: whole.request_headers,
            request_body: String::from_utf8_lossy(&whole.request_body).into_owned(),
            response_headers: whole.response_headers,
            response_is_text: is_text(&response_body),
            response_body: String::from_utf8_lossy(&response_body).into_owned(),
            cut: kept < read,
        })
    }

    /// Has deliveries go wrong at the user's wish.
    pub async fn inject_fault(&self, input: InjectFault) -> Result<DeliveryView> {
        let key = self.bot_key(input.bot_id)?;
        if matches!(input.fault, Some(Fault::Delay { ms }) if ms > 120_000) {
            return Err(Error::new(
                Code::InvalidInput,
                "A delivery can be delayed by two minutes at the most.",
                "Choose 120,000 ms or less.",
            ));
        }
        let times = input.times.unwrap_or(0);
        self.shared
            .delivery
            .inject(key, input.fault.map(|fault| (fault, times)));
        self.tell_of_delivery(input.bot_id);
        self.delivery(input.bot_id).await
    }

    pub(super) fn tell_of_delivery(&self, bot_id: BotId) {
        self.shared.events.tell(event::Change::Delivery { bot_id });
    }

    pub(super) fn bot_key(&self, id: BotId) -> Result<BotKey> {
        self.shared.store.key(id).ok_or_else(|| {
            Error::new(
                Code::NotFound,
                "There is no such bot in the list.",
                "It may have been removed; refresh.",
            )
        })
    }

    pub(super) async fn target_ids(&self, key: BotKey) -> Result<HashMap<i64, TargetId>> {
        let (_, targets) = self.shared.store.delivery(key).await?;
        Ok(named(targets))
    }

    async fn all_target_ids(&self) -> Result<HashMap<i64, TargetId>> {
        let mut all = HashMap::new();
        for stored in self.shared.store.bots().await? {
            all.extend(self.target_ids(stored.key).await?);
        }
        Ok(all)
    }
}

/// How many updates are held, by target and state.
pub(super) struct Held<'a>(pub(super) &'a [(i64, HeldState, u64)]);

impl Held<'_> {
    /// At one target.
    pub(super) fn at(&self, target: i64, state: HeldState) -> u64 {
        let mut counts = self.0.iter();
        counts
            .find(|(of, is, _)| (*of, *is) == (target, state))
            .map_or(0, |(_, _, count)| *count)
    }
}

fn named(targets: Vec<StoredTarget>) -> HashMap<i64, TargetId> {
    let pairs = targets.into_iter().map(|target| (target.key, target.id));
    pairs.collect()
}

/// An attempt as listed.
pub(super) fn row(attempt: Attempt, targets: &HashMap<i64, TargetId>) -> AttemptRow {
    let words = attempt.trouble.map(|trouble| trouble.words());
    AttemptRow {
        id: attempt.id,
        seq: attempt.seq,
        target: attempt.target.and_then(|key| targets.get(&key).copied()),
        url: attempt.url,
        at: DateTime::from_timestamp_millis(attempt.at).unwrap_or_default(),
        kind: attempt.kind,
        replay_of: attempt.replay_of,
        delivered: attempt.delivered,
        status: attempt.status,
        trouble: attempt.trouble,
        message: words.map(|(message, _)| message.to_owned()),
        remedy: words.map(|(_, remedy)| remedy.to_owned()),
        detail: attempt.detail,
        certificate: attempt.certificate,
        phases: attempt.phases,
        call: attempt.call,
        response_size: attempt.response_size,
    }
}

/// A body as it is shown: without its content coding, where that can be taken away.
fn plain(coded: Option<&(String, String)>, body: Vec<u8>) -> (Option<Encoding>, Vec<u8>) {
    let Some((_, name)) = coded.filter(|_| !body.is_empty()) else {
        return (None, body);
    };
    let decoded = decode(name, &body, DECODED);
    let encoding = Encoding {
        name: name.clone(),
        is_decoded: decoded.is_some(),
        is_whole: decoded.as_ref().is_some_and(|decoded| decoded.is_whole),
    };
    (Some(encoding), decoded.map_or(body, |decoded| decoded.body))
}

/// Whether bytes are text; a character that was cut at the end does not count.
fn is_text(bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    }
}

pub(super) fn checked(seqs: &[i64]) -> Result<()> {
    if seqs.is_empty() || seqs.len() > MOST as usize {
        return Err(Error::new(
            Code::InvalidInput,
            format!("Between 1 and {MOST} updates can be sent at a time."),
            "Select fewer updates.",
        ));
    }
    Ok(())
}
