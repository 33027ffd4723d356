//! The suite of the sandbox over its host on Node. Over the server in Rust it runs with the other Rust tests.

use super::tally::Tally;
use crate::paths;
use anyhow::{Context, Result};
use std::fs;
use std::process::Command;

/// The files of the suite that test the server in Rust, or neither host.
const OF_RUST: [&str; 3] = ["flags", "process", "sqlite"];

/// Runs the suite against the built package and counts its tests.
///
/// # Errors
/// When the suite cannot be listed or built.
pub(super) fn run() -> Result<Tally> {
    let mut cargo = Command::new("cargo");
    cargo.args(["test", "--quiet", "--workspace"]).env("IVY_SANDBOX_UNDER_TEST", "js").current_dir(paths::root());
    for name in suite()? {
        cargo.args(["--test", &name]);
    }
    Tally::of(&mut cargo, "install Rust from https://rustup.rs")
}

/// Returns the names of the suite's test programs: a file, or a folder with a `main.rs`.
fn suite() -> Result<Vec<String>> {
    let folder = paths::in_root("www/sandbox/tests");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        let is_program = path.extension().is_some_and(|ending| ending == "rs") || path.join("main.rs").is_file();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if is_program && !OF_RUST.contains(&name.as_str()) {
            names.push(name);
        }
    }
    Ok(names)
}
