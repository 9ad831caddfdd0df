//! The task that listens.
//!
//! It follows the address that it is given: another one, and it listens there instead; none, and it
//! does not listen. Without a token it does not listen either. What keeps it from listening is told,
//! and tried again after a while, and at once when the keyring changes.

use super::{Api, docs, document, events, guard, params};
use crate::api::types::HttpApiState;
use crate::app::App;
use crate::error::{Code, Error, Result};
use crate::event::{Change, Event};
use crate::http::place::Place;
use crate::http::problem::Problem;
use axum::Router;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::serve::ListenerExt;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;

/// The other program on the port may end.
const TRY_AGAIN: Duration = Duration::from_secs(10);
/// How long requests in progress may take once it is to end.
const GRACE: Duration = Duration::from_secs(2);

/// Serves the API until the app is shut down, or nobody can give another address any more.
pub async fn serve(app: App, address: watch::Receiver<Option<SocketAddr>>) {
    tokio::select! {
        () = app.ended() => {}
        () = follow(&app, address) => {}
    }
    app.tell_http_api(HttpApiState::Off);
}

async fn follow(app: &App, mut address: watch::Receiver<Option<SocketAddr>>) {
    loop {
        let wanted = *address.borrow_and_update();
        // Watched from before the try, so that no change of the keyring falls in between.
        let changes = app.watch();
        let listener = match wanted {
            None => {
                app.tell_http_api(HttpApiState::Off);
                None
            }
            Some(wanted) => match open(app, wanted).await {
                Ok(listener) => Some(listener),
                Err(error) => {
                    tracing::warn!(detail = ?error.detail, "the HTTP API does not listen: {error}");
                    app.tell_http_api(HttpApiState::Failed { error });
                    tokio::select! {
                        moved = address.changed() => if moved.is_err() { return },
                        () = tokio::time::sleep(TRY_AGAIN) => {}
                        () = keyring_changed(changes) => {}
                    }
                    continue;
                }
            },
        };
        let moved = match listener {
            None => address.changed().await,
            Some((listener, place)) => {
                tracing::info!("the HTTP API listens on {}", place.url());
                app.tell_http_api(HttpApiState::Listening { url: place.url() });
                run(app.clone(), listener, place, address.changed()).await
            }
        };
        if moved.is_err() {
            return;
        }
    }
}

async fn keyring_changed(mut changes: Receiver<Event>) {
    loop {
        match changes.recv().await {
            Ok(event) if event.change != Change::Vault => {}
            // What was missed may have been it.
            Ok(_) | Err(RecvError::Lagged(_)) => return,
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

async fn open(app: &App, address: SocketAddr) -> Result<(TcpListener, Place)> {
    app.http_api_token().await?;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| cannot_listen(address, &error))?;
    let address = listener
        .local_addr()
        .map_err(|error| cannot_listen(address, &error))?;
    Ok((listener, Place::new(address)))
}

fn cannot_listen(address: SocketAddr, error: &std::io::Error) -> Error {
    let port = address.port();
    let (code, message) = match error.kind() {
        ErrorKind::AddrInUse => (
            Code::PortTaken,
            format!("Port {port} is in use by another program, so the HTTP API does not listen."),
        ),
        ErrorKind::PermissionDenied => (
            Code::InvalidInput,
            format!("This account may not listen on port {port}."),
        ),
        ErrorKind::AddrNotAvailable => (
            Code::InvalidInput,
            format!("{} is no address of this computer.", address.ip()),
        ),
        _ => (
            Code::Internal,
            format!("The HTTP API cannot listen on {address}."),
        ),
    };
    let remedy = "Choose another address for it, such as HOOKBAY_API=127.0.0.1:4666, or HOOKBAY_API=off to do without.";
    Error::new(code, message, remedy).detail(error)
}

/// Serves until `moved`, then lets requests in progress finish for a moment.
async fn run<M>(
    app: App,
    listener: TcpListener,
    place: Place,
    moved: impl Future<Output = M>,
) -> M {
    let listener = listener.tap_io(|socket| {
        // A socket that refuses this still works, only slower.
        let _ = socket.set_nodelay(true);
    });
    let (close, closing) = watch::channel(false);
    let api = Api {
        app,
        place,
        limiter: Arc::new(guard::limiter()),
        streams: Arc::new(Semaphore::new(events::STREAMS)),
        closing: closing.clone(),
    };
    let mut asked = closing;
    let mut server = JoinSet::new();
    server.spawn(
        axum::serve(listener, router(api))
            .with_graceful_shutdown(async move {
                // Dropped counts as sent.
                let _ = asked.wait_for(|closing| *closing).await;
            })
            .into_future(),
    );
    let moved = moved.await;
    close.send_replace(true);
    let _ = timeout(GRACE, server.join_next()).await;
    moved
}

fn router(api: Api) -> Router {
    let (routes, document) = document::routes();
    let with_token = routes
        .fallback(nothing_here)
        .method_not_allowed_fallback(not_so)
        .layer(from_fn_with_state(api.clone(), guard::with_token))
        .with_state(api.clone());
    docs::routes(&document)
        .method_not_allowed_fallback(not_so)
        .fallback_service(with_token)
        .layer(from_fn_with_state(api.clone(), guard::from_here))
        .with_state(api)
}

async fn nothing_here() -> Problem {
    params::nothing_there(
        "There is nothing at this path.",
        "The paths that there are stand at /docs.",
    )
}

async fn not_so() -> Problem {
    Problem::invalid(
        StatusCode::METHOD_NOT_ALLOWED,
        "This path cannot be called with this method.",
        "The header Allow says which it can be called with.",
    )
}
