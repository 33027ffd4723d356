//! The log lines of a proxy and of its libraries.

use std::collections::HashMap;
use std::io::Write;
use std::sync::{LazyLock, Mutex, Once};

/// A log, with each request's line by the request's id.
#[derive(Debug, Default)]
pub(crate) struct Log {
    text: String,
    requests: HashMap<String, String>,
}

/// The log of this process.
static OF_THIS_PROCESS: LazyLock<Mutex<Log>> = LazyLock::new(Mutex::default);

impl Log {
    /// Adds lines, each with its end.
    pub(crate) fn push(&mut self, lines: &str) {
        self.text.push_str(lines);
        for line in lines.lines() {
            let id = line.split_once(r#""request_id":""#).and_then(|(_, rest)| rest.split_once('"'));
            if let Some((id, _)) = id {
                self.requests.entry(id.to_owned()).or_insert_with(|| line.to_owned());
            }
        }
    }

    pub(crate) fn text(&self) -> String {
        self.text.clone()
    }

    /// Returns the first line about a request.
    pub(crate) fn line(&self, request_id: &str) -> Option<String> {
        self.requests.get(request_id).cloned()
    }
}

/// A layer that writes each event of this process as one line.
struct Line;

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        OF_THIS_PROCESS.lock().expect("a log").push(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

pub(crate) fn capture() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt().json().with_max_level(tracing::Level::DEBUG).with_writer(|| Line).init();
    });
}

/// Returns the log of this process.
pub(crate) fn of_this_process() -> &'static Mutex<Log> {
    &OF_THIS_PROCESS
}
