//! A bot's token, and the secret token that Telegram sends with every update.

use crate::error::{Code, Error, Result};
use crate::secret::Secret;

/// A bot's token, `<bot id>:<secret>`. `Debug` shows the masked form.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    id: i64,
    text: Secret,
}

impl Token {
    /// Takes what the user pasted; white space around it is dropped.
    ///
    /// Only the form is checked (`[1-9][0-9]{0,15}:[A-Za-z0-9_-]{30,64}`): getMe decides the rest.
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        let id = text.split_once(':').and_then(|(id, secret)| {
            let id_fits = (1..=16).contains(&id.len())
                && !id.starts_with('0')
                && id.bytes().all(|byte| byte.is_ascii_digit());
            let secret_fits = (30..=64).contains(&secret.len()) && secret.bytes().all(is_url_safe);
            if id_fits && secret_fits {
                id.parse().ok()
            } else {
                None
            }
        });
        // The text is not repeated in the error: it may be a secret of another kind.
        id.map(|id| Self {
            id,
            text: Secret::new(text),
        })
        .ok_or_else(|| {
            Error::new(
                Code::TokenMalformed,
                "This is not a bot token.",
                "A token looks like 123456789:AAE… with at least 30 characters after the colon. \
                 Copy it from @BotFather.",
            )
        })
    }

    /// Telegram's id of the bot: the number before the colon.
    pub fn telegram_id(&self) -> i64 {
        self.id
    }

    /// Whether the sandbox made it: Telegram's secrets do not begin with that word.
    pub fn is_of_the_sandbox(&self) -> bool {
        let secret = self.expose().split_once(':').map(|(_, secret)| secret);
        secret.is_some_and(|secret| secret.starts_with("sandbox"))
    }

    /// The token as shown: `123456:••••`.
    pub fn masked(&self) -> String {
        format!("{}:••••", self.id)
    }

    /// The token itself: only for the call that needs it.
    pub fn expose(&self) -> &str {
        self.text.expose()
    }

    /// The token as a secret, for the keyring.
    pub fn secret(&self) -> &Secret {
        &self.text
    }
}

/// The text with every bot token in it masked: some frameworks make the token a part of the
/// webhook's path, so a URL that Telegram shows may hold one.
pub fn mask_tokens(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((colon, width)) = first_colon(rest) {
        let (before, after) = (&rest[..colon], &rest[colon + width..]);
        let secret = after.len()
            - after
                .trim_start_matches(|c: char| c.is_ascii() && is_url_safe(c as u8))
                .len();
        let is_token = secret >= 30 && before.ends_with(|c: char| c.is_ascii_digit());
        shown.push_str(before);
        shown.push_str(&rest[colon..colon + width]);
        if is_token {
            shown.push_str("••••");
        }
        rest = &after[if is_token { secret } else { 0 }..];
    }
    shown + rest
}

/// Where a colon is, plain or percent-encoded, and how long it is. Looks no further than that: a long
/// text has many.
fn first_colon(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let is_encoded = |at: usize| {
        let next = bytes.get(at + 1..at + 3);
        next.is_some_and(|next| next.eq_ignore_ascii_case(b"3a"))
    };
    bytes.iter().enumerate().find_map(|(at, byte)| match byte {
        b':' => Some((at, 1)),
        b'%' if is_encoded(at) => Some((at, 3)),
        _ => None,
    })
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.masked())
    }
}

/// What Telegram sends as `X-Telegram-Bot-Api-Secret-Token`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretToken(Secret);

const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

impl SecretToken {
    /// Takes 1–256 of `A-Z a-z 0-9 _ -`.
    pub fn parse(text: &str) -> Result<Self> {
        if !(1..=256).contains(&text.chars().count()) {
            return Err(Error::new(
                Code::InvalidInput,
                "The secret token must have 1 to 256 characters.",
                "Shorten it, or leave the field empty and a random one is made.",
            ));
        }
        if !text.bytes().all(is_url_safe) {
            return Err(Error::new(
                Code::InvalidInput,
                "The secret token has a character that Telegram does not allow.",
                "Use only the letters A–Z and a–z, digits, _ and -, or leave the field empty.",
            ));
        }
        Ok(Self(Secret::new(text)))
    }

    /// 43 random characters: 258 bits of the operating system's randomness.
    pub fn random() -> Result<Self> {
        use rand::TryRngCore;
        let mut bytes = [0_u8; 43];
        rand::rngs::OsRng
            .try_fill_bytes(&mut bytes)
            .map_err(|error| {
                Error::new(
                    Code::Internal,
                    "The operating system gave no random numbers, so no secret token was made.",
                    "Try again, or give a secret token of your own.",
                )
                .detail(error)
            })?;
        let text: String = bytes
            .iter()
            .map(|byte| char::from(URL_SAFE[usize::from(byte & 63)]))
            .collect();
        Ok(Self(Secret::new(text)))
    }

    /// The secret, for the keyring and the receiver.
    pub fn secret(&self) -> &Secret {
        &self.0
    }

    /// The secret, given away.
    pub fn into_secret(self) -> Secret {
        self.0
    }
}

fn is_url_safe(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

#[cfg(test)]
mod tests {
    use super::{SecretToken, Token, mask_tokens};
    use crate::error::Code;

    const SECRET: &str = "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw_";

    #[test]
    fn masks_tokens_inside_a_url() {
        let shown = |path: &str| mask_tokens(&format!("https://bot.example:8443/{path}"));
        assert_eq!(
            shown(&format!("hook/12:{SECRET}?x=1")),
            "https://bot.example:8443/hook/12:••••?x=1"
        );
        assert_eq!(
            shown(&format!("12%3A{SECRET}/")),
            "https://bot.example:8443/12%3A••••/"
        );
        assert_eq!(
            shown(&format!("a:{SECRET}")),
            format!("https://bot.example:8443/a:{SECRET}")
        );
        assert_eq!(
            shown("12:short/é:x"),
            "https://bot.example:8443/12:short/é:x"
        );
    }

    #[test]
    fn takes_a_token_and_hides_it() {
        let token = Token::parse(&format!(" \n123456:{SECRET}\t")).unwrap();
        assert_eq!(token.telegram_id(), 123_456);
        assert_eq!(token.masked(), "123456:••••");
        assert_eq!(token.expose(), format!("123456:{SECRET}"));
        assert_eq!(format!("{token:?}"), "123456:••••");
    }

    #[test]
    fn takes_the_shortest_and_the_longest() {
        for (id, secret) in [("1", 30), ("9999999999999999", 64)] {
            assert!(Token::parse(&format!("{id}:{}", "a".repeat(secret))).is_ok());
        }
    }

    #[test]
    fn refuses_what_is_not_a_token_without_repeating_it() {
        let long = "a".repeat(65);
        let good = "a".repeat(35);
        for text in [
            String::new(),
            ":".into(),
            SECRET.into(),
            format!("0123:{SECRET}"),
            format!(":{SECRET}"),
            format!("-12:{SECRET}"),
            format!("12345678901234567:{SECRET}"),
            format!("12:{}", &good[..29]),
            format!("12:{long}"),
            format!("12:{good}/x"),
            format!("12:{good} {good}"),
            format!("12:{}ä", &good[..33]),
            format!("１２:{good}"),
            format!("12:{good}:{good}"),
        ] {
            let error = Token::parse(&text).unwrap_err();
            assert_eq!(error.code, Code::TokenMalformed, "{text}");
            assert!(!format!("{error:?}").contains(&good), "{text}");
        }
    }

    #[test]
    fn a_secret_token_is_held_to_telegrams_rules() {
        for good in ["a", "A-z_9", &"x".repeat(256)] {
            assert_eq!(SecretToken::parse(good).unwrap().secret().expose(), good);
        }
        for bad in ["", " ", "a b", "ä", "a.b", &"x".repeat(257)] {
            assert_eq!(
                SecretToken::parse(bad).unwrap_err().code,
                Code::InvalidInput,
                "{bad}"
            );
        }
    }

    #[test]
    fn a_random_secret_token_is_valid_and_new_each_time() {
        let (one, two) = (
            SecretToken::random().unwrap(),
            SecretToken::random().unwrap(),
        );
        assert_ne!(one, two);
        assert_eq!(one.secret().expose().len(), 43);
        assert!(SecretToken::parse(one.secret().expose()).is_ok());
        assert_eq!(format!("{one:?}"), "SecretToken(••••)");
    }
}
