//! Sandbox and real never mix: a token of the sandbox goes to this computer alone, and one that
//! Telegram has made does not go to the sandbox.

use crate::domain::bot::Environment;
use crate::domain::token::Token;
use crate::error::{Code, Error, Result};
use crate::telegram::is_here;
use url::Url;

/// Whether this token may be sent to this root.
pub(in crate::app) fn check(environment: &Environment, root: &str, token: &Token) -> Result<()> {
    let made_here = token.is_of_the_sandbox();
    if *environment == Environment::Sandbox && !made_here {
        return Err(Error::new(
            Code::Sandbox,
            "This token is not one of the sandbox's, so the sandbox does not get it.",
            "Add this bot with Add a bot; the sandbox makes tokens of its own.",
        ));
    }
    let stays = Url::parse(root.trim()).is_ok_and(|root| is_here(&root));
    if made_here && !stays {
        return Err(Error::new(
            Code::Sandbox,
            "This token is one of the sandbox's, and it is sent nowhere else.",
            "Copy a token from @BotFather for a bot at Telegram.",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::domain::bot::Environment;
    use crate::domain::token::Token;
    use crate::telegram::CLOUD_ROOT;

    fn token(secret: &str) -> Token {
        let secret = format!("{secret}{}", "x".repeat(35 - secret.len()));
        Token::parse(&format!("42:{secret}")).unwrap()
    }

    #[test]
    fn neither_goes_to_the_others_side() {
        let (made_up, real) = (token("sandbox"), token("AAE"));
        let own = |root: &str| Environment::SelfHosted {
            api_root: root.to_owned(),
        };
        let (here, away) = ("http://127.0.0.1:8081", "https://bots.example.com");
        for (environment, root, token, fine) in [
            (Environment::Cloud, CLOUD_ROOT, &real, true),
            (Environment::Cloud, CLOUD_ROOT, &made_up, false),
            (Environment::Test, CLOUD_ROOT, &made_up, false),
            (Environment::Sandbox, here, &made_up, true),
            (Environment::Sandbox, here, &real, false),
            (own(here), here, &real, true),
            (own(here), here, &made_up, true),
            (own(away), away, &real, true),
            (own(away), away, &made_up, false),
            (own("x"), "x", &made_up, false),
        ] {
            let checked = check(&environment, root, token);
            assert_eq!(checked.is_ok(), fine, "{environment:?} {root}");
        }
    }
}
