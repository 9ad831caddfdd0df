//! The agents' listener: TLS, then muxado, then one task for each stream of a session.

use super::{ca::Authority, faults::Refusal, names, registry::Registry, rpc};
use muxado::{Accept, MuxadoOpen, Session, SessionBuilder, Stream};
use rustls::ServerConfig;
use std::{io, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::timeout,
};
use tokio_rustls::TlsAcceptor;

const TLS_PATIENCE: Duration = Duration::from_secs(10);

pub(super) async fn listen(
    listener: TcpListener,
    tls: Arc<ServerConfig>,
    registry: Arc<Registry>,
    authority: Arc<Authority>,
) {
    let acceptor = TlsAcceptor::from(tls);
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((tcp, _)) => {
                    let agent = (registry.clone(), authority.clone());
                    connections.spawn(connection(tcp, acceptor.clone(), agent));
                }
                Err(error) => {
                    tracing::warn!(%error, "the edge cannot accept an agent");
                    // Too many open files, most likely: give others time to close theirs.
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(tcp: TcpStream, acceptor: TlsAcceptor, of: (Arc<Registry>, Arc<Authority>)) {
    if let Err(error) = session(tcp, acceptor, of).await {
        tracing::debug!(%error, "an agent's connection ended");
    }
}

/// Forgets the session, however its task ends.
struct Connected {
    registry: Arc<Registry>,
    session: u64,
}

impl Drop for Connected {
    fn drop(&mut self) {
        self.registry.disconnect(self.session);
    }
}

#[derive(Clone)]
struct Agent {
    registry: Arc<Registry>,
    authority: Arc<Authority>,
    session: u64,
    open: MuxadoOpen,
}

async fn session(
    tcp: TcpStream,
    acceptor: TlsAcceptor,
    (registry, authority): (Arc<Registry>, Arc<Authority>),
) -> io::Result<()> {
    tcp.set_nodelay(true)?;
    let tcp = tcp.into_std()?;
    let Some(session) = registry.connect(tcp.try_clone()?) else {
        return Ok(());
    };
    let connected = Connected {
        registry: registry.clone(),
        session,
    };
    let tls = timeout(TLS_PATIENCE, acceptor.accept(TcpStream::from_std(tcp)?)).await??;
    let (open, mut incoming) = SessionBuilder::new(tls).server().start().split();
    registry.reach(session, open.clone());
    let agent = Agent {
        registry,
        authority,
        session,
        open,
    };
    let mut streams = JoinSet::new();
    loop {
        tokio::select! {
            stream = incoming.accept() => match stream {
                Some(stream) => {
                    streams.spawn(agent.clone().stream(stream));
                }
                None => break,
            },
            Some(_) = streams.join_next() => {}
        }
    }
    drop(connected);
    Ok(())
}

impl Agent {
    async fn stream(self, mut stream: Stream) {
        if let Err(error) = self.serve(&mut stream).await {
            tracing::debug!(%error, "a stream of an agent ended early");
        }
    }

    async fn serve(&self, stream: &mut Stream) -> io::Result<()> {
        match stream.read_u32().await? {
            rpc::SIGN_IN => self.sign_in(stream).await,
            rpc::BIND => self.bind(stream).await,
            rpc::UNBIND => {
                let unbind: rpc::Unbind = rpc::read(stream).await?;
                self.registry.unbind(self.session, &unbind.id);
                rpc::answer(stream, &serde_json::json!({})).await
            }
            rpc::HEARTBEAT => self.heartbeat(stream).await,
            other => Err(io::Error::other(format!(
                "a stream of the unknown type {other}"
            ))),
        }
    }

    async fn sign_in(&self, stream: &mut Stream) -> io::Result<()> {
        let request: rpc::SignIn = rpc::read(stream).await?;
        let id = if request.client_id.is_empty() {
            uuid::Uuid::new_v4().simple().to_string()
        } else {
            request.client_id
        };
        let authtoken = request.extra.auth_token;
        let mut answer = rpc::signed_in(&id);
        if let Err(refusal) = self.registry.sign_in(self.session, &authtoken) {
            answer = rpc::refused(answer, refusal.wire(&authtoken));
        }
        rpc::answer(stream, &answer).await
    }

    async fn bind(&self, stream: &mut Stream) -> io::Result<()> {
        let request: rpc::Bind = rpc::read(stream).await?;
        let id = request.id();
        let wanted = request.wanted();
        let covered = wanted
            .as_ref()
            .is_none_or(|host| self.authority.cover(host).is_ok());
        let bound = if covered {
            self.registry
                .bind(self.session, wanted, id.clone(), self.open.clone())
        } else {
            // What no certificate can name is nobody's domain.
            Err(Refusal::domain_not_reserved())
        };
        let answer = match bound {
            Ok(host) => rpc::bound(&request, &id, &self.registry.url(&host)),
            Err(refusal) => {
                let nowhere = self.registry.url(&names::host("refused"));
                rpc::refused(rpc::bound(&request, &id, &nowhere), refusal.wire(""))
            }
        };
        rpc::answer(stream, &answer).await
    }

    async fn heartbeat(&self, stream: &mut Stream) -> io::Result<()> {
        let mut beat = [0; 4];
        loop {
            stream.read_exact(&mut beat).await?;
            if !self.registry.faults(|faults| faults.mute_heartbeats) {
                stream.write_all(&beat).await?;
            }
        }
    }
}
