//! The properties of a machine that a set-up depends on: environment variables and programs.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// A machine, as its environment variables and the existence of its programs.
pub(super) struct Machine<'a> {
    /// Returns the value of an environment variable.
    pub(super) variable: &'a dyn Fn(&str) -> Option<OsString>,
    /// Returns true if a path leads to a file.
    pub(super) is_file: &'a dyn Fn(&Path) -> bool,
    /// The ending of a program's file name: `.exe` on Windows, empty elsewhere.
    pub(super) suffix: &'a str,
}

impl Machine<'static> {
    /// Returns the machine that this process runs on.
    pub(super) fn this() -> Self {
        Self { variable: &|name| env::var_os(name), is_file: &Path::is_file, suffix: env::consts::EXE_SUFFIX }
    }
}

impl Machine<'_> {
    /// Returns the path in an environment variable. An empty variable counts as unset.
    pub(super) fn path_variable(&self, name: &str) -> Option<PathBuf> {
        (self.variable)(name).filter(|value| !value.is_empty()).map(PathBuf::from)
    }

    /// Returns true if a path leads to a file.
    pub(super) fn has(&self, path: &Path) -> bool {
        (self.is_file)(path)
    }

    /// Returns the first of these programs that is in a folder of the `PATH`.
    pub(super) fn on_path(&self, names: &[&str]) -> Option<PathBuf> {
        let path = (self.variable)("PATH")?;
        let in_folders = |name: &&str| {
            let file = format!("{name}{}", self.suffix);
            env::split_paths(&path).map(|folder| folder.join(&file)).find(|program| self.has(program))
        };
        names.iter().find_map(in_folders)
    }
}
