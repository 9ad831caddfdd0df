//! What goes wrong on purpose, and what the bot makes of it.

use crate::rig::{Ran, Rig, file};

/// With the bot that has a webhook.
fn test(rig: &Rig) -> Ran {
    let bot = file("pizza_webhook.py");
    rig.run(&[], "", &["python3", bot.to_str().unwrap()])
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
    let ran = test(&rig);
    assert_eq!(
        ran.out, "pass  a (…)\npass  b (…)\n\n2 passed, 0 failed (…)\n",
        "{}",
        ran.err
    );
}
