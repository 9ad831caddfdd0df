//! ngrok, in process: requests go straight into the router, with no port of this machine open.
//!
//! The `ngrok` crate's own reconnecting is not used: it backs off without a cap, retries a refused
//! authtoken in silence, keeps the old URL, and does not notice a dead line. Instead each session
//! is used once. [`line`] owns the session's socket and refuses the crate a second one, so a lost
//! line ends the session; the loop here then opens a fresh one, which says its URL afresh.

mod line;
mod listener;
mod refusal;
mod session;

use super::{
    Tunnel, TunnelState, backoff,
    control::{self, Control, Woken},
};
use crate::secret::Secret;
use axum::Router;
use chrono::Utc;
use refusal::Loss;
use session::{Ended, Live};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// What ngrok needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NgrokPlan {
    /// The account's authtoken.
    pub authtoken: Secret,
    /// A reserved domain; none for the one ngrok gives.
    pub domain: Option<String>,
    /// Another server than ngrok's own.
    pub server: Option<NgrokServer>,
}

/// A server that speaks ngrok's protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NgrokServer {
    /// `host:port`.
    pub addr: String,
    /// The CA to trust for it; none for ngrok's own.
    pub ca_pem: Option<String>,
}

/// How soon a line counts as dead, and as good.
#[derive(Debug, Clone, Copy)]
pub struct Timing {
    /// How often a heartbeat is sent.
    pub heartbeat: Duration,
    /// How much longer than that an answer may take before the line is given up.
    pub tolerance: Duration,
    /// How long connecting and binding may take together.
    pub connect: Duration,
    /// How long a line must have held for the waits between tries to start small again.
    pub steady: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            heartbeat: Duration::from_secs(10),
            tolerance: Duration::from_secs(5),
            connect: Duration::from_secs(20),
            steady: Duration::from_secs(10),
        }
    }
}

/// Opens a tunnel through ngrok. Needs a tokio runtime around it.
pub fn open(plan: NgrokPlan, timing: Timing, router: Router) -> Box<dyn Tunnel> {
    control::start(|control| run(plan, timing, router, control))
}

async fn run(plan: NgrokPlan, timing: Timing, router: Router, mut control: Control) {
    let router = listener::with_visitor(router);
    let mut failures: u32 = 0;
    let mut was_online = false;
    loop {
        let opened = tokio::select! {
            opened = session::open(&plan, &timing) => opened,
            () = control.stopped() => return,
        };
        let loss = match opened {
            Ok(live) => {
                was_online = true;
                let since = Instant::now();
                match online(live, &router, &control).await {
                    Ended::Stopped => return,
                    Ended::Lost(error) => {
                        if since.elapsed() >= timing.steady {
                            failures = 0;
                        }
                        Loss::retried(error)
                    }
                }
            }
            Err(loss) => loss,
        };
        // Right after a cut, ngrok may still count the session that was just lost.
        if loss.is_final && !(was_online && loss.is_session_limit) {
            control.tell(TunnelState::Failed { error: loss.error });
            if control.woken().await == Woken::Stop {
                return;
            }
            (failures, was_online) = (0, false);
            control.tell(TunnelState::Connecting);
            continue;
        }
        failures = failures.saturating_add(1);
        let wait = backoff::wait(failures);
        tracing::info!(error = %loss.error, attempt = failures, ?wait, "the tunnel is offline");
        control.tell(TunnelState::Reconnecting {
            error: loss.error,
            attempt: failures,
            next_try_at: Utc::now() + wait,
        });
        tokio::select! {
            () = sleep(wait) => {}
            woken = control.woken() => if woken == Woken::Stop { return },
        }
    }
}

async fn online(live: Live, router: &Router, control: &Control) -> Ended {
    control.tell(TunnelState::online(live.url()));
    live.serve(router.clone(), control.stopped()).await
}
