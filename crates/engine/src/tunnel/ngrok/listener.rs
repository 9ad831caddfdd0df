//! An ngrok endpoint as what axum listens on.

use axum::{
    Router,
    extract::{ConnectInfo, Request, connect_info::Connected},
    middleware::map_request,
    serve::{IncomingStream, Listener},
};
use futures_util::StreamExt;
use ngrok::{EndpointConn, conn::ConnInfo, tunnel::HttpTunnel};
use std::{io, net::SocketAddr};
use tokio::sync::oneshot;

/// Yields visitors, and says once why there will be no more.
pub(super) struct Visitors {
    tunnel: HttpTunnel,
    lost: Option<oneshot::Sender<String>>,
}

impl Visitors {
    pub(super) fn new(tunnel: HttpTunnel, lost: oneshot::Sender<String>) -> Self {
        Self {
            tunnel,
            lost: Some(lost),
        }
    }
}

impl Listener for Visitors {
    type Io = EndpointConn;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let cause = match self.tunnel.next().await {
            Some(Ok(visitor)) => {
                let address = visitor.remote_addr();
                return (visitor, address);
            }
            Some(Err(error)) => error.to_string(),
            None => "the endpoint was closed".to_owned(),
        };
        if let Some(lost) = self.lost.take() {
            // Nobody waits for it when the tunnel is being closed.
            let _ = lost.send(cause);
        }
        // `accept` cannot fail: whoever was told drops the server.
        std::future::pending().await
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// A visitor's address, from the header that ngrok sends before the visitor's bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Visitor(SocketAddr);

impl Connected<IncomingStream<'_, Visitors>> for Visitor {
    fn connect_info(stream: IncomingStream<'_, Visitors>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// The router with visitors' addresses where every other tunnel has them:
/// `ConnectInfo<SocketAddr>`.
pub(super) fn with_visitor(router: Router) -> Router {
    router.layer(map_request(async |mut request: Request| {
        let visitor = request
            .extensions()
            .get::<ConnectInfo<Visitor>>()
            .map(|info| info.0.0);
        if let Some(address) = visitor {
            request.extensions_mut().insert(ConnectInfo(address));
        }
        request
    }))
}
