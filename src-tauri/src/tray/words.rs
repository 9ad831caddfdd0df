//! What the tray's menu says.

use hookbay_engine::api::types::{BotView, Environment, Overview, TunnelState};

/// Before the engine runs.
pub const STARTING: &str = "Hookbay is starting";

/// Bots and tunnel in one sentence.
pub fn state(overview: &Overview) -> String {
    let sandboxed = |bot: &&BotView| matches!(bot.environment, Environment::Sandbox);
    let in_sandbox = overview.bots.iter().filter(sandboxed).count();
    sentence(overview.bots.len(), in_sandbox, &overview.tunnel.state)
}

fn sentence(bots: usize, in_sandbox: usize, tunnel: &TunnelState) -> String {
    let all = match bots {
        0 => return "No bots yet".to_owned(),
        1 => "1 bot".to_owned(),
        many => format!("{many} bots"),
    };
    if bots == in_sandbox {
        return format!("{all} in the sandbox");
    }
    match tunnel {
        TunnelState::Off => format!("{all}, no public URL"),
        TunnelState::Connecting => format!("{all}, the tunnel is connecting"),
        TunnelState::Online { public_url, .. } => format!("{all} at {public_url}"),
        TunnelState::Reconnecting { .. } => {
            format!("{all}, the tunnel was lost and is tried again")
        }
        TunnelState::Failed { .. } => format!("{all}, the tunnel failed"),
    }
}

/// The entry that puts leases back.
pub fn give_back(leases: usize) -> String {
    match leases {
        0 => "Put back previous webhooks".to_owned(),
        1 => "Put back 1 previous webhook".to_owned(),
        many => format!("Put back {many} previous webhooks"),
    }
}

#[cfg(test)]
mod tests {
    use super::{give_back, sentence};
    use hookbay_engine::api::types::TunnelState;
    use hookbay_engine::error::{Code, Error};

    #[test]
    fn bots_and_tunnel_are_one_sentence() {
        let failed = TunnelState::Failed {
            error: Error::new(Code::NgrokAuth, "No.", "Do."),
        };
        for (bots, in_sandbox, tunnel, words) in [
            (0, 0, &TunnelState::Connecting, "No bots yet"),
            (1, 1, &TunnelState::Off, "1 bot in the sandbox"),
            (1, 0, &TunnelState::Off, "1 bot, no public URL"),
            (
                3,
                1,
                &TunnelState::Connecting,
                "3 bots, the tunnel is connecting",
            ),
            (2, 0, &failed, "2 bots, the tunnel failed"),
        ] {
            assert_eq!(sentence(bots, in_sandbox, tunnel), words);
        }
    }

    #[test]
    fn it_says_how_many_are_put_back() {
        assert_eq!(give_back(0), "Put back previous webhooks");
        assert_eq!(give_back(1), "Put back 1 previous webhook");
        assert_eq!(give_back(12), "Put back 12 previous webhooks");
    }
}
