//! The superuser of Unix systems, root.

use crate::shell;
use anyhow::Result;
use std::process::Command;

/// Returns true if this process runs as root. Windows has no such user.
///
/// # Errors
/// When the program `id` fails.
pub(crate) fn is_root() -> Result<bool> {
    if cfg!(windows) {
        return Ok(false);
    }
    Ok(shell::read(Command::new("id").arg("-u"), "look at the message above")? == "0")
}

/// Returns a command that runs `env` as root: directly, or through a `sudo` that needs no password. Returns `None` if this
/// user cannot become root.
///
/// # Errors
/// When the program `id` fails.
pub(crate) fn as_root() -> Result<Option<Command>> {
    if is_root()? {
        return Ok(Some(Command::new("env")));
    }
    let works = Command::new("sudo").args(["-n", "true"]).output().is_ok_and(|output| output.status.success());
    Ok(works.then(|| {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "env"]);
        sudo
    }))
}
