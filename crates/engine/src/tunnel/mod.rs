//! How the receiver gets a public URL: through ngrok, behind the user's own domain, or on this
//! machine only, for the sandbox.
//!
//! [`open`] never fails: what goes wrong is a [`TunnelState`], told through a `watch`. Each tunnel
//! is one task that owns its sockets. It ends with [`Tunnel::close`], or when the tunnel is
//! dropped.

mod backoff;
mod control;
mod domain;
mod local;
mod loopback;
pub mod ngrok;
mod state;

pub use domain::DomainPlan;
pub use ngrok::{NgrokPlan, NgrokServer};
pub use state::TunnelState;

use axum::Router;
use futures_util::future::BoxFuture;
use tokio::sync::watch;

/// Which tunnel, with all it needs.
#[derive(Debug, Clone)]
pub enum Plan {
    /// ngrok, in process.
    Ngrok(NgrokPlan),
    /// The user's domain and reverse proxy.
    Domain(DomainPlan),
    /// This machine only.
    Loopback,
}

/// An open tunnel.
pub trait Tunnel: Send + Sync {
    /// What is true of it now, and each change.
    fn state(&self) -> watch::Receiver<TunnelState>;

    /// Tries again now, where it failed or waits; does nothing while it is online.
    fn retry(&self);

    /// Takes the public URL back, lets requests in progress finish for a moment, and ends.
    fn close(self: Box<Self>) -> BoxFuture<'static, ()>;
}

/// Opens a tunnel to the router. Needs a tokio runtime around it.
pub fn open(plan: Plan, router: Router) -> Box<dyn Tunnel> {
    match plan {
        Plan::Ngrok(plan) => ngrok::open(plan, ngrok::Timing::default(), router),
        Plan::Domain(plan) => domain::open(plan, router),
        Plan::Loopback => loopback::open(router),
    }
}
