//! The demo shop in the package, with minified scripts and styles: its page, and its server on Node without the program that
//! reads flags.

use super::copy;
use crate::{paths, shell};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder in the package.
const FOLDER: &str = "demo";

/// The files of the shop's program, which the package does without.
const OF_PROGRAM: [&str; 2] = ["main.js", "settings.js"];

/// Copies the shop into the package, in place of an earlier copy, and minifies it.
///
/// # Errors
/// When a file cannot be copied or minified.
pub(super) fn copy_shop() -> Result<()> {
    let folder = paths::package().join(FOLDER);
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
    }
    for (source, name) in [("www/shop/page", "page"), ("www/shop/js", "shop")] {
        let copy = folder.join(name);
        copy_folder(&paths::in_root(source), &copy)?;
        minify(&copy)?;
    }
    Ok(())
}

/// Minifies the scripts and styles of a folder. Each stays a file with its name, so that the page is the same.
fn minify(folder: &Path) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "js" || ending == "css"));
    files.sort();
    let mut esbuild = Command::new(paths::node_program("esbuild"));
    esbuild.args(files).args(["--minify", "--target=es2022", "--charset=utf8", "--log-level=warning"]);
    esbuild.args(["--allow-overwrite", "--tsconfig-raw={}"]).arg(format!("--outdir={}", folder.display()));
    shell::run(esbuild.current_dir(folder), "look at esbuild's message above")
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
