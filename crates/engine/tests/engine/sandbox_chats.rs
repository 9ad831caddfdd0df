//! The sandbox's chats through the app: what its operations take and give is what the real sandbox
//! does.

use crate::fixture::{Bench, eventually, set};
use hookbay_engine::api::types::{
    ActInSandbox, AddBot, AddChat, AddPerson, BotView, ChatKind, ChatTimeline, DeleteWebhook,
    ListChat, ListTranscript, Mishap, SandboxAct, SandboxDid, SandboxTrouble,
};
use hookbay_engine::domain::bot::Environment;
use hookbay_engine::error::Code;
use hookbay_engine::event::Change;
use hookbay_engine::secret::Secret;
use serde_json::{Value, json};

const ANN: i64 = 71_002_244;

/// A sandbox bot and its token.
async fn bot(bench: &Bench) -> (BotView, String) {
    bench.app.start_sandbox().await.unwrap();
    let token = bench.token().await;
    let add = AddBot {
        token: Secret::new(token.clone()),
        environment: Environment::Sandbox,
        name: None,
    };
    (bench.app.add_bot(add).await.unwrap(), token)
}

async fn call(bench: &Bench, token: &str, method: &str, body: Value) -> Value {
    let url = format!("{}/bot{token}/{method}", bench.telegram.api_root());
    let request = reqwest::Client::new().post(url).json(&body);
    request.send().await.unwrap().json().await.unwrap()
}

async fn act(bench: &Bench, bot: &BotView, act: SandboxAct) -> SandboxDid {
    let input = ActInSandbox {
        bot_id: bot.id,
        user_id: ANN,
        chat_id: None,
        act,
    };
    bench.app.act_in_sandbox(input).await.unwrap()
}

async fn chat(bench: &Bench, bot: &BotView, chat_id: i64) -> ChatTimeline {
    let input = ListChat {
        bot_id: bot.id,
        chat_id,
        before: None,
        limit: 50,
    };
    bench.app.list_chat(input).await.unwrap()
}

#[tokio::test]
async fn a_conversation_with_buttons_and_its_transcript() {
    let bench = Bench::new().await;
    let (bot, token) = bot(&bench).await;
    let say = |text: &str| SandboxAct::Say {
        text: text.into(),
        reply_to: None,
    };
    let said = act(&bench, &bot, say("/start now")).await;
    let updates = call(&bench, &token, "getUpdates", json!({})).await;
    assert_eq!(updates["result"][0]["update_id"], said.update_ids[0]);
    let entity = &updates["result"][0]["message"]["entities"][0];
    assert_eq!(entity["type"], "bot_command");

    let keyboard = json!([[{"text": "Yes", "callback_data": "y"}]]);
    let answer = json!({
        "chat_id": ANN,
        "text": "<b>Sure</b>?",
        "parse_mode": "HTML",
        "reply_markup": {"inline_keyboard": keyboard},
        "reply_parameters": {"message_id": said.message_id},
    });
    let sent = call(&bench, &token, "sendMessage", answer).await;
    let message_id = sent["result"]["message_id"].as_i64().unwrap();
    let press = SandboxAct::Press {
        message_id,
        row: 0,
        column: 0,
    };
    let pressed = act(&bench, &bot, press).await;
    let offset = json!({ "offset": pressed.update_ids[0] });
    let updates = call(&bench, &token, "getUpdates", offset).await;
    let query = &updates["result"][0]["callback_query"];
    assert_eq!(query["data"], "y");
    let toast = json!({"callback_query_id": query["id"], "text": "Good", "show_alert": true});
    call(&bench, &token, "answerCallbackQuery", toast).await;

    let page = chat(&bench, &bot, ANN).await;
    let shown = page.messages.last().unwrap();
    assert_eq!(shown.text.as_deref(), Some("Sure?"));
    assert_eq!((shown.from, shown.reply_to), (None, said.message_id));
    assert_eq!(
        (shown.entities[0].kind.as_str(), shown.entities[0].length),
        ("bold", 4)
    );
    assert_eq!(shown.buttons[0][0].kind, "callback");
    assert_eq!(page.messages[0].update_id, Some(said.update_ids[0]));
    assert_eq!(page.toasts[0].text.as_deref(), Some("Good"));
    assert!(page.toasts[0].alert && page.toasts[0].at.is_some());

    let input = ListTranscript {
        bot_id: bot.id,
        before: None,
        limit: 10,
    };
    let entries = bench.app.list_transcript(input).await.unwrap().entries;
    let called: Vec<Vec<&str>> = entries
        .iter()
        .map(|entry| {
            entry
                .calls
                .iter()
                .map(|call| call.method.as_str())
                .collect()
        })
        .collect();
    assert_eq!(called, [vec!["answerCallbackQuery"], vec!["sendMessage"]]);
    assert_eq!(entries[1].summary, "/start now");
    assert!(entries[1].calls[0].after_ms.is_some());
}

#[tokio::test]
async fn people_and_groups_are_made_and_the_bot_is_told() {
    let bench = Bench::new().await;
    let (bot, _) = bot(&bench).await;
    let world = bench.app.sandbox_world(bot.id).await.unwrap();
    assert_eq!(world.people[0].name, "Ann Petrova");
    let person = AddPerson {
        first_name: "Bo".into(),
        last_name: None,
        username: Some("@bo".into()),
    };
    let bo = bench.app.add_person(person).await.unwrap();
    assert_eq!(bo.username.as_deref(), Some("bo"));
    let group = AddChat {
        bot_id: bot.id,
        kind: ChatKind::Supergroup,
        title: "Friends".into(),
        members: vec![bo.id],
        by: ANN,
    };
    let group = bench.app.add_chat(group).await.unwrap();
    assert_eq!(
        (group.kind, group.bot_status.as_str()),
        (ChatKind::Supergroup, "member")
    );
    assert_eq!(group.members.len(), 2);
    let world = bench.app.sandbox_world(bot.id).await.unwrap();
    assert_eq!(world.chats[0].id, group.id);
    assert_eq!(chat(&bench, &bot, group.id).await.messages.len(), 2);
}

#[tokio::test]
async fn what_a_chat_asks_of_each_person_is_told() {
    let bench = Bench::new().await;
    let (bot, token) = bot(&bench).await;
    let say = SandboxAct::Say {
        text: "/start".into(),
        reply_to: None,
    };
    act(&bench, &bot, say).await;
    let send = async |chat_id: i64, text: &str, reply_markup: Value| {
        let message = json!({"chat_id": chat_id, "text": text, "reply_markup": reply_markup});
        call(&bench, &token, "sendMessage", message).await
    };
    let quiz = json!({"keyboard": [[{"text": "Quiz", "request_poll": {"type": "quiz"}}]]});
    send(ANN, "Well?", quiz).await;
    let commands = json!({
        "commands": [{"command": "size", "description": "Choose"}],
        "scope": {"type": "chat", "chat_id": ANN},
    });
    call(&bench, &token, "setMyCommands", commands).await;
    let page = chat(&bench, &bot, ANN).await;
    let button = &page.keyboard.unwrap().rows[0][0];
    assert_eq!(button.poll.as_deref(), Some("quiz"));
    assert_eq!(page.commands[0].user_ids, [ANN]);
    assert_eq!(page.commands[0].commands[0].command, "size");
    let quiz = SandboxAct::Poll {
        question: "2 + 2?".into(),
        options: vec!["3".into(), "4".into()],
        anonymous: true,
        several: false,
        right: vec![1],
        explanation: Some("Count.".into()),
    };
    act(&bench, &bot, quiz).await;
    let page = chat(&bench, &bot, ANN).await;
    let poll = page.messages.last().unwrap().poll.clone().unwrap();
    assert_eq!((poll.quiz, poll.right), (true, vec![1]));

    let mario = bench.app.sandbox_world(bot.id).await.unwrap().people[1].id;
    let group = AddChat {
        bot_id: bot.id,
        kind: ChatKind::Supergroup,
        title: "Friends".into(),
        members: vec![ANN, mario],
        by: ANN,
    };
    let group = bench.app.add_chat(group).await.unwrap();
    assert_eq!(group.silent, []);
    let keyboard = json!({"keyboard": [["a"]], "selective": true});
    send(group.id, "@mario_rossi", keyboard).await;
    let page = chat(&bench, &bot, group.id).await;
    assert_eq!(page.keyboard.unwrap().only_for, Some(vec![mario]));
    let force = json!({
        "force_reply": true, "selective": true, "input_field_placeholder": "Your name",
    });
    let question = send(group.id, "@mario_rossi?", force).await;
    let asked = chat(&bench, &bot, group.id).await.force_reply.unwrap();
    assert_eq!(question["result"]["message_id"], asked.message_id);
    assert_eq!(asked.placeholder.as_deref(), Some("Your name"));
    assert_eq!(asked.only_for, Some(vec![mario]));

    let input = ActInSandbox {
        bot_id: bot.id,
        user_id: ANN,
        chat_id: Some(group.id),
        act: SandboxAct::SetBot {
            status: "administrator".into(),
        },
    };
    bench.app.act_in_sandbox(input).await.unwrap();
    let silence = json!({
        "chat_id": group.id, "user_id": mario, "permissions": {"can_send_messages": false},
    });
    call(&bench, &token, "restrictChatMember", silence).await;
    let world = bench.app.sandbox_world(bot.id).await.unwrap();
    let shown = world.chats.iter().find(|chat| chat.id == group.id).unwrap();
    assert_eq!(shown.silent[0].user_id, mario);
    assert!(shown.silent[0].why.contains("cannot write"));
}

#[tokio::test]
async fn what_is_not_possible_is_said_in_words() {
    let bench = Bench::new().await;
    let (bot, _) = bot(&bench).await;
    let input = ActInSandbox {
        bot_id: bot.id,
        user_id: ANN,
        chat_id: None,
        act: SandboxAct::Press {
            message_id: 99,
            row: 0,
            column: 0,
        },
    };
    let error = bench.app.act_in_sandbox(input).await.unwrap_err();
    assert_eq!(error.code, Code::NotFound);
    assert_eq!(error.message, "The chat has no message 99.");
}

#[tokio::test]
async fn whoever_watches_is_told_which_chats_changed() {
    let bench = Bench::new().await;
    let (bot, token) = bot(&bench).await;
    let mut events = bench.app.watch();
    call(
        &bench,
        &token,
        "sendMessage",
        json!({"chat_id": ANN, "text": "hi"}),
    )
    .await;
    let told = async {
        let mine = Change::Chat { bot_id: bot.id };
        while events.recv().await.unwrap().change != mine {}
    };
    let patience = std::time::Duration::from_secs(20);
    tokio::time::timeout(patience, told).await.unwrap();
}

#[tokio::test]
async fn another_url_comes_and_the_webhook_follows() {
    let bench = Bench::new().await;
    let bot = bench.listening_bot().await;
    let info = || async {
        bench
            .app
            .webhook_status(bot.id)
            .await
            .unwrap()
            .info
            .unwrap()
    };
    let before = info().await.url;
    let trouble = SandboxTrouble {
        bot_id: bot.id,
        trouble: Mishap::NewUrl,
    };
    bench.app.sandbox_trouble(trouble).await.unwrap();
    eventually("the webhook is at the new URL", || async {
        let url = info().await.url;
        (!url.is_empty() && url != before).then_some(())
    })
    .await;
}

/// The look at what was set may not be over when the URL changes, or may not even have begun.
#[tokio::test]
async fn another_url_right_after_the_webhook_was_set_is_followed_too() {
    let bench = Bench::new().await;
    let (bot, token) = bot(&bench).await;
    // Telegram allows one setWebhook a second, so that each round takes two.
    for _ in 0..4 {
        let before = bench.app.set_webhook(set(bot.id)).await.unwrap();
        let trouble = SandboxTrouble {
            bot_id: bot.id,
            trouble: Mishap::NewUrl,
        };
        bench.app.sandbox_trouble(trouble).await.unwrap();
        let wanted = bench.app.bot(bot.id).await.unwrap().webhook;
        let wanted = wanted.unwrap().desired_url.unwrap();
        assert_ne!(Some(&wanted), before.desired_url.as_ref());
        eventually("the webhook is at the new URL", || async {
            let info = call(&bench, &token, "getWebhookInfo", json!({})).await;
            (info["result"]["url"] == wanted).then_some(())
        })
        .await;
        let input = DeleteWebhook {
            bot_id: bot.id,
            drop_pending_updates: false,
            delete_foreign: false,
        };
        bench.app.delete_webhook(input).await.unwrap();
    }
}

#[tokio::test]
async fn a_jump_of_the_clock_is_seen_in_the_world() {
    let bench = Bench::new().await;
    let (bot, _) = bot(&bench).await;
    let trouble = SandboxTrouble {
        bot_id: bot.id,
        trouble: Mishap::TimeJump { seconds: 90_000 },
    };
    let world = bench.app.sandbox_trouble(trouble).await.unwrap();
    assert_eq!(world.clock_ahead, 90_000);
}

#[tokio::test]
async fn neither_token_goes_to_the_others_side() {
    let mut bench = Bench::new().await;
    let made_up = bench.token().await;
    bench.telegram_at("https://api.telegram.org");
    bench.restart().await;
    bench.app.start_sandbox().await.unwrap();
    let real = format!("42:AAE{}", "x".repeat(32));
    for (token, environment, words) in [
        (made_up, Environment::Cloud, "sent nowhere else"),
        (real, Environment::Sandbox, "the sandbox does not get it"),
    ] {
        let add = AddBot {
            token: Secret::new(token),
            environment,
            name: None,
        };
        let error = bench.app.add_bot(add).await.unwrap_err();
        assert!(error.message.contains(words), "{}", error.message);
    }
}

#[tokio::test]
async fn a_bot_at_telegram_has_no_chats_here() {
    let bench = Bench::new().await;
    let add = AddBot {
        token: Secret::new(bench.token().await),
        environment: Environment::Cloud,
        name: None,
    };
    let bot = bench.app.add_bot(add).await.unwrap();
    bench.app.set_webhook(set(bot.id)).await.unwrap_err();
    let error = bench.app.sandbox_world(bot.id).await.unwrap_err();
    assert_eq!(error.message, "Only a sandbox bot has chats here.");
}
