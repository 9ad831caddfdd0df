//! Telegram waits, and gets the bot's own answer.

use super::local_bot::{LocalBot, answer};
use super::scene::{Scene, sent_to, target};
use crate::fixture::eventually;
use axum::body::Body;
use axum::http::Response;
use hookbay_engine::api::types::{DeliveryState, Fault, GetAttempt, InjectFault, Mode};
use hookbay_engine::secret::Secret;
use serde_json::json;

async fn sent_text(scene: &Scene, text: &str) {
    let control = scene.bench.telegram.control();
    eventually("the reply is sent to the chat", || async {
        let sent = control.sent(&scene.token).unwrap();
        sent.iter()
            .any(|message| message["text"] == text)
            .then_some(())
    })
    .await;
}

#[tokio::test]
async fn the_bot_gets_what_telegram_sends() {
    let bot = LocalBot::start().await;
    let scene = Scene::new().await;
    let mut to = target(&bot.url(), true);
    to.secret_token = Some(Secret::new("the-bots_own"));
    scene.deliver(Mode::Relay, to).await;
    scene.say(5, "hello");
    let got = sent_to(&bot, 1).await.remove(0);
    let row = scene.bench.rows(scene.bot).await.remove(0);
    let stored = hookbay_engine::api::types::GetUpdate { seq: row.seq };
    let stored = scene.bench.app.get_update(stored).await.unwrap();
    assert_eq!(got.body, stored.body.as_bytes(), "byte by byte");
    assert_eq!(got.path, "/hook?x=1");
    let names: Vec<_> = got.headers.keys().map(|name| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "host",
            "x-telegram-bot-api-secret-token",
            "content-type",
            "content-length",
            "connection",
            "accept-encoding",
            "x-hookbay-hop"
        ]
    );
    assert_eq!(got.header("content-type"), Some("application/json"));
    assert_eq!(got.header("host"), Some(bot.addr.to_string().as_str()));
    let secret = got.header("x-telegram-bot-api-secret-token");
    assert_eq!(secret, Some("the-bots_own"));

    let attempt = scene.attempts_made(1).await.remove(0);
    assert_eq!(
        (attempt.delivered, attempt.status, attempt.trouble),
        (true, Some(200), None)
    );
    let phases = attempt.phases;
    assert!(phases.connect.is_some() && phases.first_byte >= phases.sent);
    assert!(phases.total >= phases.first_byte.unwrap());
    let whole = scene.bench.app.get_attempt(GetAttempt { id: attempt.id });
    let whole = whole.await.unwrap();
    assert_eq!(whole.request_body, stored.body);
    assert!(!format!("{whole:?}").contains("the-bots_own"));
    let row = scene.bench.rows(scene.bot).await.remove(0);
    assert_eq!(row.delivery, Some(DeliveryState::Delivered { status: 200 }));
    scene.telegram_is_content().await;
}

#[tokio::test]
async fn a_reply_in_the_answer_works_in_every_encoding() {
    let bot = LocalBot::answering(|got| {
        let (chat, text) = (got.chat(), got.text());
        match text.as_str() {
            "json" => {
                let call = json!({ "method": "sendMessage", "chat_id": chat, "text": "by json" });
                answer(200, "application/json; charset=utf-8", call.to_string())
            }
            "form" => answer(
                201,
                "application/x-www-form-urlencoded",
                format!("method=sendMessage&chat_id={chat}&text=by+form"),
            ),
            _ => {
                let part = |name: &str, value: &str| {
                    format!(
                        "--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                    )
                };
                let body = part("method", "sendMessage")
                    + &part("chat_id", &chat.to_string())
                    + &part("text", "by multipart")
                    + "--b--\r\n";
                answer(200, "multipart/form-data; boundary=b", body)
            }
        }
    })
    .await;
    let scene = Scene::with(Mode::Relay, &bot).await;
    for (said, text) in [
        ("json", "by json"),
        ("form", "by form"),
        ("multipart", "by multipart"),
    ] {
        scene.say(5, said);
        sent_text(&scene, text).await;
    }
    scene.telegram_is_content().await;
}

#[tokio::test]
async fn a_connection_is_used_again() {
    let bot = LocalBot::start().await;
    let scene = Scene::with(Mode::Relay, &bot).await;
    for number in 0..20 {
        scene.say(5, &number.to_string());
    }
    let attempts = scene.attempts_made(20).await;
    let fresh = attempts.iter().filter(|made| made.phases.connect.is_some());
    assert!(fresh.count() < 5, "one chat, one after the other");
}

#[tokio::test]
async fn a_refusal_goes_back_unchanged_and_what_telegram_repeats_is_delivered_again() {
    let bot = LocalBot::answering(|_| answer(418, "text/plain", "not now")).await;
    let scene = Scene::with(Mode::Relay, &bot).await;
    scene.say(5, "hello");
    let control = scene.bench.telegram.control();
    let error = eventually("Telegram saw it", || async {
        control.last_error(&scene.token).unwrap()
    })
    .await;
    assert!(error.contains("418"), "{error}");
    scene.attempts_made(1).await;
    bot.answer(|_| answer(200, "text/plain", ""));
    eventually("Telegram is content", || async {
        (control.pending(&scene.token).unwrap() == 0).then_some(())
    })
    .await;
    let attempts = eventually("it is recorded", || async {
        let attempts = scene.attempts().await;
        attempts[0].delivered.then_some(attempts)
    })
    .await;
    assert_eq!(attempts.last().unwrap().status, Some(418));
    assert_eq!(scene.bench.rows(scene.bot).await.len(), 1);
    assert_eq!(scene.view().await.held, 0);
}

#[tokio::test]
async fn a_repeated_update_gets_the_earlier_answer_and_the_bot_sees_it_once() {
    let bot = LocalBot::answering(|_| answer(202, "application/json", r#"{"method":"x"}"#)).await;
    let scene = Scene::with(Mode::Relay, &bot).await;
    let id = scene.say(5, "hello");
    scene.attempts_made(1).await;
    let answers = repeat(&scene, id).await;
    assert_eq!(answers, (202, r#"{"method":"x"}"#.to_owned()));
    assert_eq!(bot.got().len(), 1);
}

#[tokio::test]
async fn a_repeated_update_gets_the_earlier_answer_also_where_that_is_too_long_to_be_recorded() {
    let long = || format!("{{\"method\":\"x\",\"text\":\"{}\"}}", "x".repeat(1 << 20));
    let bot = LocalBot::answering(move |_| answer(200, "application/json", long())).await;
    let scene = Scene::with(Mode::Relay, &bot).await;
    let id = scene.say(5, "hello");
    scene.attempts_made(1).await;
    let (status, body) = repeat(&scene, id).await;
    assert_eq!((status, body.len()), (200, long().len()));
    assert!(body == long());
    assert_eq!((bot.got().len(), scene.attempts().await.len()), (1, 1));
}

/// Telegram delivers an update once more.
async fn repeat(scene: &Scene, id: i64) -> (u16, String) {
    let status = scene.bench.app.webhook_status(scene.bot).await.unwrap();
    let secret = "repeated_by-telegram";
    let mut again = crate::fixture::set(scene.bot);
    again.options.secret_token = Some(Secret::new(secret));
    scene.bench.app.set_webhook(again).await.unwrap();
    let answer = reqwest::Client::new()
        .post(status.desired_url.unwrap())
        .header("x-telegram-bot-api-secret-token", secret)
        .body(format!(
            "{{\"update_id\":{id},\n\"message\":{{\"chat\":{{\"id\":5}}}}}}"
        ))
        .send()
        .await
        .unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test]
async fn while_the_bot_is_away_updates_are_held_and_telegram_never_knows() {
    let mut bot = LocalBot::start().await;
    let scene = Scene::with(Mode::Relay, &bot).await;
    bot.kill().await;
    for number in 0..5 {
        scene.say(number % 2, &number.to_string());
    }
    let view = scene.until("five are held", |view| view.held == 5).await;
    let view = if view.words.contains("Nothing listens") {
        view
    } else {
        scene
            .until("it is said", |view| view.words.contains("Nothing listens"))
            .await
    };
    assert_eq!(view.targets[0].held, 5);
    scene.telegram_is_content().await;
    let row = scene.bench.rows(scene.bot).await.remove(0);
    assert_eq!(row.delivery, Some(DeliveryState::Held));
    bot.run().await;
    scene
        .until("all are delivered", |view| view.held == 0)
        .await;
    let view = scene
        .until("it answers", |view| view.words.contains("answers in"))
        .await;
    assert!(view.targets[0].health.median_us.is_some());
    let mut texts: Vec<_> = bot
        .got()
        .iter()
        .map(|got| (got.chat(), got.text()))
        .collect();
    texts.sort();
    assert_eq!(texts.len(), 5);
    texts.dedup();
    assert_eq!(texts.len(), 5, "none twice");
}

#[tokio::test]
async fn faults_happen_as_often_as_they_were_asked_for() {
    let bot = LocalBot::answering(|_| Response::new(Body::empty())).await;
    let scene = Scene::with(Mode::Relay, &bot).await;
    let inject = |fault| InjectFault {
        bot_id: scene.bot,
        fault,
        times: Some(1),
    };
    let app = &scene.bench.app;
    app.inject_fault(inject(Some(Fault::Drop))).await.unwrap();
    scene.say(5, "dropped");
    let attempts = scene.attempts_made(1).await;
    assert!(!attempts[0].delivered && attempts[0].status.is_none());
    app.inject_fault(inject(Some(Fault::Answer500)))
        .await
        .unwrap();
    scene.say(5, "refused once");
    let attempts = scene.attempts_made(3).await;
    assert_eq!(attempts[1].status, Some(500));
    assert!(attempts[2].delivered, "Telegram came again");
    let view = app
        .inject_fault(inject(Some(Fault::Delay { ms: 300 })))
        .await;
    assert!(view.unwrap().fault.is_some());
    let before = std::time::Instant::now();
    scene.say(5, "late");
    sent_to(&bot, 2).await;
    assert!(before.elapsed().as_millis() >= 300);
    let texts: Vec<_> = bot.got().iter().map(|got| got.text()).collect();
    assert_eq!(texts, ["refused once", "late"]);
    assert_eq!(scene.view().await.fault, None);
}
