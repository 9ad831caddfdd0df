//! A bot as a process: started, killed in the middle of whatever it does, started again.

use super::program::Program;
use crate::fixture::eventually;
use rand::Rng;
use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Stdio};
use tempfile::TempDir;

/// What every bot here expects in Telegram's header.
pub const SECRET: &str = "the-bots_own";

/// How a bot gets its updates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It asks for them.
    Polling,
    /// It listens, and registers its own URL.
    Webhook,
    /// It listens, and Hookbay passes them on.
    BehindHookbay,
}

pub struct Process {
    program: Program,
    way: Way,
    api: String,
    token: String,
    port: u16,
    folder: TempDir,
    runs: usize,
    child: Option<Child>,
}

impl Process {
    /// A bot that listens.
    pub async fn start(program: Program, api: &str, token: &str) -> Self {
        Self::start_as(program, Way::BehindHookbay, api, token).await
    }

    /// A bot that gets its updates in this way.
    pub async fn start_as(program: Program, way: Way, api: &str, token: &str) -> Self {
        let mut bot = Self {
            program,
            way,
            api: api.to_owned(),
            token: token.to_owned(),
            port: port(),
            folder: tempfile::tempdir().unwrap(),
            runs: 0,
            child: None,
        };
        bot.run().await;
        bot
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// SIGKILL: it cannot finish anything, and its connections break.
    pub fn kill(&mut self) {
        let mut child = self.child.take().expect("a bot that runs");
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Starts it, at the same port, and waits until it listens, where it does.
    pub async fn run(&mut self) {
        self.runs += 1;
        let output = File::create(self.file("out", self.runs)).unwrap();
        let mut command = self.program.command();
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("BOT_TOKEN", &self.token)
            .env("BOT_API", &self.api)
            .env("BOT_SECRET", SECRET)
            .env("BOT_LOG", self.file("log", self.runs))
            .env("TELOXIDE_TOKEN", &self.token)
            .env("TELOXIDE_API_URL", &self.api)
            .env("RUST_LOG", "info")
            // Some write files to where they are.
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(output.try_clone().unwrap())
            .stderr(output);
        if self.way != Way::Polling {
            command.env("PORT", self.port.to_string());
        }
        if self.way == Way::Webhook {
            command.env("BOT_WEBHOOK", self.url());
        }
        self.child = Some(command.spawn().unwrap());
        if self.way == Way::Polling {
            return;
        }
        let child = std::cell::RefCell::new(self.child.as_mut().unwrap());
        eventually("the bot listens", || async {
            let ended = child.borrow_mut().try_wait().unwrap();
            assert!(ended.is_none(), "the bot ended before it listened");
            let port = (Ipv4Addr::LOCALHOST, self.port);
            tokio::net::TcpStream::connect(port).await.ok()
        })
        .await;
    }

    /// The updates that its nth run was handed, in the order in which it was.
    pub fn noted_in(&self, run: usize) -> Vec<i64> {
        let text = fs::read_to_string(self.file("log", run)).unwrap_or_default();
        text.lines().map(|line| line.parse().unwrap()).collect()
    }

    /// The updates that it was handed in all its runs.
    pub fn noted(&self) -> Vec<i64> {
        (1..=self.runs).flat_map(|run| self.noted_in(run)).collect()
    }

    fn file(&self, name: &str, run: usize) -> std::path::PathBuf {
        self.folder.path().join(format!("{name}{run}"))
    }
}

impl Drop for Process {
    #[expect(
        clippy::print_stderr,
        reason = "what the bot said belongs to the report of a test that failed"
    )]
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            // It may have ended by itself.
            let _ = child.kill();
            let _ = child.wait();
        }
        if std::thread::panicking() {
            for run in 1..=self.runs {
                let said = fs::read_to_string(self.file("out", run)).unwrap_or_default();
                eprintln!("{:?}, run {run}:\n{said}", self.program);
            }
        }
    }
}

/// A free port below those that the system gives away by itself, so that it is free still when the bot
/// is started again.
fn port() -> u16 {
    let mut random = rand::rng();
    loop {
        let port = random.random_range(15_000..30_000);
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
}
