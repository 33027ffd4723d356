//! The demo shop in the package: its page, and its server on Node without the program that reads flags.

use super::copy;
use crate::paths;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// The folder in the package.
const FOLDER: &str = "demo";

/// The files of the shop's program, which the package does without.
const OF_PROGRAM: [&str; 2] = ["main.js", "settings.js"];

/// Copies the shop into the package, in place of an earlier copy.
///
/// # Errors
/// When a file cannot be copied.
pub(super) fn copy_shop() -> Result<()> {
    let folder = paths::package().join(FOLDER);
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
    }
    copy_folder(&paths::in_root("www/shop/page"), &folder.join("page"))?;
    copy_folder(&paths::in_root("www/shop/js"), &folder.join("shop"))
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("{} cannot be made", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("{} cannot be read", from.display()))? {
        let entry = entry.with_context(|| format!("{} cannot be read", from.display()))?;
        let name = entry.file_name();
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &to.join(name))?;
        } else if !OF_PROGRAM.iter().any(|file| name == *file) {
            copy(&entry.path(), &to.join(name))?;
        }
    }
    Ok(())
}
