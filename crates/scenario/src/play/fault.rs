//! What goes wrong on purpose.

use std::time::Duration;

use serde_json::json;

use super::Taken;
use super::stage::{Stage, refused};
use crate::model::Fault;
use crate::run::Problem;

/// Orders it.
pub async fn take(stage: &mut Stage<'_>, fault: &Fault) -> Taken {
    let calls = fault.calls.unwrap_or(1);
    let trouble = match fault.kind.as_str() {
        "too_many_requests" => {
            json!({"type": fault.kind, "retry_after": fault.retry_after.unwrap_or(1), "calls": calls})
        }
        "server_error" => json!({"type": fault.kind, "calls": calls}),
        "slow" => {
            let by = fault.by.map_or(1_000, |by| by.as_millis());
            json!({"type": fault.kind, "milliseconds": u32::try_from(by).unwrap_or(u32::MAX), "calls": calls})
        }
        "lost_answer" | "wrong_secret" => {
            needs_webhook(stage, &fault.kind).await?;
            json!({"type": fault.kind})
        }
        _ => json!({"type": fault.kind}),
    };
    let ordered = stage.client.trouble(&trouble).await;
    ordered.map(|()| None).map_err(refused)
}

/// What would never happen is no step that passes. A bot that does not listen yet may still set one.
async fn needs_webhook(stage: &Stage<'_>, kind: &str) -> Result<(), Problem> {
    let by = stage.client.listening(Duration::ZERO).await;
    if by.map_err(refused)?.as_deref() != Some("polling") {
        return Ok(());
    }
    let what = match kind {
        "lost_answer" => "it answers no update, and no answer can be lost",
        _ => "nothing comes to it with a secret",
    };
    Err(Problem::new(format!(
        "This bot polls: {what}. Have it set a webhook, or leave this step out."
    )))
}
