//! A file or a folder that is there whole or not at all.

use crate::error::{Code, Error, Result};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempDir};
use tokio::fs::File;
use tokio::io::{AsyncWriteExt, BufWriter};

/// Bytes gathered before they are written: each time another thread does it.
const BUFFER: usize = 256 * 1024;

/// A file being written beside the one that it will be. Dropped, it leaves nothing.
pub struct Sink {
    temporary: NamedTempFile,
    out: BufWriter<File>,
    path: PathBuf,
    overwrite: bool,
}

impl Sink {
    /// Begins a file. One that is there is kept unless `overwrite`.
    pub fn create(path: &Path, overwrite: bool) -> Result<Self> {
        let folder = parent(path)?;
        if !overwrite && path.exists() {
            return Err(there(path));
        }
        if path.is_dir() {
            return Err(Error::new(
                Code::InvalidInput,
                format!("{} is a folder.", path.display()),
                "Choose the name of a file.",
            ));
        }
        let failed = |error: std::io::Error| unwritable(folder, &error);
        let temporary = tempfile::Builder::new()
            .prefix(".hookbay-")
            .suffix(".part")
            .tempfile_in(folder)
            .map_err(failed)?;
        let out =
            BufWriter::with_capacity(BUFFER, File::from_std(temporary.reopen().map_err(failed)?));
        Ok(Self {
            temporary,
            out,
            path: path.to_owned(),
            overwrite,
        })
    }

    /// Writes a piece.
    pub async fn write(&mut self, text: &str) -> Result<()> {
        let written = self.out.write_all(text.as_bytes()).await;
        written.map_err(|error| unwritable(&self.path, &error))
    }

    /// Has it on the disk, under its name.
    pub async fn finish(mut self) -> Result<()> {
        let failed = |error: &std::io::Error| unwritable(&self.path, error);
        self.out.flush().await.map_err(|error| failed(&error))?;
        let file = self.out.get_ref();
        file.sync_all().await.map_err(|error| failed(&error))?;
        let kept = if self.overwrite {
            self.temporary.persist(&self.path)
        } else {
            self.temporary.persist_noclobber(&self.path)
        };
        match kept {
            Ok(_) => Ok(()),
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Err(there(&self.path)),
            Err(error) => Err(failed(&error.error)),
        }
    }
}

/// A folder of files being written beside the one that it will be. Dropped, it leaves nothing.
pub struct FolderSink {
    temporary: TempDir,
    path: PathBuf,
    overwrite: bool,
}

impl FolderSink {
    /// Begins a folder. One that is there and has something in it is kept unless `overwrite`; then
    /// files of the same names are replaced, and others stay.
    pub fn create(path: &Path, overwrite: bool) -> Result<Self> {
        let folder = parent(path)?;
        let is_used = path.exists() && !is_empty(path);
        if is_used && (!overwrite || !path.is_dir()) {
            return Err(there(path));
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix(".hookbay-");
        // It is to be a folder like any other, and not a temporary one.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
        let temporary = builder
            .tempdir_in(folder)
            .map_err(|error| unwritable(folder, &error))?;
        Ok(Self {
            temporary,
            path: path.to_owned(),
            overwrite,
        })
    }

    /// Writes a file of the folder.
    pub async fn write(&mut self, name: &str, text: &str) -> Result<()> {
        let path = self.temporary.path().join(name);
        let written = tokio::fs::write(&path, text).await;
        written.map_err(|error| unwritable(&path, &error))
    }

    /// Has the files under their names.
    pub async fn finish(self) -> Result<()> {
        let done = tokio::task::spawn_blocking(move || self.put());
        done.await.map_err(|error| {
            Error::new(Code::Internal, "A folder could not be moved.", "Try again.").detail(error)
        })?
    }

    fn put(self) -> Result<()> {
        let failed = |error: std::io::Error| unwritable(&self.path, &error);
        if !self.path.exists() || is_empty(&self.path) {
            // An empty folder gives its place; on some systems it must go first.
            let _ = std::fs::remove_dir(&self.path);
            let made = self.temporary.keep();
            return std::fs::rename(&made, &self.path).map_err(|error| {
                let _ = std::fs::remove_dir_all(&made);
                failed(error)
            });
        }
        if !self.overwrite {
            return Err(there(&self.path));
        }
        for entry in std::fs::read_dir(self.temporary.path()).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let to = self.path.join(entry.file_name());
            std::fs::rename(entry.path(), to).map_err(failed)?;
        }
        Ok(())
    }
}

fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

fn parent(path: &Path) -> Result<&Path> {
    let folder = path.parent().filter(|_| path.is_absolute());
    folder.filter(|folder| folder.is_dir()).ok_or_else(|| {
        Error::new(
            Code::InvalidInput,
            format!("There is no folder for {}.", path.display()),
            "Choose a place in a folder that exists.",
        )
    })
}

fn there(path: &Path) -> Error {
    Error::new(
        Code::AlreadyThere,
        format!("{} is there already.", path.display()),
        "Choose another name, or agree that it is replaced.",
    )
}

fn unwritable(path: &Path, error: &std::io::Error) -> Error {
    Error::new(
        Code::InvalidInput,
        format!("{} cannot be written.", path.display()),
        "Check that the disk has room and that you may write there.",
    )
    .detail(error)
}
