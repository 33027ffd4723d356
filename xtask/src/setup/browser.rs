//! Chromium and its driver: those of the environment, those of the machine, or the Debian packages.

use crate::shell;
use anyhow::{Result, bail};
use std::env;
use std::path::PathBuf;
use std::process::Command;

const BY_HAND: &str =
    "install Chromium and its driver, and name them in CHROMIUM and CHROMEDRIVER if they are not on the PATH";

/// Where the browser and its driver are.
#[derive(Debug)]
pub(crate) struct Browser {
    /// The program that is Chromium.
    pub(crate) chromium: PathBuf,
    /// The program that drives it for the tests inside WebAssembly.
    pub(crate) driver: PathBuf,
}

/// Finds Chromium and its driver, and installs both with apt when they are missing.
pub(super) fn install() -> Result<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    if on_path(&["apt-get"]).is_none() {
        bail!("Chromium or its driver is missing and there is no apt-get; {BY_HAND}");
    }
    shell::say("installing Chromium and its driver (apt-get install chromium chromium-driver)");
    shell::run(as_root()?.args(["apt-get", "update", "--quiet"]), BY_HAND)?;
    let packages = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium", "chromium-driver"];
    shell::run(as_root()?.args(packages), BY_HAND)?;
    match find() {
        Some(browser) => Ok(browser),
        None => bail!("Chromium is installed but not found; {BY_HAND}"),
    }
}

fn find() -> Option<Browser> {
    let chromium = from_environment("CHROMIUM").or_else(|| on_path(&["chromium", "chromium-browser", "google-chrome"]));
    let driver = from_environment("CHROMEDRIVER").or_else(|| on_path(&["chromedriver"]));
    Some(Browser { chromium: chromium?, driver: driver? })
}

fn from_environment(name: &str) -> Option<PathBuf> {
    env::var_os(name).map(PathBuf::from).filter(|path| path.is_file())
}

fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names.iter().find_map(|name| env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file()))
}

/// `env` as root: directly, or through sudo where it asks for no password.
fn as_root() -> Result<Command> {
    let mut command = match shell::read(Command::new("id").arg("-u"), BY_HAND)?.as_str() {
        "0" => Command::new("env"),
        _ if shell::read(Command::new("sudo").args(["-n", "true"]), BY_HAND).is_ok() => {
            let mut sudo = Command::new("sudo");
            sudo.args(["-n", "env"]);
            sudo
        }
        _ => bail!(
            "Chromium or its driver is missing, and installing it needs root; run as root `apt-get install chromium chromium-driver`, or {BY_HAND}"
        ),
    };
    command.arg("DEBIAN_FRONTEND=noninteractive");
    Ok(command)
}
