//! PostgreSQL's programs.

use super::choice::Program;
use super::programs::find_or_install;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// The folder in which Debian's packages keep the programs, one folder a version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// Returns the folder with `initdb`, `postgres` and `createdb`. Installs PostgreSQL with apt if it is missing.
///
/// # Errors
/// When PostgreSQL is missing and apt cannot install it.
pub(super) fn programs() -> Result<PathBuf> {
    let [initdb] = find_or_install(look, &["postgresql"])?;
    // A link on the PATH leads to the folder that has the others too.
    let initdb = fs::canonicalize(&initdb).with_context(|| format!("{} cannot be followed", initdb.display()))?;
    initdb.parent().map(Path::to_path_buf).with_context(|| format!("{} is in no folder", initdb.display()))
}

fn look() -> [Program; 1] {
    [Program { title: "PostgreSQL's initdb", variable: "INITDB", names: &["initdb"], elsewhere: newest_of_debian() }]
}

/// Returns the `initdb` of the newest version that Debian's packages installed.
fn newest_of_debian() -> Option<PathBuf> {
    let versions = fs::read_dir(DEBIAN).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    let number = |folder: &PathBuf| folder.file_name()?.to_str()?.parse::<u32>().ok();
    let newest = versions.filter(|folder| initdb_of(folder).is_file()).max_by_key(number);
    newest.map(|folder| initdb_of(&folder))
}

fn initdb_of(version: &Path) -> PathBuf {
    version.join("bin").join("initdb")
}
