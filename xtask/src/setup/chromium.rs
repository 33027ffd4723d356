//! Chromium and its driver.

use super::browser::Browser;
use super::choice::Program;
use super::engine::Engine;
use super::programs::find_or_install;
use anyhow::Result;

const ENGINE: Engine = Engine::Chromium;

/// Finds Chromium and its driver, and installs both with apt if one is missing.
pub(super) fn install() -> Result<Browser> {
    let [program, driver] = find_or_install(programs, &["chromium", "chromium-driver"])?;
    Ok(Browser { engine: ENGINE, program, driver, display: None })
}

fn programs() -> [Program; 2] {
    [
        Program {
            title: "Chromium",
            variable: ENGINE.program_variable(),
            names: &["chromium", "chromium-browser", "google-chrome"],
            elsewhere: None,
        },
        Program {
            title: "Chromium's driver",
            variable: ENGINE.driver_variable(),
            names: &["chromedriver"],
            elsewhere: None,
        },
    ]
}
