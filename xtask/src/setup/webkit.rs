//! WebKitGTK: its driver, the small browser of its library, and a display for its windows.

use super::browser::Browser;
use super::choice::Program;
use super::display::Display;
use super::engine::Engine;
use super::programs::find_or_install;
use anyhow::Result;
use std::fs;
use std::path::{Path, PathBuf};

const ENGINE: Engine = Engine::Webkit;

/// Finds the driver, the browser and a display server, and installs them with apt if one is missing. Starts the display,
/// which ends when the returned browser is dropped.
pub(super) fn install() -> Result<Browser> {
    let [driver, program, server] = find_or_install(programs, &["webkit2gtk-driver", "xvfb"])?;
    let display = Display::start(&server)?;
    Ok(Browser { engine: ENGINE, program, driver, display: Some(display) })
}

fn programs() -> [Program; 3] {
    [
        Program {
            title: "WebKitGTK's driver",
            variable: ENGINE.driver_variable(),
            names: &["WebKitWebDriver"],
            elsewhere: None,
        },
        Program {
            title: "WebKitGTK's MiniBrowser",
            variable: ENGINE.program_variable(),
            names: &[],
            elsewhere: mini_browser(),
        },
        Program { title: "Xvfb", variable: "XVFB", names: &["Xvfb"], elsewhere: None },
    ]
}

/// Returns the browser beside WebKitGTK's library, `/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser`. If there are
/// several, returns the last one by name.
fn mini_browser() -> Option<PathBuf> {
    let is_webkit =
        |folder: &PathBuf| folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with("webkit"));
    let versions = entries(Path::new("/usr/lib")).flat_map(|folder| entries(&folder)).filter(is_webkit);
    versions.map(|folder| folder.join("MiniBrowser")).filter(|program| program.is_file()).max()
}

/// Returns the paths in a folder; none if it cannot be read.
fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()))
}
