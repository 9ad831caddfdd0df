//! Waking and another network, in a running app. Nothing is due by the clock, so what is looked at is
//! looked at for that reason.
//!
//! Each test runs itself a second time, in a process of its own: one that can be stopped as a sleeping
//! machine stops it, and one with a network of its own, whose addresses change under nobody else.

use super::*;
use crate::fixture::skipped;
use hookbay_engine::api::types::{AddBot, Environment};
use hookbay_engine::webhooks::refresher::Pace;
use hookbay_sandbox::edge::Deadness;
use hookbay_sandbox::telegram::control::NewBot;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

/// Set for the second process, which is told what it needs.
const PART: &str = "HOOKBAY_TEST_PART";

fn pace() -> Pace {
    Pace {
        pulse: Duration::from_millis(100),
        slept: Duration::from_secs(1),
        ..Pace::default()
    }
}

/// This test again.
fn itself(program: Option<&[&str]>, name: &str, part: &str) -> Command {
    let this = std::env::current_exe().unwrap();
    let mut command = match program {
        Some([first, rest @ ..]) => {
            let mut command = Command::new(first);
            command.args(rest).arg(this);
            command
        }
        _ => Command::new(this),
    };
    let name = format!("refresher::wakes::{name}");
    command
        .args(["--exact", &name, "--nocapture"])
        .env(PART, part);
    command
}

/// To the first process.
fn say(word: &str) {
    let line = format!("{word}\n");
    std::io::stdout().write_all(line.as_bytes()).unwrap();
}

/// Ends with the test.
struct Sleeper(Child);

impl Sleeper {
    fn signal(&self, name: &str) {
        let id = self.0.id().to_string();
        let done = Command::new("kill").args([name, &id]).status().unwrap();
        assert!(done.success());
    }
}

impl Drop for Sleeper {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The app in a process of its own; it ends with the standard input.
async fn sleeps(part: &str) {
    let part: Value = serde_json::from_str(part).unwrap();
    let text = |name: &str| part[name].as_str().unwrap().to_owned();
    let folder = tempfile::tempdir().unwrap();
    let root = text("api_root");
    let variables = [
        ("HOOKBAY_TELEGRAM_ROOT", root.as_str()),
        ("HOOKBAY_API", "off"),
    ];
    let mut config = config(&folder.path().display().to_string(), &variables);
    config.ngrok_server = Some((text("edge"), Some(text("ca"))));
    let parts = Parts {
        policy: Some(calm()),
        pace: pace(),
        ..Parts::default()
    };
    let app = App::start(config, parts).await.unwrap();
    app.keep_for_this_run().await;
    configure(&app).await;
    eventually("the tunnel is online", || async {
        let state = app.tunnel().await.unwrap().state;
        state.public_url().is_some().then_some(())
    })
    .await;
    let input = AddBot {
        token: Secret::new(text("token")),
        environment: Environment::SelfHosted { api_root: root },
        name: None,
    };
    let bot = app.add_bot(input).await.unwrap();
    app.set_webhook(set(bot.id)).await.unwrap();
    eventually("all is well", || async {
        let watch = app.bot(bot.id).await.unwrap().watch;
        let probe = app.tunnel().await.unwrap().probe?;
        (watch.standing == Standing::Right && probe.error.is_none()).then_some(())
    })
    .await;
    say("ready");
    let line = || std::io::stdin().lines().next();
    tokio::task::spawn_blocking(line).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_sleep_every_webhook_is_looked_at_and_a_dead_tunnel_dialled_anew() {
    if let Ok(part) = std::env::var(PART) {
        return sleeps(&part).await;
    }
    let rig = Rig::new(calm()).await;
    let card = rig.telegram.control().add_bot(NewBot::default()).unwrap();
    let part = json!({
        "api_root": rig.telegram.api_root(), "token": card.token,
        "edge": rig.edge.server_addr(), "ca": rig.edge.ca_pem(),
    });
    let name = "after_a_sleep_every_webhook_is_looked_at_and_a_dead_tunnel_dialled_anew";
    let mut command = itself(None, name, &part.to_string());
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut sleeper = Sleeper(command.spawn().unwrap());
    let said = BufReader::new(sleeper.0.stdout.take().unwrap());
    let is_ready = move || said.lines().any(|line| line.unwrap().contains("ready"));
    assert!(tokio::task::spawn_blocking(is_ready).await.unwrap());
    let looks = || {
        let calls = rig.telegram.control().calls(&card.token).unwrap();
        let of_method = calls.iter().filter(|call| call.method == "getWebhookInfo");
        of_method.count()
    };
    assert_eq!(rig.edge.watch().borrow().sign_ins, 1);

    // The machine sleeps for longer than a busy one is late; meanwhile the line dies.
    sleeper.signal("-STOP");
    rig.edge.deaden(Deadness::BadGateway);
    let asleep = Instant::now();
    eventually("it has slept", || async {
        (asleep.elapsed() > Duration::from_secs(2)).then_some(())
    })
    .await;
    // A stopped one asks nothing.
    let before = looks();
    sleeper.signal("-CONT");

    eventually("the webhook is looked at", || async {
        (looks() > before).then_some(())
    })
    .await;
    // At once, and not because the tunnel came back.
    assert_eq!(rig.edge.watch().borrow().sign_ins, 1);
    eventually("the tunnel is dialled anew", || async {
        (rig.edge.watch().borrow().sign_ins == 2).then_some(())
    })
    .await;
    println!("repaired {:?} after it slept", asleep.elapsed());
}

/// How a network of one's own is had here, as root or as anybody; none where the system allows neither.
fn with_a_network() -> Option<&'static [&'static str]> {
    const WAYS: [&[&str]; 2] = [
        &["unshare", "--net"],
        &["unshare", "--map-root-user", "--net"],
    ];
    let works = |way: &&[&str]| {
        let done = Command::new(way[0]).args(&way[1..]).arg("true").output();
        done.is_ok_and(|done| done.status.success())
    };
    WAYS.into_iter().find(works)
}

fn ip(arguments: &str) {
    let done = Command::new("ip").args(arguments.split(' ')).status();
    assert!(done.unwrap().success(), "ip {arguments}");
}

/// In a network of its own.
async fn moves() {
    ip("link set lo up");
    ip("address add 192.0.2.1/32 dev lo");
    let rig = Rig::paced(calm(), LoadOptions::default(), pace()).await;
    rig.connect().await;
    let bot = rig.listening().await;
    let before = rig.answers(&bot, "getWebhookInfo").len();
    ip("address add 192.0.2.2/32 dev lo");
    eventually("the webhook is looked at", || async {
        (rig.answers(&bot, "getWebhookInfo").len() > before).then_some(())
    })
    .await;
    say("looked at");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_another_network_every_webhook_is_looked_at() {
    if std::env::var(PART).is_ok() {
        return moves().await;
    }
    let Some(network) = with_a_network() else {
        return skipped(
            "in_another_network_every_webhook_is_looked_at",
            "no network namespace can be had here; root has one, and so has anybody where the system \
             lets users make namespaces",
        );
    };
    let mut command = itself(
        Some(network),
        "in_another_network_every_webhook_is_looked_at",
        "moves",
    );
    let ran = tokio::task::spawn_blocking(move || command.output());
    let ran = ran.await.unwrap().unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    let complained = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}{complained}");
    assert!(said.contains("looked at"), "{said}");
}
