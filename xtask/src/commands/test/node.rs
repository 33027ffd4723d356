//! The tests in `*.test.mjs` files, which Node runs.

use super::tally::Tally;
use crate::paths;
use crate::rows::Row;
use crate::setup::Browser;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The number of files that run in parallel. Each starts its own servers, and browser if it needs one, and mostly waits.
const AT_ONCE: u32 = 3;

/// Runs a folder's tests in a browser.
pub(super) fn run(folder: &str, browser: &Browser) -> Result<Tally> {
    tally(browser.hand_to(&mut command(&[folder])?))
}

/// Runs the tests of a folder with these names. A name has no ending.
pub(super) fn run_some(folder: &str, names: &[&str], browser: &Browser) -> Result<Tally> {
    tally(browser.hand_to(&mut command_of(named(folder, names), AT_ONCE)))
}

/// Runs the tests of a folder with these names, with the shop on Node.
pub(super) fn run_on_node(folder: &str, names: &[&str], browser: &Browser) -> Result<Tally> {
    tally(browser.hand_to(command_of(named(folder, names), AT_ONCE).env("IVY_DEMO_PROXY", "js")))
}

/// The variable with the URL of the database for a store's tests.
pub(super) const STORE_DATABASE: &str = "IVY_TEST_DATABASE_FACE";

/// Runs the tests of one row of the matrix with this Node.
pub(super) fn run_row(row: &Row, program: &Path, browser: &Browser, database: Option<String>) -> Result<Tally> {
    let mut node = with_program(program, named(row.kind.folder(), &[row.name]), 1);
    node.envs(database.map(|url| (STORE_DATABASE, url)));
    tally(browser.hand_to(&mut node))
}

fn named(folder: &str, names: &[&str]) -> Vec<PathBuf> {
    let folder = paths::in_root(folder);
    names.iter().map(|name| folder.join(format!("{name}.test.mjs"))).collect()
}

/// Returns the command that runs the tests of these folders, several files at a time.
pub(super) fn command(folders: &[&str]) -> Result<Command> {
    let files = folders.iter().map(|folder| files(folder)).collect::<Result<Vec<_>>>()?;
    Ok(command_of(files.concat(), AT_ONCE))
}

fn command_of(files: Vec<PathBuf>, at_once: u32) -> Command {
    with_program(Path::new("node"), files, at_once)
}

fn with_program(program: &Path, files: Vec<PathBuf>, at_once: u32) -> Command {
    let mut node = Command::new(program);
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
