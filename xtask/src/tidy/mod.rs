//! `cargo xtask tidy`: the rules of ARCHITECTURE.md that no compiler checks. Every problem is listed,
//! not the first one alone.

mod doors;
mod imports;
mod layers;
mod manifests;
mod migrations;
mod page;
mod sizes;
mod tokens;

use crate::tree;
use anyhow::Result;
use std::path::Path;
use std::process::ExitCode;

/// Prints every problem; fails when there is one.
pub fn tidy() -> Result<ExitCode> {
    Ok(if is_tidy()? {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The same, for `cargo xtask test`.
pub fn is_tidy() -> Result<bool> {
    let problems = problems(&tree::root())?;
    for problem in &problems {
        println!("{problem}");
    }
    println!("tidy: {} problems", problems.len());
    Ok(problems.is_empty())
}

fn problems(root: &Path) -> Result<Vec<String>> {
    let checks = [
        layers::check,
        doors::check,
        manifests::check,
        page::check,
        sizes::check,
        migrations::check,
    ];
    let mut problems = Vec::new();
    for check in checks {
        problems.extend(check(root)?);
    }
    Ok(problems)
}
