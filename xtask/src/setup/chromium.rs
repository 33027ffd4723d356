//! Chromium and its driver.

use super::apt;
use super::browser::Browser;
use super::engine::Engine;
use super::programs::{from_environment, on_path};
use anyhow::{Context, Result};

const BY_HAND: &str =
    "install Chromium and its driver, and name them in CHROMIUM and CHROMEDRIVER if they are not on the PATH";

/// Finds Chromium and its driver, and installs both with apt when they are missing.
pub(super) fn install() -> Result<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    apt::install("Chromium or its driver", &["chromium", "chromium-driver"], BY_HAND)?;
    find().with_context(|| format!("Chromium is installed but not found; {BY_HAND}"))
}

fn find() -> Option<Browser> {
    let program = from_environment("CHROMIUM").or_else(|| on_path(&["chromium", "chromium-browser", "google-chrome"]));
    let driver = from_environment("CHROMEDRIVER").or_else(|| on_path(&["chromedriver"]));
    Some(Browser { engine: Engine::Chromium, program: program?, driver: driver?, display: None })
}
