//! What stands in the path and the query.

use super::problem::Problem;
use crate::api::types::BotId;
use crate::error::{Code, Error};
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _};

/// The largest whole number that every JSON reader keeps exactly.
pub(super) const LARGEST: i64 = 9_007_199_254_740_991;

/// The `{bot_id}` of a path. What cannot be a bot's id is no bot's.
pub(super) struct OfBot(pub(super) BotId);

impl<S: Send + Sync> FromRequestParts<S> for OfBot {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let text = text(parts, state).await?;
        text.parse().map(Self).map_err(|_| {
            nothing_there(
                "There is no such bot in the list: a bot's id is a UUID.",
                "Take the id from GET /v1/api/bots.",
            )
        })
    }
}

/// The `{seq}` of a path.
pub(super) struct OfUpdate(pub(super) i64);

impl<S: Send + Sync> FromRequestParts<S> for OfUpdate {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let text = text(parts, state).await?;
        text.parse().map(Self).map_err(|_| {
            nothing_there(
                "There is no such update: its place is a whole number.",
                "Take seq from GET /v1/api/bots/{bot_id}/updates.",
            )
        })
    }
}

async fn text<S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<String, Problem> {
    Path::<String>::from_request_parts(parts, state)
        .await
        .map(|Path(text)| text)
        .map_err(|_| {
            nothing_there(
                "There is nothing at this path.",
                "The paths that there are stand at /docs.",
            )
        })
}

/// 404, whatever was looked for.
pub(super) fn nothing_there(message: &str, remedy: &str) -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        Error::new(Code::NotFound, message, remedy),
    )
}

/// The query, of the form that is asked for.
pub(super) struct Asked<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Query::<T>::from_request_parts(parts, state)
            .await
            .map(|Query(asked)| Self(asked))
            .map_err(|refused| {
                Problem::invalid(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    format!("The query is not of the form that is asked for: {refused}."),
                    "Compare it with the form given at /docs.",
                )
            })
    }
}

/// Rows in a page: 1 to 500.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit(pub(super) u32);

impl Default for Limit {
    fn default() -> Self {
        Self(100)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let limit = u32::deserialize(from)?;
        if (1..=500).contains(&limit) {
            Ok(Self(limit))
        } else {
            Err(D::Error::custom("limit is from 1 to 500"))
        }
    }
}

/// A place in an order: 0 or more.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seq(pub(super) i64);

impl<'de> Deserialize<'de> for Seq {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let seq = i64::deserialize(from)?;
        if (0..=LARGEST).contains(&seq) {
            Ok(Self(seq))
        } else {
            Err(D::Error::custom("a place is a whole number from 0 on"))
        }
    }
}

/// Telegram's id of a chat; groups' are below 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct ChatId(pub(super) i64);

impl<'de> Deserialize<'de> for ChatId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let id = i64::deserialize(from)?;
        if (-LARGEST..=LARGEST).contains(&id) {
            Ok(Self(id))
        } else {
            Err(D::Error::custom("a chat's id has 52 bits at the most"))
        }
    }
}

/// A page's address: the path, and what of the query is there.
pub(super) fn link(path: &str, query: &[(&str, Option<String>)]) -> String {
    let mut text = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in query {
        if let Some(value) = value {
            text.append_pair(name, value);
        }
    }
    format!("{path}?{}", text.finish())
}
