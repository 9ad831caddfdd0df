//! Serving the router on a TCP port of this machine.

use axum::{Router, serve::ListenerExt};
use std::{net::SocketAddr, time::Duration};
use tokio::{net::TcpListener, sync::oneshot, task::JoinSet, time::timeout};

/// How long requests in progress may take once the tunnel is to end.
const GRACE: Duration = Duration::from_secs(2);

/// Serves until `stopped`, then lets requests in progress finish for a moment.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    stopped: impl Future<Output = ()>,
) {
    let listener = listener.tap_io(|socket| {
        // A socket that refuses this still works, only slower.
        let _ = socket.set_nodelay(true);
    });
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let (goodbye, asked) = oneshot::channel::<()>();
    let mut server = JoinSet::new();
    server.spawn(
        axum::serve(listener, service)
            .with_graceful_shutdown(async {
                // Dropped counts as sent.
                let _ = asked.await;
            })
            .into_future(),
    );
    stopped.await;
    drop(goodbye);
    let _ = timeout(GRACE, server.join_next()).await;
}
