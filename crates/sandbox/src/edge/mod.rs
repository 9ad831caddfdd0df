//! ngrok's side on one machine: an edge that an unmodified ngrok client connects to.
//!
//! Two listeners. Agents connect to the first over TLS and speak muxado: they sign in, bind a
//! name, and answer. Visitors connect to the second over HTTPS; the edge ends the TLS, looks up
//! the name in what is bound, opens a stream to that agent and copies bytes both ways. Both
//! certificates come from one CA made at the start, [`Edge::ca_pem`].
//!
//! What the real service does on a bad day is a method here: see the "fault" methods of [`Edge`].

mod agent;
mod ca;
mod control;
mod faults;
mod names;
mod public;
mod registry;
mod resolve;
mod rpc;
mod stop;

pub use control::control_routes;
pub use faults::{Deadness, Refusal};
pub use resolve::LocalhostNames;

use ca::Authority;
use registry::Registry;
use std::{net::SocketAddr, sync::Arc};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

/// How an edge starts.
#[derive(Debug, Clone, Default)]
pub struct EdgeOptions {
    /// The port that agents connect to; 0 for a free one.
    pub agent_port: u16,
    /// The port that visitors connect to; 0 for a free one.
    pub public_port: u16,
    /// The only authtoken that is let in; none lets any in.
    pub authtoken: Option<String>,
}

/// Why an edge did not start.
#[derive(Debug, thiserror::Error)]
pub enum EdgeError {
    /// A port cannot be listened on.
    #[error("the edge cannot listen on this machine")]
    Listen(#[from] std::io::Error),
    /// A certificate cannot be made.
    #[error("the edge cannot make its certificates")]
    Certificate(#[from] rcgen::Error),
    /// TLS cannot be set up.
    #[error("the edge cannot set up TLS")]
    Tls(#[from] rustls::Error),
}

/// What is true of an edge now, for those who wait on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EdgeView {
    /// Connections that agents made so far, refused ones included.
    pub connections: u64,
    /// Times an agent gave an authtoken so far, refused ones included.
    pub sign_ins: u64,
    /// Agents signed in now.
    pub sessions: usize,
    /// Public URLs bound now.
    pub urls: Vec<String>,
}

/// A running edge. Dropping it ends it.
#[derive(Debug)]
pub struct Edge {
    registry: Arc<Registry>,
    authority: Arc<Authority>,
    agent_addr: SocketAddr,
    public_addr: SocketAddr,
    tasks: [JoinHandle<()>; 2],
}

impl Edge {
    /// Starts an edge on 127.0.0.1. Needs a tokio runtime around it.
    pub async fn start(options: EdgeOptions) -> Result<Self, EdgeError> {
        let authority = Arc::new(Authority::new()?);
        let agents = TcpListener::bind(("127.0.0.1", options.agent_port)).await?;
        let visitors = TcpListener::bind(("127.0.0.1", options.public_port)).await?;
        let (agent_addr, public_addr) = (agents.local_addr()?, visitors.local_addr()?);
        let registry = Arc::new(Registry::new(public_addr.port(), options.authtoken));
        let agent_tls = authority.server_config(&[])?;
        let public_tls = authority.server_config(&[b"http/1.1"])?;
        let tasks = [
            tokio::spawn(agent::listen(
                agents,
                agent_tls,
                registry.clone(),
                authority.clone(),
            )),
            tokio::spawn(public::listen(visitors, public_tls, registry.clone())),
        ];
        Ok(Self {
            registry,
            authority,
            agent_addr,
            public_addr,
            tasks,
        })
    }

    /// Where an agent connects to: `localhost:PORT`.
    pub fn server_addr(&self) -> String {
        format!("localhost:{}", self.agent_addr.port())
    }

    /// Where visitors connect to, whatever the name in the URL.
    pub fn public_addr(&self) -> SocketAddr {
        self.public_addr
    }

    /// The certificate that both sides must trust.
    pub fn ca_pem(&self) -> String {
        self.authority.pem()
    }

    /// The public URL of a name, bound or not: `https://NAME:PORT`. A name without a dot gets the
    /// edge's own domain.
    pub fn public_url_for(&self, name: &str) -> String {
        let host = if name.contains('.') {
            name.to_owned()
        } else {
            names::host(name)
        };
        self.registry.url(&host)
    }

    /// What is true now, and each change of it.
    pub fn watch(&self) -> watch::Receiver<EdgeView> {
        self.registry.watch()
    }

    /// Fault: whether connections of agents are closed at once.
    pub fn refuse_connections(&self, on: bool) {
        self.registry
            .faults(|faults| faults.refuse_connections = on);
    }

    /// Fault: whether, and how, every sign-in is refused.
    pub fn refuse_sign_in(&self, refusal: Option<Refusal>) {
        self.registry.faults(|faults| faults.sign_in = refusal);
    }

    /// Fault: whether, and how, every bind is refused.
    pub fn refuse_bind(&self, refusal: Option<Refusal>) {
        self.registry.faults(|faults| faults.bind = refusal);
    }

    /// Fault: whether heartbeats stay unanswered, on the connections there are and on new ones.
    pub fn mute_heartbeats(&self, on: bool) {
        self.registry.faults(|faults| faults.mute_heartbeats = on);
    }

    /// Fault: the sessions that there are now are connected but dead: their heartbeats are answered
    /// and their visitors are not served. A session made after this is alive.
    pub fn deaden(&self, how: Deadness) {
        self.registry.deaden(how);
    }

    /// Fault: from the next bind on, an agent without a domain of its own gets another URL.
    pub fn new_url(&self) {
        self.registry.forget_names();
    }

    /// Fault: cuts every agent's connection now, without a goodbye.
    pub fn cut(&self) {
        self.registry.cut();
    }

    /// Fault: asks every agent to stop, as from ngrok's dashboard. Returns what each answered: why
    /// it does not stop, or nothing when it will.
    pub async fn stop_agents(&self) -> Vec<Option<String>> {
        stop::agents(&self.registry).await
    }

    /// Fault: ends everything that is bound and tells each agent so, with a code of ngrok's.
    /// Returns how many were told; the connections stay.
    pub async fn stop_tunnels(&self, code: &str, message: &str) -> usize {
        stop::tunnels(&self.registry, code, message).await
    }

    /// Ends the edge: says nothing more to anybody, and returns once its ports are free.
    pub async fn shutdown(mut self) {
        self.registry.cut();
        for task in &mut self.tasks {
            task.abort();
            // Aborted is the expected end; there is nothing to learn from it.
            let _ = task.await;
        }
    }
}

impl Drop for Edge {
    fn drop(&mut self) {
        self.registry.cut();
        for task in &self.tasks {
            task.abort();
        }
    }
}
