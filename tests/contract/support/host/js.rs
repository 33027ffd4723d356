//! The JavaScript proxy, in a separate Node or in a workerd that this Node starts (`tests/contract/host/main.mjs`),
//! controlled by lines of JSON.

use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};

use ivy_data_session::recall::Criteria;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use super::Refusal;
use crate::support::log::Log;
use crate::support::{Settings, TestDatabase};

pub(crate) struct Host {
    pub(super) url: String,
    child: Child,
    control: tokio::sync::Mutex<Control>,
    log: Arc<Mutex<Log>>,
}

struct Control {
    to: ChildStdin,
    from: Lines<BufReader<ChildStdout>>,
}

impl Control {
    async fn request(&mut self, question: &Value) -> Option<Value> {
        self.to.write_all(format!("{question}\n").as_bytes()).await.ok()?;
        let line = self.from.next_line().await.ok()??;
        Some(serde_json::from_str(&line).expect("the host says json"))
    }
}

impl Host {
    /// Starts a proxy in a runtime, `node` or `workerd`.
    pub(super) async fn start(runtime: &str, database: &TestDatabase, settings: &Settings) -> Result<Self, String> {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/contract/host/main.mjs");
        let mut child = Command::new("node")
            .arg(program)
            .arg(runtime)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("node can be started");
        let log = Arc::new(Mutex::new(Log::default()));
        let mut lines = BufReader::new(child.stderr.take().expect("its log")).lines();
        let shared = Arc::clone(&log);
        tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                shared.lock().expect("a log").push(&format!("{line}\n"));
            }
        });
        let from = BufReader::new(child.stdout.take().expect("its answers")).lines();
        let mut control = Control { to: child.stdin.take().expect("its questions"), from };
        let result = control.request(&json!({ "database": database.url(), "settings": settings })).await;
        let result = result.unwrap_or_else(|| panic!("the host ended: {}", log.lock().expect("a log").text()));
        match result["url"].as_str() {
            Some(url) => Ok(Self { url: url.to_owned(), child, control: tokio::sync::Mutex::new(control), log }),
            None => Err(result["error"].as_str().expect("a sentence").to_owned()),
        }
    }

    pub(super) fn log(&self) -> &Mutex<Log> {
        &self.log
    }

    pub(super) async fn kill(mut self) {
        self.child.kill().await.expect("it was running");
    }

    /// Starts a new proxy in the same Node: a process costs as much as a hundred requests.
    pub(super) async fn restart(&mut self) {
        let url = self.request(json!({ "call": "restart" })).await.expect("nothing is refused here");
        self.url = url.as_str().expect("a url").to_owned();
    }

    async fn request(&self, question: Value) -> Result<Value, Refusal> {
        let result = self.control.lock().await.request(&question).await;
        let mut result = result.unwrap_or_else(|| panic!("the host ended: {}", self.log.lock().expect("a log").text()));
        match result.get_mut("result") {
            Some(response) => Ok(response.take()),
            None => Err(serde_json::from_value(result["refused"].take()).expect("a refusal")),
        }
    }

    pub(super) async fn check_list_path(&self) -> String {
        let result = self.request(json!({ "call": "checkListPath" })).await.expect("nothing is refused here");
        result.as_str().expect("a word").to_owned()
    }

    pub(super) async fn check(&self, url: Option<&str>) -> Vec<Value> {
        let mut question = json!({ "call": "check" });
        if let Some(url) = url {
            question["choice"] = json!(url);
        }
        self.request(question).await.expect("nothing is refused here").as_array().expect("lines").clone()
    }

    pub(super) async fn health(&self) -> Value {
        self.request(json!({ "call": "health" })).await.expect("nothing is refused here")
    }

    pub(super) async fn metrics(&self) -> String {
        let result = self.request(json!({ "call": "metrics" })).await.expect("nothing is refused here");
        result.as_str().expect("a text").to_owned()
    }

    pub(super) async fn has_released(&self, cookies: &str) -> Result<bool, Refusal> {
        let result = self.request(json!({ "call": "hasReleased", "cookies": cookies })).await?;
        Ok(result.as_bool().expect("yes or no"))
    }

    pub(super) async fn recall(&self, cookies: &str, request: &Value, options: &Value) -> Result<Value, Refusal> {
        let choice = json!({ "request": request, "options": options });
        self.request(json!({ "call": "recall", "cookies": cookies, "choice": choice })).await
    }

    pub(super) async fn release_account(
        &self,
        cookies: &str,
        session_id: &str,
        handle: &str,
        wanted: &Criteria,
    ) -> Result<Value, Refusal> {
        let mut choice =
            json!({ "sessionId": session_id, "handle": handle, "wanted": { "required": wanted.required } });
        if let Some(days) = wanted.max_age_days {
            choice["wanted"]["maxAgeDays"] = json!(days);
        }
        self.request(json!({ "call": "releaseAccount", "cookies": cookies, "choice": choice })).await
    }

    pub(super) async fn present_nonce(&self, cookies: &str, nonce: &str) -> Result<Value, Refusal> {
        self.request(json!({ "call": "presentNonce", "cookies": cookies, "choice": nonce })).await
    }

    pub(super) async fn login(&self, cookies: &str, reference_id: &str) -> Result<Value, Refusal> {
        self.request(json!({ "call": "login", "cookies": cookies, "choice": reference_id })).await
    }

    pub(super) async fn end_guest(&self, cookies: &str) -> Result<String, Refusal> {
        let result = self.request(json!({ "call": "endGuest", "cookies": cookies })).await?;
        Ok(result.as_str().expect("a cookie").to_owned())
    }

    pub(super) async fn export_customer(&self, cookies: &str) -> Result<Value, Refusal> {
        self.request(json!({ "call": "exportCustomer", "cookies": cookies })).await
    }

    pub(super) async fn reassign_customer(&self, from: &str, to: &str) -> Result<u64, Refusal> {
        let result = self.request(json!({ "call": "reassignCustomer", "choice": { "from": from, "to": to } })).await?;
        Ok(result.as_u64().expect("a number"))
    }

    pub(super) async fn lock_before(&self, moment: i64) -> Result<u64, Refusal> {
        let result = self.request(json!({ "call": "lockBefore", "choice": moment })).await?;
        Ok(result.as_u64().expect("a number"))
    }

    pub(super) async fn renew(&self, secrets: &Value) -> Result<(), String> {
        let result =
            self.request(json!({ "call": "renew", "choice": secrets })).await.expect("nothing is refused here");
        result.as_str().map_or(Ok(()), |sentence| Err(sentence.to_owned()))
    }

    pub(super) async fn sweep(&self) -> Result<u64, Refusal> {
        Ok(self.request(json!({ "call": "sweep" })).await?.as_u64().expect("a number"))
    }

    pub(super) async fn forget_customer(&self, cookies: &str) -> Result<u64, Refusal> {
        let result = self.request(json!({ "call": "forgetCustomer", "cookies": cookies })).await?;
        Ok(result.as_u64().expect("a number"))
    }
}
