//! Where a webhook may point: the URL's form, its port and the address behind its name.

use std::net::{IpAddr, Ipv4Addr};

use url::{Host, Url};

use super::control::Name;
use super::world::World;

/// What the server lets a webhook point at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// As `telegram-bot-api --local`: plain HTTP, any port, any address.
    pub local: bool,
    /// Reserved addresses and any port, but still HTTPS.
    pub allow_loopback: bool,
    /// No address that is on the internet.
    pub stays_near: bool,
}

/// A webhook's URL as the server takes it apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The URL, its host in ASCII.
    pub url: Url,
    /// `user:password` as it was written, escapes included; empty when there is none.
    pub login: String,
}

/// Reads the URL of a webhook; HTTPS is assumed when no scheme is given.
pub fn parse(text: &str) -> Option<Address> {
    let scheme_ends = text.find([':', '/', '?', '#', '@', '[', ']']);
    let rest = scheme_ends.and_then(|end| text.get(end..)?.strip_prefix("://"));
    let full = if rest.is_some() {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    let authority = rest.unwrap_or(text).split(['/', '?', '#']).next()?;
    let login = authority.rsplit_once('@').map_or("", |(login, _)| login);
    let url = Url::parse(&full).ok()?;
    let fits = matches!(url.scheme(), "http" | "https")
        && url.port() != Some(0)
        && url.host_str().is_some_and(|host| !host.is_empty())
        && may_be_login(login);
    fits.then(|| Address {
        url,
        login: login.to_owned(),
    })
}

/// The characters the server lets a login have.
fn may_be_login(login: &str) -> bool {
    login.split('%').enumerate().all(|(index, part)| {
        let escape = part.bytes().take_while(u8::is_ascii_hexdigit).count();
        let plain =
            |c: char| c.is_ascii_alphanumeric() || !c.is_ascii() || ".-_!$,~*'();&+=:".contains(c);
        (index == 0 || escape >= 2) && part.chars().all(plain)
    })
}

/// Checks scheme and port. The error is what follows `bad webhook: `.
pub fn check_url(url: &Url, rules: Rules) -> Result<(), String> {
    if rules.local {
        return Ok(());
    }
    if url.scheme() != "https" {
        return Err("An HTTPS URL must be provided for webhook".to_owned());
    }
    let port = url.port_or_known_default().unwrap_or(443);
    if !rules.allow_loopback && !matches!(port, 80 | 88 | 443 | 8443) {
        return Err("Webhook can be set up only on ports 80, 88, 443 or 8443".to_owned());
    }
    Ok(())
}

/// Checks an address given by the caller in place of DNS.
pub fn check_fixed(text: &str, rules: Rules) -> Result<IpAddr, String> {
    let address: IpAddr = text
        .parse()
        .map_err(|_| "Invalid IP address specified".to_owned())?;
    check_ip(address, rules)
}

/// Finds the address behind the URL's host and checks it.
pub async fn resolve(world: &World, url: &Url) -> Result<IpAddr, String> {
    let rules = world.rules;
    let name = match url.host() {
        Some(Host::Ipv4(address)) => return check_ip(address.into(), rules),
        Some(Host::Ipv6(address)) => return check_ip(address.into(), rules),
        Some(Host::Domain(name)) => name.trim_end_matches('.').to_owned(),
        None => return Err("Failed to resolve host: Name or service not known".to_owned()),
    };
    let ordered = world.until(|state| match state.names.get(&name) {
        None => Some(None),
        Some(Name::Address(ip)) => Some(Some(*ip)),
        Some(Name::Silent) => None,
    });
    if let Some(ip) = ordered.await {
        return check_ip(ip, rules);
    }
    // These names always mean this machine (RFC 6761).
    if name == "localhost" || name.ends_with(".localhost") {
        return check_ip(Ipv4Addr::LOCALHOST.into(), rules);
    }
    let port = url.port_or_known_default().unwrap_or(443);
    let found: Vec<IpAddr> = tokio::net::lookup_host((name.as_str(), port))
        .await
        .map_err(|error| format!("Failed to resolve host: {}", resolver_text(&error)))?
        .map(|address| address.ip())
        .collect();
    let address = found
        .iter()
        .find(|ip| ip.is_ipv4())
        .or_else(|| found.first());
    match address {
        Some(address) => check_ip(*address, rules),
        None => Err("Failed to resolve host: Name or service not known".to_owned()),
    }
}

/// The resolver's own words, without what the standard library puts before them.
fn resolver_text(error: &std::io::Error) -> String {
    let text = error.to_string();
    let own = text.strip_prefix("failed to lookup address information: ");
    own.unwrap_or(&text).to_owned()
}

fn check_ip(address: IpAddr, rules: Rules) -> Result<IpAddr, String> {
    if rules.stays_near && !is_near(address) {
        return Err(format!(
            "IP address {address} is on the internet, and the sandbox delivers to this computer and its \
             own network alone"
        ));
    }
    if rules.local {
        return Ok(address);
    }
    match address {
        IpAddr::V6(_) => Err("IPv6-only addresses are not allowed".to_owned()),
        IpAddr::V4(v4) if reserved(v4) && !rules.allow_loopback => {
            Err(format!("IP address {v4} is reserved"))
        }
        IpAddr::V4(_) => Ok(address),
    }
}

fn is_near(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

fn reserved(address: Ipv4Addr) -> bool {
    const BLOCKS: [(u32, u32); 14] = [
        (0x0000_0000, 8),
        (0x0a00_0000, 8),
        (0x6440_0000, 10),
        (0x7f00_0000, 8),
        (0xa9fe_0000, 16),
        (0xac10_0000, 12),
        (0xc000_0000, 24),
        (0xc000_0200, 24),
        (0xc058_6300, 24),
        (0xc0a8_0000, 16),
        (0xc612_0000, 15),
        (0xc633_6400, 24),
        (0xcb00_7100, 24),
        (0xe000_0000, 3),
    ];
    let bits = address.to_bits();
    BLOCKS
        .iter()
        .any(|(block, length)| (bits ^ block) >> (32 - length) == 0)
}

#[cfg(test)]
mod tests {
    use super::{Rules, check_fixed, parse};

    #[test]
    fn what_stays_near_goes_nowhere_else() {
        let rules = |stays_near| Rules {
            local: true,
            allow_loopback: false,
            stays_near,
        };
        for (address, near) in [
            ("127.0.0.1", true),
            ("172.17.0.2", true),
            ("::1", true),
            ("fd00::1", true),
            ("::ffff:127.0.0.1", true),
            ("0.0.0.0", false),
            ("149.154.167.220", false),
            ("::ffff:149.154.167.220", false),
            ("2001:db8::1", false),
        ] {
            assert_eq!(check_fixed(address, rules(true)).is_ok(), near, "{address}");
            assert!(check_fixed(address, rules(false)).is_ok(), "{address}");
        }
    }

    #[test]
    fn https_is_assumed_whatever_the_query_holds() {
        let read = |text: &str| parse(text).map(|address| address.url.to_string());
        for (text, url) in [
            ("a.example/p?u=http://b/", "https://a.example/p?u=http://b/"),
            ("HTTPS://a.example", "https://a.example/"),
            ("a.example:8443?x", "https://a.example:8443/?x"),
        ] {
            assert_eq!(read(text).as_deref(), Some(url), "{text}");
        }
        assert_eq!(read("ftp://a.example/"), None);
    }

    #[test]
    fn a_login_is_kept_as_it_was_written() {
        let login = |text: &str| parse(text).map(|address| address.login);
        assert_eq!(
            login("https://ann:pa%20ss@h/x@y").as_deref(),
            Some("ann:pa%20ss")
        );
        assert_eq!(login("ann@h").as_deref(), Some("ann"));
        assert_eq!(login("https://h/?a@b").as_deref(), Some(""));
        for wrong in ["https://a b@h/", "https://a%2@h/", "https://a@b@h/"] {
            assert_eq!(login(wrong), None, "{wrong}");
        }
    }
}
