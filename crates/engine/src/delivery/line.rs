//! The way to one address: its connections, and one request over one of them with every phase timed.

use super::answer::{ANSWER_LIMIT, Answer, Failure};
use super::{certificate, request};
use crate::domain::delivery::Phases;
use crate::domain::trouble::Trouble;
use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{HeaderMap, Method, Request, Response, Version};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use url::{Host, Url};

/// A connection that was idle for longer may be closed by the bot while we send: common servers wait 5 s.
const IDLE: Duration = Duration::from_secs(2);
/// For an idle connection to say that it can be used.
const READY_WITHIN: Duration = Duration::from_millis(50);
/// Idle connections kept.
const KEPT: usize = 64;
/// For a TCP connection.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);

type Sender = SendRequest<Full<Bytes>>;

/// The way to one address.
pub(super) struct Line {
    url: Url,
    tls: Option<TlsConnector>,
    idle: Mutex<Vec<(Instant, Sender)>>,
}

impl Line {
    /// A way with no connection yet.
    pub(super) fn new(url: Url, accepted: Option<&str>) -> Result<Self, rustls::Error> {
        let tls = (url.scheme() == "https")
            .then(|| certificate::config(accepted))
            .transpose()?
            .map(|config| TlsConnector::from(Arc::new(config)));
        Ok(Self {
            url,
            tls,
            idle: Mutex::default(),
        })
    }

    /// Where it leads.
    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    /// Sends a request and reads the whole answer, `within` at the most.
    pub(super) async fn post(
        &self,
        headers: HeaderMap,
        body: Bytes,
        within: Duration,
        phases: &mut Phases,
    ) -> Result<Answer, Failure> {
        let started = Instant::now();
        let exchange = self.exchange(headers, body, started, phases);
        let result = tokio::time::timeout(within, exchange)
            .await
            .unwrap_or_else(|_| Err(Failure::of(Trouble::Timeout)));
        phases.total = micros(started);
        result
    }

    async fn exchange(
        &self,
        headers: HeaderMap,
        body: Bytes,
        started: Instant,
        phases: &mut Phases,
    ) -> Result<Answer, Failure> {
        let mut sender = match self.idle_one().await {
            Some(sender) => sender,
            None => self.connect(phases).await?,
        };
        let mut message = Request::new(Full::new(body));
        *message.method_mut() = Method::POST;
        *message.version_mut() = Version::HTTP_11;
        *message.uri_mut() = request::path(&self.url)
            .parse()
            .map_err(|_| Failure::of(Trouble::NoConnection))?;
        *message.headers_mut() = headers;
        let answer = sender.send_request(message);
        phases.sent = Some(micros(started));
        let answer = answer.await.map_err(|error| Failure::exchanging(&error))?;
        phases.first_byte = Some(micros(started));
        let answer = read(answer).await?;
        if !answer.is_over && !sender.is_closed() {
            self.keep(sender);
        }
        Ok(answer)
    }

    async fn idle_one(&self) -> Option<Sender> {
        while let Some((since, mut sender)) = self.last_kept() {
            if since.elapsed() >= IDLE || sender.is_closed() {
                continue;
            }
            // Its task may not have put the last answer away yet.
            let ready = tokio::time::timeout(READY_WITHIN, sender.ready()).await;
            if matches!(ready, Ok(Ok(()))) {
                return Some(sender);
            }
        }
        None
    }

    fn last_kept(&self) -> Option<(Instant, Sender)> {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
    }

    fn keep(&self, sender: Sender) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT {
            idle.push((Instant::now(), sender));
        }
    }

    async fn connect(&self, phases: &mut Phases) -> Result<Sender, Failure> {
        let began = Instant::now();
        let addresses = self.addresses().await?;
        phases.dns = Some(micros(began));
        let began = Instant::now();
        let stream = tokio::time::timeout(CONNECT_WITHIN, TcpStream::connect(&addresses[..]))
            .await
            .map_err(|_| Failure::of(Trouble::NoConnection))?
            .map_err(|error| Failure::connecting(&error))?;
        // An update is one small write; without this it may wait for an acknowledgement.
        let _ = stream.set_nodelay(true);
        phases.connect = Some(micros(began));
        let Some(tls) = &self.tls else {
            return speak(stream).await;
        };
        let began = Instant::now();
        let stream = tls
            .connect(self.server_name()?, stream)
            .await
            .map_err(|error| Failure::shaking_hands(&error))?;
        phases.tls = Some(micros(began));
        speak(stream).await
    }

    fn server_name(&self) -> Result<ServerName<'static>, Failure> {
        let name = match self.url.host() {
            Some(Host::Ipv4(address)) => ServerName::from(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => ServerName::from(IpAddr::V6(address)),
            Some(Host::Domain(name)) => ServerName::try_from(name.to_owned())
                .map_err(|_| Failure::of(Trouble::NameNotFound))?,
            None => return Err(Failure::of(Trouble::NameNotFound)),
        };
        Ok(name)
    }

    async fn addresses(&self) -> Result<Vec<SocketAddr>, Failure> {
        let port = self.url.port_or_known_default().unwrap_or(80);
        let name = match self.url.host() {
            Some(Host::Ipv4(address)) => return Ok(vec![SocketAddr::from((address, port))]),
            Some(Host::Ipv6(address)) => return Ok(vec![SocketAddr::from((address, port))]),
            Some(Host::Domain(name)) => name.trim_end_matches('.'),
            None => return Err(Failure::of(Trouble::NameNotFound)),
        };
        // This computer, on every system.
        if name.ends_with(".localhost") {
            return Ok(vec![SocketAddr::from((Ipv4Addr::LOCALHOST, port))]);
        }
        let found = tokio::net::lookup_host((name, port))
            .await
            .map_err(|error| Failure::resolving(&error))?;
        Ok(found.collect())
    }
}

async fn speak(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
) -> Result<Sender, Failure> {
    let (sender, connection) = http1::Builder::new()
        .title_case_headers(true)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|error| Failure::exchanging(&error))?;
    // Ends with the connection; what goes wrong on it is told to the request.
    tokio::spawn(connection);
    Ok(sender)
}

async fn read(answer: Response<Incoming>) -> Result<Answer, Failure> {
    let (head, mut body) = answer.into_parts();
    let mut whole = BytesMut::new();
    let mut size = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| Failure {
            trouble: Trouble::ClosedEarly,
            ..Failure::exchanging(&error)
        })?;
        let Some(data) = frame.data_ref() else {
            continue;
        };
        size += data.len();
        if size > ANSWER_LIMIT {
            whole.clear();
            break;
        }
        whole.extend_from_slice(data);
    }
    let is_over = size > ANSWER_LIMIT;
    Ok(Answer {
        status: head.status.as_u16(),
        headers: head.headers,
        body: if is_over {
            Bytes::new()
        } else {
            whole.freeze()
        },
        size,
        is_over,
    })
}

fn micros(since: Instant) -> u32 {
    u32::try_from(since.elapsed().as_micros()).unwrap_or(u32::MAX)
}
