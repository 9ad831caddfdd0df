//! A thousand bots: how many calls at once, and what a server's limit does.

use chrono::Utc;
use futures_util::future::BoxFuture;
use hookbay_engine::domain::bot::{Bot, Environment};
use hookbay_engine::domain::ids::BotId;
use hookbay_engine::domain::policy::Policy;
use hookbay_engine::domain::standing::Standing;
use hookbay_engine::domain::token::Token;
use hookbay_engine::domain::webhook::WebhookInfo;
use hookbay_engine::error::Result;
use hookbay_engine::event::Events;
use hookbay_engine::secret::Secret;
use hookbay_engine::store::Store;
use hookbay_engine::telegram::{Client, Endpoint};
use hookbay_engine::tunnel::TunnelState;
use hookbay_engine::vault::{Key, Vault, token_of};
use hookbay_engine::webhooks::Webhooks;
use hookbay_engine::webhooks::refresher::{Around, Limit, Pace, Parts, Refresher};
use hookbay_sandbox::telegram::control::NewBot;
use hookbay_sandbox::telegram::{LoadOptions, Options, Telegram};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, watch};

/// Nothing but what the refresher cannot do without.
struct Plain {
    vault: Vault,
    root: String,
}

impl Around for Plain {
    fn turn(&self, _: BotId) -> Arc<Mutex<()>> {
        Arc::default()
    }

    fn endpoint<'a>(&'a self, bot: &'a Bot) -> BoxFuture<'a, Result<Endpoint>> {
        Box::pin(async move {
            Ok(Endpoint {
                root: self.root.clone(),
                test: false,
                token: Token::parse(token_of(&self.vault, bot.id).await?.expose())?,
            })
        })
    }

    fn public_base(&self, _: &Environment) -> Option<String> {
        None
    }

    fn answered(&self, _: &Bot, _: Result<WebhookInfo>) {}
}

/// So many bots whose webhooks are wanted, and the refresher that looks after them.
async fn many(bots: usize, telegram: &Telegram, pace: Pace) -> (Refresher, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("many.sqlite")).unwrap();
    let vault = Vault::open("dev.hookbay.test.many").await;
    vault.keep_for_this_run();
    let control = telegram.control();
    let adding = (0..bots).map(|_| {
        let card = control.add_bot(NewBot::default()).unwrap();
        let bot = Bot {
            id: BotId::random(),
            name: "one of many".into(),
            telegram_id: card.id,
            username: None,
            environment: Environment::SelfHosted {
                api_root: telegram.api_root(),
            },
            webhook_url: Some("https://old.example.com/".into()),
            webhook_last_checked: None,
            webhook_auto_refresh: true,
            paused: false,
            created_at: Utc::now(),
        };
        let (store, vault) = (store.clone(), vault.clone());
        async move {
            let token = Secret::new(card.token);
            vault.set(Key::Token(bot.id), token).await.unwrap();
            store.add_bot(bot).await.unwrap();
        }
    });
    futures_util::future::join_all(adding).await;
    let client = Client::new().unwrap();
    let around = Plain {
        vault: vault.clone(),
        root: telegram.api_root(),
    };
    let (_, way) = watch::channel(TunnelState::Off);
    let policy = Policy {
        first_wait: chrono::TimeDelta::milliseconds(1),
        ..Policy::default()
    };
    let refresher = Refresher::start(Parts {
        around: Arc::new(around),
        webhooks: Webhooks {
            store,
            vault,
            client,
        },
        events: Events::default(),
        policy: watch::channel(policy).1,
        pace,
        sandbox_way: way.clone(),
        way,
    });
    (refresher, folder)
}

async fn all_looked_at(refresher: &Refresher, bots: usize) {
    let mut board = refresher.watch();
    let done = board.wait_for(|board| {
        let stand = |standing: &Standing| *standing == Standing::NoPublicUrl;
        board
            .values()
            .filter(|shown| stand(&shown.standing))
            .count()
            == bots
    });
    let patience = Duration::from_mins(1);
    tokio::time::timeout(patience, done).await.unwrap().unwrap();
}

async fn server(new_bots: (usize, Duration), delay: Duration) -> Telegram {
    let load = LoadOptions {
        delay,
        new_bots: Some(new_bots),
    };
    Telegram::start(Options {
        local: true,
        load,
        ..Options::default()
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_bots_go_at_the_servers_pace() {
    // A server's 20 a minute, so much faster that a thousand are through in seconds.
    let window = Duration::from_millis(400);
    let telegram = server((60, window), Duration::from_millis(100)).await;
    let limit = |bots, within| Limit { bots, within };
    let pace = Pace {
        new_bots: [limit(60, window), limit(2_000, window * 50)],
        ..Pace::default()
    };
    let (refresher, _folder) = many(1_000, &telegram, pace).await;
    refresher.begin().await;
    all_looked_at(&refresher, 1_000).await;
    let load = telegram.load();
    assert_eq!(load.bots, 1_000);
    assert!(load.most_at_once <= 16, "{load:?}");
    // A machine that is busy with other things may send one late and the next one early.
    assert!(load.refused <= 32, "{load:?}");
    assert_eq!(load.calls, 1_000 + load.refused, "{load:?}");
    refresher.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_stricter_than_known_meets_no_storm() {
    let telegram = server((20, Duration::from_millis(900)), Duration::from_millis(5)).await;
    let far = Limit {
        bots: 10_000,
        within: Duration::from_secs(1),
    };
    let pace = Pace {
        new_bots: [far, far],
        ..Pace::default()
    };
    let (refresher, _folder) = many(100, &telegram, pace).await;
    refresher.begin().await;
    all_looked_at(&refresher, 100).await;
    let load = telegram.load();
    assert!(load.most_at_once <= 16, "{load:?}");
    // Those in flight when the limit is met, five times at the most, and no more.
    assert!(load.refused <= 5 * 16, "{load:?}");
    refresher.stop().await;
}
