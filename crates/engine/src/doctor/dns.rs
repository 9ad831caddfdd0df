//! Where the public host's name leads.

use super::way::addresses;
use crate::domain::checkup::Verdict;
use crate::domain::public_url::{Rules, is_reserved};
use crate::domain::webhook::Mend;
use std::net::{IpAddr, Ipv4Addr};
use url::{Host, Url};

/// Looks the host up.
pub async fn check(url: &Url, rules: Rules) -> Verdict {
    let Some(host) = url.host() else {
        return Verdict::bad(
            "The public URL has no host.",
            "Give the domain like https://api.example.com.",
        )
        .mend(Mend::OpenTunnel);
    };
    let name = host.to_string();
    match addresses(&host).await {
        Ok(found) => judge(&name, matches!(host, Host::Domain(_)), &found, rules),
        Err(error) => Verdict::bad(
            format!("{name} cannot be found."),
            "Add an A record for it, or correct the name. A new entry takes a minute to be known \
             everywhere.",
        )
        .mend(Mend::OpenTunnel)
        .detail(error),
    }
}

/// The IPv4 addresses of a host, for comparing; none where it cannot be found.
pub async fn ipv4_of(url: &Url) -> Vec<Ipv4Addr> {
    let Some(host) = url.host() else {
        return Vec::new();
    };
    let found = addresses(&host).await.unwrap_or_default();
    found
        .into_iter()
        .filter_map(|address| match address {
            IpAddr::V4(address) => Some(address),
            IpAddr::V6(_) => None,
        })
        .collect()
}

fn judge(name: &str, is_name: bool, found: &[IpAddr], rules: Rules) -> Verdict {
    let list = found
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    if !rules.public_addresses_only {
        return Verdict::good(format!(
            "{name} leads to {list}, and this bot's server takes any address."
        ));
    }
    let fourth = || {
        found.iter().filter_map(|address| match address {
            IpAddr::V4(address) => Some(*address),
            IpAddr::V6(_) => None,
        })
    };
    if fourth().next().is_none() {
        return Verdict::bad(
            format!("{name} has IPv6 addresses only ({list}), and Telegram needs IPv4."),
            "Give the host an IPv4 address (an A record), or use a tunnel.",
        )
        .mend(Mend::OpenTunnel);
    }
    let reserved: Vec<String> = fourth()
        .filter(|address| is_reserved(*address))
        .map(|address| address.to_string())
        .collect();
    if reserved.is_empty() {
        let what = if is_name { "leads to" } else { "is" };
        return Verdict::good(format!("{name} {what} the public address {list}."));
    }
    let list = reserved.join(", ");
    if reserved.len() < fourth().count() {
        return Verdict::care(
            format!("{name} leads to {list} as well, which Telegram cannot reach."),
            "Leave only public IPv4 addresses in its DNS entry.",
        );
    }
    Verdict::bad(
        format!("{name} leads to {list} from here, and Telegram cannot reach that address."),
        "Let its DNS entry lead to a public IPv4 address. If only this network's DNS answers so, \
         ask a public one.",
    )
    .mend(Mend::OpenTunnel)
}

#[cfg(test)]
mod tests {
    use super::judge;
    use crate::domain::bot::Environment;
    use crate::domain::checkup::Finding;
    use crate::domain::public_url::Rules;

    #[test]
    fn only_public_ipv4_addresses_are_good() {
        let rules = Rules::for_environment(&Environment::Cloud);
        for (addresses, finding, word) in [
            (&["149.154.167.220"][..], Finding::Good, "public"),
            (
                &["149.154.167.220", "2001:67c:4e8:f004::9"],
                Finding::Good,
                "public",
            ),
            (&["2001:67c:4e8:f004::9"], Finding::Bad, "IPv6"),
            (&["10.1.2.3"], Finding::Bad, "10.1.2.3"),
            (&["149.154.167.220", "10.1.2.3"], Finding::Care, "10.1.2.3"),
        ] {
            let found: Vec<_> = addresses.iter().map(|text| text.parse().unwrap()).collect();
            let verdict = judge("bot.example.com", true, &found, rules);
            assert_eq!(verdict.finding, finding, "{addresses:?}");
            assert!(verdict.sentence.contains(word), "{}", verdict.sentence);
        }
    }
}
