//! SQLite: one writer thread with group commit, a pool of readers, one file per table.
//!
//! A write is answered after its commit, and a commit is synced to the disk (`synchronous=FULL`):
//! what was answered survives a power cut. Writes that wait together share one commit, see
//! [`writer`].

mod again;
mod answers;
mod attempts;
mod bots;
mod calls;
mod checkpoints;
mod conversation;
mod counts;
mod delivered;
mod fates;
mod few;
mod fixtures;
mod follow;
mod given;
mod group;
mod heads;
mod held;
mod history;
mod import;
mod keys;
mod leases;
mod leaving;
mod lives;
mod marks;
mod names;
mod options;
mod peers;
mod prune;
mod rare;
mod readers;
mod registrations;
mod retention;
mod room;
mod rows;
mod rungs;
mod samples;
mod schema;
mod search;
mod settings;
mod targets;
mod terms;
mod updates;
mod views;
mod waiting;
mod words;
mod writer;

pub use again::Failed;
pub use attempts::{
    About, Attempt, Becomes, Headers, KEPT_BODY, NewAttempt, Outcome, WholeAttempt,
};
pub use bots::{BotKey, Credentials, StoredBot};
pub use conversation::Neighbours;
pub use counts::Count;
pub use fates::Fate;
pub use follow::Followed;
pub use held::{Held, HeldRow, Holding, Sendable};
pub use import::{Imported, Takes};
pub use lives::Life;
pub use options::Options;
pub use peers::Peers;
pub use prune::Pruned;
pub use registrations::{Registration, Wishes};
pub use rungs::Seeked;
pub use search::{Counted, Found};
pub use targets::{DeliverySetting, StoredTarget};
pub use updates::{Ingested, NewUpdate, Page};
pub use views::StoredView;

use crate::error::{Code, Error, Result};
use checkpoints::Checkpoints;
use counts::Counts;
use group::Group;
use keys::Keys;
use readers::Readers;
use std::path::Path;
use std::sync::Arc;
use writer::Writer;

/// The database. Cheap to clone; the last clone's drop ends the writer after its last commit.
#[derive(Clone)]
pub struct Store {
    writer: Writer,
    readers: Arc<Readers>,
    counts: Arc<Counts>,
    keys: Arc<Keys>,
}

impl Store {
    /// Opens or creates the database file, and brings its schema up to date in a transaction.
    /// A file of a newer version is refused and left as it is. Needs a tokio runtime around it.
    pub fn open(path: &Path) -> Result<Self> {
        Self::open_with(path, Options::default())
    }

    /// The same on a machine that is worse than this one.
    pub fn open_with(path: &Path, options: Options) -> Result<Self> {
        schema::refuse_newer(path)?;
        let mut connection = schema::connect(path, options)?;
        schema::migrate(&mut connection)?;
        schema::let_shrink(&connection);
        let counts = Arc::new(Counts::load(&connection)?);
        let keys = Arc::new(Keys::load(&connection)?);
        let readers = Arc::new(Readers::new(path));
        let checkpoints = Checkpoints::start(path)?;
        let group = Group::new(connection, Arc::clone(&counts), checkpoints, options)?;
        let writer = Writer::start(group)?;
        Ok(Self {
            writer,
            readers,
            counts,
            keys,
        })
    }

    /// How many updates of a bot are stored, and when the last one came.
    pub fn count(&self, bot: BotKey) -> Count {
        self.counts.of(bot)
    }
}

/// A failure of SQLite's as the user reads it.
fn failed(error: &rusqlite::Error) -> Error {
    Error::new(
        Code::Store,
        "The database could not be read or written.",
        "Check that the disk has room and that the data folder is writable.",
    )
    .detail(error)
}
