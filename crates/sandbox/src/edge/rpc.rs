//! What an agent and the edge say to each other: JSON on typed muxado streams.

use muxado::{MuxadoOpen, OpenClose, Stream};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::io;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

pub(super) const SIGN_IN: u32 = 0;
pub(super) const BIND: u32 = 1;
pub(super) const UNBIND: u32 = 2;
pub(super) const PROXY: u32 = 3;
pub(super) const STOP: u32 = 5;
pub(super) const STOP_TUNNEL: u32 = 9;
pub(super) const HEARTBEAT: u32 = u32::MAX;

/// No request of an agent comes near this size.
const LONGEST_REQUEST: usize = 256 * 1024;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SignIn {
    #[serde(default)]
    pub(super) client_id: String,
    pub(super) extra: SignInExtra,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SignInExtra {
    #[serde(default)]
    pub(super) auth_token: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Bind {
    /// Empty at the first bind; a client that reconnects names what it had.
    #[serde(default)]
    id: String,
    pub(super) proto: String,
    #[serde(default)]
    pub(super) opts: Value,
    #[serde(default)]
    extra: BindExtra,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct BindExtra {
    #[serde(default)]
    token: String,
}

impl Bind {
    /// The id to bind by. One that the request names is kept: after a reconnect the client looks
    /// visitors up by the id it had, and drops those of any other.
    pub(super) fn id(&self) -> String {
        given_or_new(&self.id)
    }

    /// The token to answer with, kept in the same way.
    pub(super) fn token(&self) -> String {
        given_or_new(&self.extra.token)
    }

    /// The host that was asked for, lower case.
    pub(super) fn wanted(&self) -> Option<String> {
        ["Domain", "Hostname"].iter().find_map(|field| {
            let host = self.opts.get(field)?.as_str()?;
            (!host.is_empty()).then(|| host.to_ascii_lowercase())
        })
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Unbind {
    pub(super) id: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct ProxyHeader<'a> {
    id: &'a str,
    client_addr: String,
    proto: &'a str,
    edge_type: &'a str,
    #[serde(rename = "PassthroughTLS")]
    passthrough_tls: bool,
}

pub(super) fn signed_in(client_id: &str) -> Value {
    json!({
        "Version": "3",
        "ClientId": client_id,
        "Extra": {
            "Version": "sandbox",
            "Region": "local",
            "Cookie": client_id,
            "AccountName": "Sandbox",
            "SessionDuration": 0,
            "PlanName": "Sandbox",
            "Banner": "",
        },
    })
}

pub(super) fn bound(bind: &Bind, id: &str, url: &str) -> Value {
    json!({
        "Id": id,
        "URL": url,
        "Proto": bind.proto,
        "Opts": bind.opts,
        "Extra": { "Token": bind.token() },
    })
}

fn given_or_new(given: &str) -> String {
    if given.is_empty() {
        uuid::Uuid::new_v4().simple().to_string()
    } else {
        given.to_owned()
    }
}

/// The same answer with ngrok's error in it.
pub(super) fn refused(mut answer: Value, error: String) -> Value {
    answer["Error"] = Value::String(error);
    answer
}

/// Reads one request. It ends where its JSON ends: the agent sends no end of stream.
pub(super) async fn read<T: DeserializeOwned>(stream: &mut Stream) -> io::Result<T> {
    let mut bytes = Vec::new();
    loop {
        if stream.read_buf(&mut bytes).await? == 0 || bytes.len() > LONGEST_REQUEST {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        match serde_json::from_slice(&bytes) {
            Ok(request) => return Ok(request),
            Err(error) if error.is_eof() => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Writes the answer and ends the stream.
pub(super) async fn answer(stream: &mut Stream, answer: &Value) -> io::Result<()> {
    stream.write_all(&serde_json::to_vec(answer)?).await?;
    stream.shutdown().await
}

/// What precedes a visitor's bytes. Sent in one write: the client's accept loop waits for the
/// header behind a bounded queue, and 100 visitors at once would stop it for good.
pub(super) fn proxy_preamble(id: &str, visitor: std::net::SocketAddr) -> io::Result<Vec<u8>> {
    let header = serde_json::to_vec(&ProxyHeader {
        id,
        client_addr: visitor.to_string(),
        proto: "https",
        edge_type: "0",
        passthrough_tls: false,
    })?;
    let length = i64::try_from(header.len()).map_err(io::Error::other)?;
    let mut bytes = PROXY.to_be_bytes().to_vec();
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(&header);
    Ok(bytes)
}

/// What an agent that is to stop answers.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Stopping {
    #[serde(default)]
    error: Option<String>,
}

/// Asks the agent to stop; returns why it does not, if it says so.
pub(super) async fn stop(open: &mut MuxadoOpen) -> io::Result<Option<String>> {
    let mut stream = command(open, STOP, &json!({})).await?;
    let answer: Stopping = read(&mut stream).await?;
    Ok(answer.error.filter(|error| !error.is_empty()))
}

/// Tells the agent that what is bound by the id is no more. It does not answer.
pub(super) async fn stop_tunnel(
    open: &mut MuxadoOpen,
    id: &str,
    code: &str,
    message: &str,
) -> io::Result<()> {
    let order = json!({"Id": id, "Message": message, "ErrorCode": code});
    command(open, STOP_TUNNEL, &order).await?.shutdown().await
}

/// Opens a stream with a command on it, type and JSON in one frame.
async fn command(open: &mut MuxadoOpen, kind: u32, order: &Value) -> io::Result<Stream> {
    let mut stream = open.open().await.map_err(io::Error::other)?;
    let mut bytes = kind.to_be_bytes().to_vec();
    bytes.extend(serde_json::to_vec(order)?);
    stream.write_all(&bytes).await?;
    Ok(stream)
}
