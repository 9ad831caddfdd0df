use super::{Found, Settings};
use crate::config::{Origin, Saved, SettingName, Sources, TunnelKind, TunnelSettings};
use crate::domain::policy::{OnQuit, Policy};

/// Variables of the environment, lines of a `.env` file, and what is saved.
fn resolve(environment: &[(&str, &str)], dot_env: &str, saved: &Saved) -> Settings {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(".env"), dot_env).unwrap();
    let owned = |&(name, value): &(&str, &str)| (name.to_owned(), value.to_owned());
    let sources = Sources::of(environment.iter().map(owned), Some(folder.path()));
    Settings::resolve(&sources, saved)
}

fn saved(rest: &[(SettingName, &str)], tunnel: TunnelSettings) -> Saved {
    let rest = rest.iter().map(|&(name, text)| (name, text.to_owned()));
    Saved {
        tunnel,
        rest: rest.collect(),
    }
}

fn shown(settings: &Settings, name: SettingName) -> Found<()> {
    let all = settings.shown();
    let (_, found) = all.into_iter().find(|(each, _)| *each == name).unwrap();
    found
}

#[test]
fn with_nothing_set_the_defaults_hold() {
    let settings = resolve(&[], "", &Saved::default());
    assert_eq!(settings.policy(), Policy::default());
    assert_eq!(settings.on_quit.value, OnQuit::Restore);
    assert_eq!(settings.ngrok_port.value, 8000);
    assert_eq!(settings.telegram_root.value, "https://api.telegram.org");
    assert_eq!(settings.api.value, Some("127.0.0.1:4665".parse().unwrap()));
    assert_eq!(settings.tunnel(), TunnelSettings::default());
    for (name, found) in settings.shown() {
        assert_eq!(found.origin, Origin::Default, "{name:?}");
        assert_eq!((found.locked, found.error), (None, None), "{name:?}");
    }
    // What a default shows is what somebody could have written.
    for (name, found) in settings.shown() {
        if let Some(text) = found.text {
            crate::config::check(name, &text).unwrap();
        }
    }
}

#[test]
fn the_environment_goes_before_the_file_and_the_file_before_what_is_saved() {
    let saved = saved(
        &[(SettingName::PendingThreshold, "1")],
        TunnelSettings::default(),
    );
    let name = SettingName::PendingThreshold;
    let variable = ("HOOKBAY_PENDING_THRESHOLD", "3");
    let line = "HOOKBAY_PENDING_THRESHOLD=2\n";

    let all = resolve(&[variable], line, &saved);
    assert_eq!(all.pending_threshold.value, 3);
    assert_eq!(all.pending_threshold.origin, Origin::Environment);
    let why = all.unlocked(name).unwrap_err();
    assert!(why.message.contains("HOOKBAY_PENDING_THRESHOLD"), "{why:?}");

    let two = resolve(&[], line, &saved);
    assert_eq!(two.pending_threshold.value, 2);
    let Origin::DotEnv { path } = &two.pending_threshold.origin else {
        panic!("{:?}", two.pending_threshold);
    };
    assert!(
        two.unlocked(name)
            .unwrap_err()
            .message
            .contains(path.as_str())
    );

    let one = resolve(&[("HOOKBAY_PENDING_THRESHOLD", " ")], "", &saved);
    assert_eq!(one.pending_threshold.value, 1);
    assert_eq!(one.pending_threshold.origin, Origin::Saved);
    one.unlocked(name).unwrap();
}

#[test]
fn a_bad_value_is_told_of_and_the_next_one_down_holds() {
    let saved = saved(
        &[(SettingName::CheckInterval, "60")],
        TunnelSettings::default(),
    );
    let settings = resolve(
        &[("HOOKBAY_CHECK_INTERVAL", "0"), ("NGROK_PORT", "70000")],
        "HOOKBAY_CHECK_INTERVAL=never\nNGROK_PORT=9000\n",
        &saved,
    );
    let interval = shown(&settings, SettingName::CheckInterval);
    assert_eq!(settings.check_interval.value.num_seconds(), 60);
    assert_eq!((interval.origin, interval.locked), (Origin::Saved, None));
    // Of two, the one that was meant to count.
    let error = interval.error.unwrap();
    assert!(
        error.message.contains("\"0\" in the environment"),
        "{error:?}"
    );
    assert!(error.remedy.contains("300"), "{error:?}");

    let port = shown(&settings, SettingName::NgrokPort);
    assert_eq!(port.text.as_deref(), Some("9000"));
    assert!(port.locked.is_some() && port.error.unwrap().message.contains("70000"));
}

#[test]
fn a_bad_word_for_ngrok_or_the_domain_counts_as_none() {
    let chosen = TunnelSettings {
        kind: TunnelKind::Ngrok,
        ..TunnelSettings::default()
    };
    let settings = resolve(
        &[
            ("USE_NGROK", "maybe"),
            ("WEBHOOK_DOMAIN", "http://api.example.com"),
        ],
        "",
        &saved(&[], chosen),
    );
    assert_eq!(settings.way.kind, TunnelKind::Ngrok);
    for name in [SettingName::UseNgrok, SettingName::WebhookDomain] {
        assert!(shown(&settings, name).error.is_some(), "{name:?}");
        settings.unlocked(name).unwrap();
    }
}

#[test]
fn a_given_domain_locks_the_choice_and_says_so() {
    let chosen = TunnelSettings {
        kind: TunnelKind::Ngrok,
        ngrok_domain: Some("calm-otter.ngrok.app".into()),
        webhook_domain: Some("https://saved.example.com".into()),
        port: Some(9000),
    };
    let given = [("WEBHOOK_DOMAIN", "api.example.com")];
    let settings = resolve(&given, "", &saved(&[], chosen));
    assert_eq!(
        settings.tunnel(),
        TunnelSettings {
            kind: TunnelKind::Domain,
            ngrok_domain: Some("calm-otter.ngrok.app".into()),
            webhook_domain: Some("api.example.com".into()),
            port: Some(9000),
        }
    );
    let choice = shown(&settings, SettingName::UseNgrok);
    assert_eq!(choice.text.as_deref(), Some("false"));
    assert_eq!(choice.origin, Origin::Environment);
    assert!(choice.locked.unwrap().contains("WEBHOOK_DOMAIN"));
}

#[test]
fn the_seeds_examples_are_understood() {
    let development = resolve(
        &[],
        "USE_NGROK=true\nNGROK_AUTHTOKEN=your-ngrok-auth-token  # Optional but recommended\nNGROK_PORT=8000\n",
        &Saved::default(),
    );
    assert_eq!(development.way.kind, TunnelKind::Ngrok);
    let token = shown(&development, SettingName::NgrokAuthtoken);
    assert_eq!(token.text.as_deref(), Some("••••"));
    assert!(!format!("{development:?}").contains("your-ngrok-auth-token"));

    let production = resolve(
        &[],
        "USE_NGROK=false      # Set to 'true' to use ngrok in local environment\n\
         NGROK_PORT=8000      # Port to expose through ngrok\n\
         WEBHOOK_DOMAIN=https://api.example.com      # Production webhook domain\n",
        &Saved::default(),
    );
    assert_eq!(production.way.kind, TunnelKind::Domain);
    let domain = production.webhook_domain.value.unwrap();
    assert_eq!(domain.as_str(), "https://api.example.com/");
}

#[test]
fn what_is_saved_by_name_is_found_by_name() {
    let mut saved = Saved::default();
    let text = |saved: &Saved, name| saved.text(name);
    saved.set(SettingName::WebhookDomain, Some("api.example.com".into()));
    assert_eq!(saved.tunnel.kind, TunnelKind::Domain);
    saved.set(SettingName::UseNgrok, Some("true".into()));
    assert_eq!(saved.tunnel.kind, TunnelKind::Ngrok);
    saved.set(SettingName::UseNgrok, None);
    assert_eq!(saved.tunnel.kind, TunnelKind::Domain);
    saved.set(SettingName::WebhookDomain, None);
    assert_eq!(saved.tunnel.kind, TunnelKind::None);
    for (name, value) in [
        (SettingName::NgrokPort, "9000"),
        (SettingName::NgrokDomain, "calm-otter.ngrok.app"),
        (SettingName::OnQuit, "leave"),
        (SettingName::Api, "off"),
    ] {
        saved.set(name, Some(value.into()));
        assert_eq!(text(&saved, name).as_deref(), Some(value));
        saved.set(name, None);
        assert_eq!(text(&saved, name), None);
    }
}
