//! The window and the tray icon: they show what the engine says and pass on what the user asks. No decisions here.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod door;
mod log;
mod pump;
mod sandbox;
mod signals;
mod tray;
mod window;

use door::Door;
use tauri::{Manager, RunEvent};

fn main() -> std::process::ExitCode {
    let log = log::start();
    // One TLS provider for every crate in the process; a second call would be the only failure.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match run(log) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("the window cannot be opened: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn run(log: log::Log) -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    tauri::async_runtime::set(runtime.handle().clone());
    let door = Door::new(
        log,
        std::env::args().any(|argument| argument == "--sandbox"),
    );
    let shell = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .manage(door.clone())
        .invoke_handler(tauri::generate_handler![door::call])
        .setup(move |shell| {
            // Before the engine, whose first word it waits for.
            tray::show(shell.handle());
            // The engine starts beside the window, which need not wait for a keyring's prompt.
            let handle = shell.handle().clone();
            tauri::async_runtime::spawn(async move {
                // What goes wrong is told to the page when it asks.
                let _ = door.app(&handle).await;
            });
            tauri::async_runtime::spawn(signals::quit_on_signal(shell.handle().clone()));
            window::open(shell.handle())?;
            Ok(())
        })
        .build(tauri::generate_context!())?;
    shell.run(|shell, event| {
        if let RunEvent::Exit = event
            && let Some(app) = shell.state::<Door>().running()
        {
            tauri::async_runtime::block_on(app.shutdown());
        }
    });
    Ok(())
}
