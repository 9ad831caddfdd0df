//! The user's own domain: a port of this machine, for the reverse proxy that serves the domain.

use super::{
    Tunnel, TunnelState,
    control::{self, Control, Woken},
    local,
};
use crate::error::{Code, Error};
use axum::Router;
use std::{io, net::IpAddr};
use tokio::net::TcpListener;
use url::Url;

/// What a domain needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainPlan {
    /// What the reverse proxy serves to the world, e.g. `https://api.example.com`.
    pub public_base: Url,
    /// The port that the reverse proxy forwards to.
    pub port: u16,
    /// The address to listen on: 127.0.0.1 for a reverse proxy on this machine.
    pub bind_ip: IpAddr,
}

pub(super) fn open(plan: DomainPlan, router: Router) -> Box<dyn Tunnel> {
    control::start(|control| run(plan, router, control))
}

async fn run(plan: DomainPlan, router: Router, mut control: Control) {
    loop {
        match TcpListener::bind((plan.bind_ip, plan.port)).await {
            Ok(listener) => {
                control.tell(TunnelState::online(plan.public_base.as_str()));
                return local::serve(listener, router, control.stopped()).await;
            }
            Err(error) => {
                control.tell(TunnelState::Failed {
                    error: refused(&plan, &error),
                });
                if control.woken().await == Woken::Stop {
                    return;
                }
            }
        }
    }
}

fn refused(plan: &DomainPlan, error: &io::Error) -> Error {
    let port = plan.port;
    match error.kind() {
        io::ErrorKind::AddrInUse => Error::new(
            Code::PortTaken,
            format!("Port {port} is in use by another program."),
            "Stop that program or choose another port in the tunnel's settings.",
        ),
        io::ErrorKind::PermissionDenied => Error::new(
            Code::InvalidInput,
            format!("The system does not let Hookbay listen on port {port}."),
            "Choose a port from 1024 up in the tunnel's settings.",
        ),
        io::ErrorKind::AddrNotAvailable => Error::new(
            Code::InvalidInput,
            format!("This machine has no address {}.", plan.bind_ip),
            "Bring the network interface with that address up, then try again.",
        ),
        _ => Error::new(
            Code::Internal,
            format!("Hookbay cannot listen on port {port}."),
            "Choose another port in the tunnel's settings, or try again.",
        ),
    }
    .detail(error)
}
