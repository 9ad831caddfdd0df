//! The settings of a whole app: from the environment, from a `.env` file, and from the window.

mod environment;
mod saved;
mod tunnel;

use crate::fixture::{self, config, eventually};
use hookbay_engine::api::types::{
    ConfigureTunnel, SaveSettings, SettingChange, SettingName, SettingView, SettingsView,
    TunnelSettings, TunnelState,
};
use hookbay_engine::app::{App, Parts};
use tempfile::TempDir;

const AUTHTOKEN: &str = "2abcDEFghiJKLmnoPQRstuVWXyz_1234567890abcdefghijk";

/// An app with this environment, and no sandbox.
async fn app(folder: &TempDir, environment: &[(&str, &str)]) -> App {
    let data_dir = folder.path().join("data").display().to_string();
    let app = App::start(config(&data_dir, environment), Parts::default())
        .await
        .unwrap();
    app.keep_for_this_run().await;
    app
}

fn changes(changes: &[(SettingName, Option<&str>)]) -> SaveSettings {
    let change = |&(name, value): &(SettingName, Option<&str>)| SettingChange {
        name,
        value: value.map(str::to_owned),
    };
    SaveSettings {
        changes: changes.iter().map(change).collect(),
    }
}

fn of(view: &SettingsView, name: SettingName) -> SettingView {
    let mut settings = view.settings.iter();
    settings.find(|each| each.name == name).unwrap().clone()
}

fn tunnel(settings: TunnelSettings) -> ConfigureTunnel {
    ConfigureTunnel {
        settings,
        ngrok_authtoken: None,
    }
}

/// A port that nobody listens on.
fn free_port() -> String {
    fixture::free_port().to_string()
}

async fn online(app: &App) -> String {
    eventually("the tunnel is online", || async {
        match app.tunnel().await.unwrap().state {
            TunnelState::Online { public_url, .. } => Some(public_url),
            _ => None,
        }
    })
    .await
}
