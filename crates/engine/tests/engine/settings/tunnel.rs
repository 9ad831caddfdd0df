//! The settings page and the tunnel's page.

use super::{changes, free_port, of, online, tunnel};
use crate::fixture::Bench;
use hookbay_engine::api::types::{Origin, SettingName, TunnelKind, TunnelSettings, TunnelState};
use hookbay_engine::error::Code;

#[tokio::test]
async fn the_settings_page_and_the_tunnel_s_page_save_one_truth() {
    let bench = Bench::new().await;
    let port = free_port();
    let settings = TunnelSettings {
        kind: TunnelKind::Domain,
        webhook_domain: Some("https://api.example.com".into()),
        port: port.parse().ok(),
        ngrok_domain: None,
    };
    bench.app.configure_tunnel(tunnel(settings)).await.unwrap();
    online(&bench.app).await;
    let view = bench.app.settings().await.unwrap();
    for (name, value) in [
        (SettingName::UseNgrok, "false"),
        (SettingName::WebhookDomain, "https://api.example.com"),
        (SettingName::NgrokPort, port.as_str()),
    ] {
        let setting = of(&view, name);
        assert_eq!(setting.value.as_deref(), Some(value));
        assert_eq!(setting.origin, Origin::Saved);
    }

    // ngrok has no authtoken: what cannot be opened is not saved, and nothing is closed.
    let ngrok = changes(&[(SettingName::UseNgrok, Some("true"))]);
    let error = bench.app.save_settings(ngrok).await.unwrap_err();
    assert_eq!(error.code, Code::NgrokAuth);
    let after = bench.app.tunnel().await.unwrap();
    assert_eq!(after.kind, TunnelKind::Domain);
    assert!(matches!(after.state, TunnelState::Online { .. }));

    let forgotten = changes(&[(SettingName::WebhookDomain, None)]);
    bench.app.save_settings(forgotten).await.unwrap();
    let after = bench.app.tunnel().await.unwrap();
    assert_eq!(
        (after.kind, after.state),
        (TunnelKind::None, TunnelState::Off)
    );
}

#[tokio::test]
async fn a_setting_that_does_not_touch_the_tunnel_leaves_it_open() {
    let bench = Bench::new().await;
    let settings = TunnelSettings {
        kind: TunnelKind::Domain,
        webhook_domain: Some("https://api.example.com".into()),
        port: free_port().parse().ok(),
        ngrok_domain: None,
    };
    bench.app.configure_tunnel(tunnel(settings)).await.unwrap();
    online(&bench.app).await;
    let before = bench.app.tunnel().await.unwrap().state;
    let input = changes(&[
        (SettingName::PendingThreshold, Some("5")),
        (SettingName::NgrokDomain, Some("calm-otter.ngrok.app")),
    ]);
    bench.app.save_settings(input).await.unwrap();
    // One that was opened anew would be online since another moment.
    assert_eq!(bench.app.tunnel().await.unwrap().state, before);
}
