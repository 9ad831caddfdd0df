//! The program as somebody runs it, with a real bot in a process of its own.

mod orders;
mod playing;
mod rig;
mod sandbox;
mod troubles;
