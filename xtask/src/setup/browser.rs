//! An installed browser with its driver.

use super::display::Display;
use super::engine::Engine;
use std::path::PathBuf;
use std::process::Command;

/// A browser that is installed, with its driver.
#[derive(Debug)]
pub(crate) struct Browser {
    pub(crate) engine: Engine,
    /// The browser's program.
    pub(crate) program: PathBuf,
    /// The program that speaks WebDriver for the browser.
    pub(crate) driver: PathBuf,
    /// The display for the windows of a browser that has no headless mode.
    pub(super) display: Option<Display>,
}

impl Browser {
    /// Sets the variables that name the browser and its driver to a program that runs tests.
    pub(crate) fn hand_to<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("IVY_ENGINE", self.engine.name())
            .env(self.engine.program_variable(), &self.program)
            .env(self.engine.driver_variable(), &self.driver);
        if let Some(display) = &self.display {
            command.env("DISPLAY", display.name());
        }
        command
    }
}
