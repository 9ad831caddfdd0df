//! Runs the sandbox on its own, for other tools and for scripts; `--help` says how.

use hookbay_sandbox::edge::EdgeOptions;
use hookbay_sandbox::{Sandbox, SandboxOptions, telegram};
use serde_json::json;

const USAGE: &str = "\
usage: hookbay-sandbox [--port N] [--local] [--allow-loopback] [--edge] [--authtoken T] [--public-port N]

  --port N          listen on port N of 127.0.0.1 instead of a free one
  --local           as telegram-bot-api --local: webhooks over plain HTTP, any port, any address
  --allow-loopback  webhooks at reserved addresses and any port, but over HTTPS
  --edge            also run a tunnel's edge that an ngrok client connects to
  --authtoken T     the only authtoken that the edge lets in; implies --edge
  --public-port N   the edge's public URLs have port N instead of a free one; implies --edge

The first line on standard output is one JSON object:
  api_root          the Bot API's root; the control API is below it at /sandbox/
  edge_server_addr  with --edge: what an ngrok client takes as server address
  edge_ca_pem       with --edge: the certificate authority that client has to trust
It runs until it is interrupted (Ctrl+C).";

/// `None` when only the usage was asked for.
fn options(mut arguments: impl Iterator<Item = String>) -> Result<Option<SandboxOptions>, String> {
    let mut telegram = telegram::Options::default();
    let mut edge = None;
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--help" | "-h" => return Ok(None),
            "--local" => telegram.local = true,
            "--allow-loopback" => telegram.allow_loopback = true,
            "--edge" => {
                edge.get_or_insert_with(EdgeOptions::default);
            }
            "--authtoken" => {
                let authtoken = arguments.next().filter(|text| !text.is_empty());
                let authtoken = authtoken.ok_or("--authtoken needs an authtoken after it.")?;
                edge.get_or_insert_with(EdgeOptions::default).authtoken = Some(authtoken);
            }
            "--public-port" => {
                let port = port(&argument, arguments.next())?;
                edge.get_or_insert_with(EdgeOptions::default).public_port = port;
            }
            "--port" => telegram.port = port(&argument, arguments.next())?,
            other => return Err(format!("There is no option {other}.")),
        }
    }
    Ok(Some(SandboxOptions { telegram, edge }))
}

fn port(option: &str, text: Option<String>) -> Result<u16, String> {
    text.and_then(|text| text.parse().ok())
        .ok_or_else(|| format!("{option} needs a number from 0 to 65535 after it."))
}

#[expect(
    clippy::print_stdout,
    reason = "a script that starts the sandbox reads the addresses from the first line"
)]
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let Some(options) = options(std::env::args().skip(1))? else {
        println!("{USAGE}");
        return Ok(());
    };
    let sandbox = Sandbox::start(options).await?;
    let mut addresses = json!({"api_root": sandbox.telegram.api_root()});
    if let Some(edge) = &sandbox.edge {
        addresses["edge_server_addr"] = json!(edge.server_addr());
        addresses["edge_ca_pem"] = json!(edge.ca_pem());
    }
    println!("{addresses}");
    tokio::signal::ctrl_c().await?;
    sandbox.shutdown().await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::options;

    fn given(line: &str) -> Result<Option<hookbay_sandbox::SandboxOptions>, String> {
        options(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn an_authtoken_brings_the_edge_along() {
        let both = given("--local --authtoken abc --port 8081")
            .unwrap()
            .unwrap();
        assert!(both.telegram.local && both.telegram.port == 8081);
        assert_eq!(both.edge.unwrap().authtoken.as_deref(), Some("abc"));
        assert!(given("").unwrap().unwrap().edge.is_none());
        assert!(given("--edge").unwrap().unwrap().edge.is_some());
        let public = given("--public-port 8443").unwrap().unwrap().edge.unwrap();
        assert_eq!(public.public_port, 8443);
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert!(given("--edges").unwrap_err().contains("--edges"));
        assert!(given("--port x").unwrap_err().contains("--port"));
        assert!(
            given("--public-port")
                .unwrap_err()
                .contains("--public-port")
        );
        assert!(given("--authtoken").unwrap_err().contains("--authtoken"));
        assert!(given("--port 1 --help").unwrap().is_none());
    }
}
