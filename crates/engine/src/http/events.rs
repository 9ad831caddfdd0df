//! What changes, as a stream of Server-Sent Events.
//!
//! Nothing is kept for those who were away: who connects, again or for the first time, opens the
//! stream, then fetches what it shows.

use super::Api;
use super::document::STATE;
use super::guard::bearer;
use super::params::{Asked, Within};
use super::problem::Problem;
use crate::error::{Code, Error};
use crate::event::{Batched, batched};
use crate::secret::Secret;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt, stream};
use serde::Deserialize;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::{
    self,
    error::{RecvError, TryRecvError},
};
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::sleep;
use utoipa::IntoParams;

/// Streams at once.
pub(super) const STREAMS: usize = 32;
/// How long changes are gathered: below what a person sees as a delay.
const GATHERED: Duration = Duration::from_millis(50);
/// Between two comments that keep a quiet connection open.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// When the stream is to end; with nothing said, it has no end.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct EventsQuery {
    /// After so many events.
    #[param(inline)]
    limit: Option<Within<1, 1_000_000>>,
    /// After so many seconds.
    #[param(inline)]
    timeout: Option<Within<1, 86_400>>,
}

/// An event of the stream.
#[derive(utoipa::ToSchema)]
#[expect(
    dead_code,
    reason = "it says in the document what the stream is made of"
)]
pub(super) struct StreamedEvent {
    /// `change`, or `lagged` where changes were lost because they were not read in time.
    event: String,
    /// Of a `change`: the last one's number.
    id: Option<String>,
    /// JSON. Of a `change` it is a `Batched`, of a `lagged` it says how many were `lost`.
    data: String,
}

/// What changes from now on: Server-Sent Events, without an end unless `limit` or `timeout` sets one.
///
/// The stream begins with the comment `open`; what was fetched after that misses nothing. An event
/// `change` has the number of its last change as id, and as data which thing changed, to be fetched
/// anew. An event `lagged` says that changes were lost to a slow reader, who fetches everything anew.
/// Nothing is kept for those who were away, so `Last-Event-ID` is not looked at. The stream ends when
/// the token is rotated.
#[utoipa::path(
    get,
    path = "/v1/api/events",
    operation_id = "events",
    tag = STATE,
    params(EventsQuery),
    responses((status = 200, description = "The stream of events.", body = StreamedEvent, content_type = "text/event-stream"))
)]
pub(super) async fn watch(
    State(api): State<Api>,
    Asked(query): Asked<EventsQuery>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let place = Arc::clone(&api.streams)
        .try_acquire_owned()
        .map_err(|_| too_many())?;
    let token = bearer(&headers).unwrap_or_default();
    let watcher = Watcher {
        changes: api.app.watch(),
        token: Secret::new(String::from_utf8_lossy(token)),
        closing: api.closing.clone(),
        api,
        _place: place,
    };
    let open = stream::iter([Ok(Event::default().comment("open"))]);
    let news = stream::unfold(watcher, async |mut watcher| {
        let events = watcher.next().await?;
        Some((stream::iter(events.into_iter().map(Ok)), watcher))
    });
    let limit = query
        .limit
        .map_or(usize::MAX, |limit| limit.small() as usize);
    let timeout = async move {
        match query.timeout {
            Some(seconds) => sleep(Duration::from_secs(seconds.small().into())).await,
            None => std::future::pending().await,
        }
    };
    let news = news.flatten().take(limit).take_until(timeout);
    let keep_alive = KeepAlive::new().interval(KEEP_ALIVE);
    Ok(Sse::new(open.chain(news)).keep_alive(keep_alive))
}

struct Watcher {
    changes: broadcast::Receiver<crate::event::Event>,
    token: Secret,
    closing: watch::Receiver<bool>,
    api: Api,
    _place: OwnedSemaphorePermit,
}

impl Watcher {
    /// The next events, or `None` at the stream's end.
    async fn next(&mut self) -> Option<Vec<Event>> {
        let news = tokio::select! {
            _ = self.closing.wait_for(|closing| *closing) => return None,
            news = gather(&mut self.changes) => news?,
        };
        // A token that was rotated meanwhile opens nothing any more.
        if !self
            .api
            .app
            .is_http_api_token(self.token.expose().as_bytes())
        {
            return None;
        }
        let lagged = news.lost.map(lagged).into_iter();
        Some(
            lagged
                .chain(news.batches.into_iter().filter_map(told))
                .collect(),
        )
    }
}

/// What a moment brought.
struct News {
    /// How many changes were lost, if any were.
    lost: Option<u64>,
    batches: Vec<Batched>,
}

/// Waits for a change, and gathers those that follow closely. `None` once nothing changes any more.
async fn gather(changes: &mut broadcast::Receiver<crate::event::Event>) -> Option<News> {
    let mut events = Vec::new();
    let mut lost = None;
    match changes.recv().await {
        Ok(event) => events.push(event),
        Err(RecvError::Lagged(count)) => lost = Some(count),
        Err(RecvError::Closed) => return None,
    }
    sleep(GATHERED).await;
    loop {
        match changes.try_recv() {
            Ok(event) => events.push(event),
            Err(TryRecvError::Lagged(count)) => lost = Some(lost.unwrap_or_default() + count),
            Err(TryRecvError::Empty | TryRecvError::Closed) => break,
        }
    }
    Some(News {
        lost,
        batches: batched(events),
    })
}

fn told(batch: Batched) -> Option<Event> {
    Event::default()
        .event("change")
        .id(batch.last_seq.to_string())
        .json_data(batch)
        .ok()
}

fn lagged(lost: u64) -> Event {
    Event::default()
        .event("lagged")
        .data(format!("{{\"lost\":{lost}}}"))
}

fn too_many() -> Problem {
    Error::new(
        Code::TooManyRequests,
        format!("There are {STREAMS} streams of events already."),
        "Close one of them first.",
    )
    .retry_after(1)
    .into()
}

#[cfg(test)]
mod tests {
    use super::gather;
    use crate::event::{Change, Events};

    #[tokio::test]
    async fn a_slow_reader_is_told_what_it_lost() {
        let events = Events::default();
        let mut changes = events.watch();
        for _ in 0..1_500 {
            events.tell(Change::Tunnel);
        }
        let news = gather(&mut changes).await.unwrap();
        assert_eq!(news.lost, Some(1_500 - 1_024));
        assert_eq!((news.batches.len(), news.batches[0].last_seq), (1, 1_500));

        events.tell(Change::Bots);
        let news = gather(&mut changes).await.unwrap();
        assert_eq!((news.lost, news.batches[0].first_seq), (None, 1_501));
    }
}
