//! The socket under one ngrok session.

use ngrok::session::{ConnectError, IoStream};
use rustls::{ClientConfig, pki_types::ServerName};
use std::{
    io,
    net::{Shutdown, TcpStream as StdStream},
    sync::{Arc, OnceLock},
};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// A line to ngrok: one socket, once. Whoever holds it can end it, and dropping the last holder's
/// [`Hold`] does.
#[derive(Debug, Default)]
pub(super) struct Line {
    socket: OnceLock<StdStream>,
    lost: OnceLock<String>,
}

impl Line {
    /// Connects to the server. The session's packets are small and answered at once, so they are
    /// not held back to be joined.
    pub(super) async fn connect(
        &self,
        host: String,
        port: u16,
        tls: Arc<ClientConfig>,
    ) -> Result<Box<dyn IoStream>, ConnectError> {
        let name = ServerName::try_from(host.clone())
            .map_err(|error| ConnectError::Tls(io::Error::other(error)))?;
        let socket = TcpStream::connect((host.as_str(), port))
            .await
            .map_err(ConnectError::Tcp)?;
        let socket = self.keep(socket).map_err(ConnectError::Tcp)?;
        let stream = TlsConnector::from(tls)
            .connect(name, socket)
            .await
            .map_err(ConnectError::Tls)?;
        Ok(Box::new(stream))
    }

    fn keep(&self, socket: TcpStream) -> io::Result<TcpStream> {
        socket.set_nodelay(true)?;
        let socket = socket.into_std()?;
        self.socket
            .set(socket.try_clone()?)
            .map_err(|_| io::Error::other("a line is connected once"))?;
        TcpStream::from_std(socket)
    }

    /// Ends the line because of what happened on it. The first cause is the one that counts.
    pub(super) fn lose(&self, cause: impl Into<String>) {
        let _ = self.lost.set(cause.into());
        self.end();
    }

    /// Why the line was lost, if it was.
    pub(super) fn cause(&self) -> Option<&str> {
        self.lost.get().map(String::as_str)
    }

    /// Closes the socket in both directions: ngrok's own close leaves it open.
    pub(super) fn end(&self) {
        if let Some(socket) = self.socket.get() {
            // One that is closed already is as good.
            let _ = socket.shutdown(Shutdown::Both);
        }
    }
}

/// Ends the line when dropped.
#[derive(Debug)]
pub(super) struct Hold(pub(super) Arc<Line>);

impl Drop for Hold {
    fn drop(&mut self) {
        self.0.end();
    }
}
