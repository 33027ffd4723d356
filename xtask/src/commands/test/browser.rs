//! The library's tests inside WebAssembly, in a browser without windows.

use super::tally::Tally;
use crate::places;
use crate::servers::responses;
use crate::setup::{Browser, Engine};
use anyhow::{Context, Result};
use serde_json::json;
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args;

const TARGET: &str = "wasm32-unknown-unknown";

/// By these the runner finds a driver; it takes the first that is set, in an order of its own.
const DRIVERS: [(&str, Engine); 3] =
    [("CHROMEDRIVER", Engine::Chromium), ("GECKODRIVER", Engine::Firefox), ("SAFARIDRIVER", Engine::Webkit)];

pub(super) fn run(browser: &Browser) -> Result<Tally> {
    let runner = std::env::current_exe().context("the place of this program is unknown")?;
    let mut cargo = Command::new("cargo");
    browser.hand_to(&mut cargo);
    cargo
        .args(["test", "--package", "ivy-data-session", "--test", "browser*", "--no-fail-fast"])
        .args(["--target", TARGET])
        .args(["--config", &format!("target.{TARGET}.runner=[{:?}, \"wasm-test-runner\"]", runner.to_string_lossy())])
        .env("IVY_RESPONSES_URL", responses::start()?)
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities(browser)?)
        .current_dir(places::root());
    for (name, engine) in DRIVERS {
        if engine == browser.engine {
            cargo.env(name, &browser.driver)
        } else {
            cargo.env_remove(name)
        };
    }
    Tally::of(&mut cargo, "install Rust from https://rustup.rs")
}

/// A file that says how the browser is to be started. WebKitGTK's driver is asked for nothing.
fn capabilities(browser: &Browser) -> Result<PathBuf> {
    if browser.engine != Engine::Firefox {
        return Ok(places::root().join("webdriver.json"));
    }
    let file = places::target().join("webdriver-firefox.json");
    let text = json!({ "moz:firefoxOptions": { "binary": browser.program } }).to_string();
    fs::write(&file, text).with_context(|| format!("{} cannot be written", file.display()))?;
    Ok(file)
}

/// Runs one compiled file of tests, as cargo's runner for this target; `arguments` are the file and what cargo was given.
///
/// # Errors
/// When a test fails or the browser does not start.
pub(crate) fn run_file(arguments: Vec<OsString>) -> Result<()> {
    run_cli_with_args(std::iter::once(OsString::from("wasm-bindgen-test-runner")).chain(arguments))
}
