//! Programs from crates.io that are no dependency of the workspace, in exact versions, in `target/tools`.

use super::machine::Machine;
use crate::{paths, shell};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Returns the path of a program in a version: on the `PATH`, or in `target/tools`. Compiles it into `target/tools`, with the
/// versions of its own lock file, if it is missing.
///
/// # Errors
/// When the program cannot be downloaded or compiled.
pub(super) fn install(name: &str, version: &str) -> Result<PathBuf> {
    if let Some(program) = Machine::this().on_path(&[name]).filter(|program| has_version(program, version)) {
        return Ok(program);
    }
    let folder = paths::in_target("tools");
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
    // The workspace's settings for cargo do not apply to this tool.
    cargo.current_dir(std::env::temp_dir()).env_remove("CARGO_TARGET_DIR");
    shell::run(&mut cargo, "look at cargo's message above; the crate registry must be reachable")?;
    Ok(program)
}

/// Returns true if `--version` of a program prints this version.
fn has_version(program: &Path, version: &str) -> bool {
    let output = Command::new(program).arg("--version").output();
    output.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).split_whitespace().any(|word| word == version))
}
