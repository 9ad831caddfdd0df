//! The command line: the offline Telegram for any bot, and scenarios played against it.

use std::process::ExitCode;

use clap::Parser;
use hookbay_cli::{Arguments, run};

#[tokio::main]
async fn main() -> ExitCode {
    // Another one may have been there before; either will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let filter = tracing_subscriber::EnvFilter::try_from_env("HOOKBAY_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("error"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    run(Arguments::parse()).await
}
