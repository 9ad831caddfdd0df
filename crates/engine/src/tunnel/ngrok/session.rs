//! One session with ngrok, from connecting to its end.

use super::{
    NgrokPlan, NgrokServer, Timing,
    line::{Hold, Line},
    listener::{Visitor, Visitors},
    refusal::{self, Loss},
};
use crate::error::Error;
use axum::Router;
use ngrok::{
    Session,
    config::TunnelBuilder,
    session::{ConnectError, SessionBuilder},
    tunnel::{AcceptError, EndpointInfo, HttpTunnel, TunnelInfo},
};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::{CryptoProvider, ring},
    pki_types::{CertificateDer, pem::PemObject},
};
use std::{sync::Arc, time::Duration};
use tokio::{sync::oneshot, task::JoinSet, time::timeout};

/// How long each step of the goodbye may take.
const GOODBYE: Duration = Duration::from_secs(1);

/// A session that is online.
pub(super) struct Live {
    session: Session,
    tunnel: HttpTunnel,
    line: Hold,
}

/// How a session ended.
pub(super) enum Ended {
    /// The tunnel is to end.
    Stopped,
    /// The line was lost.
    Lost(Error),
}

/// Connects, signs in and binds.
pub(super) async fn open(plan: &NgrokPlan, timing: &Timing) -> Result<Live, Loss> {
    let line = Hold(Arc::default());
    let builder = builder(plan, timing, &line.0)?;
    let opening = async {
        let session = builder
            .connect()
            .await
            .map_err(|error| refusal::of_connect(&error, &plan.authtoken))?;
        let mut endpoint = session.http_endpoint();
        // Left out, the crate tells ngrok this machine's name and the program's path.
        endpoint.forwards_to("hookbay");
        if let Some(domain) = &plan.domain {
            endpoint.domain(domain);
        }
        let tunnel = endpoint
            .listen()
            .await
            .map_err(|error| refusal::of_bind(&error, plan))?;
        Ok((session, tunnel))
    };
    let (session, tunnel) = timeout(timing.connect, opening)
        .await
        .map_err(|_| refusal::too_slow())??;
    Ok(Live {
        session,
        tunnel,
        line,
    })
}

fn builder(plan: &NgrokPlan, timing: &Timing, line: &Arc<Line>) -> Result<SessionBuilder, Loss> {
    // The crate asks for the process's provider when it builds its own TLS settings, and panics
    // where there is none and more than one is compiled in.
    if CryptoProvider::get_default().is_none() {
        // Somebody else was faster: as good.
        let _ = ring::default_provider().install_default();
    }
    let mut builder = Session::builder();
    builder.authtoken(plan.authtoken.expose()).client_info(
        "hookbay",
        env!("CARGO_PKG_VERSION"),
        None::<String>,
    );
    builder
        .heartbeat_interval(timing.heartbeat)
        .map_err(|error| refusal::of_setting(&error))?;
    builder
        .heartbeat_tolerance(timing.tolerance)
        .map_err(|error| refusal::of_setting(&error))?;
    if let Some(NgrokServer { addr, ca_pem }) = &plan.server {
        builder
            .server_addr(addr)
            .map_err(|error| refusal::of_setting(&error))?;
        if let Some(pem) = ca_pem {
            builder.tls_config(trusting(pem).map_err(|error| refusal::of_setting(&error))?);
        }
    }
    let ours = line.clone();
    builder.handle_heartbeat(move |latency: Option<Duration>| {
        if latency.is_none() {
            ours.lose("ngrok stopped answering heartbeats");
        }
        async { Ok(()) }
    });
    let ours = line.clone();
    builder.connector(
        move |host: String, port: u16, tls: Arc<ClientConfig>, again: Option<AcceptError>| {
            let line = ours.clone();
            async move {
                // A second call means that the line was lost: this session ends here.
                if let Some(cause) = again {
                    line.lose(refusal::chain(&cause));
                    return Err(ConnectError::Canceled);
                }
                line.connect(host, port, tls).await
            }
        },
    );
    Ok(builder)
}

/// Trusts the CA, and no other.
fn trusting(pem: &str) -> Result<ClientConfig, Box<dyn std::error::Error>> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        roots.add(certificate?)?;
    }
    Ok(
        ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth(),
    )
}

impl Live {
    /// The public URL.
    pub(super) fn url(&self) -> &str {
        self.tunnel.url()
    }

    /// Hands visitors to the router until the line is lost or the tunnel is `stopped`.
    pub(super) async fn serve(self, router: Router, stopped: impl Future<Output = ()>) -> Ended {
        let Self {
            mut session,
            tunnel,
            line,
        } = self;
        let id = tunnel.id().to_owned();
        let (lost, was_lost) = oneshot::channel();
        let (goodbye, asked) = oneshot::channel::<()>();
        let service = router.into_make_service_with_connect_info::<Visitor>();
        let mut server = JoinSet::new();
        server.spawn(
            axum::serve(Visitors::new(tunnel, lost), service)
                .with_graceful_shutdown(async {
                    // Dropped counts as sent.
                    let _ = asked.await;
                })
                .into_future(),
        );
        let ended = tokio::select! {
            cause = was_lost => {
                let cause = cause.unwrap_or_default();
                Ended::Lost(refusal::of_line(line.0.cause().unwrap_or(&cause)))
            }
            () = stopped => {
                // Unbound first, so that no visitor arrives at a closing door.
                let _ = timeout(GOODBYE, session.close_tunnel(id)).await;
                drop(goodbye);
                let _ = timeout(GOODBYE * 2, server.join_next()).await;
                Ended::Stopped
            }
        };
        // Also marks the session as closed for good, so that nothing of it waits on a dead line.
        let _ = timeout(GOODBYE, session.close()).await;
        drop(line);
        ended
    }
}
