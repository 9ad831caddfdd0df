//! The sandbox's bots over restarts, with and without a keyring.

use crate::fixture::{Bench, eventually, set};
use hookbay_engine::api::types::{Cause, ListHistory, SandboxSay, TokenState};

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
