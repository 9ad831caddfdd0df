//! A framework that registers a webhook of its own.

use super::process::{Process, SECRET};
use super::program::PYTHON_OWN_WEBHOOK;
use super::rig::Rig;
use crate::fixture::eventually;
use hookbay_engine::api::types::{Dispute, SettleDispute, Standing};

#[tokio::test]
async fn a_bot_that_registers_its_own_url_is_told_of_and_not_fought_over() {
    let rig = Rig::new().await;
    let bot = Process::start(PYTHON_OWN_WEBHOOK, &rig.api(), &rig.token).await;
    rig.relay_to(&bot, SECRET).await;
    rig.app.refresh_webhook(rig.bot).await.unwrap();
    eventually("somebody else has the webhook", || async {
        let standing = rig.app.bot(rig.bot).await.unwrap().watch.standing;
        matches!(standing, Standing::TakenOver { host, .. } if host.starts_with("127.0.0.1:"))
            .then_some(())
    })
    .await;
    let set = || {
        let calls = rig.control().calls(&rig.token).unwrap();
        let is_set = |method: &str| method.eq_ignore_ascii_case("setWebhook");
        calls
            .iter()
            .filter(|call| is_set(&call.method) && call.status == 200)
            .count()
    };
    assert_eq!(set(), 2, "Hookbay's and the bot's, and no third");

    let answer = SettleDispute {
        bot_id: rig.bot,
        answer: Dispute::TakeBack,
    };
    let settled = eventually("Telegram lets it be set again", || async {
        rig.app.settle_dispute(answer).await.ok()
    });
    settled.await;
    assert_eq!(set(), 3);
    rig.say(5, "hello");
    rig.until("the update comes through Hookbay", async || {
        rig.attempts().await.iter().any(|attempt| attempt.delivered)
    })
    .await;
}
