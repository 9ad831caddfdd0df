//! The list of examples.

use crate::frameworks::program::{Program, root};
use ring::digest::{SHA256, digest};
use serde::Deserialize;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

pub static EXAMPLES: LazyLock<Vec<Example>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../bots/examples.json")).unwrap());

#[derive(Debug, Deserialize)]
pub struct Example {
    /// Names its test and its conversation.
    pub key: String,
    pub framework: String,
    /// What it is an example of.
    pub shows: String,
    /// Where it is in the checkout.
    pub file: String,
    /// Of that file, where the framework's project published it.
    pub sha256: Option<String>,
    /// Methods that it calls once too often, and that Telegram refuses as well.
    #[serde(default)]
    pub refused: Vec<String>,
}

impl Example {
    pub fn of(key: &str) -> &'static Self {
        let mut all = EXAMPLES.iter();
        all.find(|example| example.key == key).expect(key)
    }

    /// What is unpacked is theirs, what is in the project is ours.
    pub fn is_theirs(&self) -> bool {
        self.file.starts_with("target/")
    }

    pub fn program(&'static self) -> Program {
        match self.framework.as_str() {
            "python-telegram-bot" => Program::PythonExample(&self.file),
            // What runs stands beside what was unpacked, without TypeScript's types.
            "grammY" if self.is_theirs() => {
                let plain = Path::new(&self.file).with_extension("js");
                Program::NodeExample(plain.display().to_string().leak())
            }
            "grammY" => Program::NodeExample(&self.file),
            "teloxide" => {
                let stem = Path::new(&self.file).file_stem().unwrap().to_str().unwrap();
                let name = stem.strip_prefix("example-").unwrap_or(stem);
                Program::Rust(format!("example-{name}").leak())
            }
            other => panic!("{other}"),
        }
    }

    pub fn digest(&self) -> String {
        let bytes = fs::read(root().join(&self.file)).expect("run `cargo xtask bots`");
        let digest = digest(&SHA256, &bytes);
        digest
            .as_ref()
            .iter()
            .fold(String::new(), |mut text, byte| {
                write!(text, "{byte:02x}").unwrap();
                text
            })
    }
}
