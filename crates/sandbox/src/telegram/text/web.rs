//! A web address as Telegram reads one, with its words for what is wrong with it.

use std::net::Ipv6Addr;

/// What of an address matters here.
#[derive(Debug, PartialEq, Eq)]
pub struct Address<'a> {
    /// It says `https`.
    pub is_https: bool,
    /// It says how it is spoken to; without it is `http`.
    pub has_scheme: bool,
    /// Its host.
    pub host: &'a str,
    /// What comes after the host.
    pub rest: &'a str,
}

impl Address<'_> {
    /// Whether its host could be one of the internet.
    pub fn is_public(&self) -> bool {
        self.host.contains('.') || self.host.starts_with('[')
    }
}

/// Reads it.
pub fn parse(url: &str) -> Result<Address<'_>, &'static str> {
    let end = url.find([':', '/', '?', '#', '@', '[', ']']);
    let (scheme, rest) = url.split_at(end.unwrap_or(url.len()));
    let (scheme, rest) = match rest.strip_prefix("://") {
        Some(rest) => (scheme.to_ascii_lowercase(), rest),
        None => (String::new(), url),
    };
    if !matches!(scheme.as_str(), "" | "http" | "https") {
        return Err("Unsupported URL protocol");
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(end);
    let host = without_port(authority)?;
    let host = host.rsplit('@').next().unwrap_or_default();
    match host {
        "" => return Err("URL host is empty"),
        "." => return Err("Host is invalid"),
        _ => {}
    }
    let inner = host.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    match inner {
        Some(inner) if inner.parse::<Ipv6Addr>().is_err() => {
            return Err("Wrong IPv6 address specified in the URL");
        }
        None if !host.chars().all(is_of_host) => return Err("Disallowed character in URL host"),
        _ => {}
    }
    Ok(Address {
        is_https: scheme == "https",
        has_scheme: !scheme.is_empty(),
        host,
        rest,
    })
}

fn without_port(authority: &str) -> Result<&str, &'static str> {
    let last = authority.rfind([':', ']', '@']).filter(|at| *at > 0);
    let split = last.map(|at| authority.split_at(at));
    let Some((host, port)) = split.filter(|(_, port)| port.starts_with(':')) else {
        return Ok(authority);
    };
    let port = port.trim_start_matches(':').parse::<u16>();
    match port {
        Ok(1..) => Ok(host),
        _ => Err("Wrong port number specified in the URL"),
    }
}

fn is_of_host(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || !letter.is_ascii() || ".-_!$,~*'();&+=%".contains(letter)
}

/// What is wrong with a button's link; Telegram's own (`tg://…`) are links as well, but no HTTPS ones.
pub fn wrong(link: &str, https_only: bool) -> Option<&'static str> {
    let own = ["tg:", "ton:", "tonsite:"].iter().find_map(|scheme| {
        let begins = link.get(..scheme.len())?.eq_ignore_ascii_case(scheme);
        link.get(scheme.len()..).filter(|_| begins)
    });
    let web = own.map_or(link, |rest| rest.strip_prefix("//").unwrap_or(rest));
    match parse(web) {
        Err(why) => Some(why),
        Ok(address) if https_only && (own.is_some() || !address.is_https) => {
            Some("Only HTTPS links are allowed")
        }
        Ok(address) if own.is_none() && !address.is_public() => Some("Wrong HTTP URL"),
        Ok(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{parse, wrong};

    #[test]
    fn what_is_wrong_with_a_link_is_said_in_telegrams_words() {
        for (link, https_only, why) in [
            ("https://example.com", true, None),
            ("example.com/a", false, None),
            ("tg://resolve?domain=x", false, None),
            (
                "tg://resolve?domain=x",
                true,
                Some("Only HTTPS links are allowed"),
            ),
            (
                "http://example.com",
                true,
                Some("Only HTTPS links are allowed"),
            ),
            (
                "http://localhost:3000/",
                true,
                Some("Only HTTPS links are allowed"),
            ),
            ("https://localhost/", true, Some("Wrong HTTP URL")),
            ("happ://x", false, Some("Unsupported URL protocol")),
            ("http://", false, Some("URL host is empty")),
            ("", false, Some("URL host is empty")),
            (
                "javascript:alert(1)",
                false,
                Some("Wrong port number specified in the URL"),
            ),
            (
                "http://a.b:70000/",
                false,
                Some("Wrong port number specified in the URL"),
            ),
            (
                "http://[::1/",
                false,
                Some("Disallowed character in URL host"),
            ),
            (
                "http://[x]/",
                false,
                Some("Wrong IPv6 address specified in the URL"),
            ),
            ("http://[::1]/", false, None),
            ("a b.com", false, Some("Disallowed character in URL host")),
            ("b\u{fc}cher.de", false, None),
            ("localhost", false, Some("Wrong HTTP URL")),
        ] {
            assert_eq!(wrong(link, https_only), why, "{link}");
        }
    }

    #[test]
    fn an_address_is_read_in_parts() {
        let address = parse("HTTPS://u:p@example.com:443/a?b").unwrap();
        assert_eq!(
            (address.is_https, address.host, address.rest),
            (true, "example.com", "/a?b")
        );
        assert!(!parse("example.com/a").unwrap().has_scheme);
    }
}
