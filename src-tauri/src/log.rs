//! The log: to standard error, as much as `HOOKBAY_LOG` asks for (`tracing`'s filter words).

use tracing_subscriber::EnvFilter;

/// At `debug` these print what they send, ngrok's authtoken among it.
const CAPPED: [&str; 4] = [
    "ngrok=warn",
    "muxado=warn",
    "futures_rustls=warn",
    "hyper=warn",
];

/// Starts the log.
pub fn start() {
    let filter = EnvFilter::try_from_env("HOOKBAY_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,hookbay=info,hookbay_engine=info"));
    tracing_subscriber::fmt()
        .with_env_filter(capped(filter))
        .with_writer(std::io::stderr)
        .init();
}

fn capped(filter: EnvFilter) -> EnvFilter {
    // The words are ours and parse; were one wrong, the filter would stay as the user wrote it.
    CAPPED
        .iter()
        .filter_map(|word| word.parse().ok())
        .fold(filter, EnvFilter::add_directive)
}

#[cfg(test)]
mod tests {
    use super::{CAPPED, capped};
    use tracing_subscriber::EnvFilter;

    #[test]
    fn no_wish_makes_the_talkative_ones_talk() {
        let shown = capped(EnvFilter::new("trace,ngrok=debug")).to_string();
        assert!(!shown.contains("ngrok=debug"), "{shown}");
        assert!(CAPPED.iter().all(|word| shown.contains(word)), "{shown}");
    }
}
