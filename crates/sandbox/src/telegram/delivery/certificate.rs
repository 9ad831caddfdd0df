//! What OpenSSL looks at in a certificate and the TLS library here does not tell: when it is valid,
//! and the name in its subject, which counts when there are no alternative names.
//!
//! A reader of just these fields: a whole X.509 library would be fifteen crates for four of them.

use chrono::{DateTime, NaiveDateTime, Utc};

const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const OBJECT_ID: u8 = 0x06;
const UTC_TIME: u8 = 0x17;
const GENERAL_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
/// In a certificate: its version and its extensions. In alternative names: a host.
const VERSION: u8 = 0xa0;
const EXTENSIONS: u8 = 0xa3;
const HOST: u8 = 0x82;

const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const ALTERNATIVE_NAMES: &[u8] = &[0x55, 0x1d, 0x11];

/// Validity and names of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    not_before: DateTime<Utc>,
    not_after: DateTime<Utc>,
    common_names: Vec<String>,
    has_alternative_hosts: bool,
}

impl Facts {
    /// Reads a certificate; `None` when it is none.
    pub fn read(certificate: &[u8]) -> Option<Self> {
        let mut outer = Der(certificate).expect(SEQUENCE)?;
        let mut body = outer.expect(SEQUENCE)?;
        body.skip(VERSION);
        body.expect(INTEGER)?;
        let (_algorithm, _issuer) = (body.expect(SEQUENCE)?, body.expect(SEQUENCE)?);
        let mut validity = body.expect(SEQUENCE)?;
        let subject = body.expect(SEQUENCE)?;
        Some(Self {
            not_before: time(validity.next()?)?,
            not_after: time(validity.next()?)?,
            common_names: common_names(subject),
            has_alternative_hosts: has_alternative_hosts(body),
        })
    }

    /// Whether it is neither too early nor too late for it.
    pub fn is_valid_at(&self, now: DateTime<Utc>) -> bool {
        (self.not_before..=self.not_after).contains(&now)
    }

    /// Whether the subject names the host, and may: alternative names leave it no say.
    pub fn is_subject(&self, host: &str) -> bool {
        let parent = host.split_once('.').map(|(_, parent)| parent);
        let names = |name: &String| {
            let wildcard = name.strip_prefix("*.").zip(parent);
            name.eq_ignore_ascii_case(host)
                || wildcard.is_some_and(|(name, parent)| name.eq_ignore_ascii_case(parent))
        };
        !self.has_alternative_hosts && self.common_names.iter().any(names)
    }
}

fn time((tag, text): (u8, &[u8])) -> Option<DateTime<Utc>> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let century = match tag {
        UTC_TIME if text < "50" => "20",
        UTC_TIME => "19",
        GENERAL_TIME => "",
        _ => return None,
    };
    let full = NaiveDateTime::parse_from_str(&format!("{century}{text}"), "%Y%m%d%H%M%S");
    full.ok().map(|time| time.and_utc())
}

fn common_names(mut subject: Der<'_>) -> Vec<String> {
    let mut names = Vec::new();
    while let Some(mut part) = subject.expect(SET) {
        while let Some(mut attribute) = part.expect(SEQUENCE) {
            let is_name = attribute
                .expect(OBJECT_ID)
                .is_some_and(|id| id.0 == COMMON_NAME);
            if let Some((_, text)) = attribute.next().filter(|_| is_name) {
                names.push(String::from_utf8_lossy(text).into_owned());
            }
        }
    }
    names
}

fn has_alternative_hosts(mut body: Der<'_>) -> bool {
    while let Some((tag, content)) = body.next() {
        let extensions = Der(content).expect(SEQUENCE).filter(|_| tag == EXTENSIONS);
        let Some(mut extensions) = extensions else {
            continue;
        };
        while let Some(mut extension) = extensions.expect(SEQUENCE) {
            if extension
                .expect(OBJECT_ID)
                .is_none_or(|id| id.0 != ALTERNATIVE_NAMES)
            {
                continue;
            }
            while let Some((tag, content)) = extension.next() {
                if tag == OCTETS
                    && let Some(mut names) = Der(content).expect(SEQUENCE)
                {
                    return std::iter::from_fn(|| names.next()).any(|(tag, _)| tag == HOST);
                }
            }
        }
    }
    false
}

/// Elements of DER, one after the other.
#[derive(Debug, Clone, Copy)]
struct Der<'a>(&'a [u8]);

impl<'a> Der<'a> {
    /// The next element's tag and content.
    fn next(&mut self) -> Option<(u8, &'a [u8])> {
        let (&tag, rest) = self.0.split_first()?;
        let (&first, mut rest) = rest.split_first()?;
        let mut length = usize::from(first);
        if first > 0x7f {
            let (bytes, after) = rest.split_at_checked(usize::from(first & 0x7f))?;
            if bytes.len() > 4 {
                return None;
            }
            length = bytes
                .iter()
                .fold(0, |sum, byte| sum << 8 | usize::from(*byte));
            rest = after;
        }
        let (content, after) = rest.split_at_checked(length)?;
        self.0 = after;
        Some((tag, content))
    }

    /// What the next element holds, if it has the tag; it is passed over only then.
    fn expect(&mut self, tag: u8) -> Option<Der<'a>> {
        let mut ahead = *self;
        let (found, content) = ahead.next()?;
        (found == tag).then(|| {
            *self = ahead;
            Der(content)
        })
    }

    fn skip(&mut self, tag: u8) {
        // What is not there needs no passing over.
        let _ = self.expect(tag);
    }
}

#[cfg(test)]
mod tests {
    use super::Facts;
    use rcgen::{CertificateParams, DnType, KeyPair, date_time_ymd};

    fn made(common_name: &str, hosts: &[&str], last_year: i32) -> Facts {
        let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
        let mut params = CertificateParams::new(hosts).unwrap();
        params
            .distinguished_name
            .push(DnType::OrganizationName, "Hosts & Co");
        params
            .distinguished_name
            .push(DnType::CommonName, common_name);
        params.not_before = date_time_ymd(2025, 3, 1);
        params.not_after = date_time_ymd(last_year, 3, 1);
        let key = KeyPair::generate().unwrap();
        Facts::read(params.self_signed(&key).unwrap().der()).unwrap()
    }

    #[test]
    fn validity_is_read_in_both_forms() {
        let at = |year: i32| format!("{year}-03-01T00:00:00Z").parse().unwrap();
        for last_year in [2026, 2049, 2050, 4096] {
            let facts = made("a.example", &[], last_year);
            let second = chrono::TimeDelta::seconds(1);
            assert!(facts.is_valid_at(at(2025)) && facts.is_valid_at(at(last_year)));
            assert!(!facts.is_valid_at(at(2025) - second));
            assert!(!facts.is_valid_at(at(last_year) + second));
        }
    }

    #[test]
    fn the_subject_counts_without_alternative_hosts() {
        assert!(made("a.example", &[], 2050).is_subject("A.example"));
        assert!(!made("a.example", &[], 2050).is_subject("b.example"));
        assert!(made("a.example", &["127.0.0.1"], 2050).is_subject("a.example"));
        assert!(!made("a.example", &["b.example"], 2050).is_subject("a.example"));
        let wildcard = made("*.a.example", &[], 2050);
        assert!(wildcard.is_subject("b.a.example"));
        assert!(!wildcard.is_subject("a.example") && !wildcard.is_subject("c.b.a.example"));
    }

    #[test]
    fn what_is_cut_off_is_no_certificate() {
        let certificate = rcgen::generate_simple_self_signed(vec!["a.example".to_owned()]);
        let certificate = certificate.unwrap().cert;
        for length in 0..120 {
            assert_eq!(Facts::read(&certificate.der()[..length]), None);
        }
    }
}
