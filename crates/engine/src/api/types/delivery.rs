//! What is passed on to the local bot, as it goes through a door.

use crate::domain::ids::BotId;
use crate::inbox::jobs::JobId;
use crate::secret::Secret;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use crate::domain::answer_call::{AnswerCall, CallState};
pub use crate::domain::delivery::{
    AttemptKind, DeliveryState, Fault, HeldState, Limits, Mode, Phases, TargetId,
};
pub use crate::domain::trouble::Trouble;

/// How a bot's updates are passed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct DeliveryView {
    /// Whose.
    pub bot_id: BotId,
    /// In which way.
    pub mode: Mode,
    /// Within which limits.
    pub limits: Limits,
    /// Where to.
    pub targets: Vec<TargetView>,
    /// Updates that wait for the target that answers; what waits for copies is told with them.
    #[ts(type = "number")]
    pub held: u64,
    /// Updates that failed there too often.
    #[ts(type = "number")]
    pub aside: u64,
    /// Queries whose time ran out.
    #[ts(type = "number")]
    pub expired: u64,
    /// Whether the bot answers and how fast, in a sentence.
    pub words: String,
    /// Whether what came of deliveries waits because the database cannot be written.
    pub unwritten: bool,
    /// The fault that the user asked for.
    pub fault: Option<FaultView>,
}

/// A fault that is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, utoipa::ToSchema)]
#[ts(export)]
pub struct FaultView {
    /// What goes wrong.
    pub fault: Fault,
    /// How many times more; none is until it is taken back.
    pub left: Option<u32>,
}

impl From<(Fault, u32)> for FaultView {
    fn from((fault, left): (Fault, u32)) -> Self {
        Self {
            fault,
            left: (left > 0).then_some(left),
        }
    }
}

/// How a bot's deliveries go, for the list of bots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, utoipa::ToSchema)]
#[ts(export)]
pub struct DeliverySummary {
    /// In which way its updates are passed on.
    pub mode: Mode,
    /// How the target does that answers, or a copy that does badly while that one is well.
    pub state: HealthState,
    /// Whether it is a copy.
    pub of_copy: bool,
    /// Where that is, tokens masked.
    pub url: String,
    /// Why it does badly.
    pub trouble: Option<Trouble>,
    /// What it answered, where that was bad.
    pub status: Option<u16>,
    /// Updates that wait for the target that answers, without what waits for copies.
    #[ts(type = "number")]
    pub held: u64,
    /// Updates that failed there too often.
    #[ts(type = "number")]
    pub aside: u64,
    /// Whether what came of deliveries waits because the database cannot be written.
    pub unwritten: bool,
    /// The fault that the user asked for.
    pub fault: Option<FaultView>,
}

/// A target as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct TargetView {
    /// Which one.
    pub id: TargetId,
    /// What the user calls it.
    pub name: String,
    /// Where, tokens masked.
    pub url: String,
    /// Whether Telegram gets its answers.
    pub answers: bool,
    /// Whether it has a secret token.
    pub has_secret_token: bool,
    /// Names of its own headers.
    pub headers: Vec<String>,
    /// Whether its secrets can be read from the keyring.
    pub secrets_readable: bool,
    /// SHA-256 of the certificate that is accepted.
    pub certificate: Option<String>,
    /// Updates that wait for it.
    #[ts(type = "number")]
    pub held: u64,
    /// Updates that failed there too often.
    #[ts(type = "number")]
    pub aside: u64,
    /// Queries whose time ran out before they got there.
    #[ts(type = "number")]
    pub expired: u64,
    /// How it has done.
    pub health: Health,
}

/// How a target has done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Health {
    /// Whether somebody is there now.
    pub state: HealthState,
    /// The same in a sentence.
    pub words: String,
    /// What to do about it, where there is something.
    pub remedy: Option<String>,
    /// The median of the last 50 answers, in microseconds.
    pub median_us: Option<u32>,
    /// When it was last sent something.
    pub last_at: Option<DateTime<Utc>>,
    /// The last failure.
    pub last_error: Option<AttemptRow>,
}

/// Whether a bot answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum HealthState {
    /// Nothing was sent yet.
    Unknown,
    /// The last update was taken.
    Answers,
    /// It answers, but the last update was not taken.
    Fails,
    /// Nobody is there.
    Absent,
}

/// Change how a bot's updates are passed on.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ConfigureDelivery {
    /// Whose.
    pub bot_id: BotId,
    /// In which way.
    pub mode: Mode,
    /// Within which limits; left out, the usual ones.
    #[serde(default)]
    pub limits: Limits,
    /// Where to. Those that are not named go, and what they had not got with them.
    pub targets: Vec<TargetInput>,
}

/// A target as the user wants it.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct TargetInput {
    /// Which one; left out for a new one.
    #[serde(default)]
    pub id: Option<TargetId>,
    /// What the user calls it.
    #[serde(default)]
    pub name: String,
    /// Where; as shown, it stays as it is.
    pub url: String,
    /// Whether Telegram gets its answers: of exactly one.
    pub answers: bool,
    /// The secret token that the bot expects; left out, it stays as it is; empty, it goes.
    #[serde(default)]
    #[ts(type = "string | null")]
    pub secret_token: Option<Secret>,
    /// Own headers.
    #[serde(default)]
    pub headers: Vec<HeaderInput>,
    /// SHA-256 of a certificate to accept, as an attempt shows it.
    #[serde(default)]
    pub certificate: Option<String>,
}

/// An own header.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct HeaderInput {
    /// Its name.
    pub name: String,
    /// Its value; left out, it stays as it is.
    #[serde(default)]
    #[ts(type = "string | null")]
    pub value: Option<Secret>,
}

/// A page of attempts, newest first.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(export)]
pub struct ListAttempts {
    /// Whose.
    pub bot_id: BotId,
    /// Of one update alone.
    #[serde(default)]
    #[ts(type = "number | null")]
    pub seq: Option<i64>,
    /// Only those that failed.
    #[serde(default)]
    pub failed: bool,
    /// Only those before this one (`AttemptRow::id`).
    #[serde(default)]
    #[ts(type = "number | null")]
    pub before: Option<i64>,
    /// 1–500.
    pub limit: u32,
}

/// A page of attempts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AttemptPage {
    /// Newest first.
    pub rows: Vec<AttemptRow>,
    /// Whether there are more beyond the last one.
    pub more: bool,
}

/// An attempt as listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AttemptRow {
    /// Its place.
    #[ts(type = "number")]
    pub id: i64,
    /// Which update (`UpdateRow::seq`).
    #[ts(type = "number")]
    pub seq: i64,
    /// To which target, if it is one that is there still.
    pub target: Option<TargetId>,
    /// Where, tokens masked.
    pub url: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub kind: AttemptKind,
    /// The attempt that a replay stands beside.
    #[ts(type = "number | null")]
    pub replay_of: Option<i64>,
    /// Whether the bot took it.
    pub delivered: bool,
    /// The answer's status.
    pub status: Option<u16>,
    /// Why it failed, or what was odd.
    pub trouble: Option<Trouble>,
    /// The same in a sentence.
    pub message: Option<String>,
    /// What to do about it.
    pub remedy: Option<String>,
    /// In the other side's words.
    pub detail: Option<String>,
    /// SHA-256 of a certificate that was not trusted, to be accepted.
    pub certificate: Option<String>,
    /// How long it took.
    pub phases: Phases,
    /// Bytes of the answer's body.
    #[ts(type = "number")]
    pub response_size: u64,
    /// The method call in the answer, where Telegram did not get it from the answer itself.
    pub call: Option<AnswerCall>,
}

/// An attempt, by its place.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(export)]
pub struct GetAttempt {
    /// `AttemptRow::id`.
    #[ts(type = "number")]
    pub id: i64,
}

/// An attempt with all of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct AttemptDetail {
    /// The row.
    pub row: AttemptRow,
    /// Name and value; secrets masked.
    pub request_headers: Vec<(String, String)>,
    /// What was sent.
    pub request_body: String,
    /// Name and value.
    pub response_headers: Vec<(String, String)>,
    /// The answer's body as text; what is no text in it is replaced.
    pub response_body: String,
    /// How the body came, where it was compressed.
    pub encoding: Option<Encoding>,
    /// Whether the body is text.
    pub response_is_text: bool,
    /// Whether the body was longer than what is kept.
    pub cut: bool,
}

/// A content coding of an answer's body. To Telegram it goes as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Encoding {
    /// Its name, e.g. `gzip`.
    pub name: String,
    /// Whether it is known, and the body is shown without it.
    pub is_decoded: bool,
    /// Whether the body could be decoded to its end; it is shown up to 1 MiB.
    pub is_whole: bool,
}

/// Have deliveries go wrong.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(export)]
pub struct InjectFault {
    /// Whose.
    pub bot_id: BotId,
    /// What; none takes it back.
    pub fault: Option<Fault>,
    /// How many times; left out, until it is taken back.
    #[serde(default)]
    pub times: Option<u32>,
}

/// Send stored updates once more.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ReplayUpdates {
    /// Whose.
    pub bot_id: BotId,
    /// Which ones, in this order: 1–500.
    #[ts(type = "Array<number>")]
    pub seqs: Vec<i64>,
    /// In the place of the only one's own body.
    #[serde(default)]
    pub body: Option<String>,
    /// To which target; left out, the one that answers.
    #[serde(default)]
    pub target: Option<TargetId>,
    /// To another address instead.
    #[serde(default)]
    pub url: Option<String>,
    /// The user agrees that the address is another computer's: without it, the answer is an error with
    /// the code `foreign_host` and nothing is sent.
    #[serde(default)]
    pub confirm_host: bool,
    /// With a new update_id each.
    #[serde(default)]
    pub fresh_ids: bool,
    /// Makes the method call that the answer carries, with the bot's token.
    #[serde(default)]
    pub carry_out: bool,
    /// With the pauses that were between them, this many times faster; left out, without pauses.
    #[serde(default)]
    pub speed: Option<f64>,
}

/// What became of a replay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct Replayed {
    /// The attempt, where it was one update.
    pub attempt: Option<AttemptRow>,
    /// The job that sends several, whose attempts come one by one.
    pub job: Option<JobId>,
}
