//! Chromium and its driver: those of the environment, those of the machine, or the Debian packages.

use super::debian::{self, on_path};
use anyhow::{Result, bail};
use std::env;
use std::path::PathBuf;

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
    debian::install("Chromium or its driver", &["chromium", "chromium-driver"], BY_HAND)?;
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
