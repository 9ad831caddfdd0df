//! Why a request did not come back through the public URL.

use super::Through;
use crate::error::{Code, Error};

/// Where the way ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lost {
    /// The host's name leads nowhere.
    Name {
        /// The host.
        host: String,
        /// The system's words.
        detail: String,
    },
    /// No TCP connection.
    Connect {
        /// The host.
        host: String,
        /// Whether the other side said no, rather than nothing.
        refused: bool,
        /// The system's words.
        detail: String,
    },
    /// No TLS.
    Tls {
        /// The host.
        host: String,
        /// The library's words.
        detail: String,
    },
    /// Not in time.
    Timeout {
        /// The leg on which it stopped.
        leg: Leg,
    },
    /// The connection broke before the answer was whole.
    Broken {
        /// The library's words.
        detail: String,
    },
    /// Somebody else answered.
    Stranger {
        /// The status.
        status: u16,
        /// ngrok's code, when it was ngrok's own page.
        ngrok: Option<String>,
        /// How the answer begins.
        detail: String,
    },
}

/// A part of the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leg {
    /// The name's lookup.
    Name,
    /// TCP.
    Connect,
    /// TLS.
    Tls,
    /// From the request to the answer.
    Answer,
}

impl Lost {
    /// Whether it can be this computer that does not reach the public side, so that nothing is said
    /// about the way that Telegram takes.
    pub fn is_perhaps_ours(&self) -> bool {
        matches!(
            self,
            Self::Name { .. }
                | Self::Connect { refused: false, .. }
                | Self::Timeout {
                    leg: Leg::Name | Leg::Connect
                }
        )
    }

    /// Whether a tunnel that is opened anew may cure it. A stranger who answers in good order, such as
    /// a sign-in page in front, answers the new one as well.
    pub fn may_be_cured_by_reopening(&self) -> bool {
        match self {
            Self::Tls { .. }
            | Self::Broken { .. }
            | Self::Connect { refused: true, .. }
            | Self::Timeout {
                leg: Leg::Tls | Leg::Answer,
            } => true,
            Self::Stranger { status, ngrok, .. } => ngrok.is_some() || *status >= 500,
            Self::Name { .. } | Self::Connect { .. } | Self::Timeout { .. } => false,
        }
    }

    /// The error as a person reads it.
    pub fn told(&self, through: Through) -> Error {
        let behind = match through {
            Through::Ngrok => "Connect the tunnel again.".to_owned(),
            Through::Domain { port } => {
                format!("Check that the reverse proxy runs and forwards to port {port}.")
            }
            Through::Loopback => "Start Hookbay again.".to_owned(),
        };
        let (message, remedy, detail) = match self {
            Self::Name { host, detail } => (
                format!("The public host {host} cannot be found."),
                "Check the name's DNS entry and this computer's internet connection.".to_owned(),
                Some(detail),
            ),
            Self::Connect {
                host,
                refused: true,
                detail,
            } => (
                format!("Nothing listens at {host}."),
                match through {
                    Through::Domain { .. } => {
                        "Start the reverse proxy, and check the port forwarding and the firewall."
                            .to_owned()
                    }
                    _ => behind,
                },
                Some(detail),
            ),
            Self::Connect { host, detail, .. } => (
                format!("{host} cannot be reached from this computer."),
                "Check the internet connection, and any firewall in between.".to_owned(),
                Some(detail),
            ),
            Self::Tls { host, detail } => (
                format!("No secure connection to {host} could be made."),
                match through {
                    Through::Domain { .. } => {
                        "Check that TLS is spoken at that port, version 1.2 or newer.".to_owned()
                    }
                    _ => behind,
                },
                Some(detail),
            ),
            Self::Timeout { leg } => (
                match leg {
                    Leg::Name => "The public host's name was not found in time.",
                    Leg::Connect => "The public host did not answer a connection attempt in time.",
                    Leg::Tls => "The TLS handshake with the public host did not end in time.",
                    Leg::Answer => {
                        "The public URL takes requests, and no answer comes back: the way is \
                         connected but dead."
                    }
                }
                .to_owned(),
                behind,
                None,
            ),
            Self::Broken { detail } => (
                "The connection through the public URL broke before the answer was there."
                    .to_owned(),
                behind,
                Some(detail),
            ),
            Self::Stranger {
                status,
                ngrok: Some(code),
                detail,
            } => (
                format!("ngrok answered {status} in place of Hookbay ({code})."),
                behind,
                Some(detail),
            ),
            Self::Stranger {
                status: status @ 502..=504,
                detail,
                ..
            } => (
                format!("A proxy answered {status}: it does not reach Hookbay behind it."),
                behind,
                Some(detail),
            ),
            Self::Stranger {
                status: status @ 300..=399,
                detail,
                ..
            } => (
                format!("The public URL answered {status}, a redirect, and Telegram follows none."),
                "Give the domain that the redirect leads to.".to_owned(),
                Some(detail),
            ),
            Self::Stranger {
                status: 401,
                detail,
                ..
            } => (
                "The public URL answered 401: another Hookbay, or a sign-in page, answers there."
                    .to_owned(),
                "Take the sign-in out of the way, or let the address lead to this Hookbay."
                    .to_owned(),
                Some(detail),
            ),
            Self::Stranger { status, detail, .. } => (
                format!(
                    "The public URL answered {status}, and it was not Hookbay that did: another \
                     program or a reverse proxy answers there."
                ),
                match through {
                    Through::Domain { port } => format!(
                        "Let the reverse proxy pass /v1/api/webhooks/telegram/ on to port {port}, \
                         with its headers."
                    ),
                    _ => behind,
                },
                Some(detail),
            ),
        };
        let error = Error::new(Code::ProbeLost, message, remedy);
        match detail.filter(|detail| !detail.is_empty()) {
            Some(detail) => error.detail(detail),
            None => error,
        }
    }
}
