//! The sandbox inside this process.

use hookbay_engine::app::{SandboxAddress, SandboxLauncher};
use hookbay_engine::error::{Code, Error, Result};
use hookbay_sandbox::{Sandbox, SandboxOptions, telegram};
use std::sync::Arc;
use tokio::sync::OnceCell;

/// Where it is whenever the port is free, so that a bot finds it again after a restart: beside the HTTP
/// API's 4665.
const PORT: u16 = 4666;

/// Started at most once, and kept until the process ends.
#[derive(Default)]
pub struct InProcess(Arc<OnceCell<Sandbox>>);

impl SandboxLauncher for InProcess {
    fn launch(&self) -> std::pin::Pin<Box<dyn Future<Output = Result<SandboxAddress>> + Send>> {
        let cell = Arc::clone(&self.0);
        Box::pin(async move {
            let sandbox = cell
                .get_or_try_init(|| async {
                    match Sandbox::start(options(PORT)).await {
                        Ok(sandbox) => Ok(sandbox),
                        // Somebody else's port; any other will do.
                        Err(_) => Sandbox::start(options(0)).await,
                    }
                })
                .await
                .map_err(|error| {
                    Error::new(
                        Code::Sandbox,
                        "The sandbox cannot be started.",
                        "Restart Hookbay.",
                    )
                    .detail(error)
                })?;
            Ok(SandboxAddress {
                api_root: sandbox.telegram.api_root(),
            })
        })
    }
}

/// Local, as a Bot API server started with --local: plain http on loopback is allowed. What is made up here
/// reaches nobody outside.
fn options(port: u16) -> SandboxOptions {
    SandboxOptions {
        telegram: telegram::Options {
            port,
            local: true,
            stays_near: true,
            ..telegram::Options::default()
        },
        edge: None,
    }
}
