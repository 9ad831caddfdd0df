//! The bot behind TLS alone, as the edge ends it: what encryption takes of the way to the edge.

use anyhow::Result;
use axum::Router;
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// A certificate of its own, whom the sandbox is to trust, and what it serves with.
pub struct Front {
    /// The certificate.
    pub pem: String,
    config: Arc<ServerConfig>,
}

impl Front {
    /// For the name `localhost`.
    pub fn new() -> Result<Self> {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()])?;
        let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)?;
        Ok(Self {
            pem: made.cert.pem(),
            config: Arc::new(config),
        })
    }

    /// Serves on a free port.
    pub async fn serve(&self, router: Router) -> Result<(SocketAddr, JoinHandle<()>)> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let tls = TlsAcceptor::from(Arc::clone(&self.config));
        let serving = axum::serve(Door { listener, tls }, router).into_future();
        let server = tokio::spawn(async move {
            let _ = serving.await;
        });
        Ok((address, server))
    }
}

struct Door {
    listener: TcpListener,
    tls: TlsAcceptor,
}

impl axum::serve::Listener for Door {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    /// One after the other, which is well for a visitor who opens few connections and keeps them.
    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let Ok((tcp, visitor)) = self.listener.accept().await else {
                continue;
            };
            let _ = tcp.set_nodelay(true);
            if let Ok(tls) = self.tls.accept(tcp).await {
                return (tls, visitor);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}
