//! Somebody else's bot: a server that lets in only what has its secret token.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use tokio::net::TcpListener;
use tokio::sync::watch;

pub struct Server {
    pub root: String,
    /// Updates that were let in, and requests that were not.
    pub seen: watch::Receiver<(u32, u32)>,
}

impl Server {
    pub async fn start(secret: &'static str) -> Self {
        let (told, seen) = watch::channel((0, 0));
        let let_in = move |State(told): State<watch::Sender<(u32, u32)>>, headers: HeaderMap| async move {
            let right = headers
                .get("x-telegram-bot-api-secret-token")
                .is_some_and(|given| given == secret);
            told.send_modify(|(accepted, refused)| {
                *(if right { accepted } else { refused }) += 1;
            });
            if right {
                StatusCode::OK
            } else {
                StatusCode::UNAUTHORIZED
            }
        };
        let router = Router::new().fallback(let_in).with_state(told);
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let root = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { root, seen }
    }
}
