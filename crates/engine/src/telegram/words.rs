//! A failed call as a person reads it.

use super::refusal::{Fault, fault};
use super::{BadWebhook, CLOUD_ROOT, Conflict, Error, Network};
use crate::error::{Code, Error as Shown};

impl From<Error> for Shown {
    fn from(error: Error) -> Self {
        let (shown, detail) = match error {
            Error::Unauthorized { detail } if fault(&detail) == Fault::MalformedToken => (
                Self::new(
                    Code::Unauthorized,
                    "The Bot API server calls this token malformed.",
                    "Copy the whole token from @BotFather, with the number and the colon, and paste it here.",
                ),
                detail,
            ),
            Error::Unauthorized { detail } => (
                Self::new(
                    Code::Unauthorized,
                    "Telegram does not accept this token: it is wrong or was revoked.",
                    "Copy the current token from @BotFather and paste it here.",
                ),
                detail,
            ),
            Error::NotFound { detail } if fault(&detail) == Fault::NoSuchMethod => (
                Self::new(
                    Code::TelegramNotFound,
                    "The Bot API server does not know this request.",
                    "Bring the Bot API server up to date, or check that its address is right.",
                ),
                detail,
            ),
            Error::NotFound { detail } => (
                Self::new(
                    Code::TelegramNotFound,
                    "Telegram knows no bot with this token.",
                    "Copy the whole token from @BotFather, and check which Bot API server the bot is on.",
                ),
                detail,
            ),
            Error::Conflict { kind, detail } => (conflict(kind), detail),
            Error::TooManyRequests {
                retry_after,
                detail,
            } => (too_many(retry_after), detail),
            Error::BadWebhook { reason, detail } => (bad_webhook(&reason), detail),
            Error::Refused { code, description } => {
                (refused(code, fault(&description)), description)
            }
            Error::Network { kind, host, detail } => (network(kind, &host), detail),
            Error::Malformed { host, detail } => (
                Self::new(
                    Code::MalformedAnswer,
                    format!("What {host} answered is not an answer of the Bot API."),
                    "Check that the address is that of a Bot API server, and that no proxy or sign-in \
                     page answers in its place.",
                ),
                detail,
            ),
            Error::BadRoot { detail } => (
                Self::new(
                    Code::InvalidInput,
                    "The Bot API server's address is not a web address.",
                    "Give it like http://localhost:8081.",
                ),
                detail,
            ),
            Error::NoClient { detail } => (
                Self::new(
                    Code::Internal,
                    "Hookbay could not prepare its connections to Telegram.",
                    "Restart Hookbay; if that does not help, report it with the words below.",
                ),
                detail,
            ),
        };
        if detail.is_empty() {
            shown
        } else {
            shown.detail(detail)
        }
    }
}

fn conflict(kind: Conflict) -> Shown {
    let (message, remedy) = match kind {
        Conflict::OtherSetWebhook => (
            "Another program set this bot's webhook at the same moment, and that one counts.",
            "Stop the other program that has this bot's token, then try again.",
        ),
        Conflict::SetWebhook => (
            "Another program set this bot's webhook while updates were being fetched.",
            "Stop the program that polls this bot: a bot has a webhook or polls, not both.",
        ),
        Conflict::OtherGetUpdates => (
            "Two programs poll this bot at the same time.",
            "Stop one of them.",
        ),
        Conflict::WebhookActive => (
            "Another program polls this bot (getUpdates), which a bot with a webhook cannot be.",
            "Stop that program, or delete the webhook here and leave the bot to it.",
        ),
        Conflict::Other => (
            "Another program uses this bot at the same moment: it sets its webhook, or polls it.",
            "Stop the other program that has this bot's token, then try again.",
        ),
    };
    Shown::new(Code::Conflict, message, remedy)
}

fn too_many(retry_after: Option<u32>) -> Shown {
    let code = Code::TooManyRequests;
    match retry_after {
        Some(seconds) => {
            let unit = if seconds == 1 { "second" } else { "seconds" };
            let message =
                format!("Telegram asks to wait {seconds} {unit} before the next request.");
            Shown::new(code, message, "Wait that long, then try again.").retry_after(seconds)
        }
        None => Shown::new(
            code,
            "Telegram got too many requests.",
            "Wait a minute, then try again.",
        ),
    }
}

fn bad_webhook(reason: &BadWebhook) -> Shown {
    let host = "Use a public host name: a tunnel gives one.";
    let (message, remedy) = match reason {
        BadWebhook::InvalidUrl => (
            "Telegram cannot read the webhook URL.".into(),
            "Give one like https://bot.example.com.",
        ),
        BadWebhook::SecretTokenTooLong => (
            "The secret token has more than 256 characters.".into(),
            "Shorten it, or leave the field empty and a random one is made.",
        ),
        BadWebhook::SecretTokenCharacters => (
            "The secret token has a character that Telegram does not allow.".into(),
            "Use only the letters A–Z and a–z, digits, _ and -, or leave the field empty.",
        ),
        BadWebhook::CertificateTooBig => (
            "The certificate is larger than 3 MiB.".into(),
            "Upload the public certificate alone, as PEM.",
        ),
        BadWebhook::NotHttps => (
            "Telegram delivers to https:// only.".into(),
            "Use an https:// address: a tunnel gives one, or a reverse proxy with a certificate.",
        ),
        BadWebhook::Port => (
            "Telegram does not deliver to this port.".into(),
            "Use port 443, 80, 88 or 8443.",
        ),
        BadWebhook::CannotResolve => (
            "Telegram cannot find the webhook's host yet.".into(),
            "A new tunnel or DNS entry takes a minute to be known everywhere: try again then. If it stays so, check the name.",
        ),
        BadWebhook::ReservedAddress { address } => (
            format!("Telegram cannot reach {address}: that address is not a public one."),
            host,
        ),
        BadWebhook::Ipv6Only => (
            "The webhook's host has IPv6 addresses only, and Telegram needs IPv4.".into(),
            "Give the host an IPv4 address (an A record), or use a tunnel.",
        ),
        BadWebhook::InvalidAddress => (
            "The IP address is not one.".into(),
            "Give an IPv4 address like 203.0.114.5, or leave the field empty.",
        ),
        BadWebhook::Other => (
            "Telegram refused the webhook.".into(),
            "Its own words are below.",
        ),
    };
    Shown::new(Code::BadWebhook, message, remedy)
}

fn refused(code: i64, fault: Fault) -> Shown {
    let (message, remedy) = match fault {
        Fault::LoggedOut => (
            "The bot is logged out of this Bot API server.",
            "Choose the server that it moved to; Telegram's own takes it back 10 minutes after it logged out.",
        ),
        Fault::Closed => (
            "The bot is closed on this Bot API server.",
            "Choose the server that it moved to, or try again in 10 minutes.",
        ),
        Fault::Restart => (
            "Telegram's server is being restarted.",
            "Try again in a few seconds.",
        ),
        Fault::CertificateNotSaved => (
            "The Bot API server could not save the certificate.",
            "Try again; on a server of your own, check its disk and its folder's rights.",
        ),
        Fault::UnallowedToken => (
            "This Bot API server does not serve this bot.",
            "Let the server's --filter take the bot, or choose another server.",
        ),
        Fault::MalformedToken | Fault::NoSuchMethod | Fault::Other if code >= 500 => (
            "Telegram's server has a fault at the moment.",
            "Try again in a minute.",
        ),
        Fault::MalformedToken | Fault::NoSuchMethod | Fault::Other => {
            ("Telegram refused the request.", "Its own words are below.")
        }
    };
    Shown::new(Code::TelegramRefused, message, remedy)
}

fn network(kind: Network, host: &str) -> Shown {
    let cloud = CLOUD_ROOT.strip_prefix("https://") == Some(host);
    let (code, message, remedy) = match kind {
        Network::Dns if cloud => (
            Code::Dns,
            format!("{host} cannot be found: this computer seems to be offline."),
            "Check the internet connection, then try again.",
        ),
        Network::Dns => (
            Code::Dns,
            format!("{host} cannot be found."),
            "Check the name of the Bot API server and this computer's internet connection.",
        ),
        Network::Connect if cloud => (
            Code::Connect,
            format!("{host} cannot be connected to."),
            "Check the internet connection, and whether a firewall or provider blocks Telegram.",
        ),
        Network::Connect => (
            Code::Connect,
            format!("Nothing answers at {host}."),
            "Start the Bot API server there, or correct its address.",
        ),
        Network::Tls if cloud => (
            Code::Tls,
            format!("A secure connection to {host} could not be made."),
            "Check this computer's clock and certificates, and whether a proxy or antivirus program opens its connections.",
        ),
        Network::Tls => (
            Code::Tls,
            format!("A secure connection to {host} could not be made."),
            "Check the server's certificate; if the server speaks plain HTTP, give its address with http://.",
        ),
        Network::Timeout => (
            Code::Timeout,
            format!("{host} did not answer in time."),
            "Try again; if it stays so, check the internet connection and any firewall.",
        ),
        Network::Other => (
            Code::Connect,
            format!("The connection to {host} broke before the answer was there."),
            "Try again.",
        ),
    };
    Shown::new(code, message, remedy)
}
