//! What is measured: a bare handler, and the real receiver on a real database.

use crate::load::{self, Load, Taken};
use anyhow::{Context, Result};
use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use axum::serve::ListenerExt;
use bytes::Bytes;
use hookbay_engine::domain::bot::{Bot, Environment};
use hookbay_engine::domain::ids::BotId;
use hookbay_engine::event::Events;
use hookbay_engine::inbox::follower::Follower;
use hookbay_engine::receiver::{self, Receiver, Refusals};
use hookbay_engine::secret::Secret;
use hookbay_engine::store::{BotKey, Options, Store};
use hookbay_engine::vault::{Key, Vault};
use rusqlite::{Connection, OpenFlags};
use std::net::SocketAddr;
use std::path::Path;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

/// The bot's secret token.
pub const SECRET: &str = "a-secret_of-the-bench-0123456789";

/// What came of a load on the receiver.
pub struct Durable {
    /// The load's own account.
    pub taken: Taken,
    /// Answers 200 in all.
    pub answered: u64,
    /// Updates in the database after it.
    pub stored: u64,
}

/// A handler that answers 200, with or without reading the body first.
pub fn bare(runtime: &Runtime, load: &Load, reads: bool) -> Result<Taken> {
    let handler = if reads {
        post(|_: Bytes| async { StatusCode::OK })
    } else {
        post(|| async { StatusCode::OK })
    };
    let path = "/v1/api/webhooks/telegram/{bot_id}";
    under_load(
        runtime,
        load,
        Router::new().route(path, handler),
        BotId::random(),
    )
}

/// The receiver: an update is committed and synced before its 200. With the index that follows
/// behind, as in the app, or without it, to see what that costs.
pub fn durable(
    runtime: &Runtime,
    load: &Load,
    database: &Path,
    options: Options,
    indexed: bool,
) -> Result<Durable> {
    let (receiver, id, _) = receiver(runtime, database, options)?;
    // Somebody watches, as the window does.
    let mut events = receiver.events.watch();
    let follower = indexed.then(|| follow(runtime, &receiver));
    let watcher = runtime.spawn(async move { while events.recv().await.is_ok() {} });
    let taken = under_load(runtime, load, receiver::router(receiver), id);
    watcher.abort();
    drop(follower);
    let taken = taken?;
    Ok(Durable {
        answered: taken.answered,
        stored: stored(database)?,
        taken,
    })
}

/// What keeps the index behind the updates, as in the app, which costs a part of what could be taken.
pub fn follow(runtime: &Runtime, receiver: &Receiver) -> Follower {
    let _inside = runtime.enter();
    Follower::start(receiver.store.clone(), &receiver.events)
}

/// A receiver with one bot.
pub fn receiver(
    runtime: &Runtime,
    database: &Path,
    options: Options,
) -> Result<(Receiver, BotId, BotKey)> {
    let _inside = runtime.enter();
    let store = Store::open_with(database, options)?;
    let bot = Bot {
        id: BotId::random(),
        name: "bench".into(),
        telegram_id: 1,
        username: None,
        environment: Environment::Sandbox,
        webhook_url: None,
        webhook_last_checked: None,
        webhook_auto_refresh: true,
        paused: false,
        created_at: chrono::Utc::now(),
    };
    let id = bot.id;
    runtime.block_on(async {
        let vault = Vault::open("hookbay-bench").await;
        vault.keep_for_this_run();
        let key = store.add_bot(bot).await?;
        vault.set(Key::SecretToken(id), Secret::new(SECRET)).await?;
        let receiver = Receiver {
            store,
            vault,
            refusals: Refusals::default(),
            events: Events::default(),
            probes: receiver::Probes::default(),
            relay: std::sync::Arc::new(receiver::Nobody),
        };
        Ok((receiver, id, key))
    })
}

/// Updates in the file, asked of it through a connection of its own.
pub fn stored(database: &Path) -> Result<u64> {
    let connection = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let count: i64 =
        connection.query_row("SELECT count(*) FROM telegram_update", [], |row| row.get(0))?;
    u64::try_from(count).context("a count below zero")
}

/// Serves while the load runs.
fn under_load(runtime: &Runtime, load: &Load, router: Router, bot: BotId) -> Result<Taken> {
    let (address, server) = serve(runtime, router)?;
    let path = format!("/v1/api/webhooks/telegram/{bot}");
    let taken = load::run(load, address, &path, SECRET);
    server.abort();
    taken
}

/// Serves as the engine does on a free port of this machine.
pub fn serve(runtime: &Runtime, router: Router) -> Result<(SocketAddr, JoinHandle<()>)> {
    serve_at(runtime, router, 0)
}

/// The same on a port of one's choice.
pub fn serve_at(
    runtime: &Runtime,
    router: Router,
    port: u16,
) -> Result<(SocketAddr, JoinHandle<()>)> {
    runtime.block_on(serve_here(router, port))
}

/// The same within a runtime.
pub async fn serve_here(router: Router, port: u16) -> Result<(SocketAddr, JoinHandle<()>)> {
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let address = listener.local_addr()?;
    let listener = listener.tap_io(|socket| {
        let _ = socket.set_nodelay(true);
    });
    let serving = axum::serve(listener, router).into_future();
    let server = tokio::spawn(async move {
        let _ = serving.await;
    });
    Ok((address, server))
}
