//! The Rust tests of the workspace, and the contract of the stand-alone program.

use super::tally::Tally;
use crate::commands::contract;
use crate::{paths, shell};
use anyhow::Result;
use std::process::Command;

/// Runs the tests and counts them.
pub(super) fn run() -> Result<Tally> {
    let mut cargo = Command::new("cargo");
    cargo.args(["test", "--quiet", "--workspace", "--no-fail-fast"]).current_dir(paths::root());
    let tally = Tally::of(&mut cargo, "install Rust from https://rustup.rs")?;
    shell::say("the contract: the stand-alone program");
    let program = paths::in_target("debug/ivy-proxy");
    let results = contract::of_command(&format!("{} serve", program.display()))?;
    println!("{results}");
    Ok(tally + results.tally())
}
