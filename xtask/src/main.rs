//! The project's own commands. Each is one file; `test` and `tidy` are folders.
//!
//! - `cargo xtask run [-- args]` installs what is missing, builds and opens the window
//! - `cargo xtask test` runs everything that must hold
//! - `cargo xtask tidy` checks the rules of ARCHITECTURE.md that the compiler does not
//! - `cargo xtask bindings` writes ui/src/bindings from the engine's types
//! - `cargo xtask bots` installs the frameworks that the tests' bots are written with
//! - `cargo xtask bench` measures what the engine does beside what the machine allows
//! - `cargo xtask crash` kills the app many times under load, then counts
//! - `cargo xtask bot-api` writes the sandbox's description of the Bot API
//! - `cargo xtask examples` runs the frameworks' example bots and prints what came of it
//! - `cargo xtask screenshots` takes pictures of the real window
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "it is a command line"
)]

mod bench;
mod bindings;
mod bot_api;
mod bots;
mod crash;
mod examples;
mod process;
mod programs;
mod python;
mod run;
mod screenshots;
mod setup;
mod test;
mod tidy;
mod tree;
mod ui;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask run [-- args]   build and open the window; try: cargo xtask run -- --sandbox
cargo xtask test            every check and every test
cargo xtask tidy            import directions, file sizes, migrations
cargo xtask bindings        write ui/src/bindings from the engine's types
cargo xtask bots            the frameworks that the tests' bots are written with
cargo xtask bench [name]    ingest, relay, drain, memory, refresher, inbox, sandbox; without one all
cargo xtask bench idle      what the whole app costs at rest
cargo xtask bench window    the real window with 1,000,000 updates: scrolled, searched, under load
cargo xtask crash           kill the app 200 times under load, then count; --rounds N, --seed N
cargo xtask bot-api         the sandbox's description of the Bot API, from grammY's types
cargo xtask examples        the frameworks' example bots against the sandbox, as a table
cargo xtask screenshots     docs/pictures for the README, and target/pictures to look at";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match args.split_first() {
        Some((command, rest)) => match (command.as_str(), rest) {
            ("run", _) => run::run(rest),
            ("test", []) => test::test(),
            ("tidy", []) => tidy::tidy(),
            ("bindings", []) => bindings::write(),
            ("bots", []) => bots::bots(),
            ("examples", []) => examples::examples(),
            ("bot-api", []) => bot_api::write(),
            ("screenshots", []) => screenshots::screenshots(),
            ("bench", [name]) if name == "window" => bench::window(),
            ("bench", [name]) if name == "idle" => bench::idle(),
            ("bench", _) => bench::bench(rest),
            ("crash", _) => crash::crash(rest),
            _ => return usage(),
        },
        None => return usage(),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("{USAGE}");
    ExitCode::FAILURE
}
