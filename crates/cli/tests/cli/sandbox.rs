use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::rig::{bot, hookbay};

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn field<'a>(line: &'a str, name: &str) -> &'a str {
    let rest = line.split_once(&format!("\"{name}\":\"")).unwrap().1;
    rest.split_once('"').unwrap().0
}

#[test]
fn the_sandbox_says_where_it_is_and_a_bot_can_be_talked_to_in_it() {
    let mut program = hookbay();
    program.args(["sandbox", "--port", "0", "--bot", "Pizza", "--json"]);
    let mut sandbox = Running(program.stdout(Stdio::piped()).spawn().unwrap());
    let mut line = String::new();
    let mut out = BufReader::new(sandbox.0.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    let (root, token) = (field(&line, "api_root"), field(&line, "token"));
    assert_eq!(field(&line, "username"), "pizza_bot");
    assert_eq!(field(&line, "control_root"), format!("{root}/sandbox/"));
    let _bot = Running(
        Command::new("python3")
            .arg(bot())
            .env("TELEGRAM_API_ROOT", root)
            .env("BOT_TOKEN", token)
            .stdout(Stdio::null())
            .spawn()
            .unwrap(),
    );
    // As its own words say, with what every system has.
    let script = format!(
        "import json, urllib.request as r\n\
         body = json.dumps({{'token': '{token}', 'text': '/quiet'}}).encode()\n\
         r.urlopen(r.Request('{root}/sandbox/messages', body, {{'content-type': 'application/json'}}))\n\
         print(json.load(r.urlopen('{root}/sandbox/listening?timeout=60&token={token}'))['by'])"
    );
    let said = Command::new("python3")
        .args(["-c", &script])
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8_lossy(&said.stdout),
        "polling\n",
        "{said:?}"
    );
}

#[cfg(unix)]
#[test]
fn it_tells_how_a_bot_is_pointed_at_it_and_ends_when_asked() {
    let mut program = hookbay();
    program.args(["sandbox", "--port", "0"]);
    let mut sandbox = Running(program.stdout(Stdio::piped()).spawn().unwrap());
    let mut out = BufReader::new(sandbox.0.stdout.take().unwrap());
    let mut told = String::new();
    while !told.contains("Ctrl+C") {
        assert!(out.read_line(&mut told).unwrap() > 0, "{told}");
    }
    for part in [
        "Bot API root  http://127.0.0.1:",
        "base_url(",
        "apiRoot:",
        "set_api_url(",
        "setWebhook",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    let id = sandbox.0.id().to_string();
    let asked = Command::new("kill").args(["-INT", &id]).status().unwrap();
    assert!(asked.success());
    assert_eq!(sandbox.0.wait().unwrap().code(), Some(0));
}

/// What `hookbay sandbox` says when it has ended, with the token as an option or in the environment.
fn with_token(token: &str, as_option: bool) -> (Option<i32>, String) {
    let mut program = hookbay();
    program.args(["sandbox", "--port", "0", "--json"]);
    if as_option {
        program.args(["--token", token]);
    } else {
        program.env("HOOKBAY_SANDBOX_TOKEN", token);
    }
    let output = program.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

#[test]
fn a_token_that_telegram_could_have_made_is_refused_and_not_repeated() {
    for secret in [
        "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw_",
        "AAHdqTcvCH1vGWJxsandboxs0K5PALDsaw_",
        "Sandbox00000000000000000000000000000",
    ] {
        for as_option in [true, false] {
            let (status, said) = with_token(&format!("5000000001:{secret}"), as_option);
            assert_eq!(status, Some(2), "{said}");
            assert!(
                said.starts_with("This token is none of the sandbox's"),
                "{said}"
            );
            assert!(!said.contains(secret), "{said}");
        }
    }
    let (status, said) = with_token("5000000001:sandbox", true);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.starts_with("A token is a number"), "{said}");
}

#[test]
fn a_token_that_the_sandbox_has_made_is_kept_from_run_to_run() {
    let token = "5000000001:sandboxAbCdEfGhIjKlMnOpQrStUvWxYz01";
    let mut program = hookbay();
    program.args(["sandbox", "--port", "0", "--json", "--token", token]);
    let mut sandbox = Running(program.stdout(Stdio::piped()).spawn().unwrap());
    let mut line = String::new();
    let mut out = BufReader::new(sandbox.0.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    assert_eq!(field(&line, "token"), token);
}

#[test]
fn a_port_that_is_taken_is_said_with_what_to_do() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = hookbay()
        .args(["sandbox", "--port", &port])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains(&port) && said.contains("--port 0"), "{said}");
}
