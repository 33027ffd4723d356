//! Programs of crates.io that are no part of the workspace: their exact versions, in `target/tools`.

use crate::{places, shell};
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Finds a program of that version in `target/tools`, and compiles it there from its own lock file when it is missing.
///
/// # Errors
/// A sentence that tells what to install by hand.
pub(super) fn install(name: &str, version: &str) -> Result<PathBuf> {
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
