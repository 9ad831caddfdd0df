//! Imports inside the engine point one way:
//! `domain` ← `store, vault, telegram, tunnel` ← `webhooks, inbox, delivery, receiver,
//! doctor` ← `api` ← `http`.
//! Things of one layer never import each other.

use super::imports::{Import, imports};
use crate::tree;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// Usable from everywhere.
const LEAVES: &[&str] = &["secret", "error", "event"];
const PARTS: &[&str] = &["store", "vault", "telegram", "tunnel"];
const CAPABILITIES: &[&str] = &["webhooks", "inbox", "delivery", "receiver", "doctor"];
const UPPER: &[&str] = &["domain", "config", "app", "api", "http"];

/// Every broken edge.
pub fn check(root: &Path) -> Result<Vec<String>> {
    let sources = root.join("crates/engine/src");
    let mut problems = Vec::new();
    for path in tree::files(&sources, &["rs"])? {
        let module = module(&tree::shown(&sources, &path));
        let text =
            fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        let file = tree::shown(root, &path);
        problems.extend(
            broken(&module, &text)
                .into_iter()
                .map(|(line, problem)| format!("{file}:{line}: {problem}")),
        );
    }
    Ok(problems)
}

/// The module that a file is: `inbox/query.rs` is `inbox::query`.
fn module(file: &str) -> Vec<String> {
    let stem = file.strip_suffix(".rs").unwrap_or(file);
    let mut path: Vec<String> = stem.split('/').map(str::to_owned).collect();
    path.pop_if(|last| matches!(last.as_str(), "mod" | "lib"));
    path
}

/// Line and description of each import that points the wrong way.
fn broken(module: &[String], text: &str) -> Vec<(usize, String)> {
    let Some(from) = module.first() else {
        // The root declares the modules; it uses none.
        return Vec::new();
    };
    if !is_placed(from) {
        return vec![(
            1,
            format!("`{from}` has no place in the layers; give it one in xtask tidy"),
        )];
    }
    imports(text, module)
        .iter()
        .filter_map(|import| Some((import.line, problem(from, import)?)))
        .collect()
}

fn problem(from: &str, import: &Import) -> Option<String> {
    let path = import.path.join("::");
    let Some(to) = import
        .path
        .first()
        .filter(|to| !matches!(to.as_str(), "*" | "self"))
    else {
        return Some(format!(
            "`{from}` imports the crate's root; name the module that is meant"
        ));
    };
    if !is_placed(to) {
        // Anything else at the root is a re-export, which hides where it comes from.
        return Some(format!(
            "`{from}` imports `{path}`, which is no module of the layers"
        ));
    }
    (!may(from, to, import.path.get(1).map(String::as_str)))
        .then(|| format!("`{from}` must not import `{path}`"))
}

fn is_placed(module: &str) -> bool {
    [LEAVES, PARTS, CAPABILITIES, UPPER]
        .iter()
        .any(|layer| layer.contains(&module))
}

fn may(from: &str, to: &str, inside: Option<&str>) -> bool {
    let is = |layer: &[&str]| layer.contains(&to);
    if from == to {
        return true;
    }
    match from {
        // An event names ids and nothing more.
        "event" => to == "domain" && inside == Some("ids"),
        leaf if LEAVES.contains(&leaf) => false,
        "domain" => is(LEAVES),
        "config" => is(LEAVES) || to == "domain",
        part if PARTS.contains(&part) => is(LEAVES) || to == "domain",
        capability if CAPABILITIES.contains(&capability) => {
            is(LEAVES) || is(PARTS) || to == "domain"
        }
        // It wires everything, and answers in the doors' types; the operations stand on it.
        "app" => to != "http" && (to != "api" || inside == Some("types")),
        "api" => to != "http",
        "http" => is(LEAVES) || matches!(to, "app" | "api"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{broken, module};

    fn problems(file: &str, text: &str) -> usize {
        broken(&module(file), text).len()
    }

    #[test]
    fn a_file_is_its_module() {
        assert_eq!(module("lib.rs"), Vec::<String>::new());
        assert_eq!(module("app.rs"), ["app"]);
        assert_eq!(module("inbox/mod.rs"), ["inbox"]);
        assert_eq!(module("inbox/query.rs"), ["inbox", "query"]);
    }

    #[test]
    fn edges_that_point_down_pass() {
        for (file, text) in [
            (
                "domain/bot.rs",
                "use crate::secret::Secret; use super::ids::BotId;",
            ),
            (
                "store/mod.rs",
                "use crate::{domain::ids::BotId, error::Error, event::Events};",
            ),
            (
                "webhooks/mod.rs",
                "use crate::{store::Store, telegram::Client, vault, tunnel};",
            ),
            (
                "receiver/mod.rs",
                "use crate::store::Store; mod tests { use super::*; }",
            ),
            ("event.rs", "use crate::domain::ids::BotId;"),
            ("config/mod.rs", "use crate::domain::ids::BotId;"),
            (
                "app.rs",
                "use crate::{api::types::BotView, config::Config, inbox, store};",
            ),
            (
                "api/bots.rs",
                "use crate::app::App; use super::types::BotView; use crate::inbox;",
            ),
            ("http/mod.rs", "use crate::{api, app::App, error::Error};"),
        ] {
            assert_eq!(broken(&module(file), text), [], "{file}: {text}");
        }
    }

    #[test]
    fn each_edge_that_points_up_or_aside_is_a_problem() {
        for (file, text) in [
            ("domain/bot.rs", "use crate::store::Store;"),
            ("domain/bot.rs", "use crate::config::Config;"),
            ("secret.rs", "use crate::error::Error;"),
            ("error.rs", "use crate::domain::ids::BotId;"),
            ("event.rs", "use crate::domain::bot::Bot;"),
            ("event.rs", "use crate::domain;"),
            ("store/mod.rs", "use crate::vault::Vault;"),
            ("vault/mod.rs", "use crate::store::Store;"),
            ("telegram/mod.rs", "fn f() { crate::tunnel::open() }"),
            ("tunnel/mod.rs", "use super::telegram;"),
            ("tunnel/mod.rs", "use crate::receiver::router;"),
            ("config/mod.rs", "use crate::store::Store;"),
            ("inbox/mod.rs", "use crate::webhooks;"),
            ("inbox/query.rs", "use super::super::delivery;"),
            (
                "webhooks/mod.rs",
                "use crate::{store::Store, inbox::Query};",
            ),
            ("receiver/mod.rs", "use crate::inbox;"),
            ("doctor/path.rs", "use crate::receiver::Probes;"),
            ("delivery/mod.rs", "use crate::receiver;"),
            ("webhooks/mod.rs", "use crate::api::types::WebhookView;"),
            ("webhooks/mod.rs", "use crate::app::App;"),
            ("webhooks/mod.rs", "use crate::config::Config;"),
            ("app.rs", "use crate::api::call;"),
            ("app.rs", "use crate::api;"),
            ("app.rs", "use crate::http::serve;"),
            ("api/mod.rs", "use crate::http::serve;"),
            ("http/mod.rs", "use crate::store::Store;"),
            ("inbox/mod.rs", "use crate::*;"),
            ("inbox/mod.rs", "use crate::Reexported;"),
            ("helpers.rs", "fn f() {}"),
        ] {
            assert_eq!(problems(file, text), 1, "{file}: {text}");
        }
    }

    #[test]
    fn all_of_them_are_listed_with_their_lines() {
        let text = "use crate::store;\nuse crate::{vault,\n  app};\n";
        let lines: Vec<_> = broken(&module("domain/bot.rs"), text)
            .into_iter()
            .map(|(line, _)| line)
            .collect();
        assert_eq!(lines, [1, 2, 3]);
    }
}
