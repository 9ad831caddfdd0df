//! The snippet beside every kind of fixture runs in its framework, and the update comes to its handler.
//!
//! Each is run as it was written, all of a framework by one process or one build; those with an awkward
//! name each by itself, as their user runs them.

use super::program::{bots, root};
use crate::delivery::scene::Scene;
use hookbay_engine::api::types::{
    ComposeUpdate, FieldValue, Framework, MakeSnippet, SaveFixture, SetFixturesFolder,
};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Kinds that teloxide 0.17 hands on as unknown: two are newer than it is, and of the third it expects
/// objects where Telegram sends whole numbers.
const UNKNOWN_TO_TELOXIDE: [&str; 3] =
    ["deleted_business_messages", "guest_message", "managed_bot"];
/// Neither Python, JavaScript, Rust nor a URL takes all of it as it is.
const AWKWARD: &str = "100% #1 'it\\'s' Пицца 🍕";

struct Saved {
    kind: String,
    program: PathBuf,
}

struct Folder {
    scene: Scene,
    path: PathBuf,
}

impl Folder {
    async fn new(path: Option<PathBuf>) -> Self {
        let scene = Scene::new().await;
        let path = path.unwrap_or_else(|| scene.bench.folder.path().join("fixtures"));
        let set = SetFixturesFolder {
            bot_id: scene.bot,
            folder: Some(path.display().to_string()),
        };
        scene.bench.app.set_fixtures_folder(set).await.unwrap();
        Self { scene, path }
    }

    /// A fixture with its snippet.
    async fn save(
        &self,
        name: &str,
        kind: &str,
        content: Option<&str>,
        framework: Framework,
    ) -> Saved {
        let app = &self.scene.bench.app;
        let content = content.map(|word| ("content".to_owned(), FieldValue::Text(word.into())));
        let compose = ComposeUpdate {
            bot_id: self.scene.bot,
            kind: kind.into(),
            fields: content.into_iter().collect(),
        };
        let body = app.compose(compose).await.unwrap().body;
        let fixture = SaveFixture {
            bot_id: self.scene.bot,
            name: name.into(),
            seq: None,
            body: Some(body),
            scrub: None,
            overwrite: false,
        };
        let name = app.save_fixture(fixture).await.unwrap().name;
        let make = MakeSnippet {
            bot_id: self.scene.bot,
            name,
            framework,
            save: true,
        };
        let path = app.snippet(make).await.unwrap().path.unwrap();
        Saved {
            kind: kind.into(),
            program: path.into(),
        }
    }

    /// One of each kind, and one of each sort of message.
    async fn every_kind(&self, framework: Framework) -> Vec<Saved> {
        let mut all = Vec::new();
        for form in self.scene.bench.app.compose_forms() {
            all.push(self.save(&form.kind, &form.kind, None, framework).await);
            let contents = form.fields.iter().find(|field| field.name == "content");
            for choice in contents.iter().flat_map(|field| &field.choices) {
                if form.kind == "message" {
                    let name = format!("message-{}", choice.value);
                    let saved = self.save(&name, "message", Some(&choice.value), framework);
                    all.push(saved.await);
                }
            }
        }
        assert!(all.len() >= 25 + 20, "every kind and every content");
        all
    }
}

/// What a program said, which ended well.
fn output(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{command:?}: {:?}\n{said}\n{complaint}",
        output.status
    );
    said
}

/// A program of the tests' own that runs every snippet that it is named, a line for each before it.
fn runner(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

/// What each snippet said, by `== <its place>`.
fn parts(said: &str) -> BTreeMap<usize, &str> {
    let parts = said.split("== ").skip(1);
    parts
        .map(|part| {
            let (place, rest) = part.split_once('\n').unwrap();
            (place.parse().unwrap(), rest)
        })
        .collect()
}

/// Fails unless each says that its handler has the update, known by this name.
fn each_was_handled(said: &str, all: &[Saved], name: impl Fn(&str) -> String) {
    let parts = parts(said);
    assert_eq!(parts.len(), all.len(), "{said}");
    for (place, saved) in all.iter().enumerate() {
        let update_id: serde_json::Value = serde_json::from_str(
            &fs::read_to_string(saved.program.with_extension("json")).unwrap(),
        )
        .unwrap();
        let wanted = format!("handled {} {}", update_id["update_id"], name(&saved.kind));
        let part = parts[&place];
        assert!(
            part.starts_with(&wanted),
            "{}: {part:?}, not {wanted:?}",
            saved.program.display()
        );
    }
}

fn python() -> Command {
    let python = root().join("target/python/bots/bin/python");
    assert!(python.exists(), "run `cargo xtask bots`");
    let mut command = Command::new(python);
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    command.env("PYTHONIOENCODING", "utf-8");
    command
}

/// Node with grammY where a program in this folder looks for it.
fn node(folder: &Path) -> Command {
    let modules = bots().join("node/node_modules");
    assert!(
        modules.join("grammy").is_dir(),
        "run `cargo xtask bots`: no grammY"
    );
    let here = folder.join("node_modules");
    if !here.exists() {
        std::os::unix::fs::symlink(modules, here).unwrap();
    }
    Command::new("node")
}

/// Puts another handler into a snippet, as its comment asks for.
fn with_handler(saved: &Saved, old: &str, new: &str) {
    let text = fs::read_to_string(&saved.program).unwrap();
    assert!(text.contains(old), "{text}");
    fs::write(&saved.program, text.replace(old, new)).unwrap();
}

#[tokio::test]
async fn every_kind_comes_to_a_handler_of_python_telegram_bot() {
    let folder = Folder::new(None).await;
    let all = folder.every_kind(Framework::PythonTelegramBot).await;
    let text = "import runpy, sys\n\
                for place, file in enumerate(sys.argv[1:]):\n    \
                print('==', place, flush=True)\n    \
                runpy.run_path(file, run_name='__main__')\n";
    let runner = runner(&folder.path, "run_all.py", text);
    let programs = all.iter().map(|saved| &saved.program);
    let said = output(python().arg(runner).args(programs));
    each_was_handled(&said, &all, str::to_owned);
}

#[tokio::test]
async fn a_handler_of_python_telegram_bot_answers_without_telegram() {
    let folder = Folder::new(None).await;
    let framework = Framework::PythonTelegramBot;
    let saved = folder.save(AWKWARD, "message", None, framework).await;
    assert!(output(python().arg(&saved.program)).starts_with("handled "));
    with_handler(
        &saved,
        "    print(\"handled\"",
        "    await update.message.reply_text(\"You said \" + update.message.text)\n    print(\"handled\"",
    );
    let said = output(python().arg(&saved.program));
    assert!(
        said.contains("\nsendMessage ") && said.contains("You said Hello"),
        "{said}"
    );
}

#[tokio::test]
async fn every_kind_comes_to_a_handler_of_grammy() {
    let folder = Folder::new(None).await;
    let all = folder.every_kind(Framework::Grammy).await;
    let text = "import { pathToFileURL } from 'node:url';\n\
                for (const [place, file] of process.argv.slice(2).entries()) {\n  \
                console.log('==', place);\n  \
                await import(pathToFileURL(file));\n}\n";
    let runner = runner(&folder.path, "run_all.mjs", text);
    let programs = all.iter().map(|saved| &saved.program);
    let said = output(node(&folder.path).arg(runner).args(programs));
    each_was_handled(&said, &all, str::to_owned);
}

#[tokio::test]
async fn a_handler_of_grammy_answers_without_telegram() {
    let folder = Folder::new(None).await;
    let saved = folder.save(AWKWARD, "message", None, Framework::Grammy);
    let saved = saved.await;
    assert!(output(node(&folder.path).arg(&saved.program)).starts_with("handled "));
    with_handler(
        &saved,
        "bot.use((ctx) => {",
        "bot.use(async (ctx) => {\n    await ctx.reply(\"You said \" + ctx.message.text);",
    );
    let said = output(node(&folder.path).arg(&saved.program));
    assert!(
        said.contains("sendMessage ") && said.contains("You said Hello"),
        "{said}"
    );
}

#[tokio::test]
async fn every_kind_comes_to_a_handler_of_teloxide() {
    // The same place each time, so that what was built for it is replaced and does not pile up.
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("snippets");
    if package.exists() {
        fs::remove_dir_all(&package).unwrap();
    }
    let bins = package.join("src/bin");
    fs::create_dir_all(&bins).unwrap();
    for file in ["Cargo.toml", "Cargo.lock"] {
        fs::copy(bots().join("rust").join(file), package.join(file)).unwrap();
    }
    let folder = Folder::new(Some(package.join("fixtures"))).await;
    let all = folder.every_kind(Framework::Teloxide).await;
    let awkward = folder.save(AWKWARD, "message", None, Framework::Teloxide);
    let awkward = awkward.await;

    // As it is, as a program of its own.
    let only = bins.join("snippet-awkward.rs");
    fs::rename(&awkward.program, &only).unwrap();
    fs::copy(
        awkward.program.with_extension("json"),
        only.with_file_name(awkward.program.with_extension("json").file_name().unwrap()),
    )
    .unwrap();
    // With a handler that answers: that goes nowhere.
    let asks = folder.save("asks", "message", None, Framework::Teloxide);
    let asks = asks.await;
    with_handler(
        &asks,
        "endpoint(|update: Update| async move {",
        "endpoint(|update: Update, bot: Bot| async move {\n        bot.get_me().await?;",
    );
    fs::rename(&asks.program, bins.join("snippet-asks.rs")).unwrap();
    fs::copy(asks.program.with_extension("json"), bins.join("asks.json")).unwrap();
    // The others in one, each a module whose main can be called.
    let (mut modules, mut calls) = (String::new(), String::new());
    for (place, saved) in all.iter().enumerate() {
        with_handler(saved, "async fn main()", "pub async fn main()");
        let path = saved.program.display().to_string();
        writeln!(modules, "#[path = {path:?}]\nmod snippet_{place};").unwrap();
        writeln!(
            calls,
            "println!(\"== {place}\"); snippet_{place}::main().unwrap();"
        )
        .unwrap();
    }
    let main = format!("{modules}fn main() {{\n{calls}}}\n");
    fs::write(bins.join("snippet-all.rs"), main).unwrap();

    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args([
        "build",
        "--bins",
        "--locked",
        "--offline",
        "--manifest-path",
    ]);
    build.arg(package.join("Cargo.toml"));
    build.arg("--target-dir").arg(target);
    build.env("CARGO_INCREMENTAL", "0");
    output(&mut build);

    let said = output(&mut Command::new(target.join("debug/snippet-all")));
    each_was_handled(&said, &all, |kind| {
        if UNKNOWN_TO_TELOXIDE.contains(&kind) {
            return "Error(".into();
        }
        let words = kind.split('_');
        let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
        words.map(capital).collect::<String>() + "("
    });
    let said = output(&mut Command::new(target.join("debug/snippet-awkward")));
    assert!(said.contains(" Message("), "{said}");

    let asked = Command::new(target.join("debug/snippet-asks")).output();
    let asked = asked.unwrap();
    let complaint = String::from_utf8_lossy(&asked.stderr);
    assert!(
        !asked.status.success() && complaint.contains("127.0.0.1:9"),
        "{complaint}"
    );
}
