//! Copies of the sources in other folders.

use crate::{paths, shell};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A copy of the sources in the folder for temporary files. Dropping it removes the folder.
pub(crate) struct SourceCopy(PathBuf);

impl SourceCopy {
    /// Copies all files that git tracks or would add. `name` becomes a part of the folder's name.
    ///
    /// # Errors
    /// When git fails, or a file cannot be copied.
    pub(crate) fn new(name: &str) -> Result<Self> {
        let copy = Self(std::env::temp_dir().join(format!("ivy-{name}-{}", std::process::id())));
        let mut git = Command::new("git");
        git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(paths::root());
        let names = shell::read(&mut git, "the sources have to be a git repository")?;
        for name in names.split('\0').filter(|name| paths::in_root(name).is_file()) {
            let (from, to) = (paths::in_root(name), paths::below(&copy.0, name));
            let folder = to.parent().unwrap_or(&copy.0);
            fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
            fs::copy(&from, &to).with_context(|| format!("{} cannot be copied", from.display()))?;
        }
        Ok(copy)
    }

    /// Returns the folder of the copy.
    pub(crate) fn folder(&self) -> &Path {
        &self.0
    }

    /// Returns a command that runs the copy's `cargo xtask`, with a target folder in the copy.
    pub(crate) fn xtask(&self, arguments: &[&str]) -> Command {
        let mut cargo = Command::new("cargo");
        cargo.args(["run", "--quiet", "--locked", "--package", "xtask", "--"]).args(arguments);
        cargo.current_dir(&self.0).env_remove("CARGO_TARGET_DIR");
        cargo
    }
}

impl Drop for SourceCopy {
    fn drop(&mut self) {
        // On failure the system removes the folder with its other temporary files.
        let _ = fs::remove_dir_all(&self.0);
    }
}
