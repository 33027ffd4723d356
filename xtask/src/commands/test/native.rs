//! The Rust tests of the workspace.

use super::tally::Tally;
use crate::paths;
use anyhow::Result;
use std::process::Command;

/// Runs the tests and counts them.
pub(super) fn run() -> Result<Tally> {
    let mut cargo = Command::new("cargo");
    cargo.args(["test", "--quiet", "--workspace", "--no-fail-fast"]).current_dir(paths::root());
    Tally::of(&mut cargo, "install Rust from https://rustup.rs")
}
