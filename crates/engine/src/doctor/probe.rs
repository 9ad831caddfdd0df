//! A request through the public URL, and what came back.
//!
//! Who recognises it is the caller's affair: the prober sends the header it is given, as Telegram
//! would send an update, and asks whether the answer is the right one.

use super::lost::Lost;
use super::trust::{Shown, Trust};
use super::way::{self, Legs};
use crate::secret::Secret;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tokio::time::timeout;
use url::Url;

/// Longer than this, and it is lost.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Of a stranger's answer no more than this is read.
const MOST: usize = 64 * 1024;

/// What to send.
pub struct Shot<'a> {
    /// Where to: the whole webhook URL.
    pub url: &'a Url,
    /// The name and value of the header that makes it a probe.
    pub header: (&'static str, String),
    /// A bot's secret token. It goes along only where the connection can be trusted.
    pub secret: Option<&'a Secret>,
    /// How long it may take.
    pub patience: Duration,
}

/// How it went.
#[derive(Debug)]
pub struct Journey {
    /// The legs up to the connection.
    pub legs: Legs,
    /// When the request was sent.
    pub sent: Option<Instant>,
    /// When the right answer was here, or why it was not.
    pub back: Result<Instant, Lost>,
    /// The certificate on the way; none for plain http.
    pub shown: Option<Shown>,
    /// Whether the secret token went along.
    pub with_secret: bool,
}

impl Journey {
    /// One that ended before it began.
    pub fn lost(lost: Lost) -> Self {
        Self {
            legs: Legs::default(),
            sent: None,
            back: Err(lost),
            shown: None,
            with_secret: false,
        }
    }
}

/// Sends a probe. `is_ours` says whether the header's value in the answer is the right one.
pub async fn send(shot: Shot<'_>, trust: &Trust, is_ours: impl Fn(&[u8]) -> bool) -> Journey {
    let mut journey = Journey::lost(Lost::Broken {
        detail: String::new(),
    });
    let gone = timeout(shot.patience, travel(&shot, trust, &mut journey)).await;
    journey.back = match gone {
        Ok(Ok(answer)) if is_ours_in(&answer, shot.header.0, is_ours) => Ok(answer.at),
        Ok(Ok(answer)) => Err(answer.stranger()),
        Ok(Err(lost)) => Err(lost),
        Err(_) => Err(Lost::Timeout {
            leg: journey.legs.open(shot.url.scheme() == "https"),
        }),
    };
    journey
}

struct Answer {
    at: Instant,
    head: Response<()>,
    start: Bytes,
}

fn is_ours_in(answer: &Answer, header: &str, is_ours: impl Fn(&[u8]) -> bool) -> bool {
    answer.head.status() == StatusCode::OK
        && answer
            .head
            .headers()
            .get(header)
            .is_some_and(|value| is_ours(value.as_bytes()))
}

async fn travel(shot: &Shot<'_>, trust: &Trust, journey: &mut Journey) -> Result<Answer, Lost> {
    let dialled = way::dial(shot.url, trust, &mut journey.legs).await?;
    let is_private = match &dialled.shown {
        Some(shown) => shown.trusted.is_ok(),
        None => is_here(shot.url),
    };
    journey.shown = dialled.shown;
    let secret = shot.secret.filter(|_| is_private);
    journey.with_secret = secret.is_some();
    let request = request(shot, secret)?;
    let broken = |error: &dyn std::error::Error| Lost::Broken {
        detail: error.to_string(),
    };
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(dialled.stream))
            .await
            .map_err(|error| broken(&error))?;
    // Ends with this function.
    let mut driver = JoinSet::new();
    driver.spawn(connection);
    journey.sent = Some(Instant::now());
    let answer = sender
        .send_request(request)
        .await
        .map_err(|error| broken(&error))?;
    let at = Instant::now();
    let (head, body) = answer.into_parts();
    // How a stranger's answer begins is enough to know the stranger.
    let start = Limited::new(body, MOST)
        .collect()
        .await
        .map(http_body_util::Collected::to_bytes)
        .unwrap_or_default();
    Ok(Answer {
        at,
        head: Response::from_parts(head, ()),
        start,
    })
}

fn request(shot: &Shot<'_>, secret: Option<&Secret>) -> Result<Request<Full<Bytes>>, Lost> {
    let url = shot.url;
    let host = url.host_str().unwrap_or_default();
    let host = url
        .port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    // As Telegram sends an update: no User-Agent, no charset.
    let mut request = Request::post(url.path())
        .header("host", host)
        .header("content-type", "application/json")
        .header(shot.header.0, &shot.header.1);
    if let Some(secret) = secret {
        request = request.header("x-telegram-bot-api-secret-token", secret.expose());
    }
    request
        .body(Full::new(Bytes::from_static(b"{}")))
        // The URL and the header are of forms that always fit: said all the same, without them.
        .map_err(|_| Lost::Broken {
            detail: "the request cannot be written".into(),
        })
}

fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

impl Answer {
    fn stranger(self) -> Lost {
        let text = String::from_utf8_lossy(&self.start);
        let header = self.head.headers().get("ngrok-error-code");
        let ngrok = header
            .and_then(|value| value.to_str().ok())
            .and_then(ngrok_code)
            .or_else(|| ngrok_code(&text));
        let words: Vec<&str> = text.split_whitespace().collect();
        Lost::Stranger {
            status: self.head.status().as_u16(),
            ngrok,
            detail: words.join(" ").chars().take(200).collect(),
        }
    }
}

/// `ERR_NGROK_3200` in a text.
fn ngrok_code(text: &str) -> Option<String> {
    const START: &str = "ERR_NGROK_";
    let rest = &text[text.find(START)? + START.len()..];
    let digits: String = rest
        .chars()
        .take_while(char::is_ascii_digit)
        .take(8)
        .collect();
    (!digits.is_empty()).then(|| format!("{START}{digits}"))
}
