//! Where a bot's Bot API is.

use super::{Error, Result};
use crate::domain::token::Token;
use url::{Host, Url};

/// Telegram's own Bot API.
pub const CLOUD_ROOT: &str = "https://api.telegram.org";

/// A bot at a Bot API server.
#[derive(Clone)]
pub struct Endpoint {
    /// The root, without `/bot…`: [`CLOUD_ROOT`], or a server of one's own.
    pub root: String,
    /// Whether it is Telegram's test environment.
    pub test: bool,
    /// The bot's token.
    pub token: Token,
}

impl Endpoint {
    /// The URL of a method: a secret, for the token is in it.
    pub(super) fn url(&self, method: &str) -> Result<Url> {
        let bad = |detail: String| Error::BadRoot { detail };
        let root = Url::parse(self.root.trim()).map_err(|error| bad(error.to_string()))?;
        if !matches!(root.scheme(), "http" | "https") || root.host_str().is_none_or(str::is_empty) {
            return Err(bad(format!("{}: not http or https", root.scheme())));
        }
        let test = if self.test { "test/" } else { "" };
        let mut url = root;
        let path = format!(
            "{}/bot{}/{test}{method}",
            url.path().trim_end_matches('/'),
            self.token.expose()
        );
        url.set_path(&path);
        url.set_query(None);
        url.set_fragment(None);
        Ok(url)
    }
}

impl std::fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Endpoint")
            .field(
                "host",
                &Url::parse(&self.root)
                    .map(|root| host_of(&root))
                    .unwrap_or_default(),
            )
            .field("test", &self.test)
            .field("token", &self.token)
            .finish()
    }
}

/// The host as a person names it, with the port where it is not the usual one.
pub fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Whether a URL leads to this computer.
pub fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{CLOUD_ROOT, Endpoint};
    use crate::domain::token::Token;

    fn endpoint(root: &str, test: bool) -> Endpoint {
        let token = Token::parse(&format!("42:{}", "s".repeat(35))).unwrap();
        Endpoint {
            root: root.into(),
            test,
            token,
        }
    }

    #[test]
    fn makes_the_urls_of_every_environment() {
        let bot = format!("bot42:{}", "s".repeat(35));
        for (root, test, url) in [
            (
                CLOUD_ROOT,
                false,
                format!("https://api.telegram.org/{bot}/getMe"),
            ),
            (
                CLOUD_ROOT,
                true,
                format!("https://api.telegram.org/{bot}/test/getMe"),
            ),
            (
                "http://localhost:8081/",
                false,
                format!("http://localhost:8081/{bot}/getMe"),
            ),
            (
                "https://example.com/tg/",
                false,
                format!("https://example.com/tg/{bot}/getMe"),
            ),
        ] {
            assert_eq!(endpoint(root, test).url("getMe").unwrap().as_str(), url);
        }
    }

    #[test]
    fn refuses_a_root_that_is_no_web_address() {
        for root in ["", "localhost:8081", "ftp://example.com", "http://", "a b"] {
            assert!(endpoint(root, false).url("getMe").is_err(), "{root}");
        }
    }

    #[test]
    fn debug_hides_the_token() {
        let shown = format!("{:?}", endpoint("http://ann:password@example.com", false));
        assert!(shown.contains("42:••••") && shown.contains("example.com"));
        assert!(!shown.contains("sss") && !shown.contains("password"));
    }
}
