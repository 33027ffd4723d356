//! Programs of this machine, and Debian's packages where one is missing.

use crate::shell;
use anyhow::{Result, bail};
use std::env;
use std::path::PathBuf;
use std::process::Command;

/// The first of these programs that is on the PATH.
pub(super) fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names.iter().find_map(|name| env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file()))
}

/// Installs packages with apt. `what` is missing, `by_hand` says what to do where apt cannot.
///
/// # Errors
/// Where there is no apt, no way to be root, or no such package.
pub(super) fn install(what: &str, packages: &[&str], by_hand: &str) -> Result<()> {
    let names = packages.join(" ");
    if on_path(&["apt-get"]).is_none() {
        bail!("{what} is missing and there is no apt-get; {by_hand}");
    }
    shell::say(&format!("installing {what} (apt-get install {names})"));
    let Some(mut update) = as_root(by_hand)? else {
        bail!("{what} is missing, and installing it needs root; run as root `apt-get install {names}`, or {by_hand}");
    };
    shell::run(update.args(["apt-get", "update", "--quiet"]), by_hand)?;
    if let Some(mut install) = as_root(by_hand)? {
        install.args(["apt-get", "install", "--yes", "--no-install-recommends"]).args(packages);
        shell::run(&mut install, by_hand)?;
    }
    Ok(())
}

/// Whether this process is root's.
///
/// # Errors
/// Where the system does not say.
pub(crate) fn is_root() -> Result<bool> {
    Ok(shell::read(Command::new("id").arg("-u"), "look at the message above")? == "0")
}

/// `env` as root: directly, or through sudo where it asks for no password.
fn as_root(by_hand: &str) -> Result<Option<Command>> {
    let mut command = if is_root()? {
        Command::new("env")
    } else if shell::read(Command::new("sudo").args(["-n", "true"]), by_hand).is_ok() {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "env"]);
        sudo
    } else {
        return Ok(None);
    };
    command.arg("DEBIAN_FRONTEND=noninteractive");
    Ok(Some(command))
}
