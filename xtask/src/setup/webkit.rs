//! WebKitGTK: its driver, the small browser that comes with the library, and a display for its windows.

use super::apt;
use super::browser::Browser;
use super::display::Display;
use super::engine::Engine;
use super::programs::{from_environment, on_path};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

const BY_HAND: &str = "install WebKitGTK's driver and Xvfb, and name in WEBKITDRIVER and WEBKIT where WebKitWebDriver and \
                       MiniBrowser are if they are not found";

/// Finds the driver, the browser and a display server, and installs them with apt when one is missing. Starts the display,
/// which ends with what is given.
pub(super) fn install() -> Result<Browser> {
    let (driver, program, server) = match find() {
        Some(found) => found,
        None => {
            apt::install("WebKitGTK's driver or Xvfb", &["webkit2gtk-driver", "xvfb"], BY_HAND)?;
            find().with_context(|| format!("WebKitGTK is installed but not found; {BY_HAND}"))?
        }
    };
    let display = Display::start(&server)?;
    Ok(Browser { engine: Engine::Webkit, program, driver, display: Some(display) })
}

fn find() -> Option<(PathBuf, PathBuf, PathBuf)> {
    let driver = from_environment("WEBKITDRIVER").or_else(|| on_path(&["WebKitWebDriver"]))?;
    let program = from_environment("WEBKIT").or_else(mini_browser)?;
    Some((driver, program, on_path(&["Xvfb"])?))
}

/// The browser lies beside the library of its version, `/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser`; of several
/// the last one by name.
fn mini_browser() -> Option<PathBuf> {
    let is_webkit =
        |folder: &PathBuf| folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with("webkit"));
    let versions = folders(Path::new("/usr/lib")).flat_map(|place| folders(&place)).filter(is_webkit);
    versions.map(|folder| folder.join("MiniBrowser")).filter(|program| program.is_file()).max()
}

/// What is in a folder; nothing where it cannot be read.
fn folders(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()))
}
