//! What ngrok's refusals mean, in words, and which of them waiting does not cure.

use super::NgrokPlan;
use crate::{
    error::{Code, Error},
    secret::Secret,
};
use ngrok::{
    Error as NgrokError,
    session::{ConnectError, RpcError},
};
use std::{fmt, io};

const TOKEN_REMEDY: &str =
    "Copy the authtoken from dashboard.ngrok.com and paste it into the tunnel's settings.";
const WAIT_REMEDY: &str = "Nothing has to be done: Hookbay tries again by itself.";

/// Why there is no session.
#[derive(Debug)]
pub(super) struct Loss {
    pub(super) error: Error,
    /// Trying again changes nothing until the user does something.
    pub(super) is_final: bool,
    /// The account has as many sessions as it may.
    pub(super) is_session_limit: bool,
}

impl Loss {
    /// A loss that is tried again.
    pub(super) fn retried(error: Error) -> Self {
        Self {
            error,
            is_final: false,
            is_session_limit: false,
        }
    }

    fn last(error: Error) -> Self {
        Self {
            error,
            is_final: true,
            is_session_limit: false,
        }
    }
}

/// ngrok's code, e.g. `ERR_NGROK_107`, and its number.
fn code_of(error: &impl NgrokError) -> Option<(String, u32)> {
    let code = error.error_code()?;
    let number = code.rsplit('_').next()?.parse().ok()?;
    Some((code.to_owned(), number))
}

/// Why connecting or signing in failed.
pub(super) fn of_connect(error: &ConnectError, authtoken: &Secret) -> Loss {
    let unreachable = |message: &str, remedy: &str| {
        Loss::retried(Error::new(Code::Ngrok, message, remedy).detail(chain(error)))
    };
    match error {
        ConnectError::Tcp(_) | ConnectError::ProxyConnect(_) => unreachable(
            "ngrok cannot be reached.",
            "Check the internet connection; Hookbay tries again by itself.",
        ),
        // Any other kind is a line that broke during the handshake.
        ConnectError::Tls(tls) if tls.kind() == io::ErrorKind::InvalidData => unreachable(
            "No secure connection to ngrok could be made.",
            "Check the clock, and whether a proxy or a virus scanner inspects connections.",
        ),
        ConnectError::Auth(refusal) => of_sign_in(refusal, authtoken),
        _ => unreachable("The connection to ngrok broke off.", WAIT_REMEDY),
    }
}

fn of_sign_in(refusal: &RpcError, authtoken: &Secret) -> Loss {
    let Some((code, number)) = code_of(refusal) else {
        let error = Error::new(
            Code::Ngrok,
            "The connection to ngrok broke off.",
            WAIT_REMEDY,
        );
        return Loss::retried(error.detail(chain(refusal)));
    };
    let detail = words(&code, refusal, authtoken);
    let error = |kind: Code, message: String, remedy: &str| {
        Error::new(kind, message, remedy).detail(&detail)
    };
    match number {
        105 | 107 => Loss::last(error(
            Code::NgrokAuth,
            format!("ngrok refused the authtoken ({code})."),
            TOKEN_REMEDY,
        )),
        108 => Loss {
            is_session_limit: true,
            ..Loss::last(error(
                Code::NgrokAuth,
                format!("The ngrok account has no session left ({code})."),
                "Stop the other ngrok programs of this account, then try again.",
            ))
        },
        // The family of sign-in refusals, and an account that is not verified.
        100..=199 | 4018 => Loss::last(error(
            Code::NgrokAuth,
            format!("ngrok refused to sign in ({code})."),
            "Check the account and its authtoken on dashboard.ngrok.com, then try again.",
        )),
        _ => Loss::retried(error(
            Code::Ngrok,
            format!("ngrok refused the connection ({code})."),
            WAIT_REMEDY,
        )),
    }
}

/// Why binding failed.
pub(super) fn of_bind(refusal: &RpcError, plan: &NgrokPlan) -> Loss {
    let Some((code, number)) = code_of(refusal) else {
        let error = Error::new(
            Code::Ngrok,
            "The connection to ngrok broke off.",
            WAIT_REMEDY,
        );
        return Loss::retried(error.detail(chain(refusal)));
    };
    let what = plan
        .domain
        .as_ref()
        .map_or("a public URL".to_owned(), |name| {
            format!("the domain {name}")
        });
    let detail = words(&code, refusal, &plan.authtoken);
    match (number, &plan.domain) {
        // Perhaps our own, from before a cut: ngrok notices within a minute.
        (334, _) => Loss::retried(
            Error::new(
                Code::Ngrok,
                format!("Another ngrok program already serves {what} ({code})."),
                "Stop the other program, or choose another domain in the tunnel's settings.",
            )
            .detail(detail),
        ),
        (300..=399, Some(_)) => Loss::last(
            Error::new(
                Code::Ngrok,
                format!("ngrok refused {what} ({code})."),
                "Reserve the domain on dashboard.ngrok.com, or choose another one in the tunnel's settings.",
            )
            .detail(detail),
        ),
        _ => Loss::retried(
            Error::new(Code::Ngrok, format!("ngrok refused {what} ({code})."), WAIT_REMEDY)
                .detail(detail),
        ),
    }
}

/// Connecting took too long.
pub(super) fn too_slow() -> Loss {
    Loss::retried(Error::new(
        Code::Ngrok,
        "ngrok does not answer.",
        "Check the internet connection; Hookbay tries again by itself.",
    ))
}

/// A setting that cannot be right.
pub(super) fn of_setting(error: &impl fmt::Display) -> Loss {
    Loss::last(
        Error::new(
            Code::InvalidInput,
            "The ngrok server's address or certificate is not valid.",
            "Correct it in the tunnel's settings.",
        )
        .detail(error),
    )
}

/// A line that was online and is lost.
pub(super) fn of_line(cause: &str) -> Error {
    Error::new(
        Code::Ngrok,
        "The connection to ngrok was lost.",
        WAIT_REMEDY,
    )
    .detail(cause)
}

/// The error with its causes.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

/// ngrok's own words after the code. ngrok repeats the authtoken in some of them.
fn words(code: &str, refusal: &RpcError, authtoken: &Secret) -> String {
    let text = refusal.msg();
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.to_ascii_lowercase().contains("your authtoken:"));
    let text = lines.collect::<Vec<_>>().join(" ");
    let text = match authtoken.expose().trim() {
        "" => text,
        token => text.replace(token, "••••"),
    };
    format!("{code}: {text}")
}
