//! The end that comes from outside: the desktop session closes, or Ctrl+C in the terminal that
//! started the app. It ends as when its window is closed, with the tunnel taken down.

use tauri::AppHandle;

/// Waits for such a signal, and quits.
pub async fn quit_on_signal(app: AppHandle) {
    if let Err(error) = signalled().await {
        return tracing::warn!("signals cannot be listened to: {error}");
    }
    app.exit(0);
}

#[cfg(unix)]
async fn signalled() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
        _ = hang_up.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn signalled() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
