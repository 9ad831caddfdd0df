//! Updates made by hand, and delivered.

use crate::delivery::local_bot::{LocalBot, answer};
use crate::delivery::scene::{Scene, sent_to, target};
use crate::fixture::eventually;
use hookbay_engine::api::call;
use hookbay_engine::api::types::{
    AttemptKind, CallState, ComposeUpdate, GetUpdate, InjectUpdate, Mode, PressButton, UpdateSource,
};
use hookbay_engine::error::Code;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn inject(scene: &Scene, body: &str, keep_id: bool) -> InjectUpdate {
    InjectUpdate {
        bot_id: scene.bot,
        body: body.into(),
        keep_id,
    }
}

#[tokio::test]
async fn a_composed_update_reaches_the_bot_and_is_marked() {
    let bot = LocalBot::start().await;
    let scene = Scene::with(Mode::Relay, &bot).await;
    let app = &scene.bench.app;
    let compose =
        json!({ "bot_id": scene.bot, "kind": "message", "fields": { "text": "/start now" } });
    let made = call(app, "compose", compose).await.unwrap();
    let body = made["body"].as_str().unwrap();
    let injected = app
        .inject_update(inject(&scene, body, false))
        .await
        .unwrap();
    assert!(injected.passed_on);
    assert_eq!(injected.row.source, Some(UpdateSource::Composed));
    let got = sent_to(&bot, 1).await.remove(0);
    assert_eq!(got.text(), "/start now");
    assert!(got.json()["update_id"].as_i64().unwrap() >= 2_000_000_000);
    let attempt = scene.attempts_made(1).await.remove(0);
    assert_eq!(
        (attempt.seq, attempt.kind),
        (injected.row.seq, AttemptKind::Relay)
    );
    // It is nobody's word that Telegram's updates arrive.
    let view = app.bot(scene.bot).await.unwrap();
    assert_eq!((view.update_count, view.last_update_at), (1, None));
    // Again, with a number of its own.
    app.inject_update(inject(&scene, body, false))
        .await
        .unwrap();
    sent_to(&bot, 2).await;
    let refused = app
        .inject_update(inject(&scene, body, true))
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::AlreadyThere);
    let refused = app
        .inject_update(inject(&scene, "{}", true))
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::InvalidInput);
    assert_eq!(scene.rows().await.len(), 2);
}

#[tokio::test]
async fn one_that_is_held_waits_like_any_other_and_one_that_is_recorded_goes_nowhere() {
    let mut bot = LocalBot::start().await;
    bot.kill().await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    let app = &scene.bench.app;
    let body = super::message(7, "held");
    app.inject_update(inject(&scene, &body, true))
        .await
        .unwrap();
    scene.until("it is held", |view| view.held == 1).await;
    bot.run().await;
    assert_eq!(sent_to(&bot, 1).await[0].text(), "held");
    scene.deliver(Mode::Record, target(&bot.url(), true)).await;
    let recorded = app
        .inject_update(inject(&scene, &body, false))
        .await
        .unwrap();
    assert!(!recorded.passed_on);
    assert_eq!(scene.rows().await.len(), 2);
}

#[tokio::test]
async fn what_telegram_sends_is_never_taken_for_what_was_made() {
    let bot = LocalBot::start().await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    let first = scene.say(5, "first");
    scene.stored(1).await;
    let app = &scene.bench.app;
    // The number that Telegram gives next.
    let body = super::message(first + 1, "made");
    app.inject_update(inject(&scene, &body, true))
        .await
        .unwrap();
    let next = scene.say(5, "second");
    assert_eq!(next, first + 1);
    scene.stored(3).await;
    let texts: Vec<_> = sent_to(&bot, 3)
        .await
        .iter()
        .map(|got| got.text())
        .collect();
    assert_eq!(texts, ["first", "made", "second"]);
    let rows = scene.rows().await;
    assert_eq!((rows[0].update_id, rows[0].source), (next, None));
    assert_eq!(rows[1].source, Some(UpdateSource::Composed));
    assert!(rows[1].update_id < 0);
    scene.telegram_is_content().await;
}

#[tokio::test]
async fn every_kind_is_composed_and_taken() {
    let bot = LocalBot::start().await;
    let scene = Scene::with(Mode::Hold, &bot).await;
    let app = &scene.bench.app;
    let forms = app.compose_forms();
    for form in &forms {
        let made = app.compose(ComposeUpdate {
            bot_id: scene.bot,
            kind: form.kind.clone(),
            fields: BTreeMap::new(),
        });
        let body = made.await.unwrap().body;
        let injected = app
            .inject_update(inject(&scene, &body, false))
            .await
            .unwrap();
        assert_eq!(injected.row.kind, form.kind);
    }
    sent_to(&bot, forms.len()).await;
}

#[tokio::test]
async fn a_button_in_the_bots_answer_is_pressed_and_one_in_an_update_too() {
    let markup = json!({ "inline_keyboard": [[
        { "text": "Yes", "callback_data": "yes" }, { "text": "Site", "url": "https://example.org/" }
    ]] });
    let call =
        json!({ "method": "sendMessage", "chat_id": 5, "text": "Sure?", "reply_markup": markup });
    let bot = LocalBot::answering(move |_| answer(200, "application/json", call.to_string())).await;
    let scene = Scene::with(Mode::Relay, &bot).await;
    let app = &scene.bench.app;
    scene.say(5, "hi");
    let attempt = scene.attempts_made(1).await.remove(0);
    let seq = attempt.seq;
    let buttons = app.list_buttons(GetUpdate { seq }).await.unwrap();
    assert_eq!(buttons.from.unwrap().first_name, "Ann");
    let [keyboard] = &buttons.keyboards[..] else {
        panic!("one keyboard");
    };
    assert_eq!(
        (keyboard.text.as_str(), keyboard.attempt),
        ("Sure?", Some(attempt.id))
    );
    let press = |seq, attempt, column| PressButton {
        seq,
        attempt,
        keyboard: 0,
        row: 0,
        column,
        from: None,
    };
    let made = app
        .press_button(press(seq, Some(attempt.id), 0))
        .await
        .unwrap();
    let opens = app
        .press_button(press(seq, Some(attempt.id), 1))
        .await
        .unwrap_err();
    assert!(opens.message.contains("https://example.org/"), "{opens}");
    let injected = app
        .inject_update(inject(&scene, &made.body, false))
        .await
        .unwrap();
    let got = sent_to(&bot, 2).await.remove(1).json();
    assert_eq!(got["callback_query"]["data"], "yes");
    assert_eq!(got["callback_query"]["message"]["chat"]["id"], 5);
    // The same button, in the update that it made.
    let seq = injected.row.seq;
    let again = app.press_button(press(seq, None, 0)).await.unwrap();
    let again: Value = serde_json::from_str(&again.body).unwrap();
    let query = &again["callback_query"];
    assert_eq!(
        query["chat_instance"],
        got["callback_query"]["chat_instance"]
    );
    assert_eq!(query["message"], got["callback_query"]["message"]);
    let none = app
        .press_button(press(seq, Some(999), 0))
        .await
        .unwrap_err();
    assert_eq!(none.code, Code::NotFound);
}

#[tokio::test]
async fn what_the_bot_asks_for_in_its_answer_goes_to_nobody_also_when_it_was_held() {
    let mut bot = LocalBot::answering(|got| {
        let call = json!({ "method": "sendMessage", "chat_id": got.chat(), "text": "a reply" });
        answer(200, "application/json", call.to_string())
    })
    .await;
    let body = r#"{"update_id":1,"message":{"text":"hello","chat":{"id":5}}}"#;
    for mode in [Mode::Hold, Mode::Relay] {
        let scene = Scene::with(mode, &bot).await;
        bot.kill().await;
        let app = &scene.bench.app;
        app.inject_update(inject(&scene, body, false))
            .await
            .unwrap();
        scene.until("it is held", |view| view.held == 1).await;
        bot.run().await;
        scene.until("it is delivered", |view| view.held == 0).await;
        // Telegram's own, behind it, is answered.
        scene.say(5, "hello");
        let control = scene.bench.telegram.control();
        eventually("a reply", || async {
            let sent = control.sent(&scene.token).unwrap();
            (!sent.is_empty()).then_some(())
        })
        .await;
        let calls = control.calls(&scene.token).unwrap();
        let made = calls.iter().filter(|call| call.method == "sendMessage");
        assert_eq!(made.count(), 1, "{mode:?}");
        let attempts = scene.attempts().await;
        let mut calls = attempts.iter().filter_map(|attempt| attempt.call.as_ref());
        let call = calls.find(|call| call.state == CallState::Unsent).unwrap();
        assert!(call.detail.as_ref().unwrap().contains("made by hand"));
    }
}
