//! The sandbox inside this process.

use hookbay_engine::app::{SandboxAddress, SandboxLauncher};
use hookbay_engine::error::{Code, Error, Result};
use hookbay_sandbox::{Sandbox, SandboxOptions, telegram};
use std::sync::Arc;
use tokio::sync::OnceCell;

/// Started at most once, and kept until the process ends.
#[derive(Default)]
pub struct InProcess(Arc<OnceCell<Sandbox>>);

impl SandboxLauncher for InProcess {
    fn launch(&self) -> std::pin::Pin<Box<dyn Future<Output = Result<SandboxAddress>> + Send>> {
        let cell = Arc::clone(&self.0);
        Box::pin(async move {
            // Local, as a Bot API server started with --local: plain http on loopback is allowed. What is
            // made up here reaches nobody outside.
            let options = SandboxOptions {
                telegram: telegram::Options {
                    local: true,
                    stays_near: true,
                    ..telegram::Options::default()
                },
                edge: None,
            };
            let sandbox = cell
                .get_or_try_init(|| Sandbox::start(options))
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
