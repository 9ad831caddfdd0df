//! teloxide's own example `dialogue`, unpacked by `cargo xtask bots`.

extern crate teloxide_bots as teloxide;

include!("../../../../../../../target/examples/teloxide/dialogue.rs");
