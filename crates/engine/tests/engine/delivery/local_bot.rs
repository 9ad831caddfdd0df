//! A bot on this computer: a real HTTP server in a runtime of its own, so that it can be killed with
//! all its connections, and started again at the same port.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, Uri};
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::Runtime;

/// What it was sent.
#[derive(Debug, Clone)]
pub struct Got {
    pub path: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Got {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn chat(&self) -> i64 {
        self.json()["message"]["chat"]["id"].as_i64().unwrap()
    }

    pub fn text(&self) -> String {
        self.json()["message"]["text"].as_str().unwrap().to_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

pub type Answers = Arc<dyn Fn(&Got) -> Response<Body> + Send + Sync>;

#[derive(Clone)]
struct Inside {
    got: Arc<Mutex<Vec<Got>>>,
    answers: Arc<Mutex<Answers>>,
}

pub struct LocalBot {
    pub addr: SocketAddr,
    inside: Inside,
    running: Option<Runtime>,
    /// Its port while it is dead.
    kept: Option<TcpSocket>,
}

impl LocalBot {
    /// One that answers 200 with nothing.
    pub async fn start() -> Self {
        Self::answering(|_| Response::new(Body::empty())).await
    }

    pub async fn answering(
        answers: impl Fn(&Got) -> Response<Body> + Send + Sync + 'static,
    ) -> Self {
        let inside = Inside {
            got: Arc::default(),
            answers: Arc::new(Mutex::new(Arc::new(answers))),
        };
        let mut bot = Self {
            addr: SocketAddr::from(([127, 0, 0, 1], 0)),
            inside,
            running: None,
            kept: None,
        };
        bot.run().await;
        bot
    }

    pub fn url(&self) -> String {
        format!("http://{}/hook?x=1", self.addr)
    }

    pub fn got(&self) -> Vec<Got> {
        self.inside.got.lock().unwrap().clone()
    }

    pub fn answer(&self, answers: impl Fn(&Got) -> Response<Body> + Send + Sync + 'static) {
        *self.inside.answers.lock().unwrap() = Arc::new(answers);
    }

    /// Ends it in the middle of whatever it does.
    pub async fn kill(&mut self) {
        if let Some(running) = self.running.take() {
            running.shutdown_background();
        }
        // Its socket goes with its runtime. The port is kept, so that nobody else gets it: nobody listens there.
        let kept = crate::fixture::eventually("the port is closed", || async {
            let socket = TcpSocket::new_v4().ok()?;
            socket.set_reuseaddr(true).ok()?;
            socket.bind(self.addr).ok()?;
            Some(socket)
        });
        self.kept = Some(kept.await);
    }

    /// Starts it, at the port that it had.
    pub async fn run(&mut self) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let addr = self.addr;
        let kept = self.kept.take();
        let listening = runtime.spawn(async move {
            match kept {
                Some(socket) => socket.listen(1024),
                None => TcpListener::bind(addr).await,
            }
        });
        let listener = listening.await.unwrap().unwrap();
        self.addr = listener.local_addr().unwrap();
        let router = Router::new().fallback(take).with_state(self.inside.clone());
        runtime.spawn(async move { axum::serve(listener, router).await });
        self.running = Some(runtime);
    }
}

impl Drop for LocalBot {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            running.shutdown_background();
        }
    }
}

async fn take(
    State(inside): State<Inside>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let got = Got {
        path: uri.to_string(),
        headers,
        body,
    };
    let answers = Arc::clone(&inside.answers.lock().unwrap());
    let answer = answers(&got);
    inside.got.lock().unwrap().push(got);
    answer
}

/// An answer.
pub fn answer(status: u16, kind: &str, body: impl Into<Body>) -> Response<Body> {
    Response::builder()
        .status(status)
        .header("content-type", kind)
        .body(body.into())
        .unwrap()
}

/// Holds answers back until it is opened.
#[derive(Clone)]
pub struct Gate(tokio::sync::watch::Sender<bool>);

impl Default for Gate {
    fn default() -> Self {
        Self(tokio::sync::watch::Sender::new(false))
    }
}

impl Gate {
    /// An answer whose body ends when the gate opens.
    pub fn answer(&self, status: u16) -> Response<Body> {
        let mut open = self.0.subscribe();
        let body = futures_util::stream::once(async move {
            let _ = open.wait_for(|open| *open).await;
            Ok::<_, std::io::Error>("done")
        });
        answer(status, "text/plain", Body::from_stream(body))
    }

    pub fn open(&self) {
        self.0.send_replace(true);
    }
}
