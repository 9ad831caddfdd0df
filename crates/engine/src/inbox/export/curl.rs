//! A shell script that sends updates to the local bot, as Hookbay would.

use super::{Item, time};

/// Where the script sends updates to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Tokens masked.
    pub url: String,
    /// Whether the bot expects a secret token.
    pub has_secret_token: bool,
    /// Names of its own headers. What they say stays here, and is asked for.
    pub headers: Vec<String>,
    /// Whether a certificate is trusted that nobody else trusts.
    pub has_own_certificate: bool,
}

/// How updates become a script.
pub struct Curl {
    target: Target,
}

impl Curl {
    pub(super) fn new(target: &Target) -> Self {
        Self {
            target: target.clone(),
        }
    }

    pub(super) fn head(&self) -> String {
        let mut head = String::from(
            "#!/bin/sh\n# Updates from Hookbay, sent to a bot one after the other. Needs curl.\nset -eu\n",
        );
        if self.target.url.contains('•') {
            head.push_str(
                "# The address has a token in it, which is not exported.\n\
                 : \"${TARGET_URL:?Set TARGET_URL to the address of your bot.}\"\n",
            );
        } else {
            let url = quoted(&self.target.url);
            head += "[ -n \"${TARGET_URL:-}\" ] || TARGET_URL=";
            head += &url;
            head.push('\n');
        }
        if self.target.has_secret_token {
            head.push_str(
                ": \"${SECRET_TOKEN:?Set SECRET_TOKEN to the secret token that your bot expects.}\"\n",
            );
        }
        for name in self.target.headers.iter().map(|name| variable(name)) {
            head += ": \"${";
            head += &name;
            head += ":?Set ";
            head += &name;
            head += " to what that header is to say to your bot.}\"\n";
        }
        head
    }

    pub(super) fn add(&self, item: &Item) -> String {
        // What follows << ends at a line of its own with this word, and there is none in the text.
        let mut end = format!("UPDATE_{}", item.update_id.unsigned_abs());
        while item.body.lines().any(|line| line == end) {
            end.push('_');
        }
        let secret = if self.target.has_secret_token {
            " \\\n  -H \"X-Telegram-Bot-Api-Secret-Token: $SECRET_TOKEN\""
        } else {
            ""
        };
        let header = |name: &String| {
            let (name, value) = (quoted(&format!("{name}: ")), variable(name));
            format!(" \\\n  -H {name}\"${value}\"")
        };
        let headers: String = self.target.headers.iter().map(header).collect();
        let trusting = if self.target.has_own_certificate {
            " -k"
        } else {
            ""
        };
        // -g: curl would take some brackets of an address for a list of them.
        format!(
            "\n# {} {}\ncurl -fsS -g{trusting} -X POST \"$TARGET_URL\" \\\n  \
             -H 'Content-Type: application/json'{secret}{headers} \\\n  \
             --data-binary @- <<'{end}'\n{}\n{end}\n",
            // A line break in it would end the comment.
            item.kind.replace(char::is_control, " "),
            time(item.received_at),
            item.body.trim_end()
        )
    }
}

/// The variable in which a header's value is given, as in what is copied as curl.
fn variable(header: &str) -> String {
    let name = header.to_ascii_uppercase();
    let name = name.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    format!("HEADER_{name}")
}

/// A text as one word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::{Curl, Target, quoted};

    #[test]
    fn a_quote_does_not_end_the_word() {
        assert_eq!(quoted("http://x/?a='b"), "'http://x/?a='\\''b'");
    }

    #[test]
    fn a_masked_address_is_asked_for() {
        let target = |url: &str| Target {
            url: url.into(),
            has_secret_token: false,
            headers: Vec::new(),
            has_own_certificate: false,
        };
        let head = Curl::new(&target("http://localhost/bot1:••••")).head();
        assert!(
            head.contains("TARGET_URL:?") && !head.contains("••••"),
            "{head}"
        );
        let head = Curl::new(&target("http://localhost/")).head();
        assert!(
            head.contains("'http://localhost/'") && !head.contains("SECRET"),
            "{head}"
        );
    }
}
