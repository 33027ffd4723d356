//! The long checks that Node runs: `tests/soak/*.mjs`. Each prints its figures as one line of JSON last, and ends with a
//! failure where something did not hold.

use crate::places;
use crate::setup::Browser;
use crate::shell;
use anyhow::{Context, Result, bail};
use std::process::Command;

/// Runs a script and gives its figures.
pub(super) fn run(file: &str, arguments: &[&str], browser: Option<&Browser>) -> Result<String> {
    let mut node = Command::new("node");
    node.arg(places::root().join("tests/soak").join(file)).args(arguments);
    node.env("CARGO_TARGET_DIR", places::target()).current_dir(places::root());
    if let Some(browser) = browser {
        node.env("CHROMIUM", &browser.chromium);
    }
    let mut last = String::new();
    let succeeded = shell::watch(&mut node, "install Node from https://nodejs.org", |line| last = line.to_owned())?;
    let figures = read(&last);
    if !succeeded {
        bail!("{}", figures.unwrap_or(last));
    }
    figures.with_context(|| format!("{file} printed no figures"))
}

/// `{"calls":10,"seconds":2}` as `calls 10, seconds 2`.
fn read(line: &str) -> Option<String> {
    let figures: serde_json::Map<_, _> = serde_json::from_str(line).ok()?;
    let words = figures.iter().map(|(name, value)| format!("{name} {value}"));
    Some(words.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn only_an_object_on_the_last_line_is_figures() {
        assert_eq!(read(r#"{"calls":10,"seconds":2.5}"#).as_deref(), Some("calls 10, seconds 2.5"));
        for line in ["", "Error: no", "10", "[]"] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
