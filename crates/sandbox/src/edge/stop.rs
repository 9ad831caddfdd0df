//! The two ways in which ngrok itself ends an agent's work: it asks the agent to stop, or takes
//! away what the agent has bound.

use super::{registry::Registry, rpc};
use futures_util::future::join_all;
use muxado::MuxadoOpen;
use std::time::Duration;
use tokio::time::timeout;

/// An agent that does not listen must not hold up whoever gives the order.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks every agent to stop; returns why each does not, or `None` for one that will.
pub(super) async fn agents(registry: &Registry) -> Vec<Option<String>> {
    join_all(registry.signed_in().into_iter().map(ask)).await
}

async fn ask(mut agent: MuxadoOpen) -> Option<String> {
    match timeout(PATIENCE, rpc::stop(&mut agent)).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => Some(error.to_string()),
        Err(late) => Some(late.to_string()),
    }
}

/// Unbinds everything and tells the agents; returns how many could be told.
pub(super) async fn tunnels(registry: &Registry, code: &str, message: &str) -> usize {
    let mut told = 0;
    for (id, mut agent) in registry.unbind_all() {
        let telling = rpc::stop_tunnel(&mut agent, &id, code, message);
        if matches!(timeout(PATIENCE, telling).await, Ok(Ok(()))) {
            told += 1;
        }
    }
    told
}
