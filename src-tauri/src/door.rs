//! The one command of the page: an operation of the engine's table, by name.

use crate::log::Log;
use crate::{pump, sandbox, tray};
use hookbay_engine::app::{App, Config, Parts};
use hookbay_engine::error::{Error, Result};
use hookbay_engine::http;
use serde_json::Value;
use std::sync::Arc;
use tauri::{AppHandle, State};
use tokio::sync::OnceCell;

/// The engine, started by the first call. A start that fails is tried again by the next call, which
/// is what "Try again" in the window means.
#[derive(Clone)]
pub struct Door {
    started: Arc<OnceCell<App>>,
    log: Log,
    with_sandbox: bool,
}

impl Door {
    /// Nothing is started yet.
    pub fn new(log: Log, with_sandbox: bool) -> Self {
        Self {
            started: Arc::default(),
            log,
            with_sandbox,
        }
    }

    /// The running engine; waits for its start.
    pub async fn app(&self, window: &AppHandle) -> Result<&App> {
        self.started
            .get_or_try_init(async || {
                let app = self.start().await.inspect_err(|error| {
                    tracing::error!(detail = ?error.detail, "{error} {}", error.remedy);
                })?;
                tauri::async_runtime::spawn(self.log.clone().follow(app.log_filter()));
                tauri::async_runtime::spawn(tray::follow(app.clone(), window.clone()));
                tauri::async_runtime::spawn(pump::run(app.watch(), window.clone()));
                Ok(app)
            })
            .await
    }

    /// The engine, if it runs.
    pub fn running(&self) -> Option<&App> {
        self.started.get()
    }

    async fn start(&self) -> Result<App> {
        let parts = Parts {
            sandbox: Some(Arc::new(sandbox::InProcess::default())),
            ..Parts::default()
        };
        let app = App::start(Config::from_env()?, parts).await?;
        // The other door, for programs on this computer.
        tauri::async_runtime::spawn(http::serve(app.clone(), app.http_api_address()));
        if self.with_sandbox
            && let Err(error) = app.start_sandbox().await
        {
            // The window says why: the keyring, most often.
            tracing::warn!("{error} {}", error.remedy);
        }
        Ok(app)
    }
}

/// Does an operation.
#[tauri::command]
pub async fn call(
    door: State<'_, Door>,
    window: AppHandle,
    op: String,
    input: Option<Value>,
) -> Result<Value, Error> {
    let app = door.app(&window).await?;
    hookbay_engine::api::call(app, &op, input.unwrap_or_default()).await
}
