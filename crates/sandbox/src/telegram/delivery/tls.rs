//! Whom delivery trusts: the sandbox's authorities, or only the certificate that was uploaded.

use std::sync::Arc;
use std::time::Duration;

use chrono::DateTime;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{Resumption, verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::time_provider::TimeProvider;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};

use super::certificate::Facts;
use crate::telegram::clock::Clock;
use crate::telegram::world::World;

/// The client's side of TLS for one webhook; fails when the uploaded PEM holds no certificate.
pub fn tls_config(world: &World, uploaded: Option<&[u8]>) -> Result<Arc<ClientConfig>, Error> {
    let pinned: Vec<CertificateDer<'static>> = match uploaded {
        None => Vec::new(),
        Some(pem) => CertificateDer::pem_slice_iter(pem)
            .collect::<Result<_, _>>()
            .map_err(|_| CertificateError::BadEncoding)?,
    };
    if uploaded.is_some() && pinned.is_empty() {
        return Err(CertificateError::BadEncoding.into());
    }
    let mut roots = RootCertStore::empty();
    let trusted = if uploaded.is_some() {
        &pinned
    } else {
        &world.roots
    };
    roots.add_parsable_certificates(trusted.iter().cloned());
    let provider = Arc::new(ring::default_provider());
    let verifier = Verifier {
        roots,
        pinned,
        provider: Arc::clone(&provider),
    };
    let time = Arc::new(Now(world.clock.clone()));
    let mut config = ClientConfig::builder_with_details(provider, time)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    // A resumed session is not verified anew, and the server resumes none.
    config.resumption = Resumption::disabled();
    Ok(Arc::new(config))
}

/// Certificates expire by the sandbox's clock.
#[derive(Debug)]
struct Now(Clock);

impl TimeProvider for Now {
    fn current_time(&self) -> Option<UnixTime> {
        let seconds = u64::try_from(self.0.now().timestamp()).ok()?;
        Some(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
    }
}

/// As OpenSSL verifies: a chain to what is trusted, or the uploaded certificate itself, which
/// `openssl req -x509` makes an authority and the library takes from no server; and a host named
/// by an alternative name or, without one, by the subject.
#[derive(Debug)]
struct Verifier {
    roots: RootCertStore,
    pinned: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
}

impl Verifier {
    fn check_trust(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        facts: &Facts,
        now: UnixTime,
    ) -> Result<(), Error> {
        if self.pinned.iter().any(|own| own == end_entity) {
            let now = i64::try_from(now.as_secs()).ok();
            let now = now.and_then(|now| DateTime::from_timestamp(now, 0));
            let valid = now.is_some_and(|now| facts.is_valid_at(now));
            return if valid {
                Ok(())
            } else {
                Err(CertificateError::Expired.into())
            };
        }
        let parsed = ParsedCertificate::try_from(end_entity)?;
        let algorithms = self.provider.signature_verification_algorithms.all;
        verify_server_cert_signed_by_trust_anchor(
            &parsed,
            &self.roots,
            intermediates,
            now,
            algorithms,
        )
    }

    fn check_name(
        &self,
        end_entity: &CertificateDer<'_>,
        facts: &Facts,
        name: &ServerName<'_>,
    ) -> Result<(), Error> {
        let parsed = ParsedCertificate::try_from(end_entity)?;
        let subject = match name {
            ServerName::DnsName(host) => Some(host.as_ref().to_owned()),
            // With an uploaded certificate an address is looked for as if it were a name.
            ServerName::IpAddress(ip) if !self.pinned.is_empty() => {
                Some(std::net::IpAddr::from(*ip).to_string())
            }
            _ => None,
        };
        match verify_server_name(&parsed, name) {
            Err(error) if !subject.is_some_and(|host| facts.is_subject(&host)) => Err(error),
            _ => Ok(()),
        }
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let facts = Facts::read(end_entity).ok_or(CertificateError::BadEncoding)?;
        self.check_trust(end_entity, intermediates, &facts, now)?;
        self.check_name(end_entity, &facts, server_name)?;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let algorithms = &self.provider.signature_verification_algorithms;
        algorithms.supported_schemes()
    }
}
