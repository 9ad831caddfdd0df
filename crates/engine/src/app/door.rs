//! The receiver's way to the deliveries: neither knows the other.

use crate::delivery::{Arrived, Delivery, Reply};
use crate::receiver::{Answering, Committed, Relay};
use crate::store::BotKey;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;

/// Passes on what the receiver has committed.
pub(super) struct Door(pub(super) Delivery);

impl Relay for Door {
    fn concerns(&self, bot: BotKey) -> bool {
        self.0.concerns(bot)
    }

    fn pass_on(&self, update: Committed) -> Answering {
        let delivery = self.0.clone();
        Box::pin(async move {
            let arrived = Arrived {
                bot_id: update.bot_id,
                bot: update.bot,
                update_id: update.update_id,
                lane: update.lane,
                body: update.body,
                is_duplicate: update.is_duplicate,
            };
            delivery.arrived(arrived).await.map(response)
        })
    }

    fn is_own(&self, hop: &[u8]) -> bool {
        self.0.hop().as_bytes() == hop
    }
}

fn response(reply: Reply) -> Response {
    let mut response = Response::new(Body::from(reply.body));
    *response.status_mut() =
        StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in reply.headers {
        if let (Ok(name), Ok(value)) = (
            HeaderName::try_from(name),
            HeaderValue::from_maybe_shared(bytes::Bytes::from(value)),
        ) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
