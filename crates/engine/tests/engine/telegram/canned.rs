//! A server that gives one answer and remembers what it was asked.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, State};
use axum::http::{HeaderMap, Request, Response, Uri, header};
use hookbay_engine::domain::token::Token;
use hookbay_engine::telegram::Endpoint;
use std::sync::{Arc, Mutex};

pub const TOKEN: &str = "42:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw_";

/// The bot at a root.
pub fn endpoint(root: String) -> Endpoint {
    Endpoint {
        root,
        test: false,
        token: Token::parse(TOKEN).unwrap(),
    }
}

/// Fails when the secret half of the token is in a text.
#[track_caller]
pub fn assert_no_token(text: &str) {
    assert!(!text.contains(&TOKEN[3..]), "the token is in: {text}");
}

/// What was asked.
#[derive(Clone)]
pub struct Asked {
    pub path: String,
    pub content_type: String,
    pub body: Bytes,
}

impl Asked {
    /// The multipart body's fields: name, file name, text.
    pub async fn multipart(&self) -> Vec<(String, Option<String>, String)> {
        let request = Request::post("/").header(header::CONTENT_TYPE, &self.content_type);
        let request = request.body(Body::from(self.body.clone())).unwrap();
        let mut form = Multipart::from_request(request, &()).await.unwrap();
        let mut fields = Vec::new();
        while let Some(field) = form.next_field().await.unwrap() {
            let (name, file) = (
                field.name().unwrap().to_owned(),
                field.file_name().map(str::to_owned),
            );
            fields.push((name, file, field.text().await.unwrap()));
        }
        fields
    }
}

struct Script {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: String,
    asked: Mutex<Vec<Asked>>,
}

/// The server; it ends with the test.
pub struct Canned {
    root: String,
    script: Arc<Script>,
    task: tokio::task::JoinHandle<()>,
}

impl Canned {
    /// Answers `{"ok":true,"result":<result>}`.
    pub async fn ok(result: &str) -> Self {
        Self::new(200, &format!(r#"{{"ok":true,"result":{result}}}"#)).await
    }

    /// Answers a status and a body.
    pub async fn new(status: u16, body: &str) -> Self {
        Self::with_headers(status, body, Vec::new()).await
    }

    /// Answers a status, headers and a body.
    pub async fn with_headers(
        status: u16,
        body: &str,
        headers: Vec<(&'static str, String)>,
    ) -> Self {
        let script = Arc::new(Script {
            status,
            headers,
            body: body.to_owned(),
            asked: Mutex::default(),
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let root = format!("http://{}", listener.local_addr().unwrap());
        let router = axum::Router::new()
            .fallback(answer)
            .with_state(script.clone());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { root, script, task }
    }

    pub fn endpoint(&self) -> Endpoint {
        endpoint(self.root.clone())
    }

    pub fn requests(&self) -> Vec<Asked> {
        self.script.asked.lock().unwrap().clone()
    }
}

impl Drop for Canned {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(
    State(script): State<Arc<Script>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .map(|value| value.to_str().unwrap().to_owned());
    let asked = Asked {
        path: uri.path().to_owned(),
        content_type: content_type.unwrap_or_default(),
        body,
    };
    script.asked.lock().unwrap().push(asked);
    let mut response = Response::builder().status(script.status);
    for (name, value) in &script.headers {
        response = response.header(*name, value);
    }
    response.body(Body::from(script.body.clone())).unwrap()
}
