//! The one window. What its page remembers is kept in the data folder, so that two data folders
//! share nothing.

use hookbay_engine::config::Config;
use tauri::{AppHandle, WebviewWindowBuilder};

/// Opens it as tauri.conf.json describes it. Without a data folder, as when another Hookbay holds
/// it, the page remembers nothing.
pub fn open(app: &AppHandle, data: Option<&Config>) -> tauri::Result<()> {
    for window in &app.config().app.windows {
        let builder = WebviewWindowBuilder::from_config(app, window)?;
        match data {
            Some(config) => builder.data_directory(config.data_dir.join("window")),
            None => builder.incognito(true),
        }
        .build()?;
    }
    Ok(())
}
