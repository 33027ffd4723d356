//! `tour`: a walk through the demo by a browser.

use super::build;
use crate::servers::demo::{Proxy, Servers};
use crate::servers::ports;
use crate::setup::{self, Engine};
use crate::{paths, shell};
use anyhow::{Context, Result};
use std::fs;
use std::process::Command;

/// Walks through a first visit with a bank login and a second visit without one. Takes free ports and new databases.
///
/// # Errors
/// When a step has an unexpected result.
pub(crate) fn run() -> Result<()> {
    let browser = setup::browser(Engine::Chromium)?;
    build::run()?;
    let folder = paths::in_target("tour");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    let servers = Servers::start(Proxy::Rust, ports::free()?, 0, &folder, None)?;
    shell::say("walking through two visits in headless Chromium");
    let mut tour = Command::new("node");
    browser
        .hand_to(tour.arg(paths::in_root("tests/e2e/tour.mjs")))
        .env("SHOP_URL", &servers.shop_url)
        .env("SANDBOX_URL", servers.sandbox_url.as_deref().unwrap_or_default())
        .env("TOUR_FOLDER", &folder);
    shell::run(&mut tour, "look at the steps above and at the last screenshot in target/tour")
}
