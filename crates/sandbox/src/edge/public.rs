//! The visitors' listener: HTTPS in, raw bytes to the agent that has bound the name.

use super::{faults::Deadness, registry::Registry, rpc};
use muxado::{OpenClose, Stream};
use rustls::ServerConfig;
use std::{io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::timeout,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

const PATIENCE: Duration = Duration::from_secs(10);
const LONGEST_HEAD: usize = 64 * 1024;

pub(super) async fn listen(listener: TcpListener, tls: Arc<ServerConfig>, registry: Arc<Registry>) {
    let acceptor = TlsAcceptor::from(tls);
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((tcp, visitor)) => {
                    connections.spawn(connection(tcp, visitor, acceptor.clone(), registry.clone()));
                }
                Err(error) => {
                    tracing::warn!(%error, "the edge cannot accept a visitor");
                    // Too many open files, most likely: give others time to close theirs.
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(
    tcp: TcpStream,
    visitor: SocketAddr,
    acceptor: TlsAcceptor,
    registry: Arc<Registry>,
) {
    if let Err(error) = visit(tcp, visitor, acceptor, &registry).await {
        tracing::debug!(%error, %visitor, "a visitor's connection ended early");
    }
}

async fn visit(
    tcp: TcpStream,
    visitor: SocketAddr,
    acceptor: TlsAcceptor,
    registry: &Registry,
) -> io::Result<()> {
    tcp.set_nodelay(true)?;
    let mut tls = timeout(PATIENCE, acceptor.accept(tcp)).await??;
    // The head says the host where the handshake did not: a visitor who came by address.
    let head = timeout(PATIENCE, read_head(&mut tls)).await??;
    let server_name = tls.get_ref().1.server_name().map(str::to_ascii_lowercase);
    let host = server_name
        .filter(|name| name != "localhost")
        .or_else(|| host_of(&head));
    match host.as_deref().and_then(|host| registry.deadness(host)) {
        Some(Deadness::Hangs) => {
            // Until the visitor has had enough.
            tokio::io::copy(&mut tls, &mut tokio::io::sink()).await?;
            return Ok(());
        }
        Some(Deadness::BadGateway) => {
            let text = "The server returned an invalid or incomplete HTTP response.";
            return own_page(&mut tls, "502 Bad Gateway", "ERR_NGROK_3004", text).await;
        }
        None => {}
    }
    let Some(mut stream) = to_agent(registry, host.as_deref(), visitor).await? else {
        return offline(&mut tls, host.as_deref()).await;
    };
    stream.write_all(&head).await?;
    copy_bidirectional(&mut tls, &mut stream).await?;
    Ok(())
}

/// A stream to the agent that has bound the host; `None` when there is none.
async fn to_agent(
    registry: &Registry,
    host: Option<&str>,
    visitor: SocketAddr,
) -> io::Result<Option<Stream>> {
    let Some((id, mut open)) = host.and_then(|host| registry.find(host)) else {
        return Ok(None);
    };
    // An agent that is just leaving is an agent that is not there.
    let Ok(mut stream) = open.open().await else {
        return Ok(None);
    };
    stream
        .write_all(&rpc::proxy_preamble(&id, visitor)?)
        .await?;
    Ok(Some(stream))
}

async fn offline(tls: &mut TlsStream<TcpStream>, host: Option<&str>) -> io::Result<()> {
    let text = format!("The endpoint {} is offline.", host.unwrap_or_default());
    own_page(tls, "404 Not Found", "ERR_NGROK_3200", &text).await
}

/// An answer of the edge's own.
async fn own_page(
    tls: &mut TlsStream<TcpStream>,
    status: &str,
    code: &str,
    text: &str,
) -> io::Result<()> {
    let body = format!("{text}\n\n{code}\n");
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/plain; charset=utf-8\r\n\
         ngrok-error-code: {code}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    tls.write_all(head.as_bytes()).await?;
    tls.write_all(body.as_bytes()).await?;
    tls.shutdown().await?;
    // Closing on unread bytes would reset the connection and could lose the answer.
    timeout(PATIENCE, tokio::io::copy(tls, &mut tokio::io::sink())).await??;
    Ok(())
}

/// Reads up to the end of the first request's head, and what came along behind it.
async fn read_head(tls: &mut TlsStream<TcpStream>) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(4096);
    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
        if tls.read_buf(&mut head).await? == 0 || head.len() > LONGEST_HEAD {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
    Ok(head)
}

fn host_of(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    let host = head
        .lines()
        .skip(1)
        .take_while(|line| !line.is_empty())
        .find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("host")
                .then(|| value.trim().to_ascii_lowercase())
        })?;
    Some(
        host.rsplit_once(':')
            .map_or(host.as_str(), |(host, _)| host)
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::host_of;

    #[test]
    fn the_host_is_read_without_its_port() {
        let head = b"POST /a HTTP/1.1\r\nAccept: */*\r\nHOST: Calm-Otter-42.hookbay.localhost:8443\r\n\r\nhost: x.y\r\n";
        assert_eq!(
            host_of(head).as_deref(),
            Some("calm-otter-42.hookbay.localhost")
        );
    }

    #[test]
    fn a_body_is_no_head() {
        assert_eq!(
            host_of(b"POST /a HTTP/1.1\r\nA: b\r\n\r\nhost: x.y\r\n"),
            None
        );
    }
}
