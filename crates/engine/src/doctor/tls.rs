//! The certificate of the public host, as Telegram will see it.

use super::lost::Lost;
use super::trust::{Shown, Trust};
use super::way::{Legs, dial};
use super::{PATIENCE, Through};
use crate::domain::checkup::Verdict;
use crate::domain::webhook::Mend;
use chrono::{DateTime, TimeDelta, Utc};
use rustls::CertificateError as Reason;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use url::Url;
use x509_cert::Certificate;
use x509_cert::der::Decode;

/// Sooner than this it is worth a look: whatever renews it should have done so.
const SOON: TimeDelta = TimeDelta::days(7);

/// Shakes hands with the host. `uploaded` is the certificate that Telegram was given, if any.
pub async fn check(
    url: &Url,
    trust: &Trust,
    uploaded: Option<&str>,
    through: Through,
    now: DateTime<Utc>,
) -> Verdict {
    if url.scheme() != "https" {
        return Verdict::skipped("The public URL is plain http, so there is no certificate.");
    }
    let dialled = tokio::time::timeout(PATIENCE, dial(url, trust, &mut Legs::default())).await;
    let shown = match dialled {
        Ok(Ok(dialled)) => dialled.shown,
        Ok(Err(Lost::Tls { host, detail })) => {
            return Verdict::bad(
                format!("{host} does not speak TLS as Telegram does."),
                "Terminate TLS 1.2 or newer at that port.",
            )
            .detail(detail);
        }
        Ok(Err(lost)) => return Verdict::skipped(lost.told(through).message),
        Err(_) => return Verdict::skipped("The host did not answer in time."),
    };
    match shown {
        Some(shown) => judge(&shown, url.host_str().unwrap_or_default(), uploaded, now),
        None => Verdict::skipped("The host showed no certificate."),
    }
}

fn judge(shown: &Shown, host: &str, uploaded: Option<&str>, now: DateTime<Utc>) -> Verdict {
    let facts = Facts::read(&shown.leaf);
    let Err(refused) = &shown.trusted else {
        return expiry(facts.as_ref(), now);
    };
    if let Some(pem) = uploaded
        && CertificateDer::from_pem_slice(pem.as_bytes())
            .is_ok_and(|certificate| certificate == shown.leaf)
    {
        return expiry(facts.as_ref(), now)
            .detail("the certificate that was uploaded to Telegram with the webhook");
    }
    let chain = "Serve the full chain: the certificate file with the intermediate certificates behind it (fullchain.pem).";
    let (sentence, fix) = match refused {
        rustls::Error::InvalidCertificate(Reason::Expired | Reason::ExpiredContext { .. }) => (
            match facts.and_then(|facts| facts.until) {
                Some(until) => format!("The certificate expired on {}.", until.format("%-d %B %Y")),
                None => "The certificate has expired.".to_owned(),
            },
            "Renew it, and check what should have renewed it.",
        ),
        rustls::Error::InvalidCertificate(
            Reason::NotValidYet | Reason::NotValidYetContext { .. },
        ) => (
            "The certificate is not valid yet.".to_owned(),
            "Check this computer's clock and the server's.",
        ),
        rustls::Error::InvalidCertificate(
            Reason::NotValidForName | Reason::NotValidForNameContext { .. },
        ) => (
            format!("The certificate is for another host than {host}."),
            "Get a certificate for this host, or give the domain that the certificate names.",
        ),
        rustls::Error::InvalidCertificate(Reason::UnknownIssuer)
            if facts.as_ref().is_some_and(|facts| facts.is_self_signed) =>
        {
            (
                "The certificate is self-signed.".to_owned(),
                "Upload it when you set the webhook, or get one from a public authority.",
            )
        }
        rustls::Error::InvalidCertificate(Reason::UnknownIssuer) if shown.intermediates == 0 => (
            "An intermediate certificate is missing: the server sends its own alone, and no public \
             authority signed that one directly."
                .to_owned(),
            chain,
        ),
        rustls::Error::InvalidCertificate(Reason::UnknownIssuer) => (
            "The certificate's chain leads to no public authority.".to_owned(),
            chain,
        ),
        _ => (
            "Telegram would not trust the certificate.".to_owned(),
            "Get a certificate for this host from a public authority.",
        ),
    };
    Verdict::bad(sentence, fix)
        .mend(Mend::OpenOptions)
        .detail(refused)
}

fn expiry(facts: Option<&Facts>, now: DateTime<Utc>) -> Verdict {
    let Some(until) = facts.and_then(|facts| facts.until) else {
        return Verdict::good("The certificate is trusted.");
    };
    let left = until - now;
    if left < SOON {
        return Verdict::care(
            format!(
                "The certificate is trusted, and expires in {}.",
                super::clock::words(left.max(TimeDelta::zero()))
            ),
            "Renew it, and check what should have renewed it.",
        );
    }
    Verdict::good(format!(
        "The certificate is trusted, and valid for {} more days.",
        left.num_days()
    ))
}

struct Facts {
    until: Option<DateTime<Utc>>,
    is_self_signed: bool,
}

impl Facts {
    fn read(certificate: &CertificateDer<'_>) -> Option<Self> {
        let certificate = Certificate::from_der(certificate).ok()?;
        let body = certificate.tbs_certificate();
        let until = body.validity().not_after.to_unix_duration().as_secs();
        Some(Self {
            until: i64::try_from(until)
                .ok()
                .and_then(|seconds| DateTime::from_timestamp(seconds, 0)),
            is_self_signed: body.issuer() == body.subject(),
        })
    }
}
