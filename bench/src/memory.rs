//! Resident memory of the whole app while very many updates come in, in each way of passing them on, to a
//! bot that answers at once. Old updates are removed meanwhile, as they are by default.

use crate::bot::Bot;
use crate::goal::Goals;
use crate::load::{self, Load};
use crate::process::Server;
use crate::report;
use crate::server::SECRET;
use anyhow::{Context, Result};
use hookbay_engine::api::types::Mode;
use std::path::Path;
use std::time::Duration;

/// Chats that they are of.
const CHATS: u64 = 200;
/// Each way of passing on has so much time at the most; fewer updates are said to be fewer.
const MOST: Duration = Duration::from_secs(150);

/// Measures and prints; whether it stayed flat.
pub fn bench(json: bool, updates: u64, folder: &Path) -> Result<bool> {
    let runtime = tokio::runtime::Runtime::new()?;
    let mut goals = Goals::default();
    for mode in [Mode::Record, Mode::Hold, Mode::Relay] {
        let bot = Bot::start(&runtime, 0)?;
        let folder = tempfile::Builder::new()
            .prefix("hookbay-bench-")
            .tempdir_in(folder)?;
        let mut server = Server::start_app(folder.path(), mode, &bot.url(), None)
            .context("starting the engine")?;
        let load = Load {
            connections: 64,
            warm_up: Duration::ZERO,
            measured: MOST,
            updates,
            chats: CHATS,
        };
        let database = folder.path().join(crate::engine::DATABASE);
        let run = server.measure(&database, || {
            load::run(&load, server.address, &server.path, SECRET)
        })?;
        server.stop()?;
        let name = crate::engine::word(mode);
        goals.holds(run.is_flat(), format!("{name}: the memory is not flat"));
        crate::say(&if json {
            run.json(name).to_string()
        } else {
            report::process(name, &run)
        });
    }
    Ok(goals.end())
}
