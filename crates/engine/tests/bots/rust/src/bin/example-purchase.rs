//! teloxide's own example `purchase`, unpacked by `cargo xtask bots`.

extern crate teloxide_bots as teloxide;

include!("../../../../../../../target/examples/teloxide/purchase.rs");
