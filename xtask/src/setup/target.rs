//! The WebAssembly target of the Rust toolchain.

use crate::shell;
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";

/// Adds the target with rustup when the toolchain has no standard library for it.
pub(super) fn install() -> Result<()> {
    let query = ["--print", "target-libdir", "--target", TARGET];
    let folder = shell::read(Command::new("rustc").args(query), "install Rust from https://rustup.rs")?;
    if PathBuf::from(folder).is_dir() {
        return Ok(());
    }
    shell::say(&format!("adding the Rust target {TARGET}"));
    let hint = format!("add the target {TARGET} to your Rust toolchain by hand");
    shell::run(Command::new("rustup").args(["target", "add", TARGET]), &hint)
}
