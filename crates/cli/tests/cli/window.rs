//! A scenario in the window, which the engine plays, and on the command line: one file, one result.

use std::future::Future;
use std::pin::Pin;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use hookbay_engine::api::types::{
    AddBot, DifferenceSide, Environment, RunScenario, ScenarioRun, StepState,
};
use hookbay_engine::app::{App, Parts, SandboxAddress, SandboxLauncher};
use hookbay_engine::config::{Config, Sources};
use hookbay_engine::error::Result;
use hookbay_engine::secret::Secret;
use hookbay_sandbox::telegram::{Options, Telegram};
use hookbay_scenario::{Client, client};

use crate::rig::{Rig, bot, said_of};

/// Each in its own way: as it should be, and otherwise. The window waits for 5 s where nothing is said, and a
/// machine that is busy with other things is no fault of the bot's.
const FILES: [(&str, &str); 7] = [
    (
        "button.yaml",
        "steps:
  - say: /start
  - expect: What size?
    within: 60s
  - expect: Or say it.
    within: 60s
  - press: Huge
    within: 200ms
",
    ),
    ("fault.yaml", "steps:\n  - fault: lost_answer\n"),
    (
        "gift.yaml",
        "steps:
  - say: /gift
  - expect: Here you are.
    within: 60s
",
    ),
    (
        "group.yaml",
        "name: In a group
chats:
  - name: Pizza club
    members: [Ann, Mario]
    bot: administrator
steps:
  - user: Mario
    in: Pizza club
    say: hello
  - in: Pizza club
    expect: {contains: for Mario}
    within: 60s
",
    ),
    (
        "other.yaml",
        "name: Other words
steps:
  - say: /start
  - expect:
      text: Which size?
      buttons:
        - [Small]
    within: 60s
",
    ),
    (
        "silent.yaml",
        "steps:
  - say: /quiet
  - expect: {contains: sorry}
    within: 200ms
",
    ),
    (
        "words.yaml",
        "name: An order in words
steps:
  - say: Margherita
  - expect: {matches: 'Order #(?<number>\\d+) for Ann'}
    within: 60s
  - edit: cancel {number}
  - expect: You changed it.
    within: 60s
",
    ),
];

/// A sandbox that runs already.
struct Launcher(String);

impl SandboxLauncher for Launcher {
    fn launch(&self) -> Pin<Box<dyn Future<Output = Result<SandboxAddress>> + Send>> {
        let api_root = self.0.clone();
        Box::pin(async move { Ok(SandboxAddress { api_root }) })
    }
}

struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What the window shows of a run that failed, in the report's form; nothing of one that passed.
fn shown(run: &ScenarioRun) -> Option<String> {
    let mut steps = run.steps.iter();
    let step = steps.find(|step| step.state == StepState::Failed)?;
    let problem = step.problem.as_ref().unwrap();
    let mut lines = vec![
        format!("{}: {}", step.line, step.says),
        problem.what.clone(),
    ];
    lines.extend(problem.difference.iter().map(|line| {
        let sign = match line.side {
            DifferenceSide::Both => ' ',
            DifferenceSide::Wanted => '-',
            DifferenceSide::Came => '+',
        };
        format!("{sign} {}", line.text)
    }));
    lines.extend(problem.hint.clone());
    assert!(!run.passed);
    Some(lines.join("\n"))
}

/// Plays them one after the other, as somebody who presses Run does.
async fn in_the_window(rig: &Rig) -> Vec<Option<String>> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let options = Options {
        local: true,
        ..Options::default()
    };
    let telegram = Telegram::start(options).await.unwrap();
    let root = telegram.api_root();
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().display().to_string();
    let variables = [
        ("HOOKBAY_DATA_DIR", folder.as_str()),
        (
            "HOOKBAY_KEYRING_SERVICE",
            &format!("dev.hookbay.test{folder}"),
        ),
        ("HOOKBAY_TELEGRAM_ROOT", &root),
        ("HOOKBAY_API", "off"),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let config = Config::from(Sources::of(variables, None)).unwrap();
    let parts = Parts {
        sandbox: Some(Arc::new(Launcher(root.clone()))),
        ..Parts::default()
    };
    let app = App::start(config, parts).await.unwrap();
    app.start_sandbox().await.unwrap();
    let http = client::http().unwrap();
    let made = Client::with_new_bot(http, &root, "Tested bot", "tested_bot").await;
    let client = made.unwrap();
    let added = app.add_bot(AddBot {
        token: Secret::new(client.token()),
        environment: Environment::Sandbox,
        name: None,
    });
    let view = added.await.unwrap();
    let process = Command::new("python3")
        .arg(bot())
        .env("TELEGRAM_API_ROOT", &root)
        .env("BOT_TOKEN", client.token())
        .env_remove("BOT_FAULT")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdout(Stdio::null())
        .spawn();
    let _process = Process(process.unwrap());
    let by = client.listening(Duration::from_mins(1)).await.unwrap();
    assert_eq!(by.as_deref(), Some("polling"));
    let mut all = Vec::new();
    for (name, _) in FILES {
        let path = rig.path(name).display().to_string();
        let bot_id = view.id;
        let run = app.run_scenario(RunScenario { bot_id, path }).await;
        all.push(shown(&run.unwrap()));
    }
    app.shutdown().await;
    all
}

#[tokio::test]
async fn the_window_and_the_command_line_say_the_same_of_a_scenario() {
    let rig = Rig::new(&FILES);
    let ran = rig.test(&["--junit", "report.xml"], "");
    assert_eq!(ran.status, 1, "{}", ran.err);
    let report = rig.report("report.xml");
    let cases = report.test_suites[0].test_cases.iter();
    let command: Vec<Option<String>> = cases
        .map(|case| match case.status {
            quick_junit::TestCaseStatus::Success { .. } => None,
            _ => Some(said_of(case).1.split_once(".yaml:").unwrap().1.to_owned()),
        })
        .collect();
    let failed: Vec<bool> = command.iter().map(Option::is_some).collect();
    assert_eq!(
        failed,
        [true, true, true, false, true, true, false],
        "{}",
        ran.out
    );
    assert_eq!(in_the_window(&rig).await, command);
}
