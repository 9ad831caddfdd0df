//! The load: callers on keep-alive connections, each sending its next update when the last one was
//! answered. One thread and one prebuilt request serve them all, since it runs on the processors
//! that it measures.

use anyhow::{Context, Result, bail};
use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};
use std::io::{ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// The size of an update.
pub const BODY: usize = 1024;
/// The first update_id; its number of digits stays the same for all that follow.
const FIRST: u64 = 1_000_000_000;
/// The first chat's id; the others differ in the last three digits.
const CHAT: u64 = 123_456_000;
/// Nobody waits longer than this for an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How much, and how long.
pub struct Load {
    /// Connections, each with one request in flight.
    pub connections: usize,
    /// Not counted.
    pub warm_up: Duration,
    /// Counted, unless so many updates are sent before.
    pub measured: Duration,
    /// Updates at the most.
    pub updates: u64,
    /// Private chats that they are of, one after the other; 1,000 at the most.
    pub chats: u64,
}

/// What came of a load.
pub struct Taken {
    /// Every answer of the measured time: how long it took, in microseconds.
    pub latencies: Vec<u32>,
    /// How long was measured.
    pub measured: Duration,
    /// Answers 200, those outside of the measured time too.
    pub answered: u64,
}

impl Taken {
    /// Answers 200 in a second.
    #[expect(clippy::cast_precision_loss, reason = "no run comes near 2^52")]
    pub fn rate(&self) -> f64 {
        self.latencies.len() as f64 / self.measured.as_secs_f64()
    }
}

/// A POST with a new update_id each time.
pub struct Request {
    bytes: Vec<u8>,
    id_at: usize,
    /// Where the last digits of the chat's id are, which is also the user's.
    chat_at: [usize; 2],
    chats: u64,
    next: u64,
}

impl Request {
    /// One for a path, of so many chats.
    pub fn new(address: SocketAddr, path: &str, secret: &str, chats: u64) -> Self {
        let body = body();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
             X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let id_at = head.len() + r#"{"update_id":"#.len();
        let chat = CHAT.to_string();
        let mut places = body.match_indices(&chat);
        let mut place = || {
            let at = places.next().map_or(0, |(at, _)| at);
            head.len() + at + chat.len() - 3
        };
        Self {
            chat_at: [place(), place()],
            bytes: [head.as_bytes(), body.as_bytes()].concat(),
            id_at,
            chats: chats.clamp(1, 1_000),
            next: FIRST,
        }
    }

    /// The next one.
    pub fn fresh(&mut self) -> &[u8] {
        self.write(self.id_at, 10, self.next);
        for at in self.chat_at {
            self.write(at, 3, self.next % self.chats);
        }
        self.next += 1;
        &self.bytes
    }

    fn write(&mut self, at: usize, digits: usize, number: u64) {
        let mut left = number;
        for digit in (at..at + digits).rev() {
            self.bytes[digit] = b'0' + u8::try_from(left % 10).unwrap_or_default();
            left /= 10;
        }
    }
}

/// An update as Telegram sends one, its text as long as it takes.
fn body() -> String {
    let with = |text: &str| {
        format!(
            "{{\"update_id\":{FIRST},\"message\":{{\"message_id\":4711,\"from\":{{\"id\":{CHAT},\
             \"is_bot\":false,\"first_name\":\"Ada\",\"last_name\":\"Lovelace\",\"username\":\"ada\",\
             \"language_code\":\"en\"}},\"chat\":{{\"id\":{CHAT},\"first_name\":\"Ada\",\
             \"last_name\":\"Lovelace\",\"username\":\"ada\",\"type\":\"private\"}},\
             \"date\":1767225600,\"text\":\"{text}\"}}}}"
        )
    };
    let words = "the quick brown fox jumps over the lazy dog ";
    let missing = BODY.saturating_sub(with("").len());
    with(&words.chars().cycle().take(missing).collect::<String>())
}

/// An answer as it comes in.
pub struct Answer {
    bytes: [u8; 512],
    got: usize,
}

impl Default for Answer {
    fn default() -> Self {
        Self {
            bytes: [0; 512],
            got: 0,
        }
    }
}

impl Answer {
    /// Whether it is 200, once it is whole.
    pub fn read(&mut self, stream: &mut TcpStream) -> Result<Option<bool>> {
        loop {
            match stream.read(&mut self.bytes[self.got..]) {
                Ok(0) => bail!("a connection was closed"),
                Ok(count) => self.got += count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(None),
                Err(error) => return Err(error).context("receiving"),
            }
            let answer = &self.bytes[..self.got];
            // An answer without a body ends with its head.
            if answer.ends_with(b"\r\n\r\n") {
                let ok = answer.starts_with(b"HTTP/1.1 200 ");
                self.got = 0;
                return Ok(Some(ok));
            }
        }
    }
}

struct Caller {
    stream: TcpStream,
    sent: Instant,
    answer: Answer,
}

impl Caller {
    fn send(&mut self, request: &[u8]) -> Result<()> {
        self.sent = Instant::now();
        let written = self.stream.write(request).context("sending")?;
        if written < request.len() {
            bail!("a socket without anything in it took only a part of a request");
        }
        Ok(())
    }
}

/// Connects everyone, and lets them send until the time is over and the last is answered.
pub fn run(load: &Load, address: SocketAddr, path: &str, secret: &str) -> Result<Taken> {
    let mut poll = Poll::new()?;
    let mut request = Request::new(address, path, secret, load.chats);
    let mut callers = Vec::with_capacity(load.connections);
    for index in 0..load.connections {
        // Connected while blocking, so that a full backlog waits and does not fail.
        let stream = std::net::TcpStream::connect(address).context("connecting")?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        let mut stream = TcpStream::from_std(stream);
        poll.registry()
            .register(&mut stream, Token(index), Interest::READABLE)?;
        callers.push(Caller {
            stream,
            sent: Instant::now(),
            answer: Answer::default(),
        });
    }
    let begin = Instant::now() + load.warm_up;
    let end = begin + load.measured;
    let last = FIRST.saturating_add(load.updates);
    let mut taken = Taken {
        latencies: Vec::with_capacity(1 << 20),
        measured: load.measured,
        answered: 0,
    };
    let mut refused = 0_u64;
    for caller in &mut callers {
        caller.send(request.fresh())?;
    }
    let mut in_flight = load.connections;
    let mut events = Events::with_capacity(load.connections);
    while in_flight > 0 {
        poll.poll(&mut events, Some(PATIENCE))?;
        if events.is_empty() {
            bail!("{in_flight} requests were not answered in {PATIENCE:?}");
        }
        for event in &events {
            let Some(caller) = callers.get_mut(event.token().0) else {
                continue;
            };
            let Some(ok) = caller.answer.read(&mut caller.stream)? else {
                continue;
            };
            let now = Instant::now();
            if ok {
                taken.answered += 1;
                if (begin..end).contains(&now) {
                    let micros = now.duration_since(caller.sent).as_micros();
                    taken
                        .latencies
                        .push(u32::try_from(micros).unwrap_or(u32::MAX));
                }
            } else {
                refused += 1;
            }
            if now < end && request.next < last {
                caller.send(request.fresh())?;
            } else {
                in_flight -= 1;
            }
        }
    }
    // Fewer than the time allows: it ended with the last.
    if request.next >= last {
        taken.measured = begin.elapsed();
    }
    if refused > 0 {
        bail!("{refused} requests got another answer than 200");
    }
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use super::{BODY, CHAT, Request, body};

    #[test]
    fn an_update_is_a_kilobyte_of_json_with_an_id_of_its_own() {
        assert_eq!(body().len(), BODY);
        let address = ([127, 0, 0, 1], 80).into();
        let mut request = Request::new(address, "/x", "s", 3);
        let ids = [(); 12].map(|()| {
            let text = String::from_utf8(request.fresh().to_vec()).unwrap();
            let (head, body) = text.split_once("\r\n\r\n").unwrap();
            assert!(head.ends_with("Content-Length: 1024"));
            let update: serde_json::Value = serde_json::from_str(body).unwrap();
            let message = &update["message"];
            assert_eq!(message["chat"]["id"], message["from"]["id"]);
            let chat = message["chat"]["id"].as_u64().unwrap();
            assert_eq!(chat, CHAT + update["update_id"].as_u64().unwrap() % 3);
            update["update_id"].as_u64().unwrap()
        });
        assert_eq!(ids[..2], [1_000_000_000, 1_000_000_001]);
        assert_eq!(ids[11], 1_000_000_011);
    }
}
