//! What the internet sees of the API: nothing.

use super::{Api, every_call};
use crate::fixture::{config, eventually};
use hookbay_engine::api::types::{ConfigureTunnel, TunnelKind, TunnelSettings, TunnelState};
use hookbay_engine::app::{App, Parts};
use hookbay_engine::secret::Secret;
use hookbay_sandbox::edge::{Edge, EdgeOptions, LocalhostNames};
use reqwest::{Client, Method, StatusCode};

const AUTHTOKEN: &str = "2abcDEFghiJKLmnoPQRstuVWXyz_1234567890abcdefghijk";

#[tokio::test]
async fn no_control_path_answers_through_ngrok() {
    let edge = Edge::start(EdgeOptions::default()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(
        &folder.path().display().to_string(),
        &[("HOOKBAY_TELEGRAM_ROOT", "http://127.0.0.1:9")],
    );
    config.ngrok_server = Some((edge.server_addr(), Some(edge.ca_pem())));
    let app = App::start(config, Parts::default()).await.unwrap();
    let api = Api::open(&app).await;
    app.configure_tunnel(ConfigureTunnel {
        settings: TunnelSettings {
            kind: TunnelKind::Ngrok,
            ..TunnelSettings::default()
        },
        ngrok_authtoken: Some(Secret::new(AUTHTOKEN)),
    })
    .await
    .unwrap();
    let public = eventually("the tunnel is online", || async {
        match app.tunnel().await.unwrap().state {
            TunnelState::Online { public_url, .. } => Some(public_url),
            _ => None,
        }
    })
    .await;
    let visitor = Client::builder()
        .tls_certs_only([reqwest::Certificate::from_pem(edge.ca_pem().as_bytes()).unwrap()])
        .dns_resolver(LocalhostNames)
        .no_proxy()
        .build()
        .unwrap();

    let own_host = api.url.strip_prefix("http://").unwrap().to_owned();
    let mut asked = 0;
    let mut calls = every_call(&api).await;
    for open in ["/docs", "/docs/", "/v1/api/openapi.json"] {
        calls.push((Method::GET, open.into()));
    }
    for (method, path) in calls {
        for disguised in [false, true] {
            let mut call = visitor
                .request(method.clone(), format!("{public}{path}"))
                .bearer_auth(&api.token)
                .header("x-forwarded-host", &own_host);
            if disguised {
                call = call.header("origin", &api.url);
            }
            let response = call.send().await.unwrap();
            // The same as for a path that nobody ever heard of.
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{method} {path}");
            assert!(
                response.bytes().await.unwrap().is_empty(),
                "{method} {path}"
            );
            asked += 1;
        }
    }
    assert!(asked >= 30);
    // And the API itself does not take the tunnel's name for its own.
    let host = public.strip_prefix("https://").unwrap();
    let call = api.call(Method::GET, "/v1/api/health").header("host", host);
    assert_eq!(call.send().await.unwrap().status(), StatusCode::FORBIDDEN);
    app.shutdown().await;
}
