//! The WebAssembly target of the Rust toolchain, and the sources of its standard library.

use crate::{paths, shell};
use anyhow::Result;
use std::path::Path;
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";

const SOURCES: &str = "rust-src";

/// Adds the sources of the standard library with rustup if the toolchain lacks them.
pub(super) fn install_sources() -> Result<()> {
    let folder =
        shell::read(Command::new("rustc").args(["--print", "sysroot"]), "install Rust from https://rustup.rs")?;
    if paths::below(Path::new(&folder), "lib/rustlib/src/rust/library/std").is_dir() {
        return Ok(());
    }
    shell::say(&format!("adding the Rust component {SOURCES}"));
    let hint = format!(
        "add the component {SOURCES} to your Rust toolchain by hand; `cargo xtask build --stock-std` does without, and makes \
         another file than the released one"
    );
    shell::run(Command::new("rustup").args(["component", "add", SOURCES]), &hint)
}

/// Adds the target with rustup if the toolchain has no standard library for it.
pub(super) fn install() -> Result<()> {
    let query = ["--print", "target-libdir", "--target", TARGET];
    let folder = shell::read(Command::new("rustc").args(query), "install Rust from https://rustup.rs")?;
    if Path::new(&folder).is_dir() {
        return Ok(());
    }
    shell::say(&format!("adding the Rust target {TARGET}"));
    let hint = format!("add the target {TARGET} to your Rust toolchain by hand");
    shell::run(Command::new("rustup").args(["target", "add", TARGET]), &hint)
}
