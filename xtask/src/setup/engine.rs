//! The browser engines that the tests drive.

use clap::ValueEnum;

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
    /// Returns the name on the command line, which is also the value of `IVY_ENGINE` for the tests.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// Returns the environment variable with the path of the browser's program.
    pub(super) const fn program_variable(self) -> &'static str {
        match self {
            Self::Chromium => "CHROMIUM",
            Self::Firefox => "FIREFOX",
            Self::Webkit => "WEBKIT",
        }
    }

    /// Returns the environment variable with the path of the driver's program.
    pub(super) const fn driver_variable(self) -> &'static str {
        match self {
            Self::Chromium => "CHROMEDRIVER",
            Self::Firefox => "GECKODRIVER",
            Self::Webkit => "WEBKITDRIVER",
        }
    }
}
