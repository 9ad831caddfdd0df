//! What the root of a Bot API server must be.

use crate::error::{Code, Error, Result};
use url::Url;

/// Checks it: `http(s)://host:port` and no more. White space around it and the slash at its end are
/// dropped.
pub fn check(api_root: &str) -> Result<String> {
    let root = api_root.trim().trim_end_matches('/');
    // What was pasted is not repeated: a whole URL of the Bot API has the token in it.
    let refused = |message: &str| {
        Error::new(
            Code::InvalidInput,
            message,
            "Write it as http://host:port, without /bot and the token.",
        )
    };
    let url = Url::parse(root)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or_else(|| refused("This is not the root of a Bot API server."))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused(
            "The root of a Bot API server has no user name or password in it.",
        ));
    }
    if url.query().is_some() || url.fragment().is_some() || url.path().contains("/bot") {
        return Err(refused("This is more than the root of a Bot API server."));
    }
    Ok(root.to_owned())
}
