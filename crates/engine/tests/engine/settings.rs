//! The settings of a whole app: from the environment, from a `.env` file, and from the window.

use crate::fixture::{Bench, cloud_bot, config, eventually};
use hookbay_engine::api::types::{
    AddBot, ConfigureTunnel, Origin, SaveSettings, SettingChange, SettingName, SettingView,
    SettingsView, TunnelKind, TunnelSettings, TunnelState,
};
use hookbay_engine::app::{App, Parts};
use hookbay_engine::config::{Config, Sources};
use hookbay_engine::domain::bot::Environment;
use hookbay_engine::domain::policy::OnQuit;
use hookbay_engine::error::Code;
use hookbay_engine::event::Change;
use hookbay_engine::secret::Secret;
use hookbay_sandbox::edge::{Edge, EdgeOptions};
use std::path::Path;
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
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port().to_string()
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

#[tokio::test]
async fn what_is_saved_holds_at_once_and_after_a_restart() {
    let mut bench = Bench::new().await;
    let mut events = bench.app.watch();
    let (mut log, api) = (bench.app.log_filter(), bench.app.http_api_address());
    log.mark_unchanged();
    let view = bench
        .app
        .save_settings(changes(&[
            (SettingName::CheckInterval, Some(" 60 ")),
            (SettingName::OnQuit, Some("leave")),
            (SettingName::LogLevel, Some("debug")),
        ]))
        .await
        .unwrap();
    let interval = of(&view, SettingName::CheckInterval);
    assert_eq!(interval.value.as_deref(), Some("60"));
    assert_eq!((interval.origin, interval.locked), (Origin::Saved, None));
    assert_eq!(bench.app.on_quit(), OnQuit::Leave);
    assert!(log.has_changed().unwrap());
    assert_eq!(*log.borrow_and_update(), "debug");
    assert!(!api.has_changed().unwrap(), "nothing of it was changed");
    let told =
        std::iter::from_fn(|| events.try_recv().ok()).any(|event| event.change == Change::Settings);
    assert!(told);

    bench.restart().await;
    let view = bench.app.settings().await.unwrap();
    assert_eq!(
        of(&view, SettingName::CheckInterval).value.as_deref(),
        Some("60")
    );
    assert_eq!(bench.app.on_quit(), OnQuit::Leave);
    assert_eq!(*bench.app.log_filter().borrow(), "debug");

    let view = bench
        .app
        .save_settings(changes(&[(SettingName::CheckInterval, None)]))
        .await
        .unwrap();
    let interval = of(&view, SettingName::CheckInterval);
    assert_eq!(
        (interval.value.as_deref(), interval.origin),
        (Some("300"), Origin::Default)
    );
    assert_eq!(bench.app.on_quit(), OnQuit::Leave, "the others stay");
}

#[tokio::test]
async fn one_bad_value_and_none_is_saved() {
    let bench = Bench::new().await;
    let before = bench.app.settings().await.unwrap();
    for (name, value, words) in [
        (SettingName::CheckInterval, "0", "HOOKBAY_CHECK_INTERVAL"),
        (SettingName::NgrokPort, "70000", "NGROK_PORT"),
        (
            SettingName::WebhookDomain,
            "http://a.example",
            "WEBHOOK_DOMAIN",
        ),
        // From the bench's environment.
        (
            SettingName::TelegramRoot,
            "https://b.example",
            "HOOKBAY_TELEGRAM_ROOT",
        ),
        (SettingName::NgrokAuthtoken, AUTHTOKEN, "NGROK_AUTHTOKEN"),
    ] {
        let input = changes(&[(SettingName::OnQuit, Some("delete")), (name, Some(value))]);
        let error = bench.app.save_settings(input).await.unwrap_err();
        assert_eq!(error.code, Code::InvalidInput);
        assert!(error.message.contains(words), "{error:?}");
        assert!(!format!("{error:?}").contains(AUTHTOKEN));
        assert_eq!(bench.app.settings().await.unwrap(), before);
        assert_eq!(bench.app.on_quit(), OnQuit::Restore);
    }
}

#[tokio::test]
async fn another_root_is_asked_from_the_next_call_on() {
    let bench = Bench::new().await;
    let folder = TempDir::new().unwrap();
    let app = app(&folder, &[("HOOKBAY_API", "off")]).await;
    let root = bench.telegram.api_root();
    app.save_settings(changes(&[(SettingName::TelegramRoot, Some(&root))]))
        .await
        .unwrap();
    // Telegram's own would not know this token, and is not reached from a test.
    let bot = app.add_bot(cloud_bot(&bench.token().await)).await.unwrap();
    assert_eq!(bot.username.as_deref(), Some("pizza_bot"));
    assert!(app.webhook_status(bot.id).await.unwrap().info.is_some());

    let nobody = format!("http://127.0.0.1:{}", free_port());
    app.save_settings(changes(&[(SettingName::TelegramRoot, Some(&nobody))]))
        .await
        .unwrap();
    let view = app.webhook_status(bot.id).await.unwrap();
    assert_eq!(view.error.map(|error| error.code), Some(Code::Connect));
}

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
    let without = self::app(&folder, &[("HOOKBAY_API", "off")]).await;
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

#[tokio::test]
async fn the_settings_page_and_the_tunnel_s_page_save_one_truth() {
    let bench = Bench::new().await;
    let port = free_port();
    let settings = TunnelSettings {
        kind: TunnelKind::Domain,
        webhook_domain: Some("https://api.example.com".into()),
        port: port.parse().ok(),
        ngrok_domain: None,
    };
    bench.app.configure_tunnel(tunnel(settings)).await.unwrap();
    online(&bench.app).await;
    let view = bench.app.settings().await.unwrap();
    for (name, value) in [
        (SettingName::UseNgrok, "false"),
        (SettingName::WebhookDomain, "https://api.example.com"),
        (SettingName::NgrokPort, port.as_str()),
    ] {
        let setting = of(&view, name);
        assert_eq!(setting.value.as_deref(), Some(value));
        assert_eq!(setting.origin, Origin::Saved);
    }

    // ngrok has no authtoken: what cannot be opened is not saved, and nothing is closed.
    let ngrok = changes(&[(SettingName::UseNgrok, Some("true"))]);
    let error = bench.app.save_settings(ngrok).await.unwrap_err();
    assert_eq!(error.code, Code::NgrokAuth);
    let after = bench.app.tunnel().await.unwrap();
    assert_eq!(after.kind, TunnelKind::Domain);
    assert!(matches!(after.state, TunnelState::Online { .. }));

    let forgotten = changes(&[(SettingName::WebhookDomain, None)]);
    bench.app.save_settings(forgotten).await.unwrap();
    let after = bench.app.tunnel().await.unwrap();
    assert_eq!(
        (after.kind, after.state),
        (TunnelKind::None, TunnelState::Off)
    );
}

#[tokio::test]
async fn a_setting_that_does_not_touch_the_tunnel_leaves_it_open() {
    let bench = Bench::new().await;
    let settings = TunnelSettings {
        kind: TunnelKind::Domain,
        webhook_domain: Some("https://api.example.com".into()),
        port: free_port().parse().ok(),
        ngrok_domain: None,
    };
    bench.app.configure_tunnel(tunnel(settings)).await.unwrap();
    online(&bench.app).await;
    let before = bench.app.tunnel().await.unwrap().state;
    let input = changes(&[
        (SettingName::PendingThreshold, Some("5")),
        (SettingName::NgrokDomain, Some("calm-otter.ngrok.app")),
    ]);
    bench.app.save_settings(input).await.unwrap();
    // One that was opened anew would be online since another moment.
    assert_eq!(bench.app.tunnel().await.unwrap().state, before);
}

#[tokio::test]
async fn a_self_hosted_server_s_root_has_the_same_form_as_the_setting() {
    let bench = Bench::new().await;
    let token = bench.token().await;
    let with_token = format!("https://api.telegram.org/bot{token}");
    let bot = AddBot {
        environment: Environment::SelfHosted {
            api_root: with_token.clone(),
        },
        ..cloud_bot(&token)
    };
    let one = bench.app.add_bot(bot).await.unwrap_err();
    let folder = TempDir::new().unwrap();
    let app = app(&folder, &[("HOOKBAY_API", "off")]).await;
    let setting = changes(&[(SettingName::TelegramRoot, Some(&with_token))]);
    let other = app.save_settings(setting).await.unwrap_err();
    assert_eq!(one.remedy, other.remedy);
    let secret = token.split(':').nth(1).unwrap();
    assert!(!format!("{one:?}{other:?}").contains(secret));
}
