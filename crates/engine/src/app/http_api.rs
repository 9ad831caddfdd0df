//! What the app keeps for the HTTP API: its state as told to everyone who shows it, and the bearer
//! token that callers are checked by. The API itself stands above the app, in `http`.

use super::App;
use crate::api::types::{HttpApiState, HttpApiToken};
use crate::domain::token::SecretToken;
use crate::error::Result;
use crate::event::Change;
use crate::secret::Secret;
use crate::vault::Key;
use tokio::sync::watch;

pub(super) struct HttpApi {
    state: watch::Sender<HttpApiState>,
    ended: watch::Sender<bool>,
    /// One token is made at a time: two at once would leave one caller with a dead one.
    making: tokio::sync::Mutex<()>,
}

impl Default for HttpApi {
    fn default() -> Self {
        Self {
            state: watch::Sender::new(HttpApiState::Off),
            ended: watch::Sender::new(false),
            making: tokio::sync::Mutex::default(),
        }
    }
}

impl HttpApi {
    /// The app ends, and the API before it.
    pub(super) fn end(&self) {
        self.ended.send_replace(true);
    }
}

impl App {
    /// Whether the HTTP API listens.
    pub fn http_api_state(&self) -> HttpApiState {
        self.shared.http_api.state.borrow().clone()
    }

    /// Told by the HTTP API itself.
    pub fn tell_http_api(&self, state: HttpApiState) {
        let is_new = self.shared.http_api.state.send_if_modified(|now| {
            let is_new = *now != state;
            *now = state;
            is_new
        });
        if is_new {
            self.shared.events.tell(Change::HttpApi);
        }
    }

    /// Returns once the app is shut down.
    pub async fn ended(&self) {
        let mut ended = self.shared.http_api.ended.subscribe();
        // Dropped counts as ended.
        let _ = ended.wait_for(|ended| *ended).await;
    }

    /// The bearer token, made if there is none yet. There is never one that others could know.
    pub async fn http_api_token(&self) -> Result<HttpApiToken> {
        let _making = self.shared.http_api.making.lock().await;
        if let Some(token) = self.shared.vault.get(Key::HttpApiToken).await? {
            return Ok(shown(&token));
        }
        self.new_http_api_token().await
    }

    /// Makes another token; from now on the old one is nobody's.
    pub async fn rotate_http_api_token(&self) -> Result<HttpApiToken> {
        let _making = self.shared.http_api.making.lock().await;
        self.new_http_api_token().await
    }

    /// Whether this is the bearer token, in a time that tells nothing of it. Without a token, nothing
    /// is.
    pub fn is_http_api_token(&self, given: &[u8]) -> bool {
        self.shared
            .vault
            .known(Key::HttpApiToken)
            .is_some_and(|token| token.matches(given))
    }

    async fn new_http_api_token(&self) -> Result<HttpApiToken> {
        let token = SecretToken::random()?.into_secret();
        self.shared
            .vault
            .set(Key::HttpApiToken, token.clone())
            .await?;
        self.shared.events.tell(Change::HttpApi);
        Ok(shown(&token))
    }
}

fn shown(token: &Secret) -> HttpApiToken {
    HttpApiToken {
        token: token.expose().to_owned(),
    }
}
