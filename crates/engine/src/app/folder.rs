//! The data folder: the user's alone, and one app's at a time.

use crate::error::{Code, Error, Result};
use std::fs::{DirBuilder, File, TryLockError};
use std::path::Path;

/// The hold on a data folder. The system ends it with the process, however that ends.
pub(super) struct Hold(File);

impl Hold {
    /// Makes the folder if need be, and takes it for this process.
    pub(super) fn take(folder: &Path) -> Result<Self> {
        make(folder).map_err(|error| {
            Error::new(
                Code::Store,
                format!("The data folder {} cannot be made.", folder.display()),
                "Make it yourself, or set HOOKBAY_DATA_DIR to a folder that you may write to.",
            )
            .detail(error)
        })?;
        let unusable = |error: std::io::Error| {
            Error::new(
                Code::Store,
                format!("The data folder {} cannot be written to.", folder.display()),
                "Change its permissions, or set HOOKBAY_DATA_DIR to another folder.",
            )
            .detail(error)
        };
        let file = File::create(folder.join("hookbay.lock")).map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(Error::new(
                Code::AlreadyRunning,
                "Hookbay is running already with this data folder.",
                "Use its window, or quit it first; for a second one set HOOKBAY_DATA_DIR to another folder.",
            )),
            Err(TryLockError::Error(error)) => Err(unusable(error)),
        }
    }

    /// Gives the folder back before the process ends.
    pub(super) fn release(&self) {
        if let Err(error) = self.0.unlock() {
            tracing::warn!("the data folder is still held: {error}");
        }
    }
}

/// Makes the data folder if it is not there. What people write to a bot is not for the other users
/// of the computer.
pub fn make(folder: &Path) -> std::io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
