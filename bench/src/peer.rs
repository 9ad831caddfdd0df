//! mitmdump as a user would run it to see what Telegram sends: a reverse proxy that writes all to a
//! file. Behind it is a handler that only answers.

use crate::load::{self, Load, Taken};
use crate::server::{self, SECRET};
use anyhow::{Context, Result, bail};
use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use bytes::Bytes;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// It is a large program; on a busy machine its start takes a while.
const STARTS_WITHIN: Duration = Duration::from_mins(1);

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The load on `program`.
pub fn mitmdump(runtime: &Runtime, load: &Load, program: &Path, folder: &Path) -> Result<Taken> {
    let handler = post(|_: Bytes| async { StatusCode::OK });
    let (behind, server) = server::serve_at(runtime, Router::new().route("/bot", handler), 0)?;
    let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
    let mut command = Command::new(program);
    command
        .args(["--mode", &format!("reverse:http://{behind}")])
        .args(["--listen-host", "127.0.0.1", "--listen-port"])
        .arg(port.to_string())
        .arg("-w")
        .arg(folder.join("flows"))
        .env("HOME", folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut running = Running(command.spawn().context("starting mitmdump")?);
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let began = Instant::now();
    while TcpStream::connect(address).is_err() {
        if let Some(status) = running.0.try_wait()? {
            bail!("mitmdump ended: {status}");
        }
        if began.elapsed() > STARTS_WITHIN {
            bail!("mitmdump did not listen within {STARTS_WITHIN:?}");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let taken = load::run(load, address, "/bot", SECRET);
    server.abort();
    let taken = taken?;
    if taken.latencies.is_empty() {
        bail!(
            "it answered nothing in {:?}, which compares with nothing",
            load.measured
        );
    }
    Ok(taken)
}
