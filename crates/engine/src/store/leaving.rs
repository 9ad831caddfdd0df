//! Bots that were removed: each is gone from the list at once, and its rows go in small steps.
//!
//! A step is one piece of work among the writer's others, so that an update of another bot waits for
//! one step at most. The mark is in the database: after a crash the next start goes on where it was.

use super::{BotKey, Store};
use crate::domain::ids::BotId;
use crate::error::Result;
use rusqlite::Connection;

/// In this order, so that removing one row never takes many of another table along. Each removes a few
/// hundred rows, or as many as hold 2 MiB: a long body's pages are each touched.
const STEPS: [&str; 5] = [
    "DELETE FROM held_delivery WHERE id IN (SELECT id FROM held_delivery WHERE target IN \
     (SELECT key FROM delivery_target WHERE bot = ?1) LIMIT 512)",
    "DELETE FROM delivery_attempt WHERE id IN (SELECT id FROM (SELECT id, sum(bytes) OVER (ORDER BY id) \
     - bytes AS ahead FROM (SELECT id, length(response_body) + coalesce(length(request_body), 0) AS bytes \
     FROM delivery_attempt INDEXED BY delivery_attempt_by_bot WHERE bot = ?1 ORDER BY id LIMIT 256)) \
     WHERE ahead < 2097152)",
    "DELETE FROM telegram_update WHERE seq IN (SELECT seq FROM (SELECT seq, sum(bytes) OVER (ORDER BY seq) \
     - bytes AS ahead FROM (SELECT seq, length(body) AS bytes FROM telegram_update \
     INDEXED BY telegram_update_by_bot WHERE bot = ?1 ORDER BY seq LIMIT 512)) WHERE ahead < 2097152)",
    "DELETE FROM webhook_event WHERE seq IN (SELECT seq FROM webhook_event WHERE bot = ?1 LIMIT 512)",
    "DELETE FROM webhook_sample WHERE bot = ?1 AND at IN \
     (SELECT at FROM webhook_sample WHERE bot = ?1 LIMIT 512)",
];

fn step(connection: &Connection, bot: BotKey) -> rusqlite::Result<bool> {
    super::prune::remember_all(connection)?;
    for sql in STEPS {
        if connection.prepare_cached(sql)?.execute([bot.0])? > 0 {
            return Ok(true);
        }
    }
    // What the index still knows of it is taken out behind, see follow.rs.
    super::rungs::orphan_all(connection, bot)?;
    connection.execute("DELETE FROM bot_instance WHERE key = ?1", [bot.0])?;
    Ok(false)
}

impl Store {
    /// Takes a bot out of the list for good. Its rows are still to be removed, see
    /// [`Store::remove_some`].
    pub async fn leave(&self, id: BotId, key: BotKey) -> Result<()> {
        self.writer
            .run(move |connection| {
                connection.execute(
                    "UPDATE bot_instance SET leaving = 1 WHERE key = ?1",
                    [key.0],
                )?;
                // What others look up by itself must not be found any more.
                for table in ["webhook_lease", "webhook_registration", "delivery_setting"] {
                    let sql = format!("DELETE FROM {table} WHERE bot = ?1");
                    connection.execute(&sql, [key.0])?;
                }
                Ok(())
            })
            .await?;
        self.keys.remove(id);
        self.writer.counts.forget(key);
        Ok(())
    }

    /// Bots that were removed and have rows left.
    pub async fn leaving(&self) -> Result<Vec<BotKey>> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT key FROM bot_instance WHERE leaving = 1 ORDER BY key")?;
            let rows = statement.query_map([], |row| Ok(BotKey(row.get(0)?)))?;
            rows.collect()
        })
        .await
    }

    /// Removes a few rows of a bot that leaves. False when it was the last step.
    pub async fn remove_some(&self, bot: BotKey) -> Result<bool> {
        let more = self
            .writer
            .run(move |connection| step(connection, bot))
            .await?;
        if !more {
            // An update that was on its way may have been counted since.
            self.writer.counts.forget(bot);
        }
        Ok(more)
    }
}
