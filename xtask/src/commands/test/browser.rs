//! The library's tests inside WebAssembly, in a headless browser.

use super::tally::Tally;
use crate::servers::responses;
use crate::setup::{Browser, Engine};
use crate::{paths, shell};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args;

const TARGET: &str = "wasm32-unknown-unknown";

/// The variables that name a driver to the runner. If several are set, the runner uses the first in its own order.
const DRIVERS: [(&str, Engine); 3] =
    [("CHROMEDRIVER", Engine::Chromium), ("GECKODRIVER", Engine::Firefox), ("SAFARIDRIVER", Engine::Webkit)];

/// Runs the tests and counts them. A browser that reports nothing, as WebKitGTK does in rare runs, is started a second time:
/// a test that never ends does so again.
pub(super) fn run(browser: &Browser) -> Result<Tally> {
    let tally = run_once(browser)?;
    if tally != Tally::NO_RESULT {
        return Ok(tally);
    }
    shell::say(&format!("{} has reported no test; starting it again", browser.engine.name()));
    run_once(browser)
}

fn run_once(browser: &Browser) -> Result<Tally> {
    let runner = std::env::current_exe().context("the path of this program is unknown")?;
    let mut cargo = Command::new("cargo");
    browser.hand_to(&mut cargo);
    cargo
        .args(["test", "--package", "ivy-data-session", "--test", "browser", "--no-fail-fast"])
        .args(["--target", TARGET])
        .args(["--config", &format!("target.{TARGET}.runner=[{:?}, \"wasm-test-runner\"]", runner.to_string_lossy())])
        .env("IVY_RESPONSES_URL", responses::start()?)
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities(browser)?)
        .current_dir(paths::root());
    for (name, engine) in DRIVERS {
        if engine == browser.engine {
            cargo.env(name, &browser.driver)
        } else {
            cargo.env_remove(name)
        };
    }
    Tally::of(&mut cargo, "install Rust from https://rustup.rs")
}

/// Returns the file with the WebDriver capabilities of the browser, such as its path.
fn capabilities(browser: &Browser) -> Result<PathBuf> {
    let common = paths::in_root("webdriver.json");
    let capabilities = match browser.engine {
        Engine::Chromium => {
            let text = fs::read_to_string(&common).with_context(|| format!("{} cannot be read", common.display()))?;
            let mut capabilities: Value = serde_json::from_str(&text).context("webdriver.json is not JSON")?;
            if let Some(options) = capabilities.get_mut("goog:chromeOptions").and_then(Value::as_object_mut) {
                options.insert("binary".to_owned(), json!(browser.program));
            }
            capabilities
        }
        Engine::Firefox => json!({ "moz:firefoxOptions": { "binary": browser.program } }),
        // WebKitGTK's driver needs no capability.
        Engine::Webkit => return Ok(common),
    };
    let file = paths::target().join(format!("webdriver-{}.json", browser.engine.name()));
    fs::write(&file, capabilities.to_string()).with_context(|| format!("{} cannot be written", file.display()))?;
    Ok(file)
}

/// Runs one compiled file of tests, as cargo's runner for this target. `arguments` are the file and cargo's arguments for it.
///
/// # Errors
/// When a test fails or the browser does not start.
pub(crate) fn run_file(arguments: Vec<OsString>) -> Result<()> {
    run_cli_with_args(std::iter::once(OsString::from("wasm-bindgen-test-runner")).chain(arguments))
}
