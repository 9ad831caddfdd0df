//! One connection to the webhook, plain or TLS.

use std::sync::Arc;

use chrono::TimeDelta;
use futures_util::FutureExt;
use rustls::pki_types::ServerName;
use rustls::{AlertDescription, ClientConfig};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::Target;
use super::worker::Failure;
use crate::telegram::clock::Clock;

/// How long connecting, sending and waiting for the answer may each take.
pub const PATIENCE: TimeDelta = TimeDelta::seconds(60);

trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Wire for T {}

/// An open connection on which nothing is pending.
pub struct Connection(Box<dyn Wire>);

impl Connection {
    /// Connects, and does the TLS handshake when the URL asks for one.
    pub async fn open(
        target: &Target,
        tls: &Arc<ClientConfig>,
        clock: &Clock,
    ) -> Result<Self, Failure> {
        let secure = target.url.scheme() == "https";
        let port = target.url.port_or_known_default().unwrap_or(443);
        let stream = clock
            .timeout(PATIENCE, TcpStream::connect((target.ip, port)))
            .await
            .ok_or_else(|| Failure::Network("Connection timed out".to_owned()))?
            .map_err(|error| failure(&error))?;
        // A delay here only loses time; the connection works without it.
        let _ = stream.set_nodelay(true);
        if !secure {
            return Ok(Self(Box::new(stream)));
        }
        let host = target.url.host_str().unwrap_or_default();
        let host = host.trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(host)
            .map_err(|_| Failure::Network("SSL error {invalid host name}".to_owned()))?;
        let handshake = TlsConnector::from(Arc::clone(tls)).connect(name, stream);
        let stream = clock
            .timeout(PATIENCE, handshake)
            .await
            .ok_or_else(|| Failure::Network("Write timeout expired".to_owned()))?
            .map_err(|error| failure(&error))?;
        Ok(Self(Box::new(stream)))
    }

    /// Whether the other side has kept an idle connection open and silent.
    pub fn is_live(&mut self) -> bool {
        let mut byte = [0];
        self.0.read(&mut byte).now_or_never().is_none()
    }

    /// Sends everything.
    pub async fn send(&mut self, bytes: &[u8], clock: &Clock) -> Result<(), Failure> {
        let work = async {
            self.0.write_all(bytes).await?;
            self.0.flush().await
        };
        clock
            .timeout(PATIENCE, work)
            .await
            .ok_or_else(|| Failure::Network("Write timeout expired".to_owned()))?
            .map_err(|error| failure(&error))
    }

    /// Reads what has arrived and appends it; 0 when the other side has closed.
    pub async fn receive(&mut self, into: &mut Vec<u8>) -> Result<usize, Failure> {
        let mut chunk = [0; 8192];
        let count = match self.0.read(&mut chunk).await {
            Ok(count) => count,
            // A TLS stream cut without its farewell is still a close.
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => 0,
            Err(error) => return Err(failure(&error)),
        };
        into.extend_from_slice(chunk.get(..count).unwrap_or_default());
        Ok(count)
    }
}

/// The words of the system or of OpenSSL for what happened.
fn failure(error: &std::io::Error) -> Failure {
    if error.kind() == std::io::ErrorKind::UnexpectedEof {
        return Failure::Closed;
    }
    let tls = error.get_ref().and_then(|inner| inner.downcast_ref());
    let Some(tls) = tls else {
        let text = error.to_string();
        let text = text.split(" (os error").next().unwrap_or(&text);
        return Failure::Network(text.to_owned());
    };
    let what = match tls {
        rustls::Error::InvalidCertificate(_) => "0A000086:SSL routines::certificate verify failed",
        rustls::Error::InvalidMessage(_) => "0A00010B:SSL routines::wrong version number",
        rustls::Error::AlertReceived(AlertDescription::ProtocolVersion) => {
            "0A00042E:SSL routines::tlsv1 alert protocol version"
        }
        rustls::Error::AlertReceived(AlertDescription::UnrecognisedName) => {
            "0A000458:SSL routines::tlsv1 unrecognized name"
        }
        rustls::Error::AlertReceived(_) => "0A000410:SSL routines::ssl/tls alert handshake failure",
        rustls::Error::PeerIncompatible(_) => "0A000102:SSL routines::unsupported protocol",
        _ => "0A0000F4:SSL routines::unexpected message",
    };
    Failure::Network(format!("SSL error {{error:{what}}}"))
}
