//! teloxide's own example `buttons`, unpacked by `cargo xtask bots`.

extern crate teloxide_bots as teloxide;

include!("../../../../../../../target/examples/teloxide/buttons.rs");
