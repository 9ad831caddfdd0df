//! What is printed of it.

use std::time::Duration;

use hookbay_scenario::{Difference, StepRun};

use super::Played;
use crate::screen::{Ink, Screen, harmless};

/// One scenario, and why it failed if it did.
pub fn case(screen: &Screen, title: &str, played: &Played) {
    let took = format!("({:.2} s)", played.run.took.as_secs_f32());
    let took = screen.ink(Ink::Grey, &took);
    let title = harmless(title);
    match played.run.failed() {
        None => screen.line(&format!(
            "{}  {title} {took}",
            screen.ink(Ink::Green, "pass")
        )),
        Some(step) => {
            screen.line(&format!("{}  {title} {took}", screen.ink(Ink::Red, "FAIL")));
            screen.line(&format!(
                "      {}:{}: {}",
                played.path.display(),
                step.line,
                screen.ink(Ink::Bold, &harmless(&step.says))
            ));
            for line in why(step) {
                let ink = match line.as_bytes().first() {
                    Some(b'-') => Some(Ink::Red),
                    Some(b'+') => Some(Ink::Green),
                    _ => None,
                };
                let line = ink.map_or_else(|| line.clone(), |ink| screen.ink(ink, &line));
                screen.line(&format!("      {line}"));
            }
            if !played.output.is_empty() {
                screen.line("      The bot printed:");
            }
            for line in &played.output {
                screen.line(&format!("        {}", screen.ink(Ink::Grey, line)));
            }
        }
    }
}

/// Why a step failed: a sentence, and the lines of the difference, `-` wanted and `+` what came,
/// and what may be the reason.
pub fn why(step: &StepRun) -> Vec<String> {
    let Some(problem) = &step.problem else {
        return Vec::new();
    };
    let mut lines = vec![harmless(&problem.what)];
    lines.extend(problem.difference.iter().map(|line| match line {
        Difference::Same(line) => format!("  {}", harmless(line)),
        Difference::Missing(line) => format!("- {}", harmless(line)),
        Difference::Extra(line) => format!("+ {}", harmless(line)),
    }));
    lines.extend(problem.hint.as_deref().map(harmless));
    lines
}

/// How many did what.
pub fn sum(screen: &Screen, played: &[Played], took: Duration) {
    let passed = played.iter().filter(|case| case.run.passed()).count();
    let failed = played.len() - passed;
    let ink = if failed > 0 { Ink::Red } else { Ink::Green };
    screen.line("");
    let counts = screen.ink(ink, &format!("{passed} passed, {failed} failed"));
    screen.line(&format!("{counts} ({:.2} s)", took.as_secs_f32()));
}
