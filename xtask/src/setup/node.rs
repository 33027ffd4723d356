//! The npm tools: the versions of the root `package-lock.json`, in the root `node_modules`.

use crate::{places, shell};
use anyhow::{Context, Result, bail};
use std::fs;
use std::process::Command;

const OLDEST_NODE: u32 = 20;

/// Installs the npm tools when they are not there or not those of the lock file. No package runs a script of its own.
pub(super) fn install() -> Result<()> {
    let hint = format!("install Node {OLDEST_NODE} or newer from https://nodejs.org");
    let version = shell::read(Command::new("node").arg("--version"), &hint)?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|part| part.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        bail!("Node {version} is too old; {hint}");
    }

    let wanted = fs::read(places::root().join("package-lock.json")).context("package-lock.json cannot be read")?;
    let note = places::root().join("node_modules/.installed-lock.json");
    if fs::read(&note).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    shell::say("installing the npm tools (npm ci)");
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(places::root());
    shell::run(&mut npm, "look at npm's message above; the npm registry must be reachable")?;
    fs::write(&note, wanted).with_context(|| format!("{} cannot be written", note.display()))
}
