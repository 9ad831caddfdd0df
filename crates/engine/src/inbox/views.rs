//! Queries with names.

use crate::domain::query::parse;
use crate::error::{Code, Error, Result};
use crate::store::{BotKey, Store, StoredView};
use uuid::Uuid;

/// Views at the most.
const MOST: u32 = 200;
/// Characters of a name.
const NAME: usize = 64;

/// Saves a view, new or changed.
pub async fn save(
    store: &Store,
    id: Option<Uuid>,
    view: StoredView,
    bot: Option<BotKey>,
) -> Result<StoredView> {
    let name = view.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > NAME || name.chars().any(char::is_control) {
        return Err(Error::new(
            Code::InvalidInput,
            format!("A view's name has 1 to {NAME} characters."),
            "Give it a shorter name, on one line.",
        ));
    }
    // Saved as it is written: a view is not changed by being saved.
    parse(&view.query)
        .map_err(|problem| Error::new(Code::InvalidInput, problem.message, problem.remedy))?;
    if let Some(id) = id
        && !store.has_view(id).await?
    {
        return Err(gone());
    }
    let view = StoredView { name, ..view };
    if store.save_view(view.clone(), bot, MOST).await? {
        return Ok(view);
    }
    Err(Error::new(
        Code::InvalidInput,
        format!("There are {MOST} views already."),
        "Remove one that is not used.",
    ))
}

/// Removes a view.
pub async fn remove(store: &Store, id: Uuid) -> Result<()> {
    if store.remove_view(id).await? {
        Ok(())
    } else {
        Err(gone())
    }
}

fn gone() -> Error {
    Error::new(
        Code::NotFound,
        "There is no such view.",
        "It may have been removed; look at the list again.",
    )
}
