//! What the window saves.

use super::{AUTHTOKEN, app, changes, free_port, of};
use crate::fixture::{Bench, cloud_bot};
use hookbay_engine::api::types::{AddBot, Origin, SettingName};
use hookbay_engine::domain::bot::Environment;
use hookbay_engine::domain::policy::OnQuit;
use hookbay_engine::error::Code;
use hookbay_engine::event::Change;
use tempfile::TempDir;

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
