//! The file, its settings and its migrations.

use super::{Options, failed};
use crate::error::{Code, Error, Result};
use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::{M, Migrations};
use std::io::Read;
use std::path::Path;

/// Numbered, append-only; each is applied in a transaction of its own.
const MIGRATIONS: &[&str] = &[
    include_str!("../../../../migrations/0001_bots_and_updates.sql"),
    include_str!("../../../../migrations/0002_watch.sql"),
    include_str!("../../../../migrations/0003_retention.sql"),
    include_str!("../../../../migrations/0004_delivery.sql"),
    include_str!("../../../../migrations/0005_delivery_rest.sql"),
    include_str!("../../../../migrations/0006_inbox.sql"),
    include_str!("../../../../migrations/0007_exchange.sql"),
    include_str!("../../../../migrations/0008_heads.sql"),
    include_str!("../../../../migrations/0009_given_ids.sql"),
    include_str!("../../../../migrations/0010_names.sql"),
    include_str!("../../../../migrations/0011_delivery_tally.sql"),
];

/// Bytes up to which a file is written anew at the start.
const REWRITTEN: i64 = 256 << 20;

/// Refuses a database of a newer version before anything of SQLite's could write to it.
pub(super) fn refuse_newer(path: &Path) -> Result<()> {
    let version = match path.try_exists() {
        Ok(true) => header_version(path)?.max(version_of(path)?),
        _ => return Ok(()),
    };
    if usize::try_from(version).unwrap_or(usize::MAX) > MIGRATIONS.len() {
        return Err(Error::new(
            Code::StoreNewer,
            format!(
                "The database was written by a newer Hookbay (schema {version}, this one knows {}).",
                MIGRATIONS.len()
            ),
            "Install the newer Hookbay, or point HOOKBAY_DATA_DIR at another folder. Nothing was changed.",
        ));
    }
    Ok(())
}

/// `user_version` from the file's header (SQLite file format, offset 60), so that a refused file is
/// not even opened.
fn header_version(path: &Path) -> Result<u32> {
    let mut header = [0_u8; 64];
    let mut file = std::fs::File::open(path).map_err(|error| unreadable(&error))?;
    if file.read_exact(&mut header).is_err() {
        return Ok(0); // shorter than a header: new or not a database, which SQLite will say
    }
    let version = u32::from_be_bytes([header[60], header[61], header[62], header[63]]);
    Ok(if header.starts_with(b"SQLite format 3\0") {
        version
    } else {
        0
    })
}

/// The same through SQLite, read-only, for a version that is still in the write-ahead log.
fn version_of(path: &Path) -> Result<u32> {
    if path.metadata().map_or(0, |data| data.len()) == 0 {
        return Ok(0);
    }
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(|error| failed(&error))?;
    connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(|error| failed(&error))
}

fn unreadable(error: &std::io::Error) -> Error {
    Error::new(
        Code::Store,
        "The database file cannot be read.",
        "Check the permissions of the data folder.",
    )
    .detail(error)
}

/// The writer's connection.
pub(super) fn connect(path: &Path, options: Options) -> Result<Connection> {
    // Without SQLite's own locks: a connection is never used by two threads at once here.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|error| failed(&error))?;
    prepare(&connection, options).map_err(|error| failed(&error))?;
    Ok(connection)
}

fn prepare(connection: &Connection, options: Options) -> rusqlite::Result<()> {
    // Of a new file only, and before anything is in it: pages that become free are given back.
    connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // Another thread does it, see `checkpoints`.
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    // After a long log has started anew, its file becomes shorter again.
    connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
    if let Some(pages) = options.pages {
        connection.pragma_update(None, "max_page_count", pages)?;
    }
    connection.pragma_update(None, "cache_size", -32_768)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// The connection that copies the write-ahead log into the file. It never waits for a lock: the next
/// occasion is near.
pub(super) fn connect_checkpointer(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connect = || -> rusqlite::Result<Connection> {
        let connection = Connection::open_with_flags(path, flags)?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
        connection.busy_timeout(std::time::Duration::ZERO)?;
        Ok(connection)
    };
    connect().map_err(|error| failed(&error))
}

/// A reader's connection.
pub(super) fn connect_reader(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    Ok(connection)
}

/// A file from before there was retention cannot give pages back until it is written anew, which is
/// done once, while it is short enough that nobody notices. A longer one uses its free pages again.
pub(super) fn let_shrink(connection: &Connection) {
    let wanted = || -> rusqlite::Result<bool> {
        let mode: i64 = connection.query_row("PRAGMA auto_vacuum", [], |row| row.get(0))?;
        let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
        let size: i64 = connection.query_row("PRAGMA page_size", [], |row| row.get(0))?;
        Ok(mode == 0 && pages.saturating_mul(size) <= REWRITTEN)
    };
    let done = wanted().and_then(|wanted| {
        if wanted {
            // The mode was asked for when the file was opened; VACUUM is what applies it.
            connection.execute_batch("VACUUM")?;
        }
        Ok(())
    });
    if let Err(error) = done {
        tracing::warn!(
            "the database file cannot be made to shrink, which changes nothing else: {error}"
        );
    }
}

pub(super) fn migrate(connection: &mut Connection) -> Result<()> {
    let migrations = Migrations::new(MIGRATIONS.iter().map(|sql| M::up(sql)).collect());
    migrations.to_latest(connection).map_err(|error| {
        Error::new(
            Code::Store,
            "The database could not be brought up to date; it is as it was before.",
            "Check that the disk has room; if it has, report this with the details.",
        )
        .detail(error)
    })
}
