//! A conversation that was had is written down, and passes when it is played right afterwards; a bot
//! that has changed since then does not pass.

#![allow(clippy::unwrap_used)] // A test that cannot go on has failed.

mod deeds;
mod groups;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hookbay_sandbox::telegram::control::NewUser;
use hookbay_sandbox::telegram::{Control, Options as Rules, Telegram};
use hookbay_scenario::{Client, Difference, Options, Recording, parse, play, print, record};
use serde_json::{Value, json};
use tokio::sync::watch;

/// A bot of a few lines that polls; `changed` makes it say something else.
#[derive(Clone)]
struct Bot {
    http: reqwest::Client,
    root: String,
    changed: Arc<AtomicBool>,
}

impl Bot {
    async fn call(&self, method: &str, body: Value) -> Value {
        let request = self
            .http
            .post(format!("{}/{method}", self.root))
            .json(&body);
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        answer["result"].clone()
    }

    async fn live(self) {
        let mut offset = 0;
        loop {
            let wanted = json!({"offset": offset, "timeout": 20, "allowed_updates":
                ["message", "edited_message", "callback_query", "message_reaction", "poll_answer", "my_chat_member"]});
            let updates = self.call("getUpdates", wanted).await;
            for update in updates.as_array().into_iter().flatten() {
                offset = update["update_id"].as_i64().unwrap() + 1;
                self.take(update).await;
            }
        }
    }

    async fn take(&self, update: &Value) {
        let message = &update["message"];
        let chat = &message["chat"]["id"];
        if let Some((chat, text)) = groups::answer(update) {
            self.call("sendMessage", json!({"chat_id": chat, "text": text}))
                .await;
        } else if message["text"] == "/start" {
            let row = json!([{"text": "Small", "callback_data": "s"}, {"text": "Large", "callback_data": "l"}]);
            let markup = json!({"inline_keyboard": [row]});
            self.call("sendMessage", json!({"chat_id": chat, "text": "What size?\n\n(of pizza)", "reply_markup": markup})).await;
            let keys = json!({"keyboard": [["Help: now"]], "resize_keyboard": true});
            self.call(
                "sendMessage",
                json!({"chat_id": chat, "text": "Or ask.", "reply_markup": keys}),
            )
            .await;
        } else if message["photo"].is_array() {
            let poll = json!({"chat_id": chat, "question": "Nice?", "options": [{"text": "Yes"}, {"text": "No"}], "is_anonymous": false});
            self.call("sendPoll", poll).await;
        } else if message["text"].is_string() {
            let word = if self.changed.load(Ordering::Relaxed) {
                "Sorry"
            } else {
                "Well"
            };
            let text = format!("{word}: {}", message["text"].as_str().unwrap());
            self.call("sendMessage", json!({"chat_id": chat, "text": text}))
                .await;
        } else if update["callback_query"].is_object() {
            let query = &update["callback_query"];
            let pressed = &query["message"];
            self.call(
                "answerCallbackQuery",
                json!({"callback_query_id": query["id"], "text": "Noted"}),
            )
            .await;
            for text in ["One moment", "Large it is"] {
                self.call("editMessageText", json!({"chat_id": pressed["chat"]["id"], "message_id": pressed["message_id"], "text": text})).await;
            }
        } else if update["message_reaction"].is_object() {
            let chat = &update["message_reaction"]["chat"]["id"];
            self.call("sendMessage", json!({"chat_id": chat, "text": "Thanks"}))
                .await;
        } else if update["poll_answer"].is_object() {
            let chat = &update["poll_answer"]["user"]["id"];
            self.call("sendMessage", json!({"chat_id": chat, "text": "Counted"}))
                .await;
        }
    }
}

struct Scene {
    telegram: Telegram,
    client: Client,
    changed: Arc<AtomicBool>,
    token: String,
}

impl Scene {
    async fn new() -> Self {
        // Another test may have done so before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let telegram = Telegram::start(Rules {
            local: true,
            ..Rules::default()
        })
        .await
        .unwrap();
        let http = reqwest::Client::builder()
            .no_proxy()
            .tls_certs_only([])
            .build()
            .unwrap();
        let root = telegram.api_root();
        let client = Client::with_new_bot(http.clone(), &root, "Pizza", "pizza_bot")
            .await
            .unwrap();
        let token = client.token().to_owned();
        let changed = Arc::new(AtomicBool::new(false));
        let bot = Bot {
            http,
            root: format!("{root}/bot{token}"),
            changed: Arc::clone(&changed),
        };
        tokio::spawn(bot.live());
        Self {
            telegram,
            client,
            changed,
            token,
        }
    }

    fn control(&self) -> Control {
        self.telegram.control()
    }

    /// Somebody does something; then the bot has said so many things in all.
    async fn act(&self, user: i64, act: Value, said: usize) {
        self.act_in(None, user, act, said).await;
    }

    /// The same in a group.
    async fn act_in(&self, chat: Option<i64>, user: i64, act: Value, said: usize) {
        let control = self.control();
        let act = serde_json::from_value(act).unwrap();
        control.act(&self.token, user, chat, act).unwrap();
        control
            .until(|control| control.sent(&self.token).unwrap().len() >= said)
            .await;
    }

    /// A person, new in every run.
    fn person(&self, name: &str) -> i64 {
        let new = NewUser {
            first_name: name.to_owned(),
            ..NewUser::default()
        };
        self.control().add_person(new).unwrap().id
    }

    /// A group, which the first one makes.
    fn group(&self, title: &str, members: &[i64]) -> i64 {
        let new =
            json!({"kind": "supergroup", "title": title, "members": members, "by": members[0]});
        let new = serde_json::from_value(new).unwrap();
        self.control().add_chat(&self.token, new).unwrap().id
    }

    async fn text(&self, chat_id: i64, from_message_id: Option<i64>) -> String {
        let recording = Recording {
            name: "A chat".to_owned(),
            chat_id,
            from_message_id,
        };
        print(&record(&self.client, &recording).await.unwrap())
    }

    async fn play(&self, text: &str) -> hookbay_scenario::Run {
        let (_alive, ended) = watch::channel(None);
        let options = Options {
            patience: std::time::Duration::from_mins(1),
            folder: std::path::PathBuf::new(),
            ended,
        };
        play(&self.client, &parse(text).unwrap(), &options, |_| {}).await
    }
}

const ANN: i64 = 71_002_244;
const MARIO: i64 = 71_002_245;

const CHAT: &str = "\
name: A chat
steps:
  - say: /start
  - expect:
      text: |-
        What size?

        (of pizza)
      buttons:
        - [Small, Large]
  - expect:
      text: Or ask.
      keyboard:
        - [\"Help: now\"]
  - press: Large
  - expect_toast: Noted
  - expect_edit:
      text: One moment
      buttons: []
  - expect_edit: Large it is
  - say: \"Help: now\"
  - expect: \"Well: Help: now\"
  - to: Large it is
    react: 👍
  - expect: Thanks
  - upload: cat.png
    caption: A cat
    made_up: true
  - expect:
      media: poll
      text: Nice?
      options: [\"Yes\", \"No\"]
  - vote: \"No\"
  - expect: Counted
";

#[tokio::test]
async fn a_recorded_conversation_passes_until_the_bot_changes() {
    let scene = Scene::new().await;
    scene
        .act(ANN, json!({"type": "say", "text": "/start"}), 2)
        .await;
    let asked = scene.control().sent(&scene.token).unwrap()[0]["message_id"]
        .as_i64()
        .unwrap();
    scene
        .act(
            ANN,
            json!({"type": "press", "message_id": asked, "row": 0, "column": 1}),
            2,
        )
        .await;
    let edited = |control: &Control| {
        let page = control.chat(&scene.token, ANN, None, 9).unwrap();
        page.messages
            .iter()
            .any(|message| message.text.as_deref() == Some("Large it is"))
    };
    scene.control().until(edited).await;
    scene
        .act(ANN, json!({"type": "say", "text": "Help: now"}), 3)
        .await;
    // What somebody else says, and what no bot is told of, is left out.
    scene
        .act(MARIO, json!({"type": "say", "text": "hello"}), 4)
        .await;
    scene
        .act(
            ANN,
            json!({"type": "react", "message_id": asked, "emoji": "👍"}),
            5,
        )
        .await;
    let cat = json!({"type": "upload", "kind": "photo", "name": "cat.png", "data": "aGk=", "caption": "A cat"});
    scene.act(ANN, cat, 6).await;
    let poll = scene.control().sent(&scene.token).unwrap()[5]["message_id"]
        .as_i64()
        .unwrap();
    scene
        .act(
            ANN,
            json!({"type": "vote", "message_id": poll, "options": [1]}),
            7,
        )
        .await;

    let text = scene.text(ANN, None).await;
    assert_eq!(text, CHAT);
    let run = scene.play(&text).await;
    assert!(run.passed(), "{run:#?}");

    scene.changed.store(true, Ordering::Relaxed);
    let run = scene.play(&text).await;
    let failed = run.failed().unwrap();
    assert_eq!(
        (failed.line, failed.says.as_str()),
        (22, "the bot says “Well: Help: now”")
    );
    assert_eq!(
        failed.problem.as_ref().unwrap().difference,
        [
            Difference::Missing("text: \"Well: Help: now\"".to_owned()),
            Difference::Extra("text: \"Sorry: Help: now\"".to_owned()),
        ]
    );
}

#[tokio::test]
async fn a_recording_begins_where_it_is_told_to_and_names_whoever_else_it_is() {
    let scene = Scene::new().await;
    scene
        .act(MARIO, json!({"type": "say", "text": "one"}), 1)
        .await;
    scene
        .act(MARIO, json!({"type": "say", "text": "two"}), 2)
        .await;
    let page = scene.control().chat(&scene.token, MARIO, None, 9).unwrap();
    let second = page.messages[2].message_id;
    let text = scene.text(MARIO, Some(second)).await;
    assert_eq!(
        text,
        "\
name: A chat
steps:
  - user: Mario
    say: two
  - user: Mario
    expect: \"Well: two\"
"
    );
    assert!(scene.play(&text).await.passed());
}

#[tokio::test]
async fn a_person_is_called_the_same_however_many_runs_there_were_before() {
    let scene = Scene::new().await;
    scene
        .act(ANN, json!({"type": "say", "text": "one"}), 1)
        .await;
    let first = scene.text(ANN, None).await;
    assert!(!first.contains("user:"), "{first}");
    // Each brings an Ann of its own.
    for _ in 0..2 {
        assert!(scene.play(&first).await.passed());
    }
    assert_eq!(scene.text(ANN, None).await, first);
}

#[tokio::test]
async fn two_people_of_one_name_are_told_apart_and_are_still_when_it_is_played() {
    let scene = Scene::new().await;
    let (one, other) = (scene.person("Zoe"), scene.person("Zoe"));
    let club = scene.group("Club", &[one, other]);
    for (said, who) in [one, other, one].into_iter().enumerate() {
        let say = json!({"type": "say", "text": format!("/hello {said}")});
        scene.act_in(Some(club), who, say, said + 1).await;
    }
    let text = scene.text(club, None).await;
    let scenario = parse(&text).unwrap();
    let says = scenario.steps.iter().step_by(2);
    let who: Vec<_> = says.map(|step| step.user.as_deref().unwrap()).collect();
    assert!(who[0] != who[1] && who[0] == who[2], "{text}");
    let mut members = scenario.chats[0].members.clone();
    members.sort();
    assert_eq!(members, ["Zoe", "Zoe 2"]);
    let run = scene.play(&text).await;
    assert!(run.passed(), "{run:#?}");
}
