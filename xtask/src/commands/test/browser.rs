//! The library's tests inside WebAssembly, in headless Chromium.

use super::tally::Tally;
use crate::places;
use crate::setup::Browser;
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::process::Command;
use wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args;

const TARGET: &str = "wasm32-unknown-unknown";

pub(super) fn run(browser: &Browser) -> Result<Tally> {
    let runner = std::env::current_exe().context("the place of this program is unknown")?;
    let mut cargo = Command::new("cargo");
    cargo
        .args(["test", "--package", "ivy-data-session", "--test", "browser*", "--no-fail-fast"])
        .args(["--target", TARGET])
        .args(["--config", &format!("target.{TARGET}.runner=[{:?}, \"wasm-test-runner\"]", runner.to_string_lossy())])
        .env("CHROMEDRIVER", &browser.driver)
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", places::root().join("webdriver.json"))
        .current_dir(places::root());
    Tally::of(&mut cargo, "install Rust from https://rustup.rs")
}

/// Runs one compiled file of tests, as cargo's runner for this target; `arguments` are the file and what cargo was given.
///
/// # Errors
/// When a test fails or the browser does not start.
pub(crate) fn run_file(arguments: Vec<OsString>) -> Result<()> {
    run_cli_with_args(std::iter::once(OsString::from("wasm-bindgen-test-runner")).chain(arguments))
}
