//! What is wrong with the edge on purpose.

/// A refusal in ngrok's form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// ngrok's code, e.g. `ERR_NGROK_107`.
    pub code: String,
    /// What is said beside the code. `{authtoken}` stands for the authtoken that was given: ngrok
    /// repeats it in some refusals.
    pub text: String,
}

impl Refusal {
    /// A refusal with the code and the text.
    pub fn new(code: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            text: text.into(),
        }
    }

    /// A well-formed authtoken that is not valid.
    pub fn invalid_authtoken() -> Self {
        Self::new(
            "ERR_NGROK_107",
            "The authtoken you specified is properly formed, but it is invalid.\nYour authtoken: {authtoken}",
        )
    }

    /// A text that is no authtoken.
    pub fn malformed_authtoken() -> Self {
        Self::new(
            "ERR_NGROK_105",
            "The authtoken you specified does not look like a proper ngrok authtoken.\nYour authtoken: {authtoken}",
        )
    }

    /// Too many agents at once.
    pub fn session_limit() -> Self {
        Self::new(
            "ERR_NGROK_108",
            "Your account is limited to 1 simultaneous ngrok agent session.",
        )
    }

    /// The domain belongs to another account, or to none.
    pub fn domain_not_reserved() -> Self {
        Self::new(
            "ERR_NGROK_320",
            "The domain is not reserved for your account.",
        )
    }

    /// Another agent has bound the domain.
    pub fn already_online() -> Self {
        Self::new("ERR_NGROK_334", "The endpoint is already online.")
    }

    /// The refusal that ngrok gives with the code; one with a text of its own for other codes.
    pub fn known(code: &str) -> Self {
        let all = [
            Self::invalid_authtoken,
            Self::malformed_authtoken,
            Self::session_limit,
            Self::domain_not_reserved,
            Self::already_online,
        ];
        all.iter()
            .map(|make| make())
            .find(|refusal| refusal.code == code)
            .unwrap_or_else(|| Self::new(code, "The edge refuses this on request."))
    }

    pub(super) fn wire(&self, authtoken: &str) -> String {
        format!(
            "{}\n\n{}\n",
            self.text.replace("{authtoken}", authtoken),
            self.code
        )
    }
}

/// How a session that is connected but dead treats its visitors. Its heartbeats are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadness {
    /// Requests are taken and never answered.
    Hangs,
    /// Requests are answered 502 by the edge, as for an agent that says nothing sensible.
    BadGateway,
}

/// The faults that are on.
#[derive(Debug, Clone, Default)]
pub(super) struct Faults {
    pub(super) refuse_connections: bool,
    pub(super) sign_in: Option<Refusal>,
    pub(super) bind: Option<Refusal>,
    pub(super) mute_heartbeats: bool,
}
