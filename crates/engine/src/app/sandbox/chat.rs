//! The sandbox's chats: what is there, what people do, what the bot did, what goes wrong.

use super::App;
use crate::api::types::{
    ActInSandbox, AddChat, AddPerson, ChatTimeline, ListChat, ListTranscript, Mishap, Person,
    SandboxChat, SandboxDid, SandboxTrouble, SandboxWorld, TranscriptPage,
};
use crate::domain::bot::Environment;
use crate::domain::ids::BotId;
use crate::error::{Code, Error, Result};
use crate::secret::Secret;
use crate::tunnel::Plan;
use crate::vault::token_of;
use serde::Serialize;
use serde_json::{Value, json};

impl App {
    /// Everything around a bot in the sandbox.
    pub async fn sandbox_world(&self, bot: BotId) -> Result<SandboxWorld> {
        let token = self.token_in_sandbox(bot).await?;
        self.world_of(&token).await
    }

    async fn world_of(&self, token: &Secret) -> Result<SandboxWorld> {
        let query = [("token", token.expose().to_owned())];
        self.shared.sandbox.ask("world", &query).await
    }

    /// A page of a chat.
    pub async fn list_chat(&self, input: ListChat) -> Result<ChatTimeline> {
        let token = self.token_in_sandbox(input.bot_id).await?;
        let mut query = page(&token, input.before, input.limit);
        query.push(("chat_id", input.chat_id.to_string()));
        self.shared.sandbox.ask("chat", &query).await
    }

    /// A page of what happened, with the calls that came of it.
    pub async fn list_transcript(&self, input: ListTranscript) -> Result<TranscriptPage> {
        let token = self.token_in_sandbox(input.bot_id).await?;
        let query = page(&token, input.before, input.limit);
        self.shared.sandbox.ask("transcript", &query).await
    }

    /// Somebody does something.
    pub async fn act_in_sandbox(&self, input: ActInSandbox) -> Result<SandboxDid> {
        let token = self.token_in_sandbox(input.bot_id).await?;
        let body = json!({
            "token": token.expose(),
            "user_id": input.user_id,
            "chat_id": input.chat_id,
            "act": written(&input.act)?,
        });
        self.shared.sandbox.order("act", &body).await
    }

    /// A new person, for every bot of the sandbox.
    pub async fn add_person(&self, input: AddPerson) -> Result<Person> {
        let body = written(&input)?;
        self.shared.sandbox.order("people", &body).await
    }

    /// A new group or channel with a bot in it.
    pub async fn add_chat(&self, input: AddChat) -> Result<SandboxChat> {
        let token = self.token_in_sandbox(input.bot_id).await?;
        let body = json!({
            "token": token.expose(),
            "kind": input.kind,
            "title": input.title,
            "members": input.members,
            "by": input.by,
        });
        self.shared.sandbox.order("chats", &body).await
    }

    /// Something goes wrong, as ordered.
    pub async fn sandbox_trouble(&self, input: SandboxTrouble) -> Result<SandboxWorld> {
        let token = self.token_in_sandbox(input.bot_id).await?;
        if input.trouble == Mishap::NewUrl {
            // Between the sandbox and the app there is a port, and another port is another URL.
            self.shared.sandbox_way.open(Plan::Loopback).await;
            self.shared.sandbox_way.settled().await;
            return self.world_of(&token).await;
        }
        let body = json!({ "token": token.expose(), "trouble": written(&input.trouble)? });
        self.shared.sandbox.order("trouble", &body).await
    }

    /// The token of a bot of the sandbox; no other bot's is spoken of there.
    pub(super) async fn token_in_sandbox(&self, bot: BotId) -> Result<Secret> {
        let bot = self.stored(bot).await?.bot;
        if bot.environment != Environment::Sandbox {
            return Err(Error::new(
                Code::InvalidInput,
                "Only a sandbox bot has chats here.",
                "Write to this bot in Telegram.",
            ));
        }
        // The sandbox may be asked before anything else has started it.
        self.shared.sandbox.address()?;
        token_of(&self.shared.vault, bot.id).await
    }
}

fn page(token: &Secret, before: Option<i64>, limit: u32) -> Vec<(&'static str, String)> {
    let mut query = vec![
        ("token", token.expose().to_owned()),
        ("limit", limit.to_string()),
    ];
    query.extend(before.map(|before| ("before", before.to_string())));
    query
}

fn written(value: &impl Serialize) -> Result<Value> {
    serde_json::to_value(value).map_err(|error| {
        Error::new(
            Code::Internal,
            "What was asked for cannot be written as JSON.",
            "Report this.",
        )
        .detail(error)
    })
}
