//! schemathesis, which tests a running server against its OpenAPI document. It is installed into a Python environment in the
//! target folder, in the versions and with the hashes of `tests/proxy/requirements.txt`.

use crate::{paths, shell};
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The name of Python's program.
const PYTHON: &str = if cfg!(windows) { "python" } else { "python3" };

/// The folder of a Python environment that holds its programs.
const PROGRAMS: &str = if cfg!(windows) { "Scripts" } else { "bin" };

const BY_HAND: &str = "install Python 3.10 or newer with its `venv` (Debian: python3-venv); PyPI must be reachable";

/// Installs schemathesis if the version of the lock file is not installed. Returns the path of its program.
///
/// # Errors
/// When Python is missing or PyPI cannot be reached; the sentence says what to install by hand.
pub(super) fn install() -> Result<PathBuf> {
    let folder = paths::in_target("schemathesis");
    let lock = paths::in_root("tests/proxy/requirements.txt");
    let requirements = fs::read(&lock).with_context(|| format!("{} cannot be read", lock.display()))?;
    let note = folder.join("installed-requirements.txt");
    let program = folder.join(PROGRAMS).join(format!("schemathesis{}", std::env::consts::EXE_SUFFIX));
    if program.is_file() && fs::read(&note).is_ok_and(|installed| installed == requirements) {
        return Ok(program);
    }
    shell::say("installing schemathesis (pip)");
    shell::run(Command::new(PYTHON).args(["-m", "venv", "--clear"]).arg(&folder), BY_HAND)?;
    let mut pip = Command::new(folder.join(PROGRAMS).join("python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--requirement"]);
    shell::run(pip.arg(&lock), BY_HAND)?;
    fs::write(&note, requirements).with_context(|| format!("{} cannot be written", note.display()))?;
    Ok(program)
}
