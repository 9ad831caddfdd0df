//! The list of examples, and the frameworks' versions as they are pinned.

use crate::bots;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::fs;

/// One.
#[derive(Debug, Deserialize)]
pub struct Example {
    /// Names its tests.
    pub key: String,
    /// Whose framework.
    pub framework: String,
    /// What it is an example of.
    pub shows: String,
    /// How it is called, in Markdown.
    pub example: String,
    /// Its file in the checkout.
    pub file: String,
}

impl Example {
    /// What is unpacked is theirs, what is in the project is ours.
    pub fn is_theirs(&self) -> bool {
        self.file.starts_with("target/")
    }

    /// The framework's version.
    pub fn version(&self) -> Result<String> {
        let (file, before) = match self.framework.as_str() {
            "python-telegram-bot" => ("python/requirements.txt", "\npython-telegram-bot=="),
            "grammY" => ("node/package.json", "\"grammy\": \""),
            _ => ("rust/Cargo.toml", "\nteloxide = { version = \"="),
        };
        let text = fs::read_to_string(bots::folder(file))?;
        let (_, rest) = text
            .split_once(before)
            .with_context(|| format!("{file} pins no version of {}", self.framework))?;
        let is_part = |c: &char| c.is_ascii_digit() || *c == '.';
        Ok(rest.chars().take_while(is_part).collect())
    }
}

/// All of them.
pub fn read() -> Result<Vec<Example>> {
    let path = bots::folder("examples.json");
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    Ok(serde_json::from_str(&text)?)
}
