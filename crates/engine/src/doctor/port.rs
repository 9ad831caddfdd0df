//! The public URL's port.

use crate::domain::checkup::Verdict;
use crate::domain::public_url::{PORTS, Rules};
use crate::domain::webhook::Mend;
use url::Url;

/// Holds the port against those that Telegram delivers to.
pub fn check(url: &Url, rules: Rules) -> Verdict {
    let port = url.port_or_known_default().unwrap_or(0);
    if !rules.telegram_ports_only {
        Verdict::good(format!(
            "The public URL's port is {port}, and this bot's server takes any."
        ))
    } else if PORTS.contains(&port) {
        Verdict::good(format!("Telegram delivers to port {port}."))
    } else {
        Verdict::bad(
            format!("Telegram does not deliver to port {port}."),
            "Use port 443, 80, 88 or 8443.",
        )
        .mend(Mend::OpenTunnel)
    }
}
