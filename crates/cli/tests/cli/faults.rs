//! What goes wrong on purpose, and what the bot makes of it. Each is also played without the fault, and fails
//! there: so it is the fault that is seen.

use crate::rig::{Ran, Rig, file};

const POLLS: &str = "pizza.py";
const HAS_WEBHOOK: &str = "pizza_webhook.py";

fn test(text: &str, bot: &str, arguments: &[&str]) -> Ran {
    let rig = Rig::new(&[("one.yaml", text)]);
    rig.run(arguments, "", &["python3", file(bot).to_str().unwrap()])
}

/// Passes with the fault and fails without it.
fn is_seen(fault: &str, then: &str, bot: &str) {
    let with = test(&format!("steps:\n{fault}{then}"), bot, &[]);
    assert_eq!(with.status, 0, "{bot}: {}{}", with.out, with.err);
    let short = ["--timeout", "3s"];
    let without = test(&format!("steps:\n{then}"), bot, &short);
    assert_eq!(without.status, 1, "{bot}: {}{}", without.out, without.err);
}

#[test]
fn a_bot_is_told_to_wait() {
    let fault = "  - fault: too_many_requests\n    retry_after: 7\n";
    let then = "  - say: hi\n  - expect: I am to wait 7 s.\n";
    for bot in [POLLS, HAS_WEBHOOK] {
        is_seen(fault, then, bot);
    }
}

#[test]
fn telegram_breaks_for_as_many_calls_as_are_ordered() {
    let fault = "  - fault: server_error\n";
    let then = "  - say: hi\n  - expect: Telegram answered 500.\n";
    for bot in [POLLS, HAS_WEBHOOK] {
        is_seen(fault, then, bot);
    }
    // The bot cannot even say so the first time; told again, it is to wait.
    let fault = "  - fault: server_error\n    calls: 2\n  - fault: too_many_requests\n";
    let then = "  - say: hi\n  - expect: I am to wait 1 s.\n";
    is_seen(fault, then, HAS_WEBHOOK);
}

#[test]
fn telegram_answers_late() {
    let fault = "  - fault: slow\n    by: 6s\n";
    let then = "  - say: /measure\n  - expect: Telegram was late.\n";
    for bot in [POLLS, HAS_WEBHOOK] {
        is_seen(fault, then, bot);
    }
}

#[test]
fn an_update_whose_answer_is_lost_comes_again() {
    let then = "  - say: hi\n  - expect: {contains: for Ann}\n  - expect: You told me before.\n";
    is_seen("  - fault: lost_answer\n", then, HAS_WEBHOOK);
}

#[test]
fn an_update_comes_with_a_wrong_secret_and_then_with_the_right_one() {
    let then = "  - say: hi\n  - expect: Somebody came with a wrong secret.\n  - expect: {contains: for Ann}\n";
    is_seen("  - fault: wrong_secret\n", then, HAS_WEBHOOK);
}

#[test]
fn time_jumps() {
    let step = "  - clock: 25h\n";
    let ask = "  - say: /date\n  - expect: 0 hours later.\n";
    let then = "  - say: /date\n  - expect: 25 hours later.\n";
    for bot in [POLLS, HAS_WEBHOOK] {
        let with = test(&format!("steps:\n{ask}{step}{then}"), bot, &[]);
        assert_eq!(with.status, 0, "{bot}: {}{}", with.out, with.err);
        let without = test(&format!("steps:\n{ask}{then}"), bot, &[]);
        assert!(
            without.out.contains("+ text: 0 hours later."),
            "{bot}: {}{}",
            without.out,
            without.err
        );
    }
}

#[test]
fn what_is_ordered_is_taken_back() {
    let fault = "  - fault: server_error\n    calls: 9\n";
    let clear = "  - fault: clear\n";
    let then = "  - say: hi\n  - expect: {contains: for Ann}\n";
    let cleared = test(&format!("steps:\n{fault}{clear}{then}"), HAS_WEBHOOK, &[]);
    assert_eq!(cleared.status, 0, "{}{}", cleared.out, cleared.err);
    let short = ["--timeout", "3s"];
    let left = test(&format!("steps:\n{fault}{then}"), HAS_WEBHOOK, &short);
    assert_eq!(left.status, 1, "{}{}", left.out, left.err);
}

#[test]
fn what_cannot_happen_to_a_bot_that_polls_is_no_step_that_passes() {
    for fault in ["lost_answer", "wrong_secret"] {
        let ran = test(&format!("steps:\n  - fault: {fault}\n"), POLLS, &[]);
        assert!(
            ran.status == 1 && ran.out.contains("This bot polls: "),
            "{fault}: {}{}",
            ran.out,
            ran.err
        );
    }
}

#[test]
fn a_fault_that_is_left_over_does_not_hit_the_next_scenario() {
    let rig = Rig::new(&[
        ("a.yaml", "steps:\n  - fault: server_error\n    calls: 9\n"),
        (
            "b.yaml",
            "steps:\n  - say: hi\n  - expect: {contains: 'Order #'}\n",
        ),
    ]);
    let bot = file(HAS_WEBHOOK);
    let command = ["python3", bot.to_str().unwrap()];
    let ran = rig.run(&[], "", &command);
    assert_eq!(
        ran.out, "pass  a (…)\npass  b (…)\n\n2 passed, 0 failed (…)\n",
        "{}",
        ran.err
    );
}
