//! Programs of crates.io that are no part of the workspace: their exact versions, in `target/tools`.

use super::machine::Machine;
use crate::{places, shell};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Finds a program of that version on the `PATH` or in `target/tools`, and compiles it there from its own lock file when it is
/// missing.
///
/// # Errors
/// A sentence that tells what to install by hand.
pub(super) fn install(name: &str, version: &str) -> Result<PathBuf> {
    if let Some(program) = Machine::this().on_path(&[name]).filter(|program| has_version(program, version)) {
        return Ok(program);
    }
    let folder = places::target().join("tools");
    let program = folder.join("bin").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let note = format!("\"{name} {version} (");
    let installed = fs::read_to_string(folder.join(".crates.toml")).unwrap_or_default();
    if installed.contains(&note) && program.is_file() {
        return Ok(program);
    }
    shell::say(&format!("installing {name} {version} into target/tools (cargo install, minutes the first time)"));
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let mut cargo = Command::new("cargo");
    cargo.args(["install", name, "--version", version, "--locked", "--quiet", "--root"]).arg(&folder);
    // Of the workspace's settings none is meant for it.
    cargo.current_dir(std::env::temp_dir()).env_remove("CARGO_TARGET_DIR");
    shell::run(&mut cargo, "look at cargo's message above; the crate registry must be reachable")?;
    Ok(program)
}

/// Returns whether a program calls itself by a version.
fn has_version(program: &Path, version: &str) -> bool {
    let told = Command::new(program).arg("--version").output();
    told.is_ok_and(|told| String::from_utf8_lossy(&told.stdout).split_whitespace().any(|word| word == version))
}
