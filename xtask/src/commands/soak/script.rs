//! The long checks in `tests/soak/*.mjs`, which Node runs. The last line that a script prints is a JSON object with its
//! figures. A script whose check does not hold fails.

use crate::paths;
use crate::setup::Browser;
use crate::shell;
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};
use std::process::Command;

/// Runs a script and returns its figures.
pub(super) fn run(file: &str, arguments: &[&str], browser: Option<&Browser>) -> Result<String> {
    let mut node = Command::new("node");
    node.arg(paths::in_root("tests/soak").join(file)).args(arguments);
    node.env("CARGO_TARGET_DIR", paths::target()).current_dir(paths::root());
    if let Some(browser) = browser {
        browser.hand_to(&mut node);
    }
    let mut last = String::new();
    let succeeded = shell::watch(&mut node, "install Node from https://nodejs.org", |line| last = line.to_owned())?;
    let figures = read(&last);
    if !succeeded {
        bail!("{}", figures.unwrap_or(last));
    }
    figures.with_context(|| format!("{file} printed no figures"))
}

/// Converts a line such as `{"calls":10,"list":{"p99":2}}` to `calls 10, list.p99 2`. Returns `None` if the line is no JSON
/// object.
fn read(line: &str) -> Option<String> {
    let figures: Map<_, _> = serde_json::from_str(line).ok()?;
    let mut words = Vec::new();
    collect("", &figures, &mut words);
    Some(words.join(", "))
}

/// Appends the figures of an object to `words`, each name after `before`.
fn collect(before: &str, figures: &Map<String, Value>, words: &mut Vec<String>) {
    for (name, value) in figures {
        let name = format!("{before}{name}");
        match value {
            Value::Object(inner) => collect(&format!("{name}."), inner, words),
            Value::String(text) => words.push(format!("{name} {text}")),
            value => words.push(format!("{name} {value}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn only_an_object_on_the_last_line_is_figures() {
        let figures = r#"{"calls":10,"database":"sqlite","list":{"p99":2.5}}"#;
        assert_eq!(read(figures).as_deref(), Some("calls 10, database sqlite, list.p99 2.5"));
        for line in ["", "Error: no", "10", "[]"] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
