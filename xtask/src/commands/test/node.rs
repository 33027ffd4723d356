//! The tests that Node runs: every `*.test.mjs` of a folder.

use super::tally::Tally;
use crate::places;
use crate::setup::Browser;
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

pub(super) fn run(folder: &str, browser: &Browser) -> Result<Tally> {
    tally(command(folder)?.env("CHROMIUM", &browser.chromium))
}

/// The command that runs a folder's tests.
pub(super) fn command(folder: &str) -> Result<Command> {
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter=spec"])
        .args(files(folder)?)
        .env("CARGO_TARGET_DIR", places::target())
        .current_dir(places::root());
    Ok(node)
}

/// Runs such a command and counts.
pub(super) fn tally(node: &mut Command) -> Result<Tally> {
    Tally::of(node, "install Node from https://nodejs.org")
}

fn files(folder: &str) -> Result<Vec<PathBuf>> {
    let folder = places::root().join(folder);
    let entries = fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    Ok(files)
}
