//! Runs the sandbox on its own: `hookbay-sandbox [--port N] [--local] [--allow-loopback]`.

use hookbay_sandbox::Sandbox;
use hookbay_sandbox::telegram::Options;

const USAGE: &str = "usage: hookbay-sandbox [--port N] [--local] [--allow-loopback]";

fn options(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options::default();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--local" => options.local = true,
            "--allow-loopback" => options.allow_loopback = true,
            "--port" => {
                let port = arguments.next().and_then(|text| text.parse().ok());
                options.port = port.ok_or_else(|| USAGE.to_owned())?;
            }
            _ => return Err(USAGE.to_owned()),
        }
    }
    Ok(options)
}

#[expect(
    clippy::print_stdout,
    reason = "a script that starts the sandbox reads the address from the first line"
)]
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let sandbox = Sandbox::start(options(std::env::args().skip(1))?).await?;
    println!("{}", sandbox.telegram.api_root());
    tokio::signal::ctrl_c().await?;
    sandbox.shutdown().await;
    Ok(())
}
