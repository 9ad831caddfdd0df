//! Who is connected, what is bound, and what is wrong on purpose: the one state of an edge.

use super::{
    EdgeView,
    faults::{Deadness, Faults, Refusal},
    names,
};
use muxado::MuxadoOpen;
use std::{
    collections::HashMap,
    net::{Shutdown, TcpStream},
    sync::{Mutex, MutexGuard, PoisonError},
};
use tokio::sync::watch;

/// A bound name.
pub(super) struct Binding {
    session: u64,
    authtoken: String,
    id: String,
    open: MuxadoOpen,
}

#[derive(Default)]
struct State {
    last_session: u64,
    sockets: HashMap<u64, TcpStream>,
    agents: HashMap<u64, MuxadoOpen>,
    signed_in: HashMap<u64, String>,
    dead: HashMap<u64, Deadness>,
    bindings: HashMap<String, Binding>,
    names: HashMap<String, String>,
    faults: Faults,
    connections: u64,
    sign_ins: u64,
}

/// The state of one edge. Nothing under its lock waits or can panic.
pub(super) struct Registry {
    public_port: u16,
    authtoken: Option<String>,
    state: Mutex<State>,
    view: watch::Sender<EdgeView>,
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registry")
            .field("view", &*self.view.borrow())
            .finish_non_exhaustive()
    }
}

impl Registry {
    pub(super) fn new(public_port: u16, authtoken: Option<String>) -> Self {
        let view = watch::Sender::new(EdgeView::default());
        Self {
            public_port,
            authtoken,
            state: Mutex::default(),
            view,
        }
    }

    pub(super) fn url(&self, host: &str) -> String {
        format!("https://{host}:{}", self.public_port)
    }

    pub(super) fn watch(&self) -> watch::Receiver<EdgeView> {
        self.view.subscribe()
    }

    pub(super) fn faults<T>(&self, change: impl FnOnce(&mut Faults) -> T) -> T {
        change(&mut self.lock().faults)
    }

    /// Counts a connection; `None` when it is refused.
    pub(super) fn connect(&self, socket: TcpStream) -> Option<u64> {
        let mut state = self.lock();
        state.connections += 1;
        let session = (!state.faults.refuse_connections).then(|| {
            state.last_session += 1;
            let session = state.last_session;
            state.sockets.insert(session, socket);
            session
        });
        self.tell(state);
        session
    }

    /// Keeps the way to say something to a session's agent.
    pub(super) fn reach(&self, session: u64, agent: MuxadoOpen) {
        self.lock().agents.insert(session, agent);
    }

    /// The ways to the agents that are signed in.
    pub(super) fn signed_in(&self) -> Vec<MuxadoOpen> {
        let state = self.lock();
        let sessions = state.signed_in.keys();
        sessions
            .filter_map(|session| state.agents.get(session).cloned())
            .collect()
    }

    /// Unbinds everything; returns each id with the way to its agent.
    pub(super) fn unbind_all(&self) -> Vec<(String, MuxadoOpen)> {
        let mut state = self.lock();
        let unbound = state.bindings.drain();
        let unbound = unbound
            .map(|(_, binding)| (binding.id, binding.open))
            .collect();
        self.tell(state);
        unbound
    }

    /// Forgets all of a session.
    pub(super) fn disconnect(&self, session: u64) {
        let mut state = self.lock();
        state.sockets.remove(&session);
        state.agents.remove(&session);
        state.signed_in.remove(&session);
        state.dead.remove(&session);
        state
            .bindings
            .retain(|_, binding| binding.session != session);
        self.tell(state);
    }

    /// Lets the authtoken in, or says why not.
    pub(super) fn sign_in(&self, session: u64, authtoken: &str) -> Result<(), Refusal> {
        let mut state = self.lock();
        state.sign_ins += 1;
        let wrong = self
            .authtoken
            .as_ref()
            .is_some_and(|right| right != authtoken);
        let refusal = state
            .faults
            .sign_in
            .clone()
            .or_else(|| wrong.then(Refusal::invalid_authtoken));
        if refusal.is_none() {
            state.signed_in.insert(session, authtoken.to_owned());
        }
        self.tell(state);
        refusal.map_or(Ok(()), Err)
    }

    /// Binds the wanted host, or the one that this authtoken has without wanting one. The newest
    /// session of an authtoken takes over what an older one of it held.
    pub(super) fn bind(
        &self,
        session: u64,
        wanted: Option<String>,
        id: String,
        open: MuxadoOpen,
    ) -> Result<String, Refusal> {
        let mut state = self.lock();
        if let Some(refusal) = state.faults.bind.clone() {
            return Err(refusal);
        }
        let Some(authtoken) = state.signed_in.get(&session).cloned() else {
            return Err(Refusal::new(
                "ERR_NGROK_100",
                "The session is not signed in.",
            ));
        };
        let host = match wanted {
            Some(host) => host,
            None => state.default_host(&authtoken),
        };
        if state
            .bindings
            .get(&host)
            .is_some_and(|held| held.authtoken != authtoken)
        {
            return Err(Refusal::already_online());
        }
        state.bindings.insert(
            host.clone(),
            Binding {
                session,
                authtoken,
                id,
                open,
            },
        );
        self.tell(state);
        Ok(host)
    }

    /// Unbinds by the id that the bind was given.
    pub(super) fn unbind(&self, session: u64, id: &str) {
        let mut state = self.lock();
        state
            .bindings
            .retain(|_, binding| binding.session != session || binding.id != id);
        self.tell(state);
    }

    /// The id and the connection of what is bound to the host.
    pub(super) fn find(&self, host: &str) -> Option<(String, MuxadoOpen)> {
        self.lock()
            .bindings
            .get(host)
            .map(|binding| (binding.id.clone(), binding.open.clone()))
    }

    /// How the session that has bound the host is dead, if it is.
    pub(super) fn deadness(&self, host: &str) -> Option<Deadness> {
        let state = self.lock();
        let session = state.bindings.get(host)?.session;
        state.dead.get(&session).copied()
    }

    /// The sessions that there are now are dead from now on; later ones are not.
    pub(super) fn deaden(&self, how: Deadness) {
        let mut state = self.lock();
        let sessions: Vec<u64> = state.signed_in.keys().copied().collect();
        state.dead = sessions.into_iter().map(|session| (session, how)).collect();
    }

    pub(super) fn forget_names(&self) {
        self.lock().names.clear();
    }

    pub(super) fn cut(&self) {
        for socket in self.lock().sockets.values() {
            // One that is gone already is as good as cut.
            let _ = socket.shutdown(Shutdown::Both);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the lock along, so that views are told in the order of the changes.
    fn tell(&self, state: MutexGuard<'_, State>) {
        let mut urls: Vec<_> = state.bindings.keys().map(|host| self.url(host)).collect();
        urls.sort();
        self.view.send_replace(EdgeView {
            connections: state.connections,
            sign_ins: state.sign_ins,
            sessions: state.signed_in.len(),
            urls,
        });
        drop(state);
    }
}

impl State {
    fn default_host(&mut self, authtoken: &str) -> String {
        if let Some(host) = self.names.get(authtoken) {
            return host.clone();
        }
        let mut host = names::host(&names::random());
        while self.bindings.contains_key(&host) || self.names.values().any(|held| *held == host) {
            host = names::host(&names::random());
        }
        self.names.insert(authtoken.to_owned(), host.clone());
        host
    }
}
