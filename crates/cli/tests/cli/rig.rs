//! The program, a folder of scenarios, and the bot.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder with scenarios.
pub struct Rig(TempDir);

/// What came of a run.
pub struct Ran {
    /// The exit status.
    pub status: i32,
    /// Standard output, with how long things took replaced by `…`.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// The program.
pub fn hookbay() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hookbay"));
    command
        .env_remove("HOOKBAY_LOG")
        .env_remove("BOT_FAULT")
        .env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

/// The bot's file.
pub fn bot() -> PathBuf {
    file("pizza.py")
}

/// The file of a bot.
pub fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/bots")
        .join(name)
}

impl Rig {
    /// With these files.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Self(folder)
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A report that was written there.
    pub fn report(&self, name: &str) -> quick_junit::Report {
        let text = std::fs::read_to_string(self.path(name)).unwrap();
        quick_junit::Report::deserialize_from_str(&text).unwrap()
    }

    /// Runs `hookbay test .` with more arguments, against the bot with this fault.
    pub fn test(&self, arguments: &[&str], fault: &str) -> Ran {
        self.run(arguments, fault, &["python3", bot().to_str().unwrap()])
    }

    /// The same with another command.
    pub fn run(&self, arguments: &[&str], fault: &str, command: &[&str]) -> Ran {
        let mut program = hookbay();
        program
            .current_dir(self.0.path())
            .env("BOT_FAULT", fault)
            .args(["test", "."])
            // A machine that is busy with other things is no fault of the bot's.
            .args(["--timeout", "60s", "--start-timeout", "60s"])
            .args(arguments);
        if !command.is_empty() {
            program.arg("--").args(command);
        }
        ran(&program.output().unwrap())
    }
}

/// What a report says of a scenario that did not pass: in short, and all of it.
pub fn said_of(case: &quick_junit::TestCase) -> (String, String) {
    let quick_junit::TestCaseStatus::NonSuccess {
        message,
        description,
        ..
    } = &case.status
    else {
        panic!("{case:#?}");
    };
    let text = |it: &Option<quick_junit::XmlString>| it.as_ref().unwrap().to_string();
    (text(message), text(description))
}

fn ran(output: &Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Ran {
        status: output.status.code().unwrap(),
        out: timeless(&text(&output.stdout)),
        err: text(&output.stderr),
    }
}

/// `(0.12 s)` is `(…)`.
fn timeless(text: &str) -> String {
    let mut lines = String::new();
    for line in text.lines() {
        let cut = line.ends_with(" s)").then(|| line.rfind(" (")).flatten();
        match cut {
            Some(at) => {
                lines.push_str(&line[..at]);
                lines.push_str(" (…)");
            }
            None => lines.push_str(line),
        }
        lines.push('\n');
    }
    lines
}
