use super::{Rules, check, check_domain, is_ours, is_reserved, webhook_url};
use crate::domain::{bot::Environment, ids::BotId};
use crate::error::Code;

const STRICT: Rules = Rules {
    https_only: true,
    telegram_ports_only: true,
    public_addresses_only: true,
    most_connections: 100,
};
const LENIENT: Rules = Rules {
    https_only: false,
    telegram_ports_only: false,
    public_addresses_only: false,
    most_connections: 100_000,
};

#[test]
fn takes_what_telegram_takes() {
    for url in [
        "https://bot.example.com",
        "https://bot.example.com:8443/hook?x=1",
        "https://bot.example.com:80",
        "https://bot.example.com:88/a",
        "https://8.8.8.8/hook",
        "https://münchen.example/hook",
        "bot.example.com/hook",
    ] {
        assert!(check(url, STRICT).is_ok(), "{url}");
    }
    assert_eq!(
        check("bot.example.com/hook", STRICT).unwrap().as_str(),
        "https://bot.example.com/hook"
    );
}

#[test]
fn refuses_each_fault_with_its_reason() {
    for (url, reason) in [
        ("http://bot.example.com", "https:// only"),
        ("ftp://bot.example.com", "https:// only"),
        ("https://bot.example.com:8080", "port 8080"),
        ("https://bot.example.com:0", "port 0"),
        ("https://10.1.2.3/hook", "10.1.2.3"),
        ("https://0x7f.1/hook", "127.0.0.1"),
        ("https://localhost/hook", "localhost"),
        ("https://a.localhost./hook", "a.localhost."),
        ("https://[2606:4700::1111]/hook", "IPv6"),
        ("https://ann:pw@bot.example.com", "user name"),
        ("https://", "not a URL"),
        ("", "not a URL"),
        ("https://bot.example.com:70000", "not a URL"),
        ("https://bad host/", "not a URL"),
    ] {
        let error = check(url, STRICT).unwrap_err();
        assert_eq!(error.code, Code::BadWebhook, "{url}");
        assert!(error.message.contains(reason), "{url}: {}", error.message);
        assert!(!error.remedy.is_empty());
    }
}

#[test]
fn a_lenient_server_decides_by_itself() {
    for url in [
        "http://127.0.0.1:3000/hook",
        "http://[::1]:3000",
        "http://bot.localhost:8081",
        "https://10.0.0.1",
    ] {
        assert!(check(url, LENIENT).is_ok(), "{url}");
    }
    for url in [
        "ftp://127.0.0.1",
        "http://u:p@127.0.0.1",
        "http://127.0.0.1:0",
        "nonsense://",
    ] {
        assert!(check(url, LENIENT).is_err(), "{url}");
    }
}

#[test]
fn rules_follow_the_environment() {
    assert_eq!(Rules::for_environment(&Environment::Cloud), STRICT);
    assert_eq!(Rules::for_environment(&Environment::Test), STRICT);
    assert_eq!(Rules::for_environment(&Environment::Sandbox), LENIENT);
    let own = Environment::SelfHosted {
        api_root: "http://localhost:8081".into(),
    };
    assert_eq!(Rules::for_environment(&own), LENIENT);
}

#[test]
fn knows_the_edges_of_the_reserved_ranges() {
    for inside in [
        "0.255.255.255",
        "10.0.0.0",
        "100.64.0.0",
        "100.127.255.255",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.0",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.255",
        "192.88.99.1",
        "192.168.255.255",
        "198.18.0.0",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.0",
        "224.0.0.0",
        "240.0.0.1",
        "255.255.255.255",
    ] {
        assert!(is_reserved(inside.parse().unwrap()), "{inside}");
    }
    for outside in [
        "1.0.0.0",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.0.3.0",
        "192.88.98.1",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "203.0.112.255",
        "223.255.255.255",
        "149.154.160.1",
    ] {
        assert!(!is_reserved(outside.parse().unwrap()), "{outside}");
    }
}

#[test]
fn a_webhook_of_ours_is_known_at_any_base() {
    let (bot, other) = (BotId::random(), BotId::random());
    let url = webhook_url("https://a.example/", bot);
    assert_eq!(
        url,
        format!("https://a.example/v1/api/webhooks/telegram/{bot}")
    );
    assert!(is_ours(&url, bot) && is_ours(&webhook_url("http://127.0.0.1:9", bot), bot));
    assert!(!is_ours(&url, other) && !is_ours("", bot) && !is_ours("https://a.example/hook", bot));
    assert!(
        !is_ours(&format!("{url}/x"), bot) && !is_ours(&format!("https://a.example/x?{url}"), bot)
    );
}

#[test]
fn a_domain_is_a_host_and_no_more() {
    for (domain, url) in [
        ("https://api.example.com", "https://api.example.com/"),
        (" api.example.com ", "https://api.example.com/"),
        ("api.example.com:8443", "https://api.example.com:8443/"),
        ("https://api.example.com/", "https://api.example.com/"),
    ] {
        assert_eq!(check_domain(domain).unwrap().as_str(), url, "{domain}");
    }
    for domain in [
        "",
        "  ",
        "http://api.example.com",
        "https://api.example.com/bot",
        "https://api.example.com?x",
        "https://u:p@api.example.com",
        "api example.com",
        "https://",
        "ftp://x.example",
        "https://a.example/#b",
    ] {
        assert_eq!(
            check_domain(domain).unwrap_err().code,
            Code::InvalidInput,
            "{domain}"
        );
    }
}
