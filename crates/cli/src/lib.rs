//! What `hookbay` does on the command line. Its exit status is 0 when all is well, 1 when a scenario
//! failed, 2 when something could not be done at all, 130 when a run of scenarios was interrupted.

mod arguments;
mod bot;
mod sandbox;
mod screen;
mod test;

use std::process::ExitCode;

pub use arguments::Arguments;
use arguments::Command;
use screen::Screen;

/// All is well.
const WELL: u8 = 0;
/// A scenario failed.
const FAILED: u8 = 1;
/// It could not be done.
const BROKEN: u8 = 2;
/// As a shell says of what was interrupted.
const INTERRUPTED: u8 = 130;

/// Why a command could not be done: a sentence on what happened and one on what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Broken(String);

impl Broken {
    fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

/// Does what the arguments say.
pub async fn run(arguments: Arguments) -> ExitCode {
    let mut screen = Screen::new(arguments.color);
    let done = match arguments.command {
        Command::Sandbox(wanted) => sandbox::run(wanted, &mut screen).await,
        Command::Test(wanted) => test::run(wanted, &mut screen).await,
    };
    ExitCode::from(done.unwrap_or_else(|broken| {
        screen.trouble(&broken.to_string());
        BROKEN
    }))
}

/// Until somebody wants an end: Ctrl+C, or the system's own way to say so. It listens from the call
/// on, and not only once it is awaited: whoever reads that Ctrl+C ends it may be quick.
fn interrupted() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let signals = {
        use tokio::signal::unix::{SignalKind, signal};
        [SignalKind::interrupt(), SignalKind::terminate()].map(signal)
    };
    async move {
        #[cfg(unix)]
        if let [Ok(mut interrupt), Ok(mut terminate)] = signals {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
        let _ = tokio::signal::ctrl_c().await;
    }
}
