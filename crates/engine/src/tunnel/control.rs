//! The two ends between a tunnel's handle and its task.

use super::{Tunnel, TunnelState};
use futures_util::future::BoxFuture;
use std::time::Duration;
use tokio::{sync::watch, task::JoinHandle, time::timeout};

/// Longer than any tunnel needs to say goodbye.
const LAST_PATIENCE: Duration = Duration::from_secs(6);

/// The task's end.
pub(super) struct Control {
    state: watch::Sender<TunnelState>,
    retry: watch::Receiver<()>,
    stop: watch::Receiver<bool>,
}

/// What ended a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Woken {
    /// Try again now.
    Retry,
    /// End.
    Stop,
}

impl Control {
    /// Tells the state.
    pub(super) fn tell(&self, state: TunnelState) {
        self.state.send_replace(state);
    }

    /// Resolves once the tunnel is to end.
    pub(super) fn stopped(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut stop = self.stop.clone();
        async move {
            // An error means that the handle is gone, which is an end as well.
            let _ = stop.wait_for(|stop| *stop).await;
        }
    }

    /// Waits for a retry pressed from now on, or for the end.
    pub(super) async fn woken(&mut self) -> Woken {
        self.retry.mark_unchanged();
        let stopped = self.stopped();
        tokio::select! {
            () = stopped => Woken::Stop,
            changed = self.retry.changed() => changed.map_or(Woken::Stop, |()| Woken::Retry),
        }
    }
}

/// The handle's end.
struct Running {
    state: watch::Receiver<TunnelState>,
    retry: watch::Sender<()>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

/// Starts a tunnel's task. The state is `Connecting` until the task tells another.
pub(super) fn start<F>(run: impl FnOnce(Control) -> F) -> Box<dyn Tunnel>
where
    F: Future<Output = ()> + Send + 'static,
{
    let state = watch::Sender::new(TunnelState::Connecting);
    let retry = watch::Sender::new(());
    let stop = watch::Sender::new(false);
    let control = Control {
        state: state.clone(),
        retry: retry.subscribe(),
        stop: stop.subscribe(),
    };
    let running = run(control);
    let receiver = state.subscribe();
    let task = tokio::spawn(async move {
        running.await;
        state.send_replace(TunnelState::Off);
    });
    Box::new(Running {
        state: receiver,
        retry,
        stop,
        task,
    })
}

impl Tunnel for Running {
    fn state(&self) -> watch::Receiver<TunnelState> {
        self.state.clone()
    }

    fn retry(&self) {
        self.retry.send_replace(());
    }

    fn close(mut self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async move {
            self.stop.send_replace(true);
            // Past the patience, dropping `self` ends the task.
            let _ = timeout(LAST_PATIENCE, &mut self.task).await;
        })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}
