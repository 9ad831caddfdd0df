//! Telegram's side: a Bot API server that answers, queues, delivers and fails as the real one does,
//! and a control API under `/sandbox/` that plays the people who write to its bots.
//!
//! One listener on loopback serves both. State lives in one [`world::World`]; each webhook has one
//! task that delivers its updates and ends with it. Time comes from a [`Clock`].

mod acts;
mod address;
mod answer;
mod bot;
pub mod clock;
pub mod control;
mod delivery;
mod kept;
mod load;
mod methods;
mod params;
mod pending;
mod refusal;
mod rights;
mod scene;
mod server;
mod spec;
mod text;
mod update;
mod view;
mod world;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

pub use clock::Clock;
pub use control::Control;
pub use load::{LoadOptions, LoadView};
use world::World;

/// How to start Telegram's side.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The loopback port to listen on; 0 takes any free one.
    pub port: u16,
    /// As `telegram-bot-api --local`: webhooks over plain HTTP, any port, any address.
    pub local: bool,
    /// Webhooks at reserved addresses and any port, but still over HTTPS.
    pub allow_loopback: bool,
    /// No webhook on the internet, whatever else is allowed.
    pub stays_near: bool,
    /// Certificate authorities, as PEM, that delivery trusts. There are no others.
    pub trusted_roots_pem: Vec<String>,
    /// The time to live in.
    pub clock: Clock,
    /// How calls are borne.
    pub load: LoadOptions,
}

/// Why Telegram's side did not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The port could not be taken.
    #[error("Port {port} on this machine can't be opened: {source}")]
    Listen {
        /// The port asked for.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
    /// A trusted root is no certificate.
    #[error("A trusted root is not a PEM certificate: {0}")]
    Root(String),
}

/// How long shutdown waits for calls that are half sent or half answered.
const GRACE: Duration = Duration::from_secs(2);

/// Telegram's side, running; dropping it ends its tasks.
#[derive(Debug)]
pub struct Telegram {
    address: SocketAddr,
    world: Arc<World>,
    load: Arc<load::Load>,
    stop: watch::Sender<bool>,
    server: JoinHandle<()>,
    /// Closes polls at their times.
    closer: JoinHandle<()>,
}

impl Telegram {
    /// Starts listening.
    pub async fn start(options: Options) -> Result<Self, Error> {
        Self::start_with(options, Router::new()).await
    }

    /// Starts listening with more routes on the same listener.
    pub async fn start_with(options: Options, more: Router) -> Result<Self, Error> {
        let mut roots = Vec::new();
        for pem in &options.trusted_roots_pem {
            for root in CertificateDer::pem_slice_iter(pem.as_bytes()) {
                roots.push(root.map_err(|error| Error::Root(error.to_string()))?);
            }
        }
        let port = options.port;
        let failed = |source| Error::Listen { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let rules = address::Rules {
            local: options.local,
            allow_loopback: options.allow_loopback,
            stays_near: options.stays_near,
        };
        let world = Arc::new(World::new(options.clock, rules, roots));
        let closing = Arc::clone(&world);
        let closer = tokio::spawn(async move { closing.close_polls().await });
        let (stop, mut stopped) = watch::channel(false);
        let load = Arc::new(load::Load::new(options.load));
        let router =
            server::router(Arc::clone(&world), Arc::clone(&load), stop.subscribe()).merge(more);
        let server = tokio::spawn(async move {
            let ended = async move {
                let _ = stopped.wait_for(|stop| *stop).await;
            };
            if let Err(error) = axum::serve(listener, router)
                .with_graceful_shutdown(ended)
                .await
            {
                tracing::warn!(%error, "Telegram's side stopped listening");
            }
        });
        tracing::info!(%address, "Telegram's side of the sandbox is listening");
        Ok(Self {
            address,
            world,
            load,
            stop,
            server,
            closer,
        })
    }

    /// The base URL a Bot API client is given.
    pub fn api_root(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A handle that creates bots and users and makes things happen to them.
    pub fn control(&self) -> Control {
        Control::new(Arc::clone(&self.world))
    }

    /// What its Bot API bore so far.
    pub fn load(&self) -> LoadView {
        self.load.view()
    }

    /// Stops listening and delivering and waits until open calls are answered, but not for long:
    /// whoever stops in the middle of a request would hold it up for ever.
    pub async fn shutdown(mut self) {
        self.end();
        // An aborted or panicked server has stopped as well; dropping aborts one that has not.
        let _ = tokio::time::timeout(GRACE, &mut self.server).await;
    }

    fn end(&self) {
        self.stop.send_replace(true);
        self.closer.abort();
        self.world.change(|state| {
            state.closed = true;
            for bot in state.bots.values_mut() {
                bot.end_webhook();
            }
        });
    }
}

impl Drop for Telegram {
    fn drop(&mut self) {
        // Handles may keep the world alive; delivery ends with the owner all the same.
        self.end();
        self.server.abort();
    }
}

#[cfg(test)]
mod tests {
    use super::control::{Name, NewBot, Via};
    use super::params::Params;
    use super::{Options, Telegram, methods};
    use std::sync::Arc;

    #[tokio::test]
    async fn a_webhook_that_is_pending_at_the_end_keeps_nothing_alive() {
        let options = Options {
            local: true,
            ..Options::default()
        };
        let telegram = Telegram::start(options).await.unwrap();
        let control = telegram.control();
        let token = control.add_bot(NewBot::default()).unwrap().token;
        control.set_name("slow.example", Name::Silent);
        let world = Arc::clone(&telegram.world);
        let weak = Arc::downgrade(&world);
        let query = Some("url=http://slow.example/");
        let params = Params::read(query, None, bytes::Bytes::new())
            .await
            .unwrap();
        let call = async {
            let call = methods::call(&world, &token, "setWebhook", &params, Via::Api);
            assert_eq!(call.await.status, 500);
        };
        let end = async {
            let pending = |bot: &super::bot::Bot| bot.pending_webhook.is_some();
            while world.look_at(&token, pending) != Some(true) {
                tokio::task::yield_now().await;
            }
            telegram.shutdown().await;
        };
        tokio::join!(call, end);
        drop((control, world));
        while weak.strong_count() > 0 {
            tokio::task::yield_now().await;
        }
    }
}
