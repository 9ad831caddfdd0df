//! Servers of these tests: a certificate authority, and a TLS reverse proxy.

use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// Signs certificates.
pub struct Authority {
    pub der: CertificateDer<'static>,
    pub pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub fn new(name: &str) -> Self {
        let (params, key) = Self::params(name);
        let certificate = params.self_signed(&key).unwrap();
        Self {
            der: certificate.der().clone(),
            pem: certificate.pem(),
            issuer: Issuer::new(params, key),
        }
    }

    /// An authority below this one.
    pub fn intermediate(&self, name: &str) -> Self {
        let (params, key) = Self::params(name);
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Self {
            der: certificate.der().clone(),
            pem: certificate.pem(),
            issuer: Issuer::new(params, key),
        }
    }

    fn params(name: &str) -> (CertificateParams, KeyPair) {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        params.distinguished_name.push(DnType::CommonName, name);
        (params, KeyPair::generate().unwrap())
    }

    /// A server's certificate that it signs.
    pub fn sign(&self, host: &str, change: impl FnOnce(&mut CertificateParams)) -> Identity {
        let key = KeyPair::generate().unwrap();
        let mut params = params(host);
        change(&mut params);
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Identity::new(vec![certificate.der().clone()], certificate.pem(), &key)
    }
}

fn params(host: &str) -> CertificateParams {
    let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
    params.distinguished_name.push(DnType::CommonName, host);
    params
}

/// What a server shows.
#[derive(Clone)]
pub struct Identity {
    pub chain: Vec<CertificateDer<'static>>,
    pub pem: String,
    key: Arc<Vec<u8>>,
}

impl Identity {
    fn new(chain: Vec<CertificateDer<'static>>, pem: String, key: &KeyPair) -> Self {
        Self {
            chain,
            pem,
            key: Arc::new(key.serialize_der()),
        }
    }

    pub fn self_signed(host: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let certificate = params(host).self_signed(&key).unwrap();
        Self::new(vec![certificate.der().clone()], certificate.pem(), &key)
    }

    /// With an intermediate certificate behind its own.
    pub fn followed_by(mut self, authority: &Authority) -> Self {
        self.chain.push(authority.der.clone());
        self
    }

    fn acceptor(&self) -> TlsAcceptor {
        let key = PrivateKeyDer::try_from(self.key.to_vec()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(self.chain.clone(), key)
            .unwrap();
        TlsAcceptor::from(Arc::new(config))
    }
}

/// Expired since the beginning of 2021.
pub fn expired(params: &mut CertificateParams) {
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2021, 1, 1);
}

/// What a server does with a request.
#[derive(Clone)]
pub enum Does {
    /// Answers these bytes.
    Says(&'static str),
    /// Passes it on to a port of this machine.
    Forwards(u16),
    /// Passes it on without the secret token's header.
    Strips(u16),
    /// Never answers.
    Hangs,
    /// Hangs up.
    Closes,
}

/// A server on this machine; it ends with the test.
pub struct Server {
    pub port: u16,
    _task: JoinSet<()>,
}

impl Server {
    /// Behind TLS, or without it.
    pub async fn start(identity: Option<&Identity>, does: Does) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let acceptor = identity.map(Identity::acceptor);
        let mut task = JoinSet::new();
        task.spawn(async move {
            let mut open = JoinSet::new();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                open.spawn(serve(stream, acceptor.clone(), does.clone()));
            }
        });
        Self { port, _task: task }
    }

    pub fn url(&self, host: &str) -> String {
        format!("https://{host}:{}", self.port)
    }
}

async fn serve(stream: TcpStream, acceptor: Option<TlsAcceptor>, does: Does) {
    // A visitor who leaves in the middle is no fault of the test.
    let _ = match acceptor {
        Some(acceptor) => match acceptor.accept(stream).await {
            Ok(stream) => answer(stream, does).await,
            Err(error) => Err(error),
        },
        None => answer(stream, does).await,
    };
}

async fn answer(
    mut stream: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    does: Does,
) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
        if stream.read_buf(&mut head).await? == 0 {
            return Ok(());
        }
    }
    match does {
        Does::Closes => Ok(()),
        Does::Hangs => std::future::pending().await,
        Does::Says(answer) => {
            stream.write_all(answer.as_bytes()).await?;
            stream.shutdown().await
        }
        Does::Forwards(port) => forward(&mut stream, &head, port).await,
        Does::Strips(port) => {
            let text = String::from_utf8(head).unwrap();
            let kept: Vec<&str> = text
                .split("\r\n")
                .filter(|line| !line.starts_with("x-telegram-bot-api-secret-token"))
                .collect();
            forward(&mut stream, kept.join("\r\n").as_bytes(), port).await
        }
    }
}

async fn forward(
    stream: &mut (impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin),
    head: &[u8],
    port: u16,
) -> std::io::Result<()> {
    let mut behind = TcpStream::connect(("127.0.0.1", port)).await?;
    behind.write_all(head).await?;
    copy_bidirectional(stream, &mut behind).await.map(drop)
}
