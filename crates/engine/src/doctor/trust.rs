//! Whose certificates are trusted, and what is noted of the one that was shown.
//!
//! Telegram trusts public authorities, whatever this computer's own store says: so the chain is held
//! against Mozilla's roots. A certificate that is not trusted is noted and the handshake goes on, so
//! that more can be found out behind it. Nothing secret is sent over such a connection: callers look
//! at [`Shown::trusted`] first.

use crate::error::{Code, Error, Result};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use std::sync::{Arc, OnceLock};

/// Authorities to trust. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Trust {
    verifier: Arc<WebPkiServerVerifier>,
    provider: Arc<CryptoProvider>,
}

impl Trust {
    /// The public authorities, and one more where an ngrok server of one's own is used.
    pub fn new(own_ca_pem: Option<&str>) -> Result<Self> {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        for certificate in CertificateDer::pem_slice_iter(own_ca_pem.unwrap_or_default().as_bytes())
        {
            let added = certificate
                .map_err(|error| error.to_string())
                .and_then(|certificate| roots.add(certificate).map_err(|error| error.to_string()));
            added.map_err(|detail| {
                Error::new(
                    Code::InvalidInput,
                    "The CA for the ngrok server is not a certificate in PEM form.",
                    "Point HOOKBAY_NGROK_CA at a PEM file, or unset it.",
                )
                .detail(detail)
            })?;
        }
        let provider = Arc::new(ring::default_provider());
        let verifier =
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone())
                .build()
                .map_err(|error| internal(&error))?;
        Ok(Self { verifier, provider })
    }

    /// Settings for one connection, and where its certificate will be noted.
    pub(super) fn for_one(&self) -> Result<(Arc<ClientConfig>, Arc<OnceLock<Shown>>)> {
        let shown = Arc::new(OnceLock::new());
        let noting = Noting {
            trust: self.verifier.clone(),
            shown: shown.clone(),
        };
        let mut config = ClientConfig::builder_with_provider(self.provider.clone())
            .with_safe_default_protocol_versions()
            .map_err(|error| internal(&error))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(noting))
            .with_no_client_auth();
        // Each handshake shows its certificate: a resumed one would not.
        config.resumption = rustls::client::Resumption::disabled();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok((Arc::new(config), shown))
    }
}

fn internal(error: &dyn std::error::Error) -> Error {
    Error::new(
        Code::Internal,
        "Hookbay could not prepare a secure connection.",
        "Restart Hookbay; if that does not help, report it with the words below.",
    )
    .detail(error)
}

/// The certificate that a server showed.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Its own.
    pub leaf: CertificateDer<'static>,
    /// How many more it sent.
    pub intermediates: usize,
    /// Whether public authorities vouch for it, for this host and this time.
    pub trusted: Result<(), rustls::Error>,
}

/// Notes what is shown; trusts nothing by itself.
#[derive(Debug)]
struct Noting {
    trust: Arc<WebPkiServerVerifier>,
    shown: Arc<OnceLock<Shown>>,
}

impl ServerCertVerifier for Noting {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verified =
            self.trust
                .verify_server_cert(leaf, intermediates, server_name, ocsp_response, now);
        // One connection shows one certificate.
        let _ = self.shown.set(Shown {
            leaf: leaf.clone().into_owned(),
            intermediates: intermediates.len(),
            trusted: verified.map(drop),
        });
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.trust
            .verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.trust
            .verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.trust.supported_verify_schemes()
    }
}
