//! The two ways in which ngrok itself ends an agent's work: it asks the agent to stop, or takes
//! away what the agent has bound.

use super::{registry::Registry, rpc};
use futures_util::future::join_all;
use std::time::Duration;
use tokio::time::timeout;

/// An agent that does not listen must not hold up whoever gives the order.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks every agent to stop; returns why each does not, or `None` for one that will.
pub(super) async fn agents(registry: &Registry) -> Vec<Option<String>> {
    let asked = registry.signed_in().into_iter().map(async |mut agent| {
        match timeout(PATIENCE, rpc::stop(&mut agent)).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => Some(error.to_string()),
            Err(late) => Some(late.to_string()),
        }
    });
    join_all(asked).await
}

/// Unbinds everything and tells the agents; returns how many could be told.
pub(super) async fn tunnels(registry: &Registry, code: &str, message: &str) -> usize {
    let told = registry
        .unbind_all()
        .into_iter()
        .map(async |(id, mut agent)| {
            let told = rpc::stop_tunnel(&mut agent, &id, code, message);
            matches!(timeout(PATIENCE, told).await, Ok(Ok(())))
        });
    let told = join_all(told).await;
    told.into_iter().filter(|told| *told).count()
}
