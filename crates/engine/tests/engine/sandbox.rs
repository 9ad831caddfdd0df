//! The sandbox's bots over restarts, with and without a keyring.

use crate::fixture::{Bench, eventually, self_hosted, set};
use hookbay_engine::api::types::{AddBot, Cause, ListHistory, SandboxSay, TokenState};
use hookbay_engine::domain::bot::Environment;
use hookbay_engine::error::Code;
use hookbay_engine::secret::Secret;
use hookbay_sandbox::telegram::{Options, Telegram};
use serde_json::{Value, json};

async fn hears(bench: &Bench, text: &str) {
    let bot = bench.app.overview().await.unwrap().bots.remove(0);
    let say = SandboxSay {
        bot_id: bot.id,
        text: text.into(),
    };
    bench.app.sandbox_say(say).await.unwrap();
    eventually("the row arrives", || async {
        let rows = bench.rows(bot.id).await;
        rows.iter().any(|row| row.summary == text).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_webhook_that_was_set_is_set_again() {
    let mut bench = Bench::new().await;
    let bot = bench.listening_bot().await;
    hears(&bench, "one").await;
    bench.restart().await;
    // Nobody pressed anything.
    hears(&bench, "two").await;
    assert_eq!(bench.rows(bot.id).await.len(), 2);
    // Nor does the history say that somebody did.
    let input = ListHistory {
        bot_id: bot.id,
        before: None,
        limit: 500,
    };
    let entries = bench.app.list_history(input).await.unwrap().entries;
    let causes: Vec<_> = entries.iter().rev().map(|entry| entry.cause).collect();
    assert_eq!(causes, [Some(Cause::User), Some(Cause::SandboxStarted)]);
}

#[tokio::test]
async fn a_webhook_that_is_set_again_has_its_options_again() {
    let mut bench = Bench::new().await;
    let bot = bench.app.start_sandbox().await.unwrap();
    let mut input = set(bot.id);
    input.options.max_connections = Some(7);
    input.options.allowed_updates = Some(vec!["message".into()]);
    bench.app.set_webhook(input).await.unwrap();
    bench.forget_sandbox().await;
    bench.restart().await;
    let info = bench.app.webhook_status(bot.id).await.unwrap().info;
    let info = info.unwrap();
    assert_eq!(info.max_connections, Some(7));
    assert_eq!(info.allowed_updates, Some(vec!["message".into()]));
}

#[tokio::test]
async fn a_bot_whose_token_was_kept_for_one_run_gets_another() {
    let mut bench = Bench::new().await;
    bench.app.keep_for_this_run().await;
    let bot = bench.listening_bot().await;
    assert_eq!(
        bench.app.bot(bot.id).await.unwrap().token_state,
        TokenState::ThisRunOnly
    );
    hears(&bench, "one").await;

    // The next run has a keyring, and the sandbox knows nothing of the run before.
    bench.forget_sandbox().await;
    bench.restart().await;
    let again = bench.app.start_sandbox().await.unwrap();
    assert_eq!((again.id, again.token_state), (bot.id, TokenState::Keyring));
    hears(&bench, "two").await;
}

#[tokio::test]
async fn a_program_is_told_where_the_sandbox_is_and_which_bot_it_is_there() {
    let mut bench = Bench::new().await;
    let bot = bench.app.start_sandbox().await.unwrap();
    let second = bench.app.another_sandbox_bot().await.unwrap();
    let third = bench.app.another_sandbox_bot().await.unwrap();
    assert_eq!(second.username.as_deref(), Some("sandbox_2_bot"));
    assert_eq!(third.username.as_deref(), Some("sandbox_3_bot"));
    bench.restart().await;
    let http = reqwest::Client::new();
    for bot in [bot, second, third] {
        let access = bench.app.sandbox_access(bot.id).await.unwrap();
        let url = format!("{}/bot{}/getMe", access.api_root, access.token);
        let me: Value = http.get(url).send().await.unwrap().json().await.unwrap();
        assert_eq!(me["result"]["username"].as_str(), bot.username.as_deref());
        assert_eq!(bot.environment, Environment::Sandbox);
    }
}

#[tokio::test]
async fn nobody_is_told_the_token_of_another_kind_of_bot() {
    let bench = Bench::new().await;
    let telegram = Telegram::start(Options::default()).await.unwrap();
    let (add, _) = self_hosted(&telegram);
    let bot = bench.app.add_bot(add).await.unwrap();
    let error = bench.app.sandbox_access(bot.id).await.err().unwrap();
    assert_eq!(error.code, Code::InvalidInput);
}

#[tokio::test]
async fn a_bot_api_server_that_is_the_sandbox_is_the_sandbox() {
    let bench = Bench::new().await;
    let first = bench.app.start_sandbox().await.unwrap();
    let access = bench.app.sandbox_access(first.id).await.unwrap();
    let own = |root: &str| Environment::SelfHosted {
        api_root: root.to_owned(),
    };
    let add = |token: &str, root: &str| AddBot {
        token: Secret::new(token),
        environment: own(root),
        name: None,
    };
    let again = bench
        .app
        .add_bot(add(&access.token, &access.api_root))
        .await;
    assert_eq!(again.err().unwrap().code, Code::BotExists);
    // A bot that was made over the control API, and then added under another name of this computer.
    let made = reqwest::Client::new()
        .post(format!("{}/sandbox/bots", access.api_root))
        .json(&json!({ "name": "Mine", "username": "mine_bot" }));
    let made: Value = made.send().await.unwrap().json().await.unwrap();
    let root = access.api_root.replace("127.0.0.1", "localhost");
    let added = bench
        .app
        .add_bot(add(made["token"].as_str().unwrap(), &root));
    assert_eq!(added.await.unwrap().environment, Environment::Sandbox);
}
