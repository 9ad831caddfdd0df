//! The table that chooses between ngrok and a domain. The same table is in docs/configuration.md.
//!
//! What is given (in the environment or a `.env` file) decides; where that leaves it open, what was
//! chosen in the tunnel's settings does.

use super::setting::Origin;
use super::tunnel::TunnelKind;

/// What the table looks at.
#[derive(Debug, Clone, Copy)]
pub struct Signs<'a> {
    /// `USE_NGROK`, where it is given.
    pub use_ngrok: Option<(bool, &'a Origin)>,
    /// `WEBHOOK_DOMAIN`, where it is given.
    pub domain: Option<&'a Origin>,
    /// What was chosen in the tunnel's settings.
    pub chosen: TunnelKind,
    /// Whether a domain is saved there.
    pub saved_domain: bool,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The way.
    pub kind: TunnelKind,
    /// What, and why, in a sentence or two.
    pub why: String,
}

/// The table.
pub fn decide(signs: Signs<'_>) -> Decision {
    let (kind, why) = match (signs.use_ngrok, signs.domain, signs.chosen) {
        (Some((true, from)), Some(_), _) => (
            TunnelKind::Ngrok,
            format!(
                "ngrok is used, because USE_NGROK is true {}. WEBHOOK_DOMAIN is set as well, and is not used.",
                from.place()
            ),
        ),
        (Some((true, from)), None, _) => (
            TunnelKind::Ngrok,
            format!("ngrok is used, because USE_NGROK is true {}.", from.place()),
        ),
        (Some((false, _)), Some(from), _) => (
            TunnelKind::Domain,
            format!(
                "Your domain is used, because WEBHOOK_DOMAIN is set {} and USE_NGROK is false.",
                from.place()
            ),
        ),
        (None, Some(from), TunnelKind::Ngrok) => (
            TunnelKind::Domain,
            format!(
                "Your domain is used, because WEBHOOK_DOMAIN is set {0} and USE_NGROK is not. ngrok was \
                 chosen in the tunnel's settings; USE_NGROK=true {0} would bring it back.",
                from.place()
            ),
        ),
        (None, Some(from), _) => (
            TunnelKind::Domain,
            format!(
                "Your domain is used, because WEBHOOK_DOMAIN is set {} and USE_NGROK is not.",
                from.place()
            ),
        ),
        (Some((false, from)), None, TunnelKind::Ngrok) if signs.saved_domain => (
            TunnelKind::Domain,
            format!(
                "Your domain is used, because USE_NGROK is false {}, although ngrok was chosen in the \
                 tunnel's settings.",
                from.place()
            ),
        ),
        (Some((false, from)), None, TunnelKind::Ngrok) => (
            TunnelKind::None,
            format!(
                "There is no public URL: USE_NGROK is false {}, and no domain is set.",
                from.place()
            ),
        ),
        (None, None, TunnelKind::Ngrok) => (
            TunnelKind::Ngrok,
            "ngrok is used, as chosen in the tunnel's settings.".to_owned(),
        ),
        (_, None, TunnelKind::Domain) => (
            TunnelKind::Domain,
            "Your domain is used, as chosen in the tunnel's settings.".to_owned(),
        ),
        (_, None, TunnelKind::None) => (
            TunnelKind::None,
            "No way to a public URL is chosen. Set up ngrok or your own domain in the tunnel's \
             settings, or set USE_NGROK=true or WEBHOOK_DOMAIN."
                .to_owned(),
        ),
    };
    Decision { kind, why }
}

#[cfg(test)]
mod tests {
    use super::{Signs, decide};
    use crate::config::{Origin, TunnelKind};
    use TunnelKind::{Domain, Ngrok, None as Nothing};

    /// The rows of docs/configuration.md, with each blank written out.
    #[test]
    fn the_table() {
        // USE_NGROK, WEBHOOK_DOMAIN, chosen, a saved domain; the way; words of the reason.
        let rows = [
            (Some(true), true, Nothing, false, Ngrok, "is not used"),
            (Some(true), true, Domain, true, Ngrok, "is not used"),
            (Some(true), true, Ngrok, false, Ngrok, "is not used"),
            (
                Some(true),
                false,
                Nothing,
                false,
                Ngrok,
                "USE_NGROK is true",
            ),
            (Some(true), false, Domain, true, Ngrok, "USE_NGROK is true"),
            (
                Some(false),
                true,
                Nothing,
                false,
                Domain,
                "USE_NGROK is false",
            ),
            (
                Some(false),
                true,
                Ngrok,
                false,
                Domain,
                "USE_NGROK is false",
            ),
            (None, true, Nothing, false, Domain, "USE_NGROK is not."),
            (None, true, Domain, true, Domain, "USE_NGROK is not."),
            (None, true, Ngrok, false, Domain, "would bring it back"),
            (Some(false), false, Nothing, false, Nothing, "No way"),
            (Some(false), false, Nothing, true, Nothing, "No way"),
            (Some(false), false, Domain, true, Domain, "as chosen"),
            (Some(false), false, Ngrok, true, Domain, "although ngrok"),
            (
                Some(false),
                false,
                Ngrok,
                false,
                Nothing,
                "no domain is set",
            ),
            (None, false, Nothing, false, Nothing, "No way"),
            (None, false, Domain, true, Domain, "as chosen"),
            (None, false, Ngrok, true, Ngrok, "as chosen"),
        ];
        let here = Origin::Environment;
        for row in rows {
            let (use_ngrok, domain, chosen, saved_domain, kind, words) = row;
            let decision = decide(Signs {
                use_ngrok: use_ngrok.map(|flag| (flag, &here)),
                domain: domain.then_some(&here),
                chosen,
                saved_domain,
            });
            assert_eq!(decision.kind, kind, "{row:?}: {}", decision.why);
            assert!(decision.why.contains(words), "{row:?}: {}", decision.why);
        }
    }
}
