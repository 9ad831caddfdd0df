//! The sandbox's control API, for one bot.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::beat::{Act, Did, Page, Person, Room, World};
use crate::unknown;
use crate::words::shown;

/// Longer than anything that the sandbox takes its time for.
const ANSWERS_WITHIN: Duration = Duration::from_secs(90);

/// Why the sandbox did not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It said no; its own sentence.
    #[error("{0}")]
    Refused(String),
    /// It is not there, or speaks otherwise.
    #[error("The sandbox cannot be spoken to: {0}.")]
    Broken(String),
}

/// An HTTP client for sandboxes: to this computer alone, through no proxy, trusting nobody's
/// certificates.
pub fn http() -> Result<reqwest::Client, Error> {
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]);
    client
        .build()
        .map_err(|error| Error::Broken(error.to_string()))
}

/// A bot in a sandbox.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    root: String,
    token: String,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The token stays out of it.
        f.debug_struct("Client")
            .field("root", &self.root)
            .finish_non_exhaustive()
    }
}

/// A bot that the sandbox made.
#[derive(Debug, Deserialize)]
struct NewBot {
    token: String,
}

impl Client {
    /// The bot with this token in the sandbox whose Bot API has this root.
    pub fn new(
        http: reqwest::Client,
        api_root: impl Into<String>,
        token: impl Into<String>,
    ) -> Self {
        Self {
            http,
            root: api_root.into(),
            token: token.into(),
        }
    }

    /// Makes a bot there.
    pub async fn with_new_bot(
        http: reqwest::Client,
        api_root: impl Into<String>,
        name: &str,
        username: &str,
    ) -> Result<Self, Error> {
        let mut client = Self::new(http, api_root, "");
        let body = json!({ "name": name, "username": username });
        let made: NewBot = client.post("bots", &body).await?;
        client.token = made.token;
        Ok(client)
    }

    /// What the bot signs in with.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// How the bot gets its updates, as soon as it does: `polling` or `webhook`.
    pub async fn listening(&self, within: Duration) -> Result<Option<String>, Error> {
        #[derive(Deserialize)]
        struct Listening {
            by: Option<String>,
        }
        let seconds = whole_seconds(within);
        let query = [("timeout", seconds.to_string())];
        let answer: Listening = self.get("listening", &query).await?;
        Ok(answer.by)
    }

    pub(crate) async fn person(&self, name: &str) -> Result<i64, Error> {
        let (first, last) = match name.trim().split_once(' ') {
            Some((first, last)) => (first, Some(last.trim())),
            None => (name.trim(), None),
        };
        let body = json!({ "first_name": first, "last_name": last });
        let person: Person = self.post("people", &body).await?;
        Ok(person.id)
    }

    pub(crate) async fn chat(
        &self,
        kind: &str,
        title: &str,
        members: &[i64],
    ) -> Result<i64, Error> {
        let body = json!({
            "token": self.token,
            "kind": kind,
            "title": title,
            "members": members,
            "by": members.first(),
        });
        let room: Room = self.post("chats", &body).await?;
        Ok(room.id)
    }

    pub(crate) async fn act(&self, user: i64, chat: Option<i64>, act: &Act) -> Result<Did, Error> {
        let body = json!({
            "token": self.token,
            "user_id": user,
            "chat_id": chat,
            "act": act,
        });
        self.post("act", &body).await
    }

    pub(crate) async fn trouble(&self, trouble: &Value) -> Result<(), Error> {
        let body = json!({ "token": self.token, "trouble": trouble });
        self.post::<Value>("trouble", &body).await.map(drop)
    }

    /// Takes back what was ordered to go wrong and has not yet.
    pub(crate) async fn clear_troubles(&self) -> Result<(), Error> {
        self.trouble(&json!({ "type": "clear" })).await
    }

    pub(crate) async fn clock(&self, by: Duration) -> Result<(), Error> {
        let body = json!({ "seconds": by.as_secs() });
        self.post::<Value>("clock", &body).await.map(drop)
    }

    pub(crate) async fn world(&self) -> Result<World, Error> {
        self.get("world", &[]).await
    }

    /// The methods that the bot has called and the sandbox does not know, in a sentence.
    pub async fn unknown_methods(&self) -> Result<Option<String>, Error> {
        let called = self.world().await?.unknown_methods;
        Ok(unknown::hint(&called, &BTreeMap::new()))
    }

    /// What came after that, at once or after so long at most.
    pub(crate) async fn story(
        &self,
        after: u64,
        chat: Option<i64>,
        within: Duration,
    ) -> Result<Page, Error> {
        let mut query = vec![
            ("after", after.to_string()),
            ("timeout", whole_seconds(within).to_string()),
        ];
        query.extend(chat.map(|chat| ("chat_id", chat.to_string())));
        self.get("story", &query).await
    }

    /// How the last try to deliver an update to the bot's webhook failed, if it did.
    pub(crate) async fn undelivered(&self) -> Result<Option<String>, Error> {
        #[derive(Deserialize)]
        struct Attempt {
            result: String,
            delivered: bool,
        }
        let attempts: Vec<Attempt> = self.get("deliveries", &[]).await?;
        let last = attempts.into_iter().next_back();
        Ok(last.filter(|last| !last.delivered).map(|last| last.result))
    }

    async fn get<T: DeserializeOwned>(
        &self,
        path: &str,
        query: &[(&str, String)],
    ) -> Result<T, Error> {
        let request = self.http.get(format!("{}/sandbox/{path}", self.root));
        let request = request.query(&[("token", &self.token)]).query(query);
        answered(request).await
    }

    async fn post<T: DeserializeOwned>(&self, path: &str, body: &Value) -> Result<T, Error> {
        let request = self.http.post(format!("{}/sandbox/{path}", self.root));
        answered(request.json(body)).await
    }
}

async fn answered<T: DeserializeOwned>(request: reqwest::RequestBuilder) -> Result<T, Error> {
    // An error of the client's holds the URL, and that the token.
    let broken = |error: reqwest::Error| {
        if error.is_timeout() {
            return Error::Broken(format!("no answer within {}", shown(ANSWERS_WITHIN)));
        }
        Error::Broken(error.without_url().to_string())
    };
    let answer = request
        .timeout(ANSWERS_WITHIN)
        .send()
        .await
        .map_err(broken)?;
    let status = answer.status();
    if status.is_success() {
        return answer.json().await.map_err(broken);
    }
    let text = answer.text().await.unwrap_or_default();
    let said = serde_json::from_str::<Value>(&text).ok();
    let said = said.and_then(|value| Some(value.get("error")?.as_str()?.to_owned()));
    Err(match said {
        Some(said) => Error::Refused(said),
        None => Error::Broken(format!("it answered {status}")),
    })
}

/// The sandbox counts in seconds; less than one still waits.
fn whole_seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}
