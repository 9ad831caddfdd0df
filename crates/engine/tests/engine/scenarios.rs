//! A conversation with a sandbox bot: written down, saved, listed, played, and played again after the
//! bot has changed.

use crate::fixture::Bench;
use hookbay_engine::api::types::{
    AddBot, BotView, DifferenceSide, Environment, ListScenarios, RecordScenario, RunScenario,
    SandboxSay, SaveScenario, ScenarioRun, StepState,
};
use hookbay_engine::error::Code;
use hookbay_engine::event::Change;
use hookbay_engine::secret::Secret;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const ANN: i64 = 71_002_244;

/// A bot that polls, and repeats what is said until it is told to do otherwise.
async fn bot(root: String, token: String, otherwise: Arc<AtomicBool>) {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let call = async |method: &str, body: Value| -> Value {
        let request = http.post(format!("{root}/bot{token}/{method}")).json(&body);
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        answer["result"].clone()
    };
    let mut offset = 0;
    loop {
        let updates = call("getUpdates", json!({"offset": offset, "timeout": 20})).await;
        for update in updates.as_array().into_iter().flatten() {
            offset = update["update_id"].as_i64().unwrap() + 1;
            let text = if otherwise.load(Ordering::Relaxed) {
                json!("What?")
            } else {
                update["message"]["text"].clone()
            };
            let chat = &update["message"]["chat"]["id"];
            call("sendMessage", json!({"chat_id": chat, "text": text})).await;
        }
    }
}

struct Scene {
    bench: Bench,
    bot: BotView,
    token: String,
    otherwise: Arc<AtomicBool>,
}

impl Scene {
    async fn new() -> Self {
        let bench = Bench::new().await;
        bench.app.start_sandbox().await.unwrap();
        let token = bench.token().await;
        let added = bench.app.add_bot(AddBot {
            token: Secret::new(&token),
            environment: Environment::Sandbox,
            name: None,
        });
        let view = added.await.unwrap();
        let otherwise = Arc::new(AtomicBool::new(false));
        let root = bench.telegram.api_root();
        tokio::spawn(bot(root, token.clone(), Arc::clone(&otherwise)));
        Self {
            token,
            bench,
            bot: view,
            otherwise,
        }
    }

    async fn recorded(&self) -> String {
        let say = SandboxSay {
            bot_id: self.bot.id,
            text: "hello".into(),
        };
        self.bench.app.sandbox_say(say).await.unwrap();
        let control = self.bench.telegram.control();
        control
            .until(|it| !it.sent(&self.token).unwrap().is_empty())
            .await;
        let input = RecordScenario {
            bot_id: self.bot.id,
            chat_id: ANN,
            from_message_id: None,
            name: "A greeting".into(),
        };
        self.bench.app.record_scenario(input).await.unwrap().text
    }

    fn path(&self, name: &str) -> String {
        let folder = self.bench.folder.path().join("scenarios");
        folder.join(name).display().to_string()
    }

    async fn run(&self, name: &str) -> ScenarioRun {
        let input = RunScenario {
            bot_id: self.bot.id,
            path: self.path(name),
        };
        self.bench.app.run_scenario(input).await.unwrap()
    }
}

fn save(path: String, text: &str) -> SaveScenario {
    SaveScenario {
        path,
        text: text.into(),
        replace: false,
    }
}

#[tokio::test]
async fn a_conversation_is_recorded_saved_listed_and_played_until_the_bot_changes() {
    let scene = Scene::new().await;
    let text = scene.recorded().await;
    assert_eq!(
        text,
        "name: A greeting\nsteps:\n  - say: hello\n  - expect: hello\n"
    );
    let path = scene.path("greeting.yaml");
    let saved = scene
        .bench
        .app
        .save_scenario(save(path, &text))
        .await
        .unwrap();
    std::fs::write(scene.path("broken.yaml"), "steps:\n  - sey: x\n").unwrap();
    let list = ListScenarios {
        folder: scene.path(""),
    };
    let files = scene.bench.app.list_scenarios(list).await.unwrap().files;
    assert!(files[0].problem.as_ref().unwrap().starts_with("2:5: "));
    assert_eq!(files[1], saved);
    assert_eq!((saved.name.as_str(), saved.steps), ("greeting", 2));

    let mut events = scene.bench.app.watch();
    let run = scene.run("greeting.yaml").await;
    assert!(run.passed, "{run:#?}");
    let bot_id = scene.bot.id;
    let news = std::iter::from_fn(|| events.try_recv().ok());
    assert!(
        news.into_iter()
            .any(|event| event.change == Change::Chat { bot_id })
    );

    scene.otherwise.store(true, Ordering::Relaxed);
    let run = scene.run("greeting.yaml").await;
    assert_eq!(run.steps[1].state, StepState::Failed);
    let lines = &run.steps[1].problem.as_ref().unwrap().difference;
    let lines: Vec<_> = lines.iter().map(|it| (it.side, it.text.as_str())).collect();
    assert_eq!(
        lines,
        [
            (DifferenceSide::Wanted, "text: hello"),
            (DifferenceSide::Came, "text: What?")
        ]
    );
}

#[tokio::test]
async fn a_file_is_lost_only_if_that_is_wanted_and_only_for_a_scenario() {
    let scene = Scene::new().await;
    let app = &scene.bench.app;
    let (text, path) = ("steps: []\n", scene.path("a.yaml"));
    app.save_scenario(save(path.clone(), text)).await.unwrap();
    let again = app.save_scenario(save(path.clone(), text)).await;
    assert!(again.unwrap_err().message.ends_with("is there already."));
    let broken = SaveScenario {
        replace: true,
        ..save(path.clone(), "steps: 5")
    };
    let error = app.save_scenario(broken).await.unwrap_err();
    assert_eq!(
        error.message,
        "The scenario cannot be read: line 1, column 8."
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    let other = "name: b\nsteps: []\n";
    let wanted = SaveScenario {
        replace: true,
        ..save(path.clone(), other)
    };
    app.save_scenario(wanted).await.unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), other);
    for path in ["a.yaml", "/etc/passwd"] {
        let error = app
            .save_scenario(save(path.into(), text))
            .await
            .unwrap_err();
        assert_eq!(error.code, Code::InvalidInput, "{path}");
    }
}

#[tokio::test]
async fn a_chat_in_which_nothing_was_said_is_no_scenario() {
    let scene = Scene::new().await;
    let input = RecordScenario {
        bot_id: scene.bot.id,
        chat_id: ANN,
        from_message_id: None,
        name: String::new(),
    };
    let error = scene.bench.app.record_scenario(input).await.unwrap_err();
    assert_eq!(error.message, "Nothing was said in this chat.");
}
