//! The browser engines that the tests drive.

use super::{chromium, firefox, webkit};
use crate::servers::display::Display;
use anyhow::Result;
use clap::ValueEnum;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

/// A browser engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Engine {
    /// Chromium
    Chromium,
    /// Firefox ESR
    Firefox,
    /// WebKitGTK, as its MiniBrowser shows it
    Webkit,
}

impl Engine {
    /// The name on the command line, and what `IVY_ENGINE` says to the tests.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// Finds the browser and its driver, and installs both when they are missing.
    ///
    /// # Errors
    /// A sentence that tells what to install by hand.
    pub(crate) fn install(self) -> Result<Browser> {
        match self {
            Self::Chromium => chromium::install(),
            Self::Firefox => firefox::install(),
            Self::Webkit => webkit::install(),
        }
    }
}

/// A browser that is installed, with its driver.
#[derive(Debug)]
pub(crate) struct Browser {
    pub(crate) engine: Engine,
    /// The browser's program.
    pub(crate) program: PathBuf,
    /// The program that speaks WebDriver for it.
    pub(crate) driver: PathBuf,
    /// Where its windows open, for one that has no mode without windows.
    pub(super) display: Option<Display>,
}

impl Browser {
    /// Tells a program that runs tests which browser to drive, and where it is.
    pub(crate) fn hand_to<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        let (program, driver) = match self.engine {
            Engine::Chromium => ("CHROMIUM", "CHROMEDRIVER"),
            Engine::Firefox => ("FIREFOX", "GECKODRIVER"),
            Engine::Webkit => ("WEBKIT", "WEBKITDRIVER"),
        };
        command.env("IVY_ENGINE", self.engine.name()).env(program, &self.program).env(driver, &self.driver);
        if let Some(display) = &self.display {
            command.env("DISPLAY", display.name());
        }
        command
    }
}

/// A program that the environment names.
pub(super) fn from_environment(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(|path: OsString| PathBuf::from(path)).filter(|path| path.is_file())
}
