use super::{SettingName, threshold};
use super::{
    api, authtoken, check, domain, flag, log, on_quit, port, reserved_domain, root, seconds,
};
use crate::domain::policy::OnQuit;

#[test]
fn each_form_takes_what_people_write() {
    for (text, value) in [
        ("true", true),
        ("True", true),
        ("1", true),
        ("yes", true),
        ("on", true),
        (" false ", false),
        ("FALSE", false),
        ("0", false),
        ("no", false),
        ("off", false),
    ] {
        assert_eq!(flag(text).unwrap(), value, "{text}");
    }
    assert_eq!(port(" 8000 ").unwrap(), 8000);
    assert_eq!(port("1").unwrap(), 1);
    assert_eq!(port("65535").unwrap(), 65_535);
    for text in [
        "https://api.example.com",
        "api.example.com",
        "api.example.com/",
    ] {
        assert_eq!(domain(text).unwrap().as_str(), "https://api.example.com/");
    }
    for text in ["calm-otter.ngrok.app", "https://calm-otter.ngrok.app/"] {
        assert_eq!(reserved_domain(text).unwrap(), "calm-otter.ngrok.app");
    }
    assert_eq!(
        root("http://localhost:8081/").unwrap(),
        "http://localhost:8081"
    );
    assert_eq!(seconds("10").unwrap().num_seconds(), 10);
    assert_eq!(seconds("86400").unwrap().num_seconds(), 86_400);
    assert_eq!(threshold("1").unwrap(), 1);
    assert_eq!(threshold("100000").unwrap(), 100_000);
    assert_eq!(on_quit("restore").unwrap(), OnQuit::Restore);
    assert_eq!(on_quit("Delete").unwrap(), OnQuit::Delete);
    assert_eq!(on_quit("leave").unwrap(), OnQuit::Leave);
    assert_eq!(authtoken(" 2abc_DEF ").unwrap().expose(), "2abc_DEF");
    for text in [
        "info",
        "WARN",
        "off",
        "warn,hookbay=debug",
        "info,[span{id=1}]=trace",
    ] {
        assert_eq!(log(text).unwrap(), text);
    }
}

#[test]
fn the_api_has_an_address_or_is_off() {
    for (text, value) in [
        ("127.0.0.1:4665", Some("127.0.0.1:4665")),
        ("127.0.0.1:0", Some("127.0.0.1:0")),
        ("localhost:80", Some("127.0.0.1:80")),
        ("[::1]:4665", Some("[::1]:4665")),
        ("0.0.0.0:4665", Some("0.0.0.0:4665")),
        ("off", None),
        ("Off", None),
    ] {
        let expected = value.map(|text| text.parse().unwrap());
        assert_eq!(api(text).unwrap(), expected, "{text}");
    }
}

#[test]
fn what_is_not_of_its_form_is_refused_with_the_form() {
    use SettingName::{
        Api, CheckInterval, LogLevel, NgrokAuthtoken, NgrokDomain, NgrokPort, OnQuit,
        PendingThreshold, TelegramRoot, UseNgrok, WebhookDomain,
    };
    for (name, text, form) in [
        (UseNgrok, "maybe", "true or false"),
        (UseNgrok, "2", "true or false"),
        (NgrokPort, "70000", "1 to 65535"),
        (NgrokPort, "0", "1 to 65535"),
        (NgrokPort, "-1", "1 to 65535"),
        (NgrokPort, "+80", "1 to 65535"),
        (NgrokPort, "80 80", "1 to 65535"),
        (NgrokPort, "99999999999999999999", "1 to 65535"),
        (
            WebhookDomain,
            "http://api.example.com",
            "https://api.example.com",
        ),
        (
            WebhookDomain,
            "https://api.example.com/hook",
            "https://api.example.com",
        ),
        (WebhookDomain, "api example.com", "https://api.example.com"),
        (WebhookDomain, "https://", "https://api.example.com"),
        (
            NgrokDomain,
            "calm-otter.ngrok.app:443x",
            "calm-otter.ngrok.app",
        ),
        (
            NgrokDomain,
            "calm-otter.ngrok.app:8443",
            "calm-otter.ngrok.app",
        ),
        (NgrokDomain, "192.0.2.1", "calm-otter.ngrok.app"),
        (TelegramRoot, "api.telegram.org", "http://host:port"),
        (TelegramRoot, "ftp://api.telegram.org", "http://host:port"),
        (LogLevel, "wran", "debug"),
        (LogLevel, "hookbay=loud", "debug"),
        (LogLevel, "", "debug"),
        (CheckInterval, "0", "10 to 86400"),
        (CheckInterval, "9", "10 to 86400"),
        (CheckInterval, "86401", "10 to 86400"),
        (CheckInterval, "5m", "10 to 86400"),
        (PendingThreshold, "0", "1 to 100000"),
        (PendingThreshold, "100001", "1 to 100000"),
        (OnQuit, "ask", "restore, delete or leave"),
        (Api, "4665", "127.0.0.1:4665"),
        (Api, "127.0.0.1", "127.0.0.1:4665"),
        (Api, "localhost:99999", "127.0.0.1:4665"),
        (Api, "http://127.0.0.1:4665", "127.0.0.1:4665"),
        (NgrokAuthtoken, "two words", "dashboard.ngrok.com"),
    ] {
        let error = check(name, text).expect_err(text);
        assert!(error.message.contains(name.variable()), "{error:?}");
        assert!(error.remedy.contains(form), "{error:?}");
        if name != NgrokAuthtoken {
            assert!(error.message.contains(&format!("{text:?}")), "{error:?}");
        }
    }
}

#[test]
fn no_secret_is_repeated() {
    let token = format!("123456789:{}", "S".repeat(35));
    for (name, text) in [
        (SettingName::NgrokAuthtoken, "s3cret and more".to_owned()),
        (
            SettingName::TelegramRoot,
            format!("https://api.telegram.org/bot{token}"),
        ),
        (
            SettingName::WebhookDomain,
            "https://ann:s3cret@api.example.com".to_owned(),
        ),
        (SettingName::NgrokPort, token.clone()),
    ] {
        let error = check(name, &text).expect_err(&text);
        let all = format!("{error:?}");
        assert!(!all.contains("s3cret") && !all.contains("SSS"), "{all}");
    }
}
