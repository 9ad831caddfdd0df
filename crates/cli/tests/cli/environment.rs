//! What the bot finds in its environment.

#![cfg(unix)] // The shell gives it on under other names.

use crate::rig::{Rig, bot};

const HELLO: &str = "\
name: A greeting
steps:
  - say: hi
  - expect: {contains: for Ann}
";

/// The bot with what it needs in these variables, and in no other.
fn plays_with(token: &str, root: &str) {
    let rig = Rig::new(&[("hello.yaml", HELLO)]);
    let script = format!(
        "token=${token} root=${root}
        unset BOT_TOKEN TELEGRAM_BOT_TOKEN TELOXIDE_TOKEN
        unset TELEGRAM_API_ROOT BOT_API_ROOT TELOXIDE_API_URL
        BOT_TOKEN=$token TELEGRAM_API_ROOT=$root exec python3 {}",
        bot().display()
    );
    let ran = rig.run(&[], "", &["sh", "-c", &script]);
    assert_eq!(ran.status, 0, "{token}, {root}: {}{}", ran.out, ran.err);
}

#[test]
fn a_bot_finds_its_token_and_its_root_under_the_names_that_are_usual() {
    plays_with("TELEGRAM_BOT_TOKEN", "BOT_API_ROOT");
}

#[test]
fn a_bot_on_teloxide_needs_no_setting_up() {
    plays_with("TELOXIDE_TOKEN", "TELOXIDE_API_URL");
}
