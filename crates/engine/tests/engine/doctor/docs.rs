//! docs/troubleshooting.md says what the code says.
//!
//! `HOOKBAY_WRITE_DOCS=1 cargo nextest run -p hookbay-engine troubleshooting` writes it anew.

use hookbay_engine::doctor::{Leg, Lost, Through};
use hookbay_engine::domain::webhook::{Diagnosis, Mend};
use hookbay_engine::error::Error as Shown;
use hookbay_engine::telegram::condition::{Condition, explain};
use hookbay_engine::telegram::diagnosis::meaning;
use hookbay_engine::telegram::refusals;
use hookbay_engine::telegram::trouble::{Trouble, sample};
use std::fmt::Write;

const BEGIN: &str = "<!-- what follows is made from the code -->\n";

#[test]
fn troubleshooting_is_what_the_code_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/troubleshooting.md");
    let present = std::fs::read_to_string(path).unwrap();
    let (intro, _) = present
        .split_once(BEGIN)
        .expect("the mark where the tables begin");
    let wanted = format!("{intro}{BEGIN}{}", tables());
    if std::env::var_os("HOOKBAY_WRITE_DOCS").is_some() {
        std::fs::write(path, &wanted).unwrap();
    }
    let present = std::fs::read_to_string(path).unwrap();
    assert_eq!(present, wanted, "see the first lines of this test's file");
}

fn tables() -> String {
    let mut text = String::new();
    head(
        &mut text,
        "What Telegram says when it cannot deliver",
        "Telegram's words",
    );
    for trouble in Trouble::ALL {
        let Diagnosis { cause, fix, mend } = meaning(trouble);
        row(
            &mut text,
            &format!("`{}`", sample(trouble)),
            &cause,
            &fix,
            mend,
        );
    }
    head(&mut text, "What Telegram refuses", "Telegram's words");
    for (words, error) in refusals() {
        let Shown {
            message, remedy, ..
        } = error;
        row(&mut text, &format!("`{words}`"), &message, &remedy, None);
    }
    head(&mut text, "What a webhook's state tells", "State");
    for (name, condition) in states() {
        let Diagnosis { cause, fix, mend } = explain(&condition);
        row(&mut text, name, &cause, &fix, mend);
    }
    head(
        &mut text,
        "When a probe does not come back",
        "What happened",
    );
    for (name, lost) in losses() {
        let told = lost.told(Through::Domain { port: 8000 });
        row(&mut text, name, &told.message, &told.remedy, None);
    }
    text
}

fn head(text: &mut String, title: &str, first: &str) {
    write!(
        text,
        "\n## {title}\n\n| {first} | Cause | Fix | In the app |\n|---|---|---|---|\n"
    )
    .unwrap();
}

fn row(text: &mut String, name: &str, cause: &str, fix: &str, mend: Option<Mend>) {
    let button = match mend {
        None => "",
        Some(Mend::SetWebhook) => "Set webhook",
        Some(Mend::OpenOptions) => "Set webhook with options",
        Some(Mend::DeleteWebhook) => "Delete webhook",
        Some(Mend::RetryTunnel) => "Connect again",
        Some(Mend::OpenTunnel) => "Tunnel settings",
        Some(Mend::Probe) => "Probe",
        Some(Mend::ReplaceToken) => "Replace token",
        Some(Mend::RetryVault) => "Try the keyring again",
        Some(Mend::Refresh) => "Check now",
        Some(Mend::OpenRetention) => "What is kept",
    };
    let cause = sentence(cause);
    writeln!(text, "| {name} | {cause} | {fix} | {button} |").unwrap();
}

/// With a capital at its start, unless a name is there that is written without one.
fn sentence(cause: &str) -> String {
    let first = cause.split_whitespace().next().unwrap_or_default();
    if first == "ngrok" || first.contains('.') {
        return cause.replacen(first, &format!("`{first}`"), 1);
    }
    let mut letters = cause.chars();
    let capital = letters.next().into_iter().flat_map(char::to_uppercase);
    capital.chain(letters).collect()
}

fn states() -> Vec<(&'static str, Condition)> {
    let pending = 250;
    vec![
        (
            "`pending_update_count` near 100,000",
            Condition::NearlyFull { pending: 95_000 },
        ),
        ("410 again and again", Condition::Going),
        ("`ip_address` is `<unknown>`", Condition::NoAddress),
        (
            "`ip_address` is not what the name leads to",
            Condition::OldAddress {
                telegrams: "149.154.167.220".parse().unwrap(),
                now: vec!["91.108.4.1".parse().unwrap()],
            },
        ),
        (
            "`pending_update_count` does not fall, with an error",
            Condition::NotFalling {
                pending,
                has_error: true,
            },
        ),
        (
            "`pending_update_count` does not fall, without an error",
            Condition::NotFalling {
                pending,
                has_error: false,
            },
        ),
        (
            "`last_synchronization_error_date`",
            Condition::LostLink {
                at: chrono::DateTime::UNIX_EPOCH,
            },
        ),
    ]
}

fn losses() -> Vec<(&'static str, Lost)> {
    let (host, detail) = ("bot.example.com".to_owned(), String::new());
    let connect = |refused| Lost::Connect {
        host: host.clone(),
        refused,
        detail: detail.clone(),
    };
    let stranger = |status, ngrok: Option<&str>| Lost::Stranger {
        status,
        ngrok: ngrok.map(str::to_owned),
        detail: detail.clone(),
    };
    vec![
        (
            "The name is not found",
            Lost::Name {
                host: host.clone(),
                detail: detail.clone(),
            },
        ),
        ("Connection refused", connect(true)),
        ("No connection", connect(false)),
        (
            "No TLS",
            Lost::Tls {
                host: host.clone(),
                detail: detail.clone(),
            },
        ),
        ("The name takes too long", Lost::Timeout { leg: Leg::Name }),
        (
            "Connecting takes too long",
            Lost::Timeout { leg: Leg::Connect },
        ),
        ("TLS takes too long", Lost::Timeout { leg: Leg::Tls }),
        ("No answer", Lost::Timeout { leg: Leg::Answer }),
        (
            "The connection breaks",
            Lost::Broken {
                detail: detail.clone(),
            },
        ),
        ("A redirect", stranger(301, None)),
        ("401", stranger(401, None)),
        ("502, 503, 504", stranger(502, None)),
        ("ngrok's own page", stranger(404, Some("ERR_NGROK_3200"))),
        ("Any other answer", stranger(200, None)),
    ]
}
