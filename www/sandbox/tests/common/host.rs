//! The hosts of the sandbox's rules: the server in Rust, and that of the npm package on Node.

use ivy_sandbox::{Rules, Settings, serve};
use serde_json::json;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};

/// A host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    Rust,
    /// The built package in `pkg/`, in its own process.
    Js,
}

impl Host {
    /// Returns the host that `IVY_SANDBOX_UNDER_TEST` names, or that in Rust.
    pub fn under_test() -> Self {
        match std::env::var("IVY_SANDBOX_UNDER_TEST").as_deref() {
            Err(_) | Ok("rust") => Self::Rust,
            Ok("js") => Self::Js,
            Ok(other) => panic!("IVY_SANDBOX_UNDER_TEST: {other} is no host; expected rust or js"),
        }
    }

    /// Starts a sandbox on a free port.
    pub async fn start(self, settings: &Settings) -> Running {
        match self {
            Self::Rust => {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                Running::Rust(serve(listener, settings.clone()).await.unwrap())
            }
            Self::Js => start_js(settings).await,
        }
    }
}

/// A running sandbox.
#[derive(Debug)]
pub enum Running {
    Rust(ivy_sandbox::Running),
    Js { process: Child, origin: String },
}

impl Running {
    pub fn origin(&self) -> &str {
        match self {
            Self::Rust(running) => running.origin(),
            Self::Js { origin, .. } => origin,
        }
    }

    pub async fn stop(self) {
        match self {
            Self::Rust(running) => running.stop().await,
            Self::Js { mut process, .. } => {
                drop(process.stdin.take());
                assert!(process.wait().await.unwrap().success());
            }
        }
    }
}

async fn start_js(settings: &Settings) -> Running {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/sandbox/tests/common/host.mjs");
    let mut process = Command::new("node")
        .arg(script)
        .env("IVY_SANDBOX_OPTIONS", options(settings).to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("node is on the path");
    let mut line = String::new();
    BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).await.unwrap();
    let origin = line.trim().to_owned();
    assert!(origin.starts_with("http://127.0.0.1:"), "run `cargo xtask build` first: {origin}");
    Running::Js { process, origin }
}

/// Returns the options of `startSandbox` for these settings.
fn options(settings: &Settings) -> serde_json::Value {
    let Settings { database, public_origin, rules } = settings;
    let Rules { api_key, signing_secret, callback_wait, late_by, callback_retries, error_body, deviations } = rules;
    let millis = Duration::as_millis;
    json!({
        "file": database,
        "publicOrigin": public_origin,
        "apiKey": api_key,
        "signingSecret": signing_secret,
        "callbackWaitMs": millis(callback_wait) as u64,
        "lateByMs": millis(late_by) as u64,
        "callbackRetriesMs": callback_retries.iter().map(|pause| millis(pause) as u64).collect::<Vec<_>>(),
        "errorBody": error_body,
        "deviations": deviations,
    })
}
