//! What goes through a door.

mod act;
mod chat;
mod delivery;
mod doctor;
mod exchange;
mod held;
mod http;
mod inbox;
mod retention;
mod scenario;
mod settings;
mod transcript;
mod watch;

pub use act::{ActInSandbox, AddChat, AddPerson, Mishap, SandboxAct, SandboxDid, SandboxTrouble};
pub use chat::{
    BotCommand, ChatKind, ChatMessage, ChatTimeline, CommandsFor, Entity, ForceReply, InlineButton,
    InlineOffer, InlineResult, ListChat, Media, Person, PollChoice, PollView, Reaction,
    ReplyButton, ReplyKeyboard, SandboxAccess, SandboxChat, SandboxWorld, Silent, Toast,
};
pub use delivery::{
    AnswerCall, AttemptDetail, AttemptKind, AttemptPage, AttemptRow, CallState, ConfigureDelivery,
    DeliveryState, DeliverySummary, DeliveryView, Encoding, Fault, FaultView, GetAttempt,
    HeaderInput, Health, HealthState, HeldState, InjectFault, Limits, ListAttempts, Mode, Phases,
    ReplayUpdates, Replayed, TargetId, TargetInput, TargetView, Trouble,
};
pub use doctor::{Check, CheckName, Examination, Examine, Finding, Mend, ProbeView};
pub use exchange::{
    ButtonView, ButtonsView, ChatInput, ChatSort, Choice, ComposeUpdate, Composed, ExportFormat,
    ExportUpdates, ExportWhat, FieldForm, FieldSort, FieldValue, FixtureDetail, FixtureProblem,
    FixtureView, FixturesView, Form, Framework, ImportUpdates, InjectUpdate, Injected, JobId,
    JobKind, JobReport, JobState, JobUnit, JobView, KeyboardView, MakeSnippet, OfFixture, OfJob,
    PersonInput, PressButton, Refusal, RenameFixture, SaveFixture, ScrubInput, SetFixturesFolder,
    SnippetView,
};
pub use held::{DeliverAgain, DiscardHeld, HeldPage, HeldView, ListHeld, Undelivered};
pub use http::{HttpApiState, HttpApiToken};
pub use inbox::{
    Completion, Conversation, CountUpdates, FoundUpdates, ListConversation, NoteUpdate, OfView,
    PartKind, QueryPart, QueryProblem, QueryReading, ReadQuery, SaveView, SavedView, SearchUpdates,
    SeekUpdates, UpdateCount, UpdatesAt,
};
pub use retention::{Retention, RetentionView, SetRetention};
pub use scenario::{
    CheckScenario, DifferenceLine, DifferenceSide, ListScenarios, OfScenario, PlayState,
    RecordScenario, RunScenario, SaveScenario, ScenarioCheck, ScenarioFile, ScenarioList,
    ScenarioMistake, ScenarioPlay, ScenarioRun, ScenarioStep, ScenarioText, StepProblem, StepState,
};
pub use settings::{Origin, SaveSettings, SettingChange, SettingName, SettingView, SettingsView};
pub use transcript::{ListTranscript, SandboxCall, TranscriptEntry, TranscriptPage};
pub use watch::{
    Dispute, HistoryPage, LeaseView, ListHistory, ListPending, PendingSeries, SettleDispute,
    WatchBot,
};

pub use crate::config::{TunnelKind, TunnelSettings};
pub use crate::domain::allowed_updates::KINDS as UPDATE_KINDS;
pub use crate::domain::history::{Cause, EventKind, HistoryEntry, PendingSample};
pub use crate::domain::lease::{LeaseState, TakeOver};
pub use crate::domain::row::{UpdateRow, UpdateSource};
pub use crate::domain::standing::{Standing, WatchView};
pub use crate::domain::webhook::{Diagnosis, WebhookInfo};
pub use crate::domain::{bot::Environment, ids::BotId, webhook::WebhookOptions};
pub use crate::receiver::RefusedCounts;
use crate::secret::Secret;
pub use crate::tunnel::TunnelState;
pub use crate::vault::{TokenState, VaultState};
pub use crate::webhooks::{WebhookOwner, WebhookView};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A bot as shown.
#[derive(Debug, Clone, Serialize, TS, utoipa::ToSchema)]
#[ts(export)]
pub struct BotView {
    /// Our id.
    pub id: BotId,
    /// The name in the list.
    pub name: String,
    /// Telegram's username, without the @.
    pub username: Option<String>,
    /// The token, masked: `123456:••••`.
    pub masked_token: String,
    /// Whether the token is in the keyring, or kept for this run only.
    pub token_state: TokenState,
    /// Which Bot API serves it.
    pub environment: Environment,
    /// When it was added.
    pub created_at: DateTime<Utc>,
    /// What Telegram said last, if it was asked in this run.
    pub webhook: Option<WebhookView>,
    /// How many updates are stored.
    #[ts(type = "number")]
    pub update_count: u64,
    /// When the newest stored update arrived.
    pub last_update_at: Option<DateTime<Utc>>,
    /// Requests that the receiver refused for this bot in this run.
    pub refused: RefusedCounts,
    /// How it is looked after.
    pub watch: WatchView,
    /// Somebody else's webhook that ours took the place of, while there is one.
    pub lease: Option<LeaseView>,
    /// How its updates are passed on and how that goes; none where they are only recorded.
    pub delivery: Option<DeliverySummary>,
}

/// The tunnel as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, utoipa::ToSchema)]
#[ts(export)]
pub struct TunnelView {
    /// Which way the public URL is made.
    pub kind: TunnelKind,
    /// What is true now.
    pub state: TunnelState,
    /// The settings, without the authtoken.
    pub settings: TunnelSettings,
    /// Whether an ngrok authtoken is kept.
    pub has_authtoken: bool,
    /// The last probe through the public URL, in this run.
    pub probe: Option<ProbeView>,
}

/// The sandbox as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct SandboxView {
    /// Whether it runs.
    pub running: bool,
    /// Its Bot API root, e.g. `http://127.0.0.1:40001`, for other tools.
    pub api_root: Option<String>,
    /// The public base at which this app's receiver is reached from the sandbox.
    pub public_url: Option<String>,
}

/// All that the window needs when it opens.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export)]
pub struct Overview {
    /// The app's version.
    pub version: String,
    /// Where the data is kept.
    pub data_dir: String,
    /// Every bot, in the order they were added.
    pub bots: Vec<BotView>,
    /// The tunnel.
    pub tunnel: TunnelView,
    /// The keyring.
    pub vault: VaultState,
    /// The sandbox.
    pub sandbox: SandboxView,
    /// All update kinds, Telegram's names, with whether the default set has it.
    pub update_kinds: Vec<UpdateKindView>,
    /// Requests to the receiver for no bot in the list, in this run.
    #[ts(type = "number")]
    pub refused_unknown: u64,
    /// The HTTP API.
    pub http_api: HttpApiState,
}

/// One kind of update.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct UpdateKindView {
    /// Telegram's name, e.g. `callback_query`.
    pub name: String,
    /// Whether Telegram sends it when nothing is asked for.
    pub default: bool,
}

/// A new bot.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct AddBot {
    /// The token from @BotFather.
    #[ts(type = "string")]
    pub token: Secret,
    /// Which Bot API serves it.
    pub environment: Environment,
    /// The name in the list; left out, Telegram's.
    pub name: Option<String>,
}

/// A bot's new name.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct RenameBot {
    /// Which bot.
    pub bot_id: BotId,
    /// The name, 1–64 characters.
    pub name: String,
}

/// A bot's new token, after the old one was revoked.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SetToken {
    /// Which bot.
    pub bot_id: BotId,
    /// The new token, of the same bot.
    #[ts(type = "string")]
    pub token: Secret,
}

/// A bot.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(export)]
pub struct OfBot {
    /// Which bot.
    pub bot_id: BotId,
}

/// Set a bot's webhook to this receiver.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SetWebhook {
    /// Which bot.
    pub bot_id: BotId,
    /// What is wanted.
    #[serde(default)]
    pub options: WebhookOptions,
    /// The user's consent where the bot's webhook is somebody else's: without it, the answer is an
    /// error with the code `foreign_webhook` and nothing is changed.
    #[serde(default)]
    pub take_over: Option<TakeOver>,
}

/// Delete a bot's webhook.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct DeleteWebhook {
    /// Which bot.
    pub bot_id: BotId,
    /// Drops what waits at Telegram: cannot be undone.
    #[serde(default)]
    pub drop_pending_updates: bool,
    /// The user's consent where the webhook is somebody else's, of which nothing is kept: without it,
    /// the answer is an error with the code `foreign_webhook` and nothing is deleted.
    #[serde(default)]
    pub delete_foreign: bool,
}

/// A page of a bot's updates, newest first.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ListUpdates {
    /// Which bot.
    pub bot_id: BotId,
    /// Only those that arrived before this one (`UpdateRow::seq`).
    #[ts(type = "number | null")]
    pub before: Option<i64>,
    /// Only those that arrived after this one.
    #[ts(type = "number | null")]
    pub after: Option<i64>,
    /// 1–500.
    pub limit: u32,
}

/// A page of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct UpdatePage {
    /// Newest first.
    pub rows: Vec<UpdateRow>,
    /// Whether there are more beyond the last row.
    pub more: bool,
}

/// An update, by its place.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(export)]
pub struct GetUpdate {
    /// `UpdateRow::seq`.
    #[ts(type = "number")]
    pub seq: i64,
}

/// An update with its body.
#[derive(Debug, Clone, Serialize, TS, utoipa::ToSchema)]
#[ts(export)]
pub struct UpdateDetail {
    /// The row.
    pub row: UpdateRow,
    /// The body exactly as Telegram sent it.
    pub body: String,
    /// The request's headers in their order, secrets masked; none for one that was imported, or
    /// that came before they were kept.
    pub headers: Vec<(String, String)>,
    /// The address that it came from, as the tunnel or the proxy says.
    pub source: Option<String>,
    /// What the reader wrote beside it.
    pub note: Option<String>,
}

/// Pin an update, so that it stays whatever the limits say, or let it go again.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(export)]
pub struct PinUpdate {
    /// `UpdateRow::seq`.
    #[ts(type = "number")]
    pub seq: i64,
    /// Whether it is to be pinned.
    pub pinned: bool,
}

/// New tunnel settings.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ConfigureTunnel {
    /// The settings.
    pub settings: TunnelSettings,
    /// A new ngrok authtoken; left out, the kept one stays.
    #[ts(type = "string | null")]
    pub ngrok_authtoken: Option<Secret>,
}

/// A sandbox user says something to a sandbox bot.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SandboxSay {
    /// Which bot.
    pub bot_id: BotId,
    /// What.
    pub text: String,
}
