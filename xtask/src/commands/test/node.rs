//! The tests in `*.test.mjs` files, which Node runs.

use super::tally::Tally;
use crate::paths;
use crate::setup::Browser;
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The number of files that run in parallel in a browser. Each starts its own servers and browser, and mostly waits.
const AT_ONCE: u32 = 3;

/// Runs a folder's tests in a browser.
pub(super) fn run(folder: &str, browser: &Browser) -> Result<Tally> {
    tally(browser.hand_to(&mut command_of(files(folder)?, AT_ONCE)))
}

/// Runs the tests of a folder with these names. A name has no ending.
pub(super) fn run_some(folder: &str, names: &[&str], browser: &Browser) -> Result<Tally> {
    tally(browser.hand_to(&mut command_of(named(folder, names), AT_ONCE)))
}

/// Runs the tests of a folder with these names, with the shop on Node.
pub(super) fn run_on_node(folder: &str, names: &[&str], browser: &Browser) -> Result<Tally> {
    tally(browser.hand_to(command_of(named(folder, names), AT_ONCE).env("IVY_DEMO_PROXY", "js")))
}

fn named(folder: &str, names: &[&str]) -> Vec<PathBuf> {
    let folder = paths::in_root(folder);
    names.iter().map(|name| folder.join(format!("{name}.test.mjs"))).collect()
}

/// Returns the command that runs a folder's tests one file at a time, for tests that measure.
pub(super) fn command(folder: &str) -> Result<Command> {
    Ok(command_of(files(folder)?, 1))
}

fn command_of(files: Vec<PathBuf>, at_once: u32) -> Command {
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter=spec"])
        .arg(format!("--test-concurrency={at_once}"))
        .args(files)
        .env("CARGO_TARGET_DIR", paths::target())
        .current_dir(paths::root());
    node
}

/// Runs a command of this module and counts its tests.
pub(super) fn tally(node: &mut Command) -> Result<Tally> {
    Tally::of(node, "install Node from https://nodejs.org")
}

fn files(folder: &str) -> Result<Vec<PathBuf>> {
    let folder = paths::in_root(folder);
    let entries = fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    Ok(files)
}
