//! The open load: updates leave at their due times whether or not the last ones were answered, as people
//! write to a bot. A time is counted from when the update was due, so that a stall is felt by all that
//! were due meanwhile and not by one alone.

use crate::load::{Answer, Request};
use anyhow::{Context, Result, bail};
use mio::net::TcpStream as Watched;
use mio::{Events, Interest, Poll, Token};
use std::io::Write;
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// Connections that can be busy at a time.
const CONNECTIONS: usize = 64;
/// Nobody waits longer than this for an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many, how fast.
#[derive(Clone, Copy)]
pub struct Pace {
    /// Updates a second.
    pub per_second: u32,
    /// Not counted.
    pub warm_up: Duration,
    /// Counted.
    pub measured: Duration,
    /// Chats that they are of.
    pub chats: u64,
}

/// Sends at the pace; how long each took, in microseconds.
pub fn run(pace: Pace, address: SocketAddr, path: &str, secret: &str) -> Result<Vec<u32>> {
    let mut poll = Poll::new()?;
    let mut sending = Vec::with_capacity(CONNECTIONS);
    let mut answers = Vec::with_capacity(CONNECTIONS);
    let (free, freed) = channel();
    for index in 0..CONNECTIONS {
        let stream = TcpStream::connect(address).context("connecting")?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        let mut watched = Watched::from_std(stream.try_clone()?);
        poll.registry()
            .register(&mut watched, Token(index), Interest::READABLE)?;
        sending.push(stream);
        answers.push((watched, Answer::default()));
        free.send(index)?;
    }
    let due: Vec<AtomicU64> = (0..CONNECTIONS).map(|_| AtomicU64::new(0)).collect();
    let start = Instant::now();
    let interval = Duration::from_secs(1) / pace.per_second;
    let count = |span: Duration| span.as_nanos() / interval.as_nanos();
    let (uncounted, all) = (count(pace.warm_up), count(pace.warm_up + pace.measured));
    let request = Request::new(address, path, secret, pace.chats);
    std::thread::scope(|scope| {
        let due = &due;
        let sender =
            scope.spawn(move || send(request, &sending, &freed, due, (start, interval, all)));
        let taken = receive(&mut poll, &mut answers, &free, due, (start, all));
        // The sender ends when nobody frees a connection any more.
        drop(free);
        let sent = sender.join();
        let taken = taken?;
        match sent {
            Ok(sent) => sent?,
            Err(_) => bail!("the sender ended abnormally"),
        }
        let uncounted = usize::try_from(uncounted)?;
        Ok(taken.into_iter().skip(uncounted).collect())
    })
}

fn send(
    mut request: Request,
    streams: &[TcpStream],
    freed: &Receiver<usize>,
    due: &[AtomicU64],
    (start, interval, all): (Instant, Duration, u128),
) -> Result<()> {
    for number in 0..u32::try_from(all)? {
        let at = interval * number;
        // Slept through, and not waited for in a loop: it runs on the processors that it measures.
        std::thread::sleep((start + at).saturating_duration_since(Instant::now()));
        let index = freed
            .recv_timeout(PATIENCE)
            .context("no connection is free")?;
        let nanos = u64::try_from(at.as_nanos())?;
        due[index].store(nanos, Ordering::Release);
        let bytes = request.fresh();
        let written = (&streams[index]).write(bytes).context("sending")?;
        if written < bytes.len() {
            bail!("a socket without anything in it took only a part of a request");
        }
    }
    Ok(())
}

fn receive(
    poll: &mut Poll,
    answers: &mut [(Watched, Answer)],
    free: &Sender<usize>,
    due: &[AtomicU64],
    (start, all): (Instant, u128),
) -> Result<Vec<u32>> {
    let all = usize::try_from(all)?;
    let mut taken = Vec::with_capacity(all);
    let mut events = Events::with_capacity(CONNECTIONS);
    while taken.len() < all {
        poll.poll(&mut events, Some(PATIENCE))?;
        if events.is_empty() {
            bail!("nothing was answered in {PATIENCE:?}");
        }
        for event in &events {
            let index = event.token().0;
            let Some((stream, answer)) = answers.get_mut(index) else {
                continue;
            };
            let Some(ok) = answer.read(stream)? else {
                continue;
            };
            if !ok {
                bail!("an update got another answer than 200");
            }
            let due = Duration::from_nanos(due[index].load(Ordering::Acquire));
            let late = start.elapsed().saturating_sub(due).as_micros();
            taken.push(u32::try_from(late).unwrap_or(u32::MAX));
            // The sender may have sent all that it has.
            let _ = free.send(index);
        }
    }
    Ok(taken)
}
