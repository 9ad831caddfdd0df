//! The window: it shows what the engine says and passes on what the user asks. No decisions here.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod door;
mod log;
mod pump;
mod sandbox;
mod window;

use door::Door;
use hookbay_engine::app::{App, Parts};
use hookbay_engine::config::Config;
use hookbay_engine::error::Result;
use std::sync::Arc;
use tauri::{Manager, RunEvent};

fn main() -> std::process::ExitCode {
    log::start();
    // One TLS provider for every crate in the process; a second call would be the only failure.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("the window cannot be opened: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn run() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    tauri::async_runtime::set(runtime.handle().clone());
    let config = Config::from_env();
    let started = runtime.block_on(start(
        config.clone(),
        std::env::args().any(|argument| argument == "--sandbox"),
    ));
    if let Err(error) = &started {
        tracing::error!(detail = ?error.detail, "{error} {}", error.remedy);
    }
    let data = config.ok().filter(|_| started.is_ok());
    let shell = tauri::Builder::default()
        .manage(Door(started))
        .invoke_handler(tauri::generate_handler![door::call])
        .setup(move |shell| {
            window::open(shell.handle(), data.as_ref())?;
            if let Ok(app) = &shell.state::<Door>().0 {
                tauri::async_runtime::spawn(pump::run(app.watch(), shell.handle().clone()));
            }
            Ok(())
        })
        .build(tauri::generate_context!())?;
    shell.run(|shell, event| {
        if let RunEvent::Exit = event
            && let Ok(app) = &shell.state::<Door>().0
        {
            tauri::async_runtime::block_on(app.shutdown());
        }
    });
    Ok(())
}

async fn start(config: Result<Config>, with_sandbox: bool) -> Result<App> {
    let parts = Parts {
        sandbox: Some(Arc::new(sandbox::InProcess::default())),
    };
    let app = App::start(config?, parts).await?;
    if with_sandbox && let Err(error) = app.start_sandbox().await {
        // The window says why: the keyring, most often.
        tracing::warn!("{error} {}", error.remedy);
    }
    Ok(app)
}
