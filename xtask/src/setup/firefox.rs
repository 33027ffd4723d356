//! Firefox, from the environment, the machine or Debian's package, and geckodriver, which Debian has no package of.

use super::apt;
use super::browser::Browser;
use super::cargo_tool;
use super::engine::Engine;
use super::programs::{from_environment, on_path};
use anyhow::{Context, Result};
use std::path::PathBuf;

const BY_HAND: &str = "install Firefox ESR, and name its program in FIREFOX if it is not on the PATH";

/// Finds Firefox and its driver; installs Firefox with apt and compiles the driver when they are missing.
pub(super) fn install() -> Result<Browser> {
    let program = match find() {
        Some(program) => program,
        None => {
            apt::install("Firefox", &["firefox-esr"], BY_HAND)?;
            find().with_context(|| format!("Firefox is installed but not found; {BY_HAND}"))?
        }
    };
    let driver = match from_environment("GECKODRIVER").or_else(|| on_path(&["geckodriver"])) {
        Some(driver) => driver,
        None => cargo_tool::install("geckodriver", "0.37.1")?,
    };
    Ok(Browser { engine: Engine::Firefox, program, driver, display: None })
}

fn find() -> Option<PathBuf> {
    from_environment("FIREFOX").or_else(|| on_path(&["firefox-esr", "firefox"]))
}
