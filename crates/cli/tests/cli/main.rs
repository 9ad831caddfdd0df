//! The program as somebody runs it, with a real bot in a process of its own.

#![allow(clippy::unwrap_used)] // A test that cannot go on has failed.

mod environment;
mod faults;
mod framework;
mod orders;
mod playing;
mod rig;
mod sandbox;
mod troubles;
mod webhook;
mod window;
