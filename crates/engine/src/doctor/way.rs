//! The way to the public URL, one leg after the other, each with its time.

use super::lost::{Leg, Lost};
use super::trust::{Shown, Trust};
use rustls::pki_types::ServerName;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use url::{Host, Url};

/// How long each leg took; one that was not reached has no time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Legs {
    /// Looking the name up.
    pub name: Option<Duration>,
    /// TCP.
    pub connect: Option<Duration>,
    /// TLS; none for plain http.
    pub tls: Option<Duration>,
}

impl Legs {
    /// The leg that has not ended.
    pub(super) fn open(&self, is_tls: bool) -> Leg {
        match self {
            Self { name: None, .. } => Leg::Name,
            Self { connect: None, .. } => Leg::Connect,
            Self { tls: None, .. } if is_tls => Leg::Tls,
            _ => Leg::Answer,
        }
    }
}

/// What bytes travel on.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// A connection to the public URL's host.
pub(super) struct Dialled {
    /// The bytes.
    pub stream: Box<dyn Stream>,
    /// The certificate; none for plain http.
    pub shown: Option<Shown>,
}

/// The addresses of a host, as this computer finds them. Names under `localhost` are this computer
/// on every system (RFC 6761).
pub(super) async fn addresses(host: &Host<&str>) -> io::Result<Vec<IpAddr>> {
    let name = match host {
        Host::Ipv4(address) => return Ok(vec![IpAddr::V4(*address)]),
        Host::Ipv6(address) => return Ok(vec![IpAddr::V6(*address)]),
        Host::Domain(name) => name.trim_end_matches('.').to_ascii_lowercase(),
    };
    if name == "localhost" || name.ends_with(".localhost") {
        return Ok(vec![IpAddr::V4(Ipv4Addr::LOCALHOST)]);
    }
    let mut found: Vec<IpAddr> = tokio::net::lookup_host((name.as_str(), 0))
        .await?
        .map(|address| address.ip())
        .collect();
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Goes as far as a connection, noting the time of each leg in `legs`.
pub(super) async fn dial(url: &Url, trust: &Trust, legs: &mut Legs) -> Result<Dialled, Lost> {
    let host = url.host_str().unwrap_or_default().to_owned();
    let missing = |detail: String| Lost::Name {
        host: host.clone(),
        detail,
    };
    let parsed = url.host().ok_or_else(|| missing(String::new()))?;
    let started = Instant::now();
    let found = addresses(&parsed)
        .await
        .map_err(|error| missing(error.to_string()))?;
    legs.name = Some(started.elapsed());
    let port = url.port_or_known_default().unwrap_or(443);
    let started = Instant::now();
    let tcp = connect(&found, port).await.map_err(|error| Lost::Connect {
        host: host.clone(),
        refused: error.kind() == io::ErrorKind::ConnectionRefused,
        detail: error.to_string(),
    })?;
    legs.connect = Some(started.elapsed());
    // A socket that refuses this still works, only slower.
    let _ = tcp.set_nodelay(true);
    if url.scheme() != "https" {
        return Ok(Dialled {
            stream: Box::new(tcp),
            shown: None,
        });
    }
    let failed = |detail: String| Lost::Tls {
        host: host.clone(),
        detail,
    };
    let name = match parsed {
        Host::Domain(name) => ServerName::try_from(name.trim_end_matches('.').to_owned())
            .map_err(|error| failed(error.to_string()))?,
        Host::Ipv4(address) => ServerName::from(IpAddr::V4(address)),
        Host::Ipv6(address) => ServerName::from(IpAddr::V6(address)),
    };
    let (config, shown) = trust.for_one().map_err(|error| failed(error.to_string()))?;
    let started = Instant::now();
    let stream = TlsConnector::from(config)
        .connect(name, tcp)
        .await
        .map_err(|error| failed(error.to_string()))?;
    legs.tls = Some(started.elapsed());
    Ok(Dialled {
        stream: Box::new(stream),
        shown: OnceLock::get(&shown).cloned(),
    })
}

/// The first address that answers. Telegram uses IPv4 alone, so those come first.
async fn connect(found: &[IpAddr], port: u16) -> io::Result<TcpStream> {
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    let (fourth, sixth): (Vec<IpAddr>, Vec<IpAddr>) =
        found.iter().partition(|address| address.is_ipv4());
    for address in fourth.into_iter().chain(sixth) {
        match TcpStream::connect(SocketAddr::new(address, port)).await {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}
