//! Uploaded files, so that they can be sent again and downloaded.

use bytes::Bytes;
use serde_json::{Value, json};

use super::measures::measures;
use crate::telegram::kept::Kept;

const KEPT_FILES: usize = 5_000;
const KEPT_BYTES: usize = 64 << 20;

/// A file.
#[derive(Debug, Clone)]
pub struct File {
    /// What it was sent as, such as `photo`.
    pub kind: String,
    /// What it is sent again by.
    pub id: String,
    /// Equal for equal files.
    pub unique_id: String,
    /// Where it is downloaded from.
    pub path: String,
    /// As whoever sent it named it.
    pub name: String,
    /// What is in it.
    pub data: Bytes,
}

/// The files of a bot.
#[derive(Debug)]
pub struct Files {
    kept: Kept<File>,
    count: u64,
}

impl Default for Files {
    fn default() -> Self {
        Self {
            kept: Kept::new(KEPT_FILES, KEPT_BYTES),
            count: 0,
        }
    }
}

impl Files {
    /// Keeps a file that was sent as a `kind`.
    pub fn keep(&mut self, kind: &str, name: &str, data: Bytes) -> File {
        self.count += 1;
        let id = uuid::Uuid::new_v4().simple().to_string();
        // Slashes would lead out of the folder that the path pretends to be in.
        let end: String = name
            .rsplit_once('.')
            .map(|(_, end)| end)
            .filter(|end| end.len() <= 8 && end.bytes().all(|byte| byte.is_ascii_alphanumeric()))
            .map(|end| format!(".{end}"))
            .unwrap_or_default();
        let file = File {
            kind: kind.to_owned(),
            unique_id: id.chars().take(16).collect(),
            path: format!("{kind}s/file_{}{end}", self.count),
            id,
            name: name.chars().take(255).collect(),
            data,
        };
        let bytes = file.data.len() + 256;
        self.kept.push(file.clone(), bytes);
        file
    }

    /// By its id.
    pub fn by_id(&self, id: &str) -> Option<&File> {
        self.kept.iter().rev().find(|file| file.id == id)
    }

    /// By its path.
    pub fn by_path(&self, path: &str) -> Option<&File> {
        self.kept.iter().rev().find(|file| file.path == path)
    }
}

impl File {
    /// What every object about a file says.
    pub fn value(&self) -> Value {
        json!({
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": self.data.len(),
        })
    }

    /// Width and height, if it is a picture; otherwise zeroes.
    pub fn measures(&self) -> (u32, u32) {
        measures(&self.data).unwrap_or_default()
    }

    /// What its name ends with, in small letters.
    pub fn end(&self) -> String {
        let end = self.name.rsplit('.').next().unwrap_or_default();
        end.to_ascii_lowercase()
    }

    /// Its type, by its name.
    pub fn mime_type(&self) -> &'static str {
        match self.end().as_str() {
            "png" => "image/png",
            "jpg" | "jpeg" => "image/jpeg",
            "gif" => "image/gif",
            "webp" => "image/webp",
            "pdf" => "application/pdf",
            "txt" | "log" => "text/plain",
            "json" => "application/json",
            "zip" => "application/zip",
            "mp3" => "audio/mpeg",
            "ogg" | "oga" => "audio/ogg",
            "mp4" => "video/mp4",
            _ => "application/octet-stream",
        }
    }
}
