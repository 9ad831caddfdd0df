//! docs/delivery.md names the limits that the code has.

use hookbay_engine::api::types::{Limits, Retention};

/// As the table writes them.
fn row(name: &str, usual: &str, from: &str, to: &str) -> String {
    format!("| {name} | {usual} | {from} | {to} |")
}

#[test]
fn the_limits_are_the_codes() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/delivery.md");
    let text = std::fs::read_to_string(path).unwrap();
    let usual = Limits::default();
    let seconds = |ms: u32| format!("{} s", f64::from(ms) / 1000.0);
    let tries = format!("{} tries", usual.set_aside_after);
    for row in [
        row(
            "Chats side by side",
            &usual.parallel_chats.to_string(),
            "1",
            "64",
        ),
        row("Set aside after", &tries, "1", "100"),
        row(
            "Time for an answer",
            &seconds(usual.answer_within_ms),
            "0.1 s",
            "60 s",
        ),
        row(
            "First wait",
            &seconds(usual.first_wait_ms),
            "0.01 s",
            "60 s",
        ),
        row(
            "Longest wait",
            &seconds(usual.longest_wait_ms),
            "0.01 s",
            "600 s",
        ),
    ] {
        assert!(text.contains(&row), "{row}");
    }
    let kept = Retention {
        max_updates: Some(100_000),
        max_days: Some(30),
        max_bytes: Some(2 << 30),
    };
    assert_eq!(Retention::default(), kept);
    assert!(text.contains("100,000, 30 days and 2 GiB"));
    let least = Limits {
        parallel_chats: 1,
        set_aside_after: 1,
        first_wait_ms: 10,
        longest_wait_ms: 10,
        answer_within_ms: 100,
    };
    let most = Limits {
        parallel_chats: 64,
        set_aside_after: 100,
        first_wait_ms: 60_000,
        longest_wait_ms: 600_000,
        answer_within_ms: 60_000,
    };
    assert!(least.are_sound() && most.are_sound());
    for change in [
        |limits: &mut Limits| limits.parallel_chats += 1,
        |limits: &mut Limits| limits.set_aside_after += 1,
        |limits: &mut Limits| limits.first_wait_ms += 1,
        |limits: &mut Limits| limits.longest_wait_ms += 1,
        |limits: &mut Limits| limits.answer_within_ms += 1,
    ] {
        let mut beyond = most;
        change(&mut beyond);
        assert!(!beyond.are_sound(), "{beyond:?}");
    }
}
