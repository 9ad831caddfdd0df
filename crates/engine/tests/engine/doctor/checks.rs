//! The checks of what is on this side: name, port, path, secret token, keyring, disk.

use super::server::{Authority, Does, Server};
use super::{AtEdge, assert_found, configure, examined, online, self_hosted};
use crate::fixture::{Bench, eventually, proxied, set};
use hookbay_engine::api::types::{CheckName, Examine, Finding, Mend, VaultState};
use hookbay_engine::doctor::{disk, dns, keyring, port, timed};
use hookbay_engine::domain::bot::Environment;
use hookbay_engine::domain::checkup::Verdict;
use hookbay_engine::domain::public_url::Rules;
use hookbay_engine::error::{Code, Error};
use hookbay_engine::vault::Vault;
use hookbay_sandbox::edge::Deadness;
use std::time::Duration;

#[tokio::test]
async fn a_healthy_bot_is_good_throughout() {
    let bench = Bench::new().await;
    let bot = bench.listening_bot().await;
    let input = Examine {
        bot_id: Some(bot.id),
    };
    let examination = bench.app.examine(input).await.unwrap();
    assert_eq!(examination.checks.len(), 11);
    for check in &examination.checks {
        let expected = match check.name {
            // Plain http on this computer; and a bot with a webhook is not polled.
            CheckName::Tls | CheckName::Polling => Finding::Skipped,
            // The machine that runs this may be short of room.
            CheckName::Disk => check.finding,
            _ => Finding::Good,
        };
        assert_eq!(check.finding, expected, "{check:?}");
    }
    assert!(bench.rows(bot.id).await.is_empty());
    let all = bench.app.examine(Examine { bot_id: None }).await.unwrap();
    assert_eq!(all.checks.len(), 7);
}

#[tokio::test]
async fn names() {
    let cloud = Rules::for_environment(&Environment::Cloud);
    for (url, finding, word) in [
        ("https://149.154.167.220", Finding::Good, "public"),
        ("https://bot.localhost", Finding::Bad, "127.0.0.1"),
        ("https://10.0.0.7", Finding::Bad, "10.0.0.7"),
        ("https://[2001:db8::1]:8443", Finding::Bad, "IPv6"),
        ("https://nowhere.invalid", Finding::Bad, "cannot be found"),
    ] {
        let verdict = dns::check(&url.parse().unwrap(), cloud).await;
        assert_eq!(verdict.finding, finding, "{url}: {verdict:?}");
        assert!(verdict.sentence.contains(word), "{url}: {verdict:?}");
    }
    let local = Rules::for_environment(&Environment::Sandbox);
    let here = "http://127.0.0.1:8000".parse().unwrap();
    assert_eq!(dns::check(&here, local).await.finding, Finding::Good);
}

#[test]
fn ports() {
    let cloud = Rules::for_environment(&Environment::Cloud);
    for (url, finding) in [
        ("https://a.example", Finding::Good),
        ("https://a.example:8443", Finding::Good),
        ("https://a.example:80", Finding::Good),
        ("https://a.example:88", Finding::Good),
        ("https://a.example:8080", Finding::Bad),
    ] {
        let verdict = port::check(&url.parse().unwrap(), cloud);
        assert_eq!(verdict.finding, finding, "{url}");
    }
    let local = Rules::for_environment(&Environment::Sandbox);
    let any = port::check(&"http://a.example:8080".parse().unwrap(), local);
    assert_eq!(any.finding, Finding::Good);
}

#[tokio::test]
async fn the_path_until_the_edge_is_dead() {
    let at = AtEdge::new().await;
    let look = || examined(&at.bench, None, CheckName::Path);
    assert_found(&look().await, Finding::Good, "there and back");
    at.edge.deaden(Deadness::BadGateway);
    let check = look().await;
    assert_found(&check, Finding::Bad, "ERR_NGROK_3004");
    assert_eq!(check.mend, Some(Mend::RetryTunnel));
    // A bad examination has the prober look, which repairs it.
    eventually("it is repaired", || async {
        (at.edge.watch().borrow().sign_ins == 2).then_some(())
    })
    .await;
}

#[tokio::test]
async fn the_secret_token_through_a_proxy_that_passes_it_on_or_not() {
    let authority = Authority::new("Test");
    for (strips, is_trusted, finding, word) in [
        (false, true, Finding::Good, "takes the secret token"),
        (true, true, Finding::Bad, "does not come through"),
        (false, false, Finding::Skipped, "not one to trust"),
    ] {
        let pem = is_trusted.then(|| authority.pem.clone());
        let ca = Some(("localhost:1".to_owned(), pem));
        let bench = Bench::with(|config| config.ngrok_server = ca).await;
        let (bot, _) = self_hosted(&bench).await;
        let port = crate::fixture::free_port();
        let identity = authority.sign("bot.localhost", |_| {});
        let does = if strips {
            Does::Strips(port)
        } else {
            Does::Forwards(port)
        };
        let proxy = Server::start(Some(&identity), does).await;
        let settings = proxied(proxy.url("bot.localhost"), port);
        configure(&bench, settings, None).await;
        online(&bench).await;
        bench.app.set_webhook(set(bot.id)).await.unwrap();
        let check = examined(&bench, Some(&bot), CheckName::Secret).await;
        assert_found(&check, finding, word);
        let refused = bench.app.bot(bot.id).await.unwrap().refused;
        assert_eq!(refused.wrong_secret, 0, "a probe counts nowhere");
    }
}

#[tokio::test]
async fn without_a_webhook_there_is_no_secret_token_to_try() {
    let bench = Bench::new().await;
    let bot = bench.app.start_sandbox().await.unwrap();
    let check = examined(&bench, Some(&bot), CheckName::Secret).await;
    assert_found(&check, Finding::Skipped, "No webhook is set");
}

#[tokio::test]
async fn a_wrong_secret_token_in_this_run_is_worth_a_look() {
    let bench = Bench::new().await;
    let bot = bench.listening_bot().await;
    let url = bench.app.webhook_status(bot.id).await.unwrap();
    let url = url.desired_url.unwrap();
    let wrong = reqwest::Client::new().post(url).body(r#"{"update_id":1}"#);
    assert_eq!(wrong.send().await.unwrap().status(), 401);
    let check = examined(&bench, Some(&bot), CheckName::Secret).await;
    assert_found(&check, Finding::Care, "refused 1 request");
    assert_eq!(check.mend, Some(Mend::SetWebhook));
}

#[tokio::test]
async fn the_keyring_in_each_state() {
    let vault = Vault::open("dev.hookbay.test.doctor").await;
    assert_eq!(keyring::check(vault.state()).finding, Finding::Good);
    vault.keep_for_this_run();
    let verdict = keyring::check(vault.state());
    assert_eq!(verdict.finding, Finding::Care);
    assert_eq!(verdict.mend, Some(Mend::RetryVault));
    let error = Error::new(Code::KeyringLocked, "The keyring is locked.", "Unlock it.");
    let verdict = keyring::check(VaultState::Unavailable { error });
    assert_eq!(verdict.finding, Finding::Bad);
    assert_eq!(verdict.sentence, "The keyring is locked.");
}

#[tokio::test]
async fn the_disk_of_a_folder_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let verdict = disk::check(folder.path()).await;
    assert!(
        verdict.sentence.contains("free for the data"),
        "{verdict:?}"
    );
    let verdict = disk::check(&folder.path().join("gone")).await;
    assert_eq!(verdict.finding, Finding::Bad);
    assert!(verdict.sentence.contains("gone"), "{verdict:?}");
}

/// A file system that never has room.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk() {
    let verdict = disk::check(std::path::Path::new("/proc")).await;
    assert_eq!(verdict.finding, Finding::Bad, "{verdict:?}");
    assert!(verdict.sentence.starts_with("0 MiB"), "{verdict:?}");
    assert_eq!(verdict.mend, Some(Mend::OpenRetention));
}

#[tokio::test]
async fn a_check_that_does_not_end_is_bounded() {
    let endless = std::future::pending::<Verdict>();
    let check = timed(CheckName::Dns, Duration::from_millis(50), endless).await;
    assert_eq!(check.finding, Finding::Skipped);
    assert!(check.took_ms >= 50);
}
