//! schemathesis, which holds a running server against its OpenAPI document: the versions of
//! `tests/proxy/requirements.txt`, each with its hash, in a Python environment of their own below the target folder.

use crate::{places, shell};
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

const BY_HAND: &str = "install Python 3.10 or newer with its `venv` (Debian: python3-venv); PyPI must be reachable";

/// Installs schemathesis where it is not there or not that of the lock file; gives its program.
///
/// # Errors
/// A sentence that tells what to install by hand.
pub(crate) fn install() -> Result<PathBuf> {
    let folder = places::target().join("schemathesis");
    let lock = places::root().join("tests/proxy/requirements.txt");
    let wanted = fs::read(&lock).with_context(|| format!("{} cannot be read", lock.display()))?;
    let note = folder.join("installed-requirements.txt");
    let program = folder.join("bin/schemathesis");
    if program.is_file() && fs::read(&note).is_ok_and(|installed| installed == wanted) {
        return Ok(program);
    }
    shell::say("installing schemathesis (pip)");
    shell::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder), BY_HAND)?;
    let mut pip = Command::new(folder.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--requirement"]);
    shell::run(pip.arg(&lock), BY_HAND)?;
    fs::write(&note, wanted).with_context(|| format!("{} cannot be written", note.display()))?;
    Ok(program)
}
