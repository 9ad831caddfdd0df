//! The Rust tests of the whole workspace, in a session with a keyring.

use super::session::Session;
use super::tally::Tally;
use anyhow::{Context, Result};
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

/// Runs them; the count is read from the summary that nextest writes last.
pub fn run() -> Result<Tally> {
    let session = Session::with_keyring()?;
    // Types are exported aside: a test run must not write into the checkout.
    let types = tempfile::tempdir()?;
    // Where a test writes that it could not be run here, and why: nextest knows no such thing.
    let skipped = tempfile::NamedTempFile::new()?;
    let mut child = session
        .command("cargo")
        .args(["nextest", "run", "--workspace", "--color", "never"])
        .env("TS_RS_EXPORT_DIR", types.path())
        .env("HOOKBAY_SKIPPED", skipped.path())
        .stderr(Stdio::piped())
        .spawn()
        .context("could not start cargo nextest")?;
    let mut summary = None;
    if let Some(output) = child.stderr.take() {
        let mut output = BufReader::new(output);
        let mut line = Vec::new();
        // By bytes, because a test may print anything.
        while output.read_until(b'\n', &mut line)? > 0 {
            std::io::stderr().write_all(&line)?;
            summary = parse(&String::from_utf8_lossy(&line)).or(summary);
            line.clear();
        }
    }
    let succeeded = child.wait()?.success();
    let tally = summary.unwrap_or_default();
    let skipped = std::fs::read_to_string(skipped.path()).context("reading what was skipped")?;
    for line in skipped.lines() {
        println!("skipped: {line}");
    }
    Ok(less(tally, skipped.lines().count() as u64).agreeing_with(succeeded))
}

/// Tests that say so themselves end as if they had passed.
fn less(tally: Tally, skipped: u64) -> Tally {
    Tally {
        passed: tally.passed.saturating_sub(skipped),
        skipped: tally.skipped + skipped,
        ..tally
    }
}

/// `Summary [ 1.2s] 12 tests run: 10 passed (1 slow), 1 failed, 1 timed out, 3 skipped`
fn parse(line: &str) -> Option<Tally> {
    let (_, counts) = line
        .trim_start()
        .strip_prefix("Summary [")?
        .split_once(" run: ")?;
    let mut tally = Tally::default();
    for part in without_brackets(counts).split(',') {
        let (count, what) = part.trim().split_once(' ')?;
        let count: u64 = count.parse().ok()?;
        match what.trim() {
            "passed" => tally.passed += count,
            "skipped" => tally.skipped += count,
            // Failed, timed out, could not be executed: none of them passed.
            _ => tally.failed += count,
        }
    }
    Some(tally)
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Tally, less, parse};

    #[test]
    fn what_could_not_be_run_did_not_pass() {
        let tally = Tally {
            passed: 3,
            failed: 1,
            skipped: 2,
        };
        assert_eq!(less(tally, 1).to_string(), "2 passed, 1 failed, 3 skipped");
        assert_eq!(less(tally, 0), tally);
    }

    #[test]
    fn the_summary_is_counted() {
        for (line, expected) in [
            (
                "     Summary [   0.251s] 12 tests run: 12 passed, 0 skipped\n",
                Some((12, 0, 0)),
            ),
            (
                "     Summary [  9.0s] 12 tests run: 8 passed (1 slow, 2 leaky), 2 failed, 1 timed out, 1 exec failed, 3 skipped",
                Some((8, 4, 3)),
            ),
            (
                "     Summary [  9.0s] 5/12 tests run: 4 passed, 1 failed, 0 skipped",
                Some((4, 1, 0)),
            ),
            (
                "     Summary [  0.0s] 1 test run: 1 passed, 0 skipped",
                Some((1, 0, 0)),
            ),
            ("        PASS [ 0.1s] a test run: 3 passed", None),
            ("error: could not compile", None),
        ] {
            let expected = expected.map(|(passed, failed, skipped)| Tally {
                passed,
                failed,
                skipped,
            });
            assert_eq!(parse(line), expected, "{line}");
        }
    }
}
