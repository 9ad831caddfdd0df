//! The document and its page, which is inside the program and asks no other computer for anything.

use super::Api;
use super::document::PATH;
use super::params::nothing_there;
use axum::Router;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use bytes::Bytes;
use std::sync::Arc;
use utoipa_swagger_ui::Config;

/// The page may load what lies beside it, and nothing from anywhere else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// Its routes; none of them needs the token.
pub(super) fn routes(document: &utoipa::openapi::OpenApi) -> Router<Api> {
    // Made of strings and numbers only; were it not written, the page would say that it is empty.
    let document = Bytes::from(document.to_json().unwrap_or_default());
    let config = Arc::new(Config::from(PATH).validator_url("none"));
    let page = move |file: &str| answer(file, &config);
    let first = page.clone();
    Router::new()
        .route(
            PATH,
            get(|| async move { ([(header::CONTENT_TYPE, "application/json")], document) }),
        )
        .route("/docs", get(|| async { Redirect::permanent("/docs/") }))
        .route("/docs/", get(|| async move { first("index.html") }))
        .route(
            "/docs/{file}",
            get(|Path(file): Path<String>| async move { page(&file) }),
        )
}

fn answer(file: &str, config: &Arc<Config<'static>>) -> Response {
    let Ok(Some(found)) = utoipa_swagger_ui::serve(file, Arc::clone(config)) else {
        return nothing_there("There is no such file of the page.", "Open /docs.").into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, found.content_type),
        (header::CONTENT_SECURITY_POLICY, POLICY.to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, found.bytes.into_owned()).into_response()
}
