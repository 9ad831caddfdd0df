//! The log: to standard error, as much as the settings ask for (`HOOKBAY_LOG`, `tracing`'s filter
//! words), also while the app runs.

use tokio::sync::watch;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Registry, fmt, reload};

/// At `debug` these print what they send, ngrok's authtoken among it.
const CAPPED: [&str; 4] = [
    "ngrok=warn",
    "muxado=warn",
    "futures_rustls=warn",
    "hyper=warn",
];

/// The log's filter, which can be changed.
#[derive(Clone)]
pub struct Log(reload::Handle<EnvFilter, Registry>);

/// Starts the log.
pub fn start() -> Log {
    let (filter, handle) = reload::Layer::new(filter(&hookbay_engine::app::first_log_filter()));
    tracing_subscriber::registry()
        .with(filter)
        .with(fmt::layer().with_writer(std::io::stderr))
        .init();
    Log(handle)
}

impl Log {
    /// Goes by the settings until the engine is gone.
    pub async fn follow(self, mut wanted: watch::Receiver<String>) {
        let mut now = String::new();
        loop {
            let words = wanted.borrow_and_update().clone();
            if words != now {
                if let Err(error) = self.0.reload(filter(&words)) {
                    tracing::warn!("the log stays as it was: {error}");
                }
                now = words;
            }
            if wanted.changed().await.is_err() {
                return;
            }
        }
    }
}

/// The engine has checked the words.
fn filter(words: &str) -> EnvFilter {
    capped(EnvFilter::new(words))
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
    use super::{CAPPED, Log, capped, filter};
    use tracing::Level;
    use tracing_subscriber::layer::SubscriberExt;
    use tracing_subscriber::{EnvFilter, reload};

    #[tokio::test]
    async fn another_level_holds_at_once() {
        let (layer, handle) = reload::Layer::new(filter("warn"));
        let subscriber = tracing_subscriber::registry().with(layer);
        let _here = tracing::subscriber::set_default(subscriber);
        assert!(!tracing::enabled!(Level::DEBUG));

        let (wanted, watched) = tokio::sync::watch::channel("debug".to_owned());
        drop(wanted);
        Log(handle).follow(watched).await;
        assert!(tracing::enabled!(Level::DEBUG));
        assert!(!tracing::enabled!(target: "ngrok", Level::DEBUG));
    }

    #[test]
    fn no_wish_makes_the_talkative_ones_talk() {
        let shown = capped(EnvFilter::new("trace,ngrok=debug")).to_string();
        assert!(!shown.contains("ngrok=debug"), "{shown}");
        assert!(CAPPED.iter().all(|word| shown.contains(word)), "{shown}");
    }
}
