//! Finding hosts, and telling apart how a connection failed.

use super::{Error, Network};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::error::Error as StdError;
use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr};

/// The system's resolver, except that `*.localhost` is this computer on every system.
pub struct Resolver;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let name = name.as_str().trim_end_matches('.');
            if name.ends_with(".localhost") {
                let here = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
                return Ok(Box::new(std::iter::once(here)) as Addrs);
            }
            match tokio::net::lookup_host((name, 0)).await {
                Ok(addresses) => Ok(Box::new(addresses.collect::<Vec<_>>().into_iter()) as Addrs),
                Err(error) => Err(Box::new(NameNotFound(error)) as Box<dyn StdError + Send + Sync>),
            }
        })
    }
}

/// A host's name cannot be resolved: a type of its own, for no text says so on every system.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct NameNotFound(io::Error);

/// How a request failed. The error's URL, which holds the token, is dropped here.
pub fn classify(error: reqwest::Error, host: &str, https: bool) -> Error {
    let error = error.without_url();
    Error::Network {
        kind: kind(&error, https),
        host: host.to_owned(),
        detail: innermost(&error),
    }
}

fn kind(error: &reqwest::Error, https: bool) -> Network {
    let chain = || causes(error);
    if error.is_dns() || chain().any(<dyn StdError>::is::<NameNotFound>) {
        return Network::Dns;
    }
    if chain().any(<dyn StdError>::is::<rustls::Error>) {
        return Network::Tls;
    }
    let io_kinds = || {
        chain()
            .filter_map(|cause| cause.downcast_ref::<io::Error>())
            .map(io::Error::kind)
    };
    if error.is_timeout() || io_kinds().any(|kind| kind == ErrorKind::TimedOut) {
        return Network::Timeout;
    }
    if error.is_connect() {
        // TCP does not end so while it connects: it is the handshake above it that was cut off.
        let cut_off = |kind| {
            matches!(
                kind,
                ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::BrokenPipe
            )
        };
        return if https && io_kinds().any(cut_off) {
            Network::Tls
        } else {
            Network::Connect
        };
    }
    Network::Other
}

/// The words of the innermost cause: those around it only say that a request failed.
pub fn innermost(error: &(dyn StdError + 'static)) -> String {
    causes(error)
        .last()
        .map(ToString::to_string)
        .unwrap_or_default()
}

/// An error and everything that caused it. What an `io::Error` wraps is looked into as well, which
/// `source` skips.
fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |cause| {
        let cause: &'a (dyn StdError + 'static) = *cause;
        let wrapped = cause
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        wrapped
            .map(|inner| inner as &(dyn StdError + 'static))
            .or_else(|| cause.source())
    })
}
