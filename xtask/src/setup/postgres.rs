//! PostgreSQL's programs: those of the PATH, those of the machine, or the Debian package.

use super::{apt, programs};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

const BY_HAND: &str = "install PostgreSQL's server, and put the folder of its `initdb` on the PATH";

/// Where Debian's packages keep the programs, one folder a version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The folder with `initdb`, `postgres` and `createdb`; installed with apt when there is none.
///
/// # Errors
/// A sentence that tells what to install by hand.
pub(crate) fn programs() -> Result<PathBuf> {
    if let Some(folder) = find() {
        return Ok(folder);
    }
    apt::install("PostgreSQL", &["postgresql"], BY_HAND)?;
    find().with_context(|| format!("PostgreSQL is installed but not found; {BY_HAND}"))
}

fn find() -> Option<PathBuf> {
    // A link on the PATH leads to the folder that has the others too.
    let on_path = programs::on_path(&["initdb"]).and_then(|program| fs::canonicalize(program).ok());
    on_path.and_then(|program| program.parent().map(Path::to_path_buf)).or_else(|| {
        let versions = fs::read_dir(DEBIAN).ok()?.filter_map(Result::ok);
        let number = |folder: &PathBuf| folder.file_name()?.to_str()?.parse::<u32>().ok();
        let newest = versions.map(|entry| entry.path()).filter(|folder| folder.join("bin/initdb").is_file());
        newest.max_by_key(number).map(|folder| folder.join("bin"))
    })
}
