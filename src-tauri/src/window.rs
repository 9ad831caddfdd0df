//! The one window. What its page remembers is kept in the data folder, so that two data folders
//! share nothing.

use hookbay_engine::app::{Config, make_data_folder};
use tauri::{AppHandle, WebviewWindowBuilder};

/// Opens it as tauri.conf.json describes it. Without a data folder the page remembers nothing.
pub fn open(app: &AppHandle) -> tauri::Result<()> {
    for window in &app.config().app.windows {
        // The page takes dropped files itself: otherwise they would come as paths and not as files.
        let builder = WebviewWindowBuilder::from_config(app, window)?.disable_drag_drop_handler();
        // Made here as well, since the window may be faster than the engine. Where there is none, the
        // page says why.
        let data = Config::from_env()
            .ok()
            .filter(|config| make_data_folder(&config.data_dir).is_ok());
        match data {
            Some(config) => builder.data_directory(config.data_dir.join("window")),
            None => builder.incognito(true),
        }
        .build()?;
    }
    Ok(())
}
