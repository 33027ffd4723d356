//! Firefox, and geckodriver, which Debian has no package of.

use super::browser::Browser;
use super::cargo_tool;
use super::choice::{Program, find};
use super::engine::Engine;
use super::machine::Machine;
use super::programs::find_or_install;
use anyhow::{Error, Result};

const ENGINE: Engine = Engine::Firefox;

/// Finds Firefox and its driver. If one is missing, installs Firefox with apt and compiles the driver.
pub(super) fn install() -> Result<Browser> {
    let [program] = find_or_install(firefox, &["firefox-esr"])?;
    let driver = match find(&geckodriver(), &Machine::this()).map_err(Error::msg)? {
        Some(driver) => driver,
        None => cargo_tool::install("geckodriver", "0.37.1")?,
    };
    Ok(Browser { engine: ENGINE, program, driver, display: None })
}

fn firefox() -> [Program; 1] {
    let variable = ENGINE.program_variable();
    [Program { title: "Firefox", variable, names: &["firefox-esr", "firefox"], elsewhere: None }]
}

fn geckodriver() -> Program {
    let variable = ENGINE.driver_variable();
    Program { title: "geckodriver", variable, names: &["geckodriver"], elsewhere: None }
}
