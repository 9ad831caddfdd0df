//! The icon in the tray: the state in a sentence, and what one wants without looking for the window.
//! Closing the window quits the app as before; the icon goes with it.
//!
//! Its menu is made once, at the start, on the thread that owns the window. A task then keeps its
//! words true: it is woken by the engine's events and writes only what differs.

mod library;
mod words;

use crate::door::Door;
use hookbay_engine::api::types::Overview;
use hookbay_engine::app::App;
use hookbay_engine::event::{Change, Event};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Manager, Wry};
use tokio::sync::broadcast::{Receiver, error::RecvError};

const SHOW: &str = "show";
const GIVE_BACK: &str = "give_back";
const QUIT: &str = "quit";

/// The words are written no more often than this: a thousand bots are checked one after the other.
const GATHERED: Duration = Duration::from_secs(1);

/// The entries whose words change.
struct Entries {
    state: MenuItem<Wry>,
    give_back: MenuItem<Wry>,
}

/// Shows the icon, where the desktop can show one. Without it, the window does everything.
pub fn show(app: &AppHandle) {
    if !library::is_there() {
        return tracing::info!("there is no tray icon: libayatana-appindicator3 is not installed");
    }
    // What was found may be of another architecture. That is no reason to have no window.
    match catch_unwind(AssertUnwindSafe(|| build(app))) {
        Ok(Ok(entries)) => {
            app.manage(entries);
            tracing::debug!("the tray icon is there");
        }
        Ok(Err(error)) => tracing::warn!("there is no tray icon: {error}"),
        Err(_) => tracing::warn!("there is no tray icon: its library cannot be loaded"),
    }
}

fn build(app: &AppHandle) -> tauri::Result<Entries> {
    let entries = Entries {
        state: MenuItem::new(app, words::STARTING, false, None::<&str>)?,
        give_back: MenuItem::with_id(app, GIVE_BACK, words::give_back(0), false, None::<&str>)?,
    };
    let menu = Menu::with_items(
        app,
        &[
            &MenuItem::with_id(app, SHOW, "Show Hookbay", true, None::<&str>)?,
            &entries.state,
            &PredefinedMenuItem::separator(app)?,
            &entries.give_back,
            &PredefinedMenuItem::separator(app)?,
            &MenuItem::with_id(app, QUIT, "Quit", true, None::<&str>)?,
        ],
    )?;
    // Its picture is a file by this name, and another Hookbay would take it away with itself.
    let mut tray = TrayIconBuilder::with_id(format!("hookbay-{}", std::process::id()))
        .tooltip("Hookbay")
        .menu(&menu)
        .on_menu_event(|app, event| pressed(app, event.id().as_ref()));
    if let Some(icon) = app.default_window_icon() {
        tray = tray.icon(icon.clone());
    }
    tray.build(app)?;
    Ok(entries)
}

fn pressed(app: &AppHandle, entry: &str) {
    match entry {
        SHOW => raise(app),
        GIVE_BACK => {
            if let Some(engine) = app.state::<Door>().running() {
                tauri::async_runtime::spawn(give_back(engine.clone()));
            }
        }
        QUIT => app.exit(0),
        _ => {}
    }
}

fn raise(app: &AppHandle) {
    let Some(window) = app.get_webview_window("main") else {
        return;
    };
    let raised = window
        .unminimize()
        .and_then(|()| window.show())
        .and_then(|()| window.set_focus());
    if let Err(error) = raised {
        tracing::warn!("the window cannot be raised: {error}");
    }
}

/// Puts every previous webhook back. What Telegram refuses is told in the window, where the bot is.
async fn give_back(engine: App) {
    let overview = match engine.overview().await {
        Ok(overview) => overview,
        Err(error) => return tracing::warn!("{error} {}", error.remedy),
    };
    for bot in overview.bots.iter().filter(|bot| bot.lease.is_some()) {
        let input = serde_json::json!({ "bot_id": bot.id });
        if let Err(error) = hookbay_engine::api::call(&engine, "give_back", input).await {
            tracing::warn!(bot = %bot.id, "{error} {}", error.remedy);
        }
    }
}

/// Keeps the words true until the engine is gone.
pub async fn follow(engine: App, app: AppHandle) {
    if app.try_state::<Entries>().is_none() {
        return;
    }
    let mut changes = engine.watch();
    let mut before = None;
    loop {
        match engine.overview().await {
            Ok(overview) => before = Some(write(&app, &overview, before.as_ref())),
            Err(error) => tracing::warn!("the tray's words are not written: {error}"),
        }
        if !changed(&mut changes).await {
            return;
        }
        tokio::time::sleep(GATHERED).await;
    }
}

/// Waits for a change that the words may speak of; whether there was one.
async fn changed(changes: &mut Receiver<Event>) -> bool {
    loop {
        match changes.recv().await {
            Ok(event) if matches!(event.change, Change::Updates { .. }) => {}
            Ok(_) | Err(RecvError::Lagged(_)) => break,
            Err(RecvError::Closed) => return false,
        }
    }
    true
}

/// The state, and how many webhooks can be put back.
type Written = (String, usize);

fn write(app: &AppHandle, overview: &Overview, before: Option<&Written>) -> Written {
    let leases = overview.bots.iter().filter(|bot| bot.lease.is_some());
    let now = (words::state(overview), leases.count());
    if before == Some(&now) {
        return now;
    }
    let (handle, (state, leases)) = (app.clone(), now.clone());
    // Handed over and not waited for. When the app ends, the thread that owns the menu waits for the
    // engine to be done: a task that waited for that thread would keep the engine from it for ever.
    let handed_over = app.run_on_main_thread(move || {
        let entries = handle.state::<Entries>();
        let written = entries
            .state
            .set_text(state)
            .and_then(|()| entries.give_back.set_text(words::give_back(leases)))
            .and_then(|()| entries.give_back.set_enabled(leases > 0));
        if let Err(error) = written {
            tracing::warn!("the tray's words are not written: {error}");
        }
    });
    if let Err(error) = handed_over {
        tracing::warn!("the tray's words are not written: {error}");
    }
    now
}
