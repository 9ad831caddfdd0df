//! The bot that is tested: a process with all that it starts, what it prints, and its end.

use std::collections::VecDeque;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use process_wrap::tokio::{ChildWrapper, CommandWrap, KillOnDrop};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

use crate::Broken;
use crate::screen::harmless;

/// How long a bot that was asked to end may take.
const GRACE: Duration = Duration::from_secs(3);
/// What is kept of its output: so many lines, each so long.
const LINES: usize = 200;
const LINE_BYTES: u64 = 4_096;
/// How long the rest of the output of a bot that has ended is waited for.
const REST: Duration = Duration::from_millis(200);

/// Where a bot finds its token. teloxide reads the last one by itself, so that one is set also to keep
/// a real bot's token, which may stand there, out of the sandbox.
const TOKENS: [&str; 3] = ["BOT_TOKEN", "TELEGRAM_BOT_TOKEN", "TELOXIDE_TOKEN"];
/// Where it finds the address to use in place of Telegram's; the last one is teloxide's own as well.
const ROOTS: [&str; 3] = ["TELEGRAM_API_ROOT", "BOT_API_ROOT", "TELOXIDE_API_URL"];

/// A running bot. Dropping it kills it.
pub struct Bot {
    ended: watch::Receiver<Option<String>>,
    end: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
    output: Output,
}

impl Bot {
    /// Starts it with the token and the root in its environment; `shown` has what it prints on the
    /// screen as well.
    pub fn start(command: &[String], root: &str, token: &str, shown: bool) -> Result<Self, Broken> {
        let Some((program, arguments)) = command.split_first() else {
            return Err(Broken::new(
                "There is no command. Write it after two dashes.",
            ));
        };
        let mut wrapped = CommandWrap::with_new(program, |command| {
            command
                .args(arguments)
                .envs(TOKENS.map(|name| (name, token)))
                .envs(ROOTS.map(|name| (name, root)))
                // What it says before it dies would be lost in a buffer.
                .env("PYTHONUNBUFFERED", "1")
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped());
        });
        #[cfg(unix)]
        wrapped.wrap(process_wrap::tokio::ProcessGroup::leader());
        #[cfg(windows)]
        wrapped.wrap(process_wrap::tokio::JobObject);
        wrapped.wrap(KillOnDrop);
        let mut child = wrapped.spawn().map_err(|error| {
            Broken::new(format!(
                "The bot cannot be started: {program}: {error}. Check the command after the two dashes."
            ))
        })?;
        let output = Output::default();
        let mut readers = Vec::new();
        if let Some(stdout) = child.stdout().take() {
            readers.push(tokio::spawn(output.clone().read(stdout, shown)));
        }
        if let Some(stderr) = child.stderr().take() {
            readers.push(tokio::spawn(output.clone().read(stderr, shown)));
        }
        let (told, ended) = watch::channel(None);
        let (end, wanted) = oneshot::channel();
        let task = tokio::spawn(live(child, readers, wanted, told));
        Ok(Self {
            ended,
            end: Some(end),
            task,
            output,
        })
    }

    /// Why it is not there any more, once it is not.
    pub fn ended(&self) -> watch::Receiver<Option<String>> {
        self.ended.clone()
    }

    /// What it has printed, or the last of it.
    pub fn output(&self) -> Output {
        self.output.clone()
    }

    /// Ends it and all that it started.
    pub async fn end(mut self) {
        if let Some(end) = self.end.take() {
            // Whoever has ended already needs no telling.
            let _ = end.send(());
        }
        let _ = (&mut self.task).await;
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        // The task owns the process, which is killed with it.
        self.task.abort();
    }
}

async fn live(
    mut child: Box<dyn ChildWrapper>,
    readers: Vec<JoinHandle<()>>,
    wanted: oneshot::Receiver<()>,
    told: watch::Sender<Option<String>>,
) {
    tokio::select! {
        status = child.wait() => {
            // What it said last is why it ended; something that it left behind may hold the pipe.
            for reader in readers {
                let _ = tokio::time::timeout(REST, reader).await;
            }
            let why = match status {
                Ok(status) => format!("The bot ended by itself ({status})."),
                Err(error) => format!("The bot is lost: {error}."),
            };
            clear(child.as_mut());
            told.send_replace(Some(why));
        }
        _ = wanted => stop(child.as_mut()).await,
    }
}

/// What it has started may not have listened, or may have outlived it.
fn clear(child: &mut dyn ChildWrapper) {
    // Whoever is gone cannot be killed, which is what is wanted.
    let _ = child.start_kill();
}

async fn stop(child: &mut dyn ChildWrapper) {
    #[cfg(unix)]
    {
        let asked = child.signal(SIGTERM);
        if asked.is_ok() {
            let _ = tokio::time::timeout(GRACE, child.wait()).await;
        }
    }
    clear(child);
    let _ = tokio::time::timeout(GRACE, child.wait()).await;
}

/// POSIX has given it this number.
#[cfg(unix)]
const SIGTERM: i32 = 15;

/// The last lines that a bot printed.
#[derive(Clone, Default)]
pub struct Output(Arc<Mutex<Lines>>);

#[derive(Default)]
struct Lines {
    kept: VecDeque<String>,
    count: usize,
}

impl Output {
    /// How many lines there were.
    pub fn count(&self) -> usize {
        self.lock().count
    }

    /// The last lines, of those after the first so many.
    pub fn last(&self, most: usize, after: usize) -> Vec<String> {
        let lines = self.lock();
        let news = lines.count.saturating_sub(after).min(most);
        let skipped = lines.kept.len().saturating_sub(news);
        lines.kept.iter().skip(skipped).cloned().collect()
    }

    async fn read(self, from: impl AsyncRead + Unpin, shown: bool) {
        let mut from = BufReader::new(from);
        let mut line = Vec::new();
        loop {
            line.clear();
            let mut some = (&mut from).take(LINE_BYTES);
            match some.read_until(b'\n', &mut line).await {
                Ok(0) | Err(_) => return,
                Ok(_) => {
                    let text = harmless(String::from_utf8_lossy(&line).trim_end());
                    if shown {
                        use std::io::Write;
                        let _ = writeln!(std::io::stderr().lock(), "bot | {text}");
                    }
                    self.keep(text);
                }
            }
        }
    }

    fn keep(&self, line: String) {
        let mut lines = self.lock();
        lines.count += 1;
        lines.kept.push_back(line);
        if lines.kept.len() > LINES {
            lines.kept.pop_front();
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Lines> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
