//! The main job without the window: a bot, its webhook, an update that Telegram's side delivers.

use crate::fixture::{Bench, cloud_bot, eventually, set};
use hookbay_engine::api::types::{
    BotId, DeleteWebhook, GetUpdate, RenameBot, SandboxSay, SetToken, TokenState, UpdateRow,
    WebhookOwner,
};
use hookbay_engine::app::{App, Parts};
use hookbay_engine::error::Code;
use hookbay_engine::secret::Secret;
use serde_json::json;

/// Somebody says hello to the bot; the update as it is listed.
async fn hello(bench: &Bench, bot_id: BotId) -> UpdateRow {
    let say = SandboxSay {
        bot_id,
        text: "hello".into(),
    };
    bench.app.sandbox_say(say).await.unwrap();
    eventually("the row arrives", || async {
        bench.rows(bot_id).await.into_iter().next()
    })
    .await
}

#[tokio::test]
async fn an_update_travels_into_the_inbox_and_survives_a_restart() {
    let mut bench = Bench::new().await;
    let bot = bench.listening_bot().await;
    let row = hello(&bench, bot.id).await;
    assert_eq!(
        (row.kind.as_str(), row.summary.as_str()),
        ("message", "hello")
    );
    assert_eq!(row.who.as_deref(), Some("Ann Petrova"));

    let detail = bench
        .app
        .get_update(GetUpdate { seq: row.seq })
        .await
        .unwrap();
    let body: serde_json::Value = serde_json::from_str(&detail.body).unwrap();
    assert_eq!(body["message"]["text"], "hello");
    assert_eq!(body["update_id"], row.update_id);

    let status = eventually("nothing pends", || async {
        let status = bench.app.webhook_status(bot.id).await.unwrap();
        (status.info.as_ref()?.pending_update_count == 0).then_some(status)
    })
    .await;
    assert_eq!(status.owner, WebhookOwner::Ours);
    assert_eq!(status.info.unwrap().last_error_message, None);

    let gone = bench
        .app
        .delete_webhook(DeleteWebhook {
            bot_id: bot.id,
            drop_pending_updates: false,
            delete_foreign: false,
        })
        .await
        .unwrap();
    assert_eq!(
        (gone.owner, gone.info.unwrap().url),
        (WebhookOwner::None, String::new())
    );

    bench.restart().await;
    let overview = bench.app.overview().await.unwrap();
    assert_eq!(overview.bots.len(), 1);
    assert_eq!(
        (overview.bots[0].update_count, overview.bots[0].token_state),
        (1, TokenState::Keyring)
    );
    assert_eq!(bench.rows(bot.id).await, vec![row]);
}

#[tokio::test]
async fn a_sandbox_bot_listens_again_after_a_restart() {
    let mut bench = Bench::new().await;
    let bot = bench.listening_bot().await;
    bench.restart().await;
    bench.app.set_webhook(set(bot.id)).await.unwrap();
    bench
        .app
        .sandbox_say(SandboxSay {
            bot_id: bot.id,
            text: "again".into(),
        })
        .await
        .unwrap();
    let row = eventually("the row arrives", || async {
        bench.rows(bot.id).await.into_iter().next()
    })
    .await;
    assert_eq!(row.summary, "again");
}

#[tokio::test]
async fn a_wrong_a_revoked_and_a_malformed_token_each_say_so() {
    let bench = Bench::new().await;
    let malformed = bench.app.add_bot(cloud_bot("12345")).await.unwrap_err();
    assert_eq!(malformed.code, Code::TokenMalformed);
    let wrong = bench
        .app
        .add_bot(cloud_bot(&format!("4242:{}", "w".repeat(35))))
        .await
        .unwrap_err();
    assert_eq!(wrong.code, Code::Unauthorized);

    let token = bench.token().await;
    let bot = bench.app.add_bot(cloud_bot(&token)).await.unwrap();
    bench.control("revoke", json!({ "token": token })).await;
    // Where it was looked at by itself before that, what was known stays known.
    let known = bench.app.bot(bot.id).await.unwrap().webhook;
    let owner = known.map_or(WebhookOwner::Unknown, |known| known.owner);
    let status = bench.app.webhook_status(bot.id).await.unwrap();
    let error = status.error.unwrap();
    assert_eq!((status.owner, error.code), (owner, Code::Unauthorized));
    assert!(!error.remedy.is_empty() && !format!("{error:?}").contains(&token));
}

#[tokio::test]
async fn a_refused_bot_is_not_half_added() {
    let bench = Bench::new().await;
    bench
        .app
        .add_bot(cloud_bot(&format!("4242:{}", "w".repeat(35))))
        .await
        .unwrap_err();
    assert!(bench.app.overview().await.unwrap().bots.is_empty());
}

#[tokio::test]
async fn a_bot_is_added_once_renamed_and_given_only_its_own_token() {
    let bench = Bench::new().await;
    let token = bench.token().await;
    let bot = bench.app.add_bot(cloud_bot(&token)).await.unwrap();
    assert_eq!(bot.name, "Pizza orders");
    assert!(!bot.masked_token.contains(token.split(':').nth(1).unwrap()));
    assert_eq!(
        bench.app.add_bot(cloud_bot(&token)).await.unwrap_err().code,
        Code::BotExists
    );

    let renamed = bench
        .app
        .rename_bot(RenameBot {
            bot_id: bot.id,
            name: " Kitchen ".into(),
        })
        .await
        .unwrap();
    assert_eq!(renamed.name, "Kitchen");
    let blank = bench
        .app
        .rename_bot(RenameBot {
            bot_id: bot.id,
            name: " ".into(),
        })
        .await
        .unwrap_err();
    assert_eq!(blank.code, Code::InvalidInput);

    let other = bench.token().await;
    let refused = bench
        .app
        .set_token(SetToken {
            bot_id: bot.id,
            token: Secret::new(other),
        })
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::InvalidInput);
    bench
        .app
        .set_token(SetToken {
            bot_id: bot.id,
            token: Secret::new(token),
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn without_a_tunnel_there_is_nothing_to_register() {
    let bench = Bench::new().await;
    let bot = bench
        .app
        .add_bot(cloud_bot(&bench.token().await))
        .await
        .unwrap();
    let error = bench.app.set_webhook(set(bot.id)).await.unwrap_err();
    assert_eq!(error.code, Code::TunnelOffline);
    assert!(error.remedy.contains("tunnel"));
}

#[tokio::test]
async fn a_removed_bot_leaves_neither_updates_nor_secrets() {
    let mut bench = Bench::new().await;
    let bot = bench.listening_bot().await;
    let row = hello(&bench, bot.id).await;
    bench.app.remove_bot(bot.id).await.unwrap();
    bench.restart().await;
    assert!(bench.app.overview().await.unwrap().bots.is_empty());
    assert_eq!(
        bench
            .app
            .get_update(GetUpdate { seq: row.seq })
            .await
            .unwrap_err()
            .code,
        Code::NotFound
    );
    for account in [
        format!("bot/{}/token", bot.id),
        format!("bot/{}/secret-token", bot.id),
    ] {
        let service = bench.config.keyring_service.clone();
        let left = tokio::task::spawn_blocking(move || {
            keyring::Entry::new(&service, &account)
                .unwrap()
                .get_password()
        });
        assert!(matches!(left.await.unwrap(), Err(keyring::Error::NoEntry)));
    }
}

#[tokio::test]
async fn no_token_reaches_a_file() {
    let bench = Bench::new().await;
    let bot = bench.listening_bot().await;
    let token = bench.token().await;
    bench.app.add_bot(cloud_bot(&token)).await.unwrap();
    bench
        .app
        .sandbox_say(SandboxSay {
            bot_id: bot.id,
            text: "hello".into(),
        })
        .await
        .unwrap();
    eventually("the row arrives", || async {
        bench.rows(bot.id).await.into_iter().next()
    })
    .await;
    bench.app.shutdown().await;
    let secret = token.split(':').nth(1).unwrap().as_bytes();
    let mut files = 0;
    for entry in std::fs::read_dir(bench.folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(secret.len()).any(|window| window == secret));
        files += 1;
    }
    assert!(files > 0);
}

#[tokio::test]
async fn one_data_folder_serves_one_app_at_a_time() {
    let bench = Bench::new().await;
    let second = App::start(bench.config.clone(), Parts::default()).await;
    assert_eq!(
        second.err().map(|error| error.code),
        Some(Code::AlreadyRunning)
    );
    bench.app.shutdown().await;
    App::start(bench.config.clone(), Parts::default())
        .await
        .unwrap();
}
