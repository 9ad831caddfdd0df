//! The bots, and how each is run.

use std::path::PathBuf;
use std::process::Command;

/// A bot in `tests/bots`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// Its file in `python/`.
    Python(&'static str),
    /// Its file in `node/`.
    Node(&'static str),
    /// Its name in `rust/src/bin/`.
    Rust(&'static str),
    /// An example's file in the checkout, run by `python/example.py`.
    PythonExample(&'static str),
    /// An example's file in the checkout, run by `node/example.cjs`.
    NodeExample(&'static str),
}

pub const PYTHON: Program = Program::Python("echo.py");
pub const PYTHON_OWN_SERVER: Program = Program::Python("own_server.py");
pub const PYTHON_OWN_WEBHOOK: Program = Program::Python("own_webhook.py");
pub const GRAMMY: Program = Program::Node("echo.mjs");
pub const GRAMMY_REPLY: Program = Program::Node("reply.mjs");
pub const TELOXIDE: Program = Program::Rust("teloxide-echo");
pub const TELOXIDE_OWN_SERVER: Program = Program::Rust("teloxide-own-server");

/// The checkout.
pub fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// Where the bots are.
pub fn bots() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bots"))
}

impl Program {
    /// What starts it.
    pub fn command(self) -> Command {
        let (program, files) = match self {
            Self::Python(file) => (python(), vec![bots().join("python").join(file)]),
            Self::Node(file) => (node(), vec![bots().join("node").join(file)]),
            Self::PythonExample(file) => {
                let runner = bots().join("python/example.py");
                (python(), vec![runner, root().join(file)])
            }
            Self::NodeExample(file) => {
                let runner = bots().join("node/example.cjs");
                (node(), vec![runner, root().join(file)])
            }
            Self::Rust(name) => {
                // This program is in `deps` beside them.
                let here = std::env::current_exe().unwrap();
                (here.ancestors().nth(2).unwrap().join(name), Vec::new())
            }
        };
        for path in files.iter().chain([&program]) {
            assert!(
                path.components().count() == 1 || path.exists(),
                "{} is missing: run `cargo xtask bots`",
                path.display()
            );
        }
        let mut command = Command::new(program);
        command.args(files);
        command
    }
}

fn python() -> PathBuf {
    root().join("target/python/bots/bin/python")
}

fn node() -> PathBuf {
    assert!(
        bots().join("node/node_modules/grammy").is_dir(),
        "grammY is missing: run `cargo xtask bots`"
    );
    PathBuf::from("node")
}
