//! A webhook on a real socket that writes down what it gets, to the byte, and answers as told.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use crate::desk::within;

#[derive(Debug, Clone)]
pub struct Received {
    pub head: String,
    pub body: String,
    pub connection: usize,
}

impl Received {
    pub fn update_id(&self) -> i64 {
        let update: serde_json::Value = serde_json::from_str(&self.body).unwrap();
        update["update_id"].as_i64().unwrap()
    }
}

pub enum Reply {
    /// Exactly these bytes.
    Bytes(String),
    /// Exactly these bytes, which need not be text.
    Raw(Vec<u8>),
    /// These bytes, then the end of the connection.
    BytesThenClose(String),
    /// The end of the connection.
    Close,
    /// Nothing until the gate opens, then 200.
    Hold(watch::Receiver<bool>),
}

pub fn status(line: &str) -> Reply {
    Reply::Bytes(format!("HTTP/1.1 {line}\r\nContent-Length: 0\r\n\r\n"))
}

pub struct Hook {
    pub port: u16,
    received: Arc<Mutex<Vec<Received>>>,
    count: watch::Receiver<usize>,
    server: tokio::task::JoinHandle<()>,
}

impl Drop for Hook {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Hook {
    pub async fn start(answer: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        Self::serve(None, answer).await
    }

    pub async fn serve(
        tls: Option<TlsAcceptor>,
        answer: impl Fn(&Received) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self::serve_at("127.0.0.1:0", tls, answer).await
    }

    pub async fn serve_at(
        address: &str,
        tls: Option<TlsAcceptor>,
        answer: impl Fn(&Received) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let received = Arc::new(Mutex::new(Vec::new()));
        let (counter, count) = watch::channel(0);
        let (log, answer, counter) = (Arc::clone(&received), Arc::new(answer), Arc::new(counter));
        let server = tokio::spawn(async move {
            for connection in 0.. {
                let (stream, _) = listener.accept().await.unwrap();
                let (tls, log) = (tls.clone(), Arc::clone(&log));
                let (answer, counter) = (Arc::clone(&answer), Arc::clone(&counter));
                tokio::spawn(async move {
                    let note = |received: Received| {
                        log.lock().unwrap().push(received.clone());
                        counter.send_modify(|count| *count += 1);
                        answer(&received)
                    };
                    match tls {
                        None => talk(stream, connection, note).await,
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                talk(stream, connection, note).await;
                            }
                        }
                    }
                });
            }
        });
        Self {
            port,
            received,
            count,
            server,
        }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/hook?a=1", self.port)
    }

    pub async fn wait_for(&self, number: usize) -> Vec<Received> {
        let mut count = self.count.clone();
        within("a delivery", count.wait_for(|count| *count >= number))
            .await
            .unwrap();
        self.received.lock().unwrap().clone()
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

async fn talk(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    connection: usize,
    note: impl Fn(Received) -> Reply,
) {
    let mut buffer = Vec::new();
    loop {
        let end = loop {
            if let Some(at) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            if !matches!(stream.read_buf(&mut buffer).await, Ok(count) if count > 0) {
                return;
            }
        };
        let head = String::from_utf8(buffer.drain(..end).collect()).unwrap();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("Content-Length: "))
            .map_or(0, |length| length.parse().unwrap());
        while buffer.len() < length {
            if !matches!(stream.read_buf(&mut buffer).await, Ok(count) if count > 0) {
                return;
            }
        }
        let body = String::from_utf8(buffer.drain(..length).collect()).unwrap();
        let (bytes, last) = match note(Received {
            head,
            body,
            connection,
        }) {
            Reply::Bytes(bytes) => (bytes.into_bytes(), false),
            Reply::Raw(bytes) => (bytes, false),
            Reply::BytesThenClose(bytes) => (bytes.into_bytes(), true),
            Reply::Close => (Vec::new(), true),
            Reply::Hold(mut gate) => {
                let opened = gate.wait_for(|open| *open).await;
                if opened.is_err() {
                    return;
                }
                (
                    b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".to_vec(),
                    false,
                )
            }
        };
        let sent = stream.write_all(&bytes).await;
        if sent.is_err() || last {
            let _ = stream.shutdown().await;
            return;
        }
    }
}
