//! Which trouble Telegram's last_error_message names: the one place where its text is read. The texts
//! are those of telegram-bot-api's WebhookActor and of the system and OpenSSL below it.

/// Why Telegram could not deliver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// 300–399.
    Redirect,
    /// 401 or 403.
    NotLetIn,
    /// 404.
    NothingThere,
    /// 405.
    NoPost,
    /// 410.
    Gone,
    /// 413.
    TooLarge,
    /// 429.
    TooOften,
    /// 502, 503 or 504.
    NothingBehind,
    /// 500, and the other 5xx.
    HandlerFailed,
    /// Any other status outside 200–299.
    OtherAnswer,
    /// Nothing listens.
    Refused,
    /// No answer to TCP.
    NoAnswer,
    /// Cut in the middle of a request.
    Reset,
    /// No route to the host.
    NoRoute,
    /// The network cannot be reached.
    NoNetwork,
    /// No complete answer in 60 seconds.
    TooSlow,
    /// The update could not be sent in 60 seconds.
    CannotSend,
    /// The certificate is not trusted.
    Untrusted,
    /// The port does not speak TLS.
    NotTls,
    /// The handshake failed in another way.
    HandshakeFailed,
    /// The uploaded certificate cannot be used.
    BadUpload,
    /// Telegram's server could not open a connection.
    TelegramsOwn,
    /// The answer is compressed in a way that Telegram cannot read.
    Encoding,
    /// The answer is shorter than it says.
    ShortAnswer,
    /// Neither HTTP/1.0 nor 1.1.
    HttpVersion,
    /// A text that is not known yet.
    Unknown,
}

impl Trouble {
    /// Every trouble, in the order of the documentation.
    pub const ALL: [Self; 26] = [
        Self::NothingBehind,
        Self::NothingThere,
        Self::NotLetIn,
        Self::NoPost,
        Self::HandlerFailed,
        Self::Redirect,
        Self::Gone,
        Self::TooLarge,
        Self::TooOften,
        Self::OtherAnswer,
        Self::Refused,
        Self::NoAnswer,
        Self::Reset,
        Self::NoRoute,
        Self::NoNetwork,
        Self::TooSlow,
        Self::CannotSend,
        Self::Untrusted,
        Self::NotTls,
        Self::HandshakeFailed,
        Self::BadUpload,
        Self::TelegramsOwn,
        Self::Encoding,
        Self::ShortAnswer,
        Self::HttpVersion,
        Self::Unknown,
    ];
}

/// A trouble in Telegram's own words.
pub fn sample(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::Redirect => "Wrong response from the webhook: 302 Found",
        Trouble::NotLetIn => "Wrong response from the webhook: 403 Forbidden",
        Trouble::NothingThere => "Wrong response from the webhook: 404 Not Found",
        Trouble::NoPost => "Wrong response from the webhook: 405 Method Not Allowed",
        Trouble::Gone => "Wrong response from the webhook: 410 Gone",
        Trouble::TooLarge => "Wrong response from the webhook: 413 Payload Too Large",
        Trouble::TooOften => "Wrong response from the webhook: 429 Too Many Requests",
        Trouble::NothingBehind => "Wrong response from the webhook: 502 Bad Gateway",
        Trouble::HandlerFailed => "Wrong response from the webhook: 500 Internal Server Error",
        Trouble::OtherAnswer => "Wrong response from the webhook: 418 I'm a teapot",
        Trouble::Refused => "Connection refused",
        Trouble::NoAnswer => "Connection timed out",
        Trouble::Reset => "Connection reset by peer",
        Trouble::NoRoute => "No route to host",
        Trouble::NoNetwork => "Network is unreachable",
        Trouble::TooSlow => "Read timeout expired",
        Trouble::CannotSend => "Write timeout expired",
        Trouble::Untrusted => "SSL error {error:0A000086:SSL routines::certificate verify failed}",
        Trouble::NotTls => "SSL error {error:0A00010B:SSL routines::wrong version number}",
        Trouble::HandshakeFailed => "SSL error {…}",
        Trouble::BadUpload => "Can't create an SSL context: …",
        Trouble::TelegramsOwn => "Can't connect to the webhook",
        Trouble::Encoding => "Unsupported Media Type: unsupported content-encoding",
        Trouble::ShortAnswer => "Bad Request: unexpected end of request content",
        Trouble::HttpVersion => "HTTP Version Not Supported",
        Trouble::Unknown => "anything else",
    }
}

const ANSWERED: &str = "Wrong response from the webhook:";

/// The status line that the webhook answered with, where that is what Telegram tells.
pub(super) fn status_line(last_error_message: &str) -> Option<&str> {
    last_error_message
        .trim()
        .strip_prefix(ANSWERED)
        .map(str::trim)
}

/// The first row whose words are all in the message counts.
const WORDS: &[(&[&str], Trouble)] = &[
    (&["connection refused"], Trouble::Refused),
    (&["connection timed out"], Trouble::NoAnswer),
    (&["connection reset by peer"], Trouble::Reset),
    (&["no route to host"], Trouble::NoRoute),
    (&["network is unreachable"], Trouble::NoNetwork),
    (&["read timeout expired"], Trouble::TooSlow),
    (&["write timeout expired"], Trouble::CannotSend),
    (
        &["ssl error", "certificate verify failed"],
        Trouble::Untrusted,
    ),
    (&["ssl error", "wrong version number"], Trouble::NotTls),
    (&["ssl error"], Trouble::HandshakeFailed),
    (&["can't create an ssl"], Trouble::BadUpload),
    (&["can't connect to the webhook"], Trouble::TelegramsOwn),
    (&["unsupported content-encoding"], Trouble::Encoding),
    (&["unexpected end of request content"], Trouble::ShortAnswer),
    (&["http version not supported"], Trouble::HttpVersion),
];

/// Which trouble a last_error_message names.
pub fn trouble(last_error_message: &str) -> Trouble {
    if let Some(status) = status_line(last_error_message) {
        return answered(status);
    }
    let lower = last_error_message.to_lowercase();
    WORDS
        .iter()
        .find(|(words, _)| words.iter().all(|word| lower.contains(word)))
        .map_or(Trouble::Unknown, |(_, trouble)| *trouble)
}

fn answered(status: &str) -> Trouble {
    let number = status.split(' ').next().unwrap_or_default();
    match number.parse::<u16>().unwrap_or(0) {
        300..=399 => Trouble::Redirect,
        401 | 403 => Trouble::NotLetIn,
        404 => Trouble::NothingThere,
        405 => Trouble::NoPost,
        410 => Trouble::Gone,
        413 => Trouble::TooLarge,
        429 => Trouble::TooOften,
        502..=504 => Trouble::NothingBehind,
        500..=599 => Trouble::HandlerFailed,
        _ => Trouble::OtherAnswer,
    }
}

#[cfg(test)]
mod tests;
