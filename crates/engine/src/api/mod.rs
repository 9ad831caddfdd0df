//! The table of operations: every door derives from it.

mod operations;
pub mod types;

pub use operations::{OPERATIONS, call};
