//! The tunnel that is none: a free port of 127.0.0.1, for the sandbox.

use super::{
    Tunnel, TunnelState,
    control::{self, Control, Woken},
    local,
};
use crate::error::{Code, Error};
use axum::Router;
use std::{io, net::SocketAddr};
use tokio::net::TcpListener;

pub(super) fn open(router: Router) -> Box<dyn Tunnel> {
    control::start(|control| run(router, control))
}

async fn run(router: Router, mut control: Control) {
    loop {
        match listen().await {
            Ok((listener, address)) => {
                control.tell(TunnelState::online(&format!("http://{address}")));
                return local::serve(listener, router, control.stopped()).await;
            }
            Err(error) => {
                let error = Error::new(
                    Code::Internal,
                    "Hookbay cannot listen on this machine.",
                    "Close programs that use many connections, then try again.",
                )
                .detail(error);
                control.tell(TunnelState::Failed { error });
                if control.woken().await == Woken::Stop {
                    return;
                }
            }
        }
    }
}

async fn listen() -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}
