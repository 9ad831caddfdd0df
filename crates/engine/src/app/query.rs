//! Queries while they are written, and those that are saved.

use super::App;
use crate::api::types::{
    Completion, OfView, PartKind, QueryPart, QueryProblem, QueryReading, ReadQuery, SaveView,
    SavedView,
};
use crate::domain::query::{Piece, Problem, Test, places, read};
use crate::error::Result;
use crate::inbox;
use crate::store::StoredView;
use uuid::Uuid;

/// Completions of longer queries are not looked for: nobody writes them.
const LONG: usize = 10_000;

impl App {
    /// What a query says, where it is wrong, and how it may go on.
    pub async fn read_query(&self, input: ReadQuery) -> Result<QueryReading> {
        let key = self.stored(input.bot_id).await?.key;
        let query = input.query.as_str();
        let pieces = read(query);
        let caret = places::byte(query, input.caret);
        let completed = if query.len() > LONG {
            None
        } else {
            inbox::query::completions(&self.shared.store, key, query, caret).await?
        };
        let completions = completed.map_or_else(Vec::new, |(wanted, offers)| {
            let (from, to) = (
                places::utf16(query, wanted.from),
                places::utf16(query, wanted.to),
            );
            let completion = |offer: crate::domain::query::complete::Offer| Completion {
                from,
                to,
                insert: offer.insert,
                detail: offer.detail,
            };
            offers.into_iter().map(completion).collect()
        });
        let wrong = pieces.iter().find_map(|piece| piece.says.as_ref().err());
        Ok(QueryReading {
            problem: wrong.map(|wrong| problem(query, wrong)),
            parts: pieces.iter().map(|piece| part(query, piece)).collect(),
            completions,
        })
    }

    /// Every saved view, by name.
    pub async fn list_views(&self) -> Result<Vec<SavedView>> {
        let views = self.shared.store.views().await?;
        Ok(views.into_iter().map(shown).collect())
    }

    /// Saves a view, or changes one.
    pub async fn save_view(&self, input: SaveView) -> Result<SavedView> {
        let key = match input.bot_id {
            Some(id) => Some(self.stored(id).await?.key),
            None => None,
        };
        let view = StoredView {
            id: input.id.unwrap_or_else(Uuid::new_v4),
            name: input.name,
            query: input.query,
            bot: input.bot_id,
        };
        inbox::views::save(&self.shared.store, input.id, view, key)
            .await
            .map(shown)
    }

    /// Removes a view.
    pub async fn remove_view(&self, input: OfView) -> Result<()> {
        inbox::views::remove(&self.shared.store, input.id).await
    }
}

fn part(query: &str, piece: &Piece) -> QueryPart {
    QueryPart {
        from: places::utf16(query, piece.from),
        to: places::utf16(query, piece.to),
        kind: match &piece.says {
            Ok(clause) if matches!(clause.test, Test::Words(_)) => PartKind::Text,
            Ok(_) => PartKind::Filter,
            Err(_) => PartKind::Wrong,
        },
    }
}

fn problem(query: &str, problem: &Problem) -> QueryProblem {
    QueryProblem {
        from: places::utf16(query, problem.from),
        to: places::utf16(query, problem.to),
        message: problem.message.clone(),
        remedy: problem.remedy.clone(),
    }
}

fn shown(view: StoredView) -> SavedView {
    SavedView {
        id: view.id,
        name: view.name,
        query: view.query,
        bot_id: view.bot,
    }
}
