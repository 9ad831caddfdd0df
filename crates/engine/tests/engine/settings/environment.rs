//! What the environment and a `.env` file say.

use super::{AUTHTOKEN, app, changes, free_port, of, online, tunnel};
use crate::fixture::config;
use hookbay_engine::api::types::{
    ConfigureTunnel, Origin, SettingName, TunnelKind, TunnelSettings,
};
use hookbay_engine::app::{App, Parts};
use hookbay_engine::config::{Config, Sources};
use hookbay_engine::secret::Secret;
use hookbay_sandbox::edge::{Edge, EdgeOptions};
use std::path::Path;
use tempfile::TempDir;

#[tokio::test]
async fn a_project_s_dot_env_opens_the_domain() {
    let project = TempDir::new().unwrap();
    let port = free_port();
    let lines = format!(
        "DATABASE_URL=postgres://somebody:else@db\n\
         USE_NGROK=false      # Set to 'true' to use ngrok in local environment\n\
         NGROK_PORT={port}\n\
         WEBHOOK_DOMAIN=https://api.example.com      # Production webhook domain\n"
    );
    std::fs::write(project.path().join(".env"), lines).unwrap();
    let folder = TempDir::new().unwrap();
    let app = App::start(with_dot_env(&folder, project.path()), Parts::default())
        .await
        .unwrap();
    app.keep_for_this_run().await;
    assert_eq!(online(&app).await, "https://api.example.com");

    let view = app.settings().await.unwrap();
    assert!(view.way.starts_with("Your domain is used"), "{}", view.way);
    let path = project.path().join(".env").display().to_string();
    assert_eq!(view.dot_env.as_deref(), Some(path.as_str()));
    let domain = of(&view, SettingName::WebhookDomain);
    assert_eq!(domain.value.as_deref(), Some("https://api.example.com"));
    assert_eq!(domain.origin, Origin::DotEnv { path });
    assert!(!format!("{view:?}").contains("DATABASE_URL"));

    // The form as it is shown may be sent; a field that the file decides may not differ.
    let shown = app.tunnel().await.unwrap().settings;
    assert_eq!(shown.port.map(|port| port.to_string()), Some(port));
    let reserved = TunnelSettings {
        ngrok_domain: Some("calm-otter.ngrok.app".into()),
        ..shown.clone()
    };
    let after = app
        .configure_tunnel(tunnel(reserved.clone()))
        .await
        .unwrap();
    assert_eq!(after.settings, reserved);
    for (refused, words) in [
        (
            TunnelSettings {
                webhook_domain: Some("https://other.example.com".into()),
                ..shown.clone()
            },
            "WEBHOOK_DOMAIN is set in",
        ),
        (
            TunnelSettings {
                port: Some(1),
                ..shown.clone()
            },
            "NGROK_PORT is set in",
        ),
        (
            TunnelSettings {
                kind: TunnelKind::Ngrok,
                ..shown.clone()
            },
            "USE_NGROK is set in",
        ),
    ] {
        let error = app.configure_tunnel(tunnel(refused)).await.unwrap_err();
        assert!(error.message.contains(words), "{error:?}");
        assert_eq!(app.tunnel().await.unwrap().settings, reserved);
    }
    app.shutdown().await;

    // What the file decided was not saved in passing.
    let without = super::app(&folder, &[("HOOKBAY_API", "off")]).await;
    let saved = without.tunnel().await.unwrap().settings;
    let expected = TunnelSettings {
        ngrok_domain: reserved.ngrok_domain,
        ..TunnelSettings::default()
    };
    assert_eq!(saved, expected);
}

fn with_dot_env(folder: &TempDir, project: &Path) -> Config {
    let data_dir = folder.path().join("data").display().to_string();
    let mut config = config(&data_dir, &[]);
    config.sources = Sources::of([("HOOKBAY_API".into(), "off".into())], Some(project));
    config
}

#[tokio::test]
async fn a_given_authtoken_opens_ngrok_and_is_kept_nowhere() {
    let edge = Edge::start(EdgeOptions {
        authtoken: Some(AUTHTOKEN.into()),
        ..EdgeOptions::default()
    })
    .await
    .unwrap();
    let folder = TempDir::new().unwrap();
    let ca = folder.path().join("ca.pem");
    std::fs::write(&ca, edge.ca_pem()).unwrap();
    let server = edge.server_addr();
    let ca = ca.display().to_string();
    let ngrok = [
        ("HOOKBAY_NGROK_SERVER", server.as_str()),
        ("HOOKBAY_NGROK_CA", ca.as_str()),
        ("HOOKBAY_API", "off"),
    ];
    let given = [
        ngrok.as_slice(),
        &[("USE_NGROK", "true"), ("NGROK_AUTHTOKEN", AUTHTOKEN)],
    ]
    .concat();
    let data_dir = folder.path().join("data").display().to_string();
    let config = config(&data_dir, &given);
    let app = App::start(config.clone(), Parts::default()).await.unwrap();
    online(&app).await;

    let view = app.settings().await.unwrap();
    let token = of(&view, SettingName::NgrokAuthtoken);
    assert_eq!(token.value.as_deref(), Some("••••"));
    assert_eq!(token.origin, Origin::Environment);
    assert!(!serde_json::to_string(&view).unwrap().contains(AUTHTOKEN));
    assert!(app.tunnel().await.unwrap().has_authtoken);
    let another = ConfigureTunnel {
        settings: app.tunnel().await.unwrap().settings,
        ngrok_authtoken: Some(Secret::new("another")),
    };
    let error = app.configure_tunnel(another).await.unwrap_err();
    assert!(error.message.contains("NGROK_AUTHTOKEN"), "{error:?}");
    // There is none in the keyring to forget, and the tunnel does not need one.
    app.forget_authtoken().await.unwrap();
    online(&app).await;
    app.shutdown().await;

    // The same keyring, without the variable.
    let mut config = config;
    let rest = ngrok.map(|(name, value)| (name.to_owned(), value.to_owned()));
    config.sources = Sources::of(rest, None);
    let app = App::start(config, Parts::default()).await.unwrap();
    assert!(!app.tunnel().await.unwrap().has_authtoken);
    assert_eq!(
        of(&app.settings().await.unwrap(), SettingName::NgrokAuthtoken).value,
        None
    );
}

#[tokio::test]
async fn nothing_that_the_environment_says_keeps_the_app_from_starting() {
    let folder = TempDir::new().unwrap();
    let bad = [
        ("USE_NGROK", "maybe"),
        ("NGROK_AUTHTOKEN", "two words"),
        ("NGROK_PORT", "70000"),
        ("WEBHOOK_DOMAIN", "https://api.example.com/hook"),
        ("HOOKBAY_NGROK_DOMAIN", "a b"),
        ("HOOKBAY_TELEGRAM_ROOT", "telegram"),
        ("HOOKBAY_LOG", "loud"),
        ("HOOKBAY_CHECK_INTERVAL", "0"),
        ("HOOKBAY_PENDING_THRESHOLD", "many"),
        ("HOOKBAY_ON_QUIT", "ask"),
        ("HOOKBAY_API", "everywhere"),
    ];
    let app = app(&folder, &bad).await;
    let view = app.settings().await.unwrap();
    for (variable, value) in bad {
        let mut settings = view.settings.iter();
        let setting = settings.find(|each| each.variable == variable).unwrap();
        let error = setting.error.as_ref().unwrap();
        assert!(error.message.contains(variable), "{error:?}");
        assert_eq!(
            error.message.contains(value),
            variable != "NGROK_AUTHTOKEN",
            "{error:?}"
        );
        assert_eq!(
            (&setting.origin, &setting.locked),
            (&Origin::Default, &None)
        );
    }
    assert_eq!(
        *app.http_api_address().borrow(),
        Some("127.0.0.1:4665".parse().unwrap())
    );

    // It can be mended from the window.
    let port = free_port();
    let domain = [
        (SettingName::WebhookDomain, Some("api.example.com")),
        (SettingName::NgrokPort, Some(port.as_str())),
        (SettingName::Api, Some("off")),
    ];
    let view = app.save_settings(changes(&domain)).await.unwrap();
    assert_eq!(of(&view, SettingName::NgrokPort).value, Some(port));
    assert_eq!(*app.http_api_address().borrow(), None);
    assert_eq!(online(&app).await, "https://api.example.com");
}
