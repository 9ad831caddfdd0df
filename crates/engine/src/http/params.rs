//! What stands in the path and the query.

use super::problem::Problem;
use crate::api::types::BotId;
use crate::error::{Code, Error};
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{IntoParams, PartialSchema, ToSchema};

/// The largest whole number that every JSON reader keeps exactly.
pub(super) const LARGEST: i64 = 9_007_199_254_740_991;

/// The `{bot_id}` of a path. What cannot be a bot's id is no bot's.
#[derive(IntoParams)]
#[into_params(names("bot_id"), parameter_in = Path)]
pub(super) struct OfBot(
    /// The bot's id in Hookbay.
    pub(super) BotId,
);

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
#[derive(IntoParams)]
#[into_params(names("seq"), parameter_in = Path)]
pub(super) struct OfUpdate(
    /// The update's place, from a page of updates.
    #[param(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub(super) i64,
);

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

/// A whole number from `MIN` to `MAX`, in the query and in the document of it alike.
#[derive(Debug, Clone, Copy)]
pub(super) struct Within<const MIN: i64, const MAX: i64>(pub(super) i64);

/// Rows in a page.
pub(super) type Limit = Within<1, 500>;
/// A place in an order.
pub(super) type Seq = Within<0, LARGEST>;
/// Telegram's id of a chat; groups' are below 0.
pub(super) type ChatId = Within<{ -LARGEST }, LARGEST>;

impl<const MIN: i64, const MAX: i64> Within<MIN, MAX> {
    /// The number, where the range is one of `u32`s.
    pub(super) fn small(self) -> u32 {
        u32::try_from(self.0).unwrap_or(u32::MAX)
    }
}

/// A kind of update by Telegram's name, also one that is not known here.
#[derive(Debug, Clone)]
pub(super) struct Kind(pub(super) String);

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let kind = String::deserialize(from)?;
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if (1..=64).contains(&kind.len()) && kind.bytes().all(fits) {
            Ok(Self(kind))
        } else {
            let asked = "a kind is 1 to 64 small letters, digits and _, such as callback_query";
            Err(D::Error::custom(asked))
        }
    }
}

impl PartialSchema for Kind {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^[a-z0-9_]{1,64}$"))
            .into()
    }
}

impl ToSchema for Kind {}

/// Rows in a page of which nobody says how long it is to be.
pub(super) fn usual_limit() -> Limit {
    Within(100)
}

impl<'de, const MIN: i64, const MAX: i64> Deserialize<'de> for Within<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let number = i64::deserialize(from)?;
        if (MIN..=MAX).contains(&number) {
            Ok(Self(number))
        } else {
            let range = format!("a whole number from {MIN} to {MAX} is asked for, not {number}");
            Err(D::Error::custom(range))
        }
    }
}

impl<const MIN: i64, const MAX: i64> PartialSchema for Within<MIN, MAX> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(MIN))
            .maximum(Some(MAX))
            .into()
    }
}

impl<const MIN: i64, const MAX: i64> ToSchema for Within<MIN, MAX> {}

/// The address of a list's next page: what comes before `before`, and what else was asked for.
pub(super) fn next_page(
    bot: BotId,
    list: &str,
    before: i64,
    limit: u32,
    more: &[(&str, Option<String>)],
) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("before", &before.to_string());
    query.append_pair("limit", &limit.to_string());
    for (name, value) in more {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    format!("/v1/api/bots/{bot}/{list}?{}", query.finish())
}
