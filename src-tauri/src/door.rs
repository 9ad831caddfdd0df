//! The one command of the page: an operation of the engine's table, by name.

use hookbay_engine::app::App;
use hookbay_engine::error::Error;
use serde_json::Value;
use tauri::State;

/// The running engine, or why it does not run: then the window opens to say so.
pub struct Door(pub Result<App, Error>);

/// Does an operation.
#[tauri::command]
pub async fn call(door: State<'_, Door>, op: String, input: Option<Value>) -> Result<Value, Error> {
    let app = door.0.as_ref().map_err(Clone::clone)?;
    hookbay_engine::api::call(app, &op, input.unwrap_or_default()).await
}
