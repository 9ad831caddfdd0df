//! The CA of one edge, and the certificates it signs.

use super::{EdgeError, names};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose,
};
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

/// Signs certificates for the edge's own names, and for a reserved domain once it is bound.
pub(super) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    own: Arc<CertifiedKey>,
    reserved: RwLock<HashMap<String, Arc<CertifiedKey>>>,
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authority").finish_non_exhaustive()
    }
}

impl Authority {
    pub(super) fn new() -> Result<Self, EdgeError> {
        let mut params = CertificateParams::new(Vec::new())?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params
            .distinguished_name
            .push(DnType::CommonName, "Hookbay sandbox");
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate()?)?;
        let own = sign(
            &issuer,
            vec![
                "localhost".into(),
                format!("*.{}", names::DOMAIN),
                "127.0.0.1".into(),
            ],
        )?;
        Ok(Self {
            issuer,
            own,
            reserved: RwLock::default(),
        })
    }

    pub(super) fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// Makes a certificate for a domain that the edge's own certificate does not cover.
    pub(super) fn cover(&self, host: &str) -> Result<(), EdgeError> {
        if names::is_own(host) {
            return Ok(());
        }
        let key = sign(&self.issuer, vec![host.to_owned()])?;
        self.reserved
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(host.to_owned(), key);
        Ok(())
    }

    pub(super) fn server_config(
        self: &Arc<Self>,
        protocols: &[&[u8]],
    ) -> Result<Arc<ServerConfig>, EdgeError> {
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(self.clone());
        config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
        Ok(Arc::new(config))
    }
}

impl ResolvesServerCert for Authority {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let reserved = self.reserved.read().unwrap_or_else(PoisonError::into_inner);
        let key = hello
            .server_name()
            .and_then(|name| reserved.get(&name.to_ascii_lowercase()));
        Some(key.unwrap_or(&self.own).clone())
    }
}

fn sign(
    issuer: &CertifiedIssuer<'static, KeyPair>,
    names: Vec<String>,
) -> Result<Arc<CertifiedKey>, EdgeError> {
    let key = KeyPair::generate()?;
    let certificate = CertificateParams::new(names)?.signed_by(&key, issuer)?;
    let der = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let signing_key = ring::sign::any_supported_type(&der)?;
    Ok(Arc::new(CertifiedKey::new(
        vec![certificate.der().clone()],
        signing_key,
    )))
}
