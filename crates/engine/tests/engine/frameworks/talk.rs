//! A message goes in and the framework's answer comes out; the secret between the two.

use super::process::{Process, SECRET};
use super::program::{
    GRAMMY, GRAMMY_REPLY, PYTHON, PYTHON_OWN_SERVER, Program, TELOXIDE, TELOXIDE_OWN_SERVER,
};
use super::rig::Rig;
use crate::fixture::eventually;
use hookbay_engine::api::types::{GetAttempt, HealthState};

async fn answers_in_the_chat(program: Program) {
    let rig = Rig::new().await;
    let bot = Process::start(program, &rig.api(), &rig.token).await;
    rig.relay_to(&bot, SECRET).await;
    let id = rig.say(5, "Two with olives, please");
    rig.hears(5, "Two with olives, please").await;
    assert_eq!(bot.noted(), [id]);
    rig.until("Telegram was answered", async || rig.pending() == 0)
        .await;
    rig.telegram_saw_no_error(1);
    let calls = rig.control().calls(&rig.token).unwrap();
    for call in &calls {
        assert_eq!(
            call.status, 200,
            "the sandbox knows what it is asked: {call:?}"
        );
    }
    let is_webhook = |method: &str| method.to_lowercase().ends_with("etwebhook");
    let touched = calls.iter().filter(|call| is_webhook(&call.method)).count();
    assert_eq!(touched, 1, "Hookbay's own setWebhook: {calls:?}");
}

#[tokio::test]
async fn python_telegram_bot_answers_in_the_chat() {
    answers_in_the_chat(PYTHON).await;
}

#[tokio::test]
async fn grammy_answers_in_the_chat() {
    answers_in_the_chat(GRAMMY).await;
}

#[tokio::test]
async fn teloxide_answers_in_the_chat() {
    answers_in_the_chat(TELOXIDE).await;
}

/// The bot's answer to the update's own request is a call, which Telegram makes for it.
///
/// grammY does so when it is allowed to. The other two never do by themselves, so there it is the
/// bot's own route that does: by hand with python-telegram-bot, with teloxide's own payload.
async fn answers_in_the_response(program: Program) {
    let rig = Rig::new().await;
    let bot = Process::start(program, &rig.api(), &rig.token).await;
    rig.relay_to(&bot, SECRET).await;
    rig.say(5, "in the response");
    rig.hears(5, "from the response").await;
    let calls = rig.control().calls(&rig.token).unwrap();
    let calls = calls.iter().map(|call| serde_json::to_value(call).unwrap());
    let sends: Vec<_> = calls
        .filter(|call| {
            let method = call["method"].as_str().unwrap();
            method.eq_ignore_ascii_case("sendMessage")
        })
        .collect();
    assert_eq!(sends.len(), 1, "{sends:?}");
    assert_eq!(sends[0]["via"], "webhook_reply");
    let attempt = eventually("it is recorded", || async {
        rig.attempts().await.into_iter().next()
    });
    let attempt = GetAttempt {
        id: attempt.await.id,
    };
    let attempt = rig.app.get_attempt(attempt).await.unwrap();
    assert!(attempt.response_body.contains("from the response"));
    rig.telegram_saw_no_error(1);
}

#[tokio::test]
async fn python_telegram_bot_behind_its_own_route_answers_in_the_response() {
    answers_in_the_response(PYTHON_OWN_SERVER).await;
}

#[tokio::test]
async fn grammy_answers_in_the_response() {
    answers_in_the_response(GRAMMY_REPLY).await;
}

#[tokio::test]
async fn teloxide_behind_its_own_route_answers_in_the_response() {
    answers_in_the_response(TELOXIDE_OWN_SERVER).await;
}

async fn refuses_a_wrong_secret(program: Program, status: u16) {
    let rig = Rig::new().await;
    let bot = Process::start(program, &rig.api(), &rig.token).await;
    rig.relay_to(&bot, "not-the-bots_own").await;
    let id = rig.say(5, "Is anybody there?");
    let target = eventually("the refusal is known", || async {
        let target = rig.view().await.targets.remove(0);
        (target.health.state == HealthState::Fails).then_some(target)
    })
    .await;
    let said = format!("Your bot answered {status} to the last update.");
    assert_eq!(target.health.words, said);
    let remedy = target.health.remedy.unwrap();
    assert!(remedy.contains("a different secret token"), "{remedy}");
    let attempt = rig.attempts().await.pop().unwrap();
    assert_eq!((attempt.delivered, attempt.status), (false, Some(status)));
    assert_eq!(bot.noted(), [0; 0], "no handler saw it");
    let error = eventually("Telegram tells of it", || async {
        rig.control().last_error(&rig.token).unwrap()
    })
    .await;
    assert!(error.contains(&status.to_string()), "{error}");

    rig.relay_to(&bot, SECRET).await;
    rig.hears(5, "Is anybody there?").await;
    assert_eq!(bot.noted(), [id]);
}

#[tokio::test]
async fn python_telegram_bot_refuses_a_wrong_secret() {
    refuses_a_wrong_secret(PYTHON, 403).await;
}

#[tokio::test]
async fn grammy_refuses_a_wrong_secret() {
    refuses_a_wrong_secret(GRAMMY, 401).await;
}

#[tokio::test]
async fn teloxide_refuses_a_wrong_secret() {
    refuses_a_wrong_secret(TELOXIDE, 401).await;
}
