//! Which paths of its own crate a file names, by `crate::` or `super::`, in a `use` or anywhere else.

use super::tokens::{Token, tokens};

/// One path, from the crate's root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its segments; the last may be `*` or `self`.
    pub path: Vec<String>,
    /// The line it stands on.
    pub line: usize,
}

/// Every path in `source`, which is the module `module` (empty for the crate's root).
pub fn imports(source: &str, module: &[String]) -> Vec<Import> {
    let tokens = tokens(source);
    let mut found = Vec::new();
    // Inline modules around the present place, each with the brace depth inside it.
    let mut inline: Vec<(String, usize)> = Vec::new();
    let mut depth = 0_usize;
    let mut at = 0;
    while at < tokens.len() {
        match word(&tokens, at) {
            "{" => {
                depth += 1;
                if at >= 2 && word(&tokens, at - 2) == "mod" {
                    inline.push((word(&tokens, at - 1).to_owned(), depth));
                }
            }
            "}" => {
                inline.pop_if(|(_, inside)| *inside == depth);
                depth = depth.saturating_sub(1);
            }
            "crate" if starts_path(&tokens, at) => {
                follow(&tokens, at + 1, &[], &mut found);
            }
            "super" if starts_path(&tokens, at) => {
                let mut here = module.to_vec();
                here.extend(inline.iter().map(|(name, _)| name.clone()));
                here.pop();
                let mut after = at + 1;
                while word(&tokens, after) == "::" && word(&tokens, after + 1) == "super" {
                    here.pop();
                    after += 2;
                }
                follow(&tokens, after, &here, &mut found);
                at = after - 1;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Every path of the crate `name` in `source`, without the crate's own name.
pub fn imports_of(name: &str, source: &str) -> Vec<Import> {
    let tokens = tokens(source);
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        if word(&tokens, at) == name && starts_path(&tokens, at) {
            follow(&tokens, at + 1, &[], &mut found);
        }
    }
    found
}

fn word(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| token.text.as_str())
}

fn starts_path(tokens: &[Token], at: usize) -> bool {
    // `pub(crate)` has no `::` after it; `self::super` and the like have one before it.
    word(tokens, at + 1) == "::" && (at == 0 || word(tokens, at - 1) != "::")
}

/// Reads on from behind a segment: `::name`, `::*` or `::{…}`. Returns where it stopped.
fn follow(tokens: &[Token], at: usize, prefix: &[String], found: &mut Vec<Import>) -> usize {
    if word(tokens, at) != "::" {
        found.push(Import {
            path: prefix.to_vec(),
            line: tokens
                .get(at.saturating_sub(1))
                .map_or(0, |token| token.line),
        });
        return at;
    }
    segment(tokens, at + 1, prefix, found)
}

fn segment(tokens: &[Token], at: usize, prefix: &[String], found: &mut Vec<Import>) -> usize {
    let text = word(tokens, at);
    if text == "{" {
        let mut next = at + 1;
        while !matches!(word(tokens, next), "}" | "") {
            if word(tokens, next) == "," {
                next += 1;
                continue;
            }
            next = segment(tokens, next, prefix, found);
            if word(tokens, next) == "as" {
                next += 2;
            }
        }
        return next + 1;
    }
    // `::<T>` after a name ends the path.
    if text == "<" {
        return follow(tokens, at, prefix, found);
    }
    let mut longer = prefix.to_vec();
    longer.push(text.to_owned());
    follow(tokens, at + 1, &longer, found)
}

#[cfg(test)]
mod tests {
    use super::imports;

    fn paths(source: &str, module: &[&str]) -> Vec<String> {
        let module: Vec<_> = module.iter().map(ToString::to_string).collect();
        imports(source, &module)
            .into_iter()
            .map(|import| import.path.join("::"))
            .collect()
    }

    #[test]
    fn every_form_of_a_path_is_seen() {
        for (source, expected) in [
            ("use crate::store;", vec!["store"]),
            ("use crate::store::bots as b;", vec!["store::bots"]),
            (
                "use crate::{store, vault::Vault};",
                vec!["store", "vault::Vault"],
            ),
            (
                "use crate::{a::{b as x, c::*}, d::{self}};",
                vec!["a::b", "a::c::*", "d::self"],
            ),
            ("pub(crate) use crate::*;", vec!["*"]),
            ("fn f() { crate::store::open::<u8>() }", vec!["store::open"]),
            ("pub(in crate::store) fn f() {}", vec!["store"]),
            (
                "macro_rules! m { () => { $crate::store::x } }",
                vec!["store::x"],
            ),
            ("pub(crate) fn f() {}", vec![]),
            ("use other::crate_name;", vec![]),
        ] {
            assert_eq!(paths(source, &["inbox"]), expected, "{source}");
        }
    }

    #[test]
    fn super_is_resolved_where_it_stands() {
        for (source, expected) in [
            ("use super::vault;", "vault"),
            ("use super::{vault};", "vault"),
            ("mod tests { use super::query; }", "inbox::query"),
            (
                "mod tests { mod deep { use super::super::super::vault; } }",
                "vault",
            ),
            ("mod tests { fn f() {} } use super::store;", "store"),
        ] {
            assert_eq!(paths(source, &["inbox"]), [expected], "{source}");
        }
        assert_eq!(
            paths("use super::super::vault;", &["inbox", "query"]),
            ["vault"]
        );
        assert_eq!(
            paths("use super::row;", &["inbox", "query"]),
            ["inbox::row"]
        );
    }

    #[test]
    fn the_line_is_kept() {
        let found = imports("//\nuse crate::{\n  a,\n  b::c,\n};", &[]);
        let lines: Vec<_> = found.iter().map(|import| import.line).collect();
        assert_eq!(lines, [3, 4]);
    }
}
