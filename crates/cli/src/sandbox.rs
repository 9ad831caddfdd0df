//! `hookbay sandbox`: the whole offline Telegram for any bot.

use hookbay_sandbox::telegram::Options;
use hookbay_sandbox::telegram::control::NewBot;
use hookbay_sandbox::{Sandbox, SandboxOptions};

use crate::arguments;
use crate::screen::{Ink, Screen};
use crate::{Broken, WELL, interrupted};

/// A sandbox that takes webhooks on this computer, over plain HTTP too. A bot that is still set to its real
/// URL is refused: what is made up here reaches nobody outside.
pub async fn start(port: u16) -> Result<Sandbox, Broken> {
    let options = SandboxOptions {
        telegram: Options {
            port,
            local: true,
            stays_near: true,
            ..Options::default()
        },
        edge: None,
    };
    Sandbox::start(options).await.map_err(|error| {
        Broken::new(format!(
            "{error}. Choose another port with --port, or a free one with --port 0."
        ))
    })
}

/// Runs it until it is interrupted.
pub async fn run(wanted: arguments::Sandbox, screen: &mut Screen) -> Result<u8, Broken> {
    if wanted.token.as_deref().is_some_and(|it| !is_made_here(it)) {
        return Err(Broken::new(NOT_MADE_HERE));
    }
    let interrupted = interrupted();
    let sandbox = start(wanted.port).await?;
    let username = username(&wanted.bot);
    let bot = sandbox.telegram.control().add_bot(NewBot {
        token: wanted.token,
        name: wanted.bot.clone(),
        username: username.clone(),
    });
    let bot = bot.map_err(|error| Broken::new(error.to_string()))?;
    let root = sandbox.telegram.api_root();
    if wanted.json {
        // Nothing in it needs escaping: an address, and a token of letters, digits, a colon, _ and -.
        screen.line(&format!(
            r#"{{"api_root":"{root}","control_root":"{root}/sandbox/","token":"{}","username":"{username}"}}"#,
            bot.token
        ));
    } else {
        for line in told(&root, &bot.token, &wanted.bot, &username) {
            screen.line(&line);
        }
        for line in pointed(&root, !wanted.polling, !wanted.webhook) {
            screen.line(&line);
        }
        screen.line("");
        screen.line(&screen.ink(
            Ink::Grey,
            "Ctrl+C ends it, and everything in it is forgotten.",
        ));
    }
    interrupted.await;
    sandbox.shutdown().await;
    Ok(WELL)
}

/// Said without the token, which may be a real bot's.
const NOT_MADE_HERE: &str = "This token is none of the sandbox's: it may be one that Telegram has made, and \
    the sandbox takes none of those. Start it once without a token, and keep the one that it prints.";

/// Whether a token is of the sandbox's own shape: Telegram's secrets do not begin with that word.
fn is_made_here(token: &str) -> bool {
    let secret = token.split_once(':').map(|(_, secret)| secret);
    secret.is_some_and(|secret| secret.starts_with("sandbox"))
}

/// A username made of a name, as @BotFather would take it.
fn username(name: &str) -> String {
    let mut word = String::new();
    for char in name.chars() {
        if char.is_ascii_alphanumeric() {
            word.push(char.to_ascii_lowercase());
        } else if !word.is_empty() && !word.ends_with('_') {
            word.push('_');
        }
    }
    let word = word.trim_end_matches('_');
    let word: String = word.chars().take(28).collect();
    match word.as_str() {
        "" => "sandbox_bot".to_owned(),
        word if word.ends_with("bot") => word.to_owned(),
        word => format!("{word}_bot"),
    }
}

fn told(root: &str, token: &str, name: &str, username: &str) -> Vec<String> {
    vec![
        "The sandbox is ready: a Telegram on this computer alone.".to_owned(),
        String::new(),
        format!("  Bot API root  {root}"),
        format!("  Control API   {root}/sandbox/"),
        format!("  Bot           {name} (@{username})"),
        format!("  Token         {token}"),
        String::new(),
        "Somebody writes to the bot:".to_owned(),
        String::new(),
        format!("  curl {root}/sandbox/messages -H 'content-type: application/json' \\"),
        format!("    -d '{{\"token\": \"{token}\", \"text\": \"/start\"}}'"),
        String::new(),
        "Point a bot at it, with TOKEN for the token:".to_owned(),
        String::new(),
        format!(
            "  python-telegram-bot  ApplicationBuilder().token(TOKEN).base_url(\"{root}/bot\")\
             .base_file_url(\"{root}/file/bot\")"
        ),
        format!("  grammY               new Bot(TOKEN, {{ client: {{ apiRoot: \"{root}\" }} }})"),
        format!("  teloxide             Bot::new(TOKEN).set_api_url(\"{root}\".parse()?)"),
    ]
}

fn pointed(root: &str, webhook: bool, polling: bool) -> Vec<String> {
    let mut lines = Vec::new();
    if polling {
        lines.push("It polls as it would Telegram; nothing else is to be set.".to_owned());
    }
    if webhook {
        lines.push(format!(
            "A webhook may be anywhere on this computer, over plain http and on any port: \
             {root}/bot<TOKEN>/setWebhook?url=http://127.0.0.1:8000/"
        ));
    }
    if !lines.is_empty() {
        lines.insert(0, String::new());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::username;

    #[test]
    fn a_username_ends_as_bots_names_do() {
        for (name, expected) in [
            ("Sandbox bot", "sandbox_bot"),
            ("Pizza!", "pizza_bot"),
            ("Пицца", "sandbox_bot"),
            ("  a  b  ", "a_b_bot"),
        ] {
            assert_eq!(username(name), expected);
        }
    }
}
