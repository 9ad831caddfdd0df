//! The doctor and the probe on real parts: certificates made here, servers of this test, the sandbox
//! as Telegram and as ngrok's edge.

mod checks;
mod dead;
mod docs;
mod lost;
mod probe;
mod server;
mod telegram;
mod tls;

use crate::fixture::{Bench, eventually};
use hookbay_engine::api::types::{
    BotView, Check, CheckName, ConfigureTunnel, Examine, Finding, TunnelKind, TunnelSettings,
    TunnelState,
};
use hookbay_engine::domain::bot::Environment;
use hookbay_engine::secret::Secret;
use hookbay_sandbox::edge::{Edge, EdgeOptions};

/// An app whose tunnel goes through an edge of its own.
pub struct AtEdge {
    pub edge: Edge,
    pub bench: Bench,
    pub base: String,
}

impl AtEdge {
    pub async fn new() -> Self {
        Self::trusted(true).await
    }

    /// One whose edge Telegram trusts, or not.
    pub async fn trusted(is_trusted: bool) -> Self {
        let edge = Edge::start(EdgeOptions::default()).await.unwrap();
        let server = Some((edge.server_addr(), Some(edge.ca_pem())));
        let roots = is_trusted.then(|| edge.ca_pem());
        let roots = roots.into_iter().collect();
        let bench = Bench::trusting(roots, |config| config.ngrok_server = server).await;
        let settings = TunnelSettings {
            kind: TunnelKind::Ngrok,
            ..TunnelSettings::default()
        };
        configure(&bench, settings, Some("2abcDEFghiJKLmnoPQRstuVWXyz")).await;
        let base = online(&bench).await;
        Self { edge, bench, base }
    }
}

pub async fn configure(bench: &Bench, settings: TunnelSettings, authtoken: Option<&str>) {
    bench
        .app
        .configure_tunnel(ConfigureTunnel {
            settings,
            ngrok_authtoken: authtoken.map(Secret::new),
        })
        .await
        .unwrap();
}

/// The public base, once there is one.
pub async fn online(bench: &Bench) -> String {
    eventually("the tunnel is online", || async {
        match bench.app.tunnel().await.unwrap().state {
            TunnelState::Online { public_url, .. } => Some(public_url),
            _ => None,
        }
    })
    .await
}

/// A bot of the sandbox's Bot API that is reached through the real tunnel.
pub async fn self_hosted(bench: &Bench) -> (BotView, String) {
    let token = bench.token().await;
    let bot = bench
        .app
        .add_bot(hookbay_engine::api::types::AddBot {
            token: Secret::new(&*token),
            environment: Environment::SelfHosted {
                api_root: bench.telegram.api_root(),
            },
            name: None,
        })
        .await
        .unwrap();
    (bot, token)
}

pub async fn examined(bench: &Bench, bot: Option<&BotView>, name: CheckName) -> Check {
    let input = Examine {
        bot_id: bot.map(|bot| bot.id),
    };
    let examination = bench.app.examine(input).await.unwrap();
    examination
        .checks
        .into_iter()
        .find(|check| check.name == name)
        .unwrap()
}

#[track_caller]
pub fn assert_found(check: &Check, finding: Finding, word: &str) {
    assert_eq!(check.finding, finding, "{check:?}");
    assert!(check.sentence.contains(word), "{check:?}");
    let needs_fix = matches!(finding, Finding::Care | Finding::Bad);
    assert_eq!(check.fix.is_some(), needs_fix, "{check:?}");
}
