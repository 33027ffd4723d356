//! The installation of what a fresh machine lacks.
//!
//! Each function looks first and installs only what is missing. It holds a lock of the checkout meanwhile, so that of two
//! runs only one installs.
//!
//! | floor | modules |
//! |---|---|
//! | what is installed | `chromium`, `firefox`, `webkit`, `postgres`; `node`, `target`, `schemathesis` |
//! | how it is installed | `programs` (on the machine, or by `apt`), `cargo_tool` |
//! | decisions and data | `choice`, `machine`; `browser`, `display`, `engine` |

mod apt;
mod browser;
mod cargo_tool;
mod choice;
mod chromium;
mod display;
mod engine;
mod firefox;
mod machine;
mod node;
mod postgres;
mod programs;
mod schemathesis;
mod target;
mod webkit;

pub(crate) use browser::Browser;
pub(crate) use engine::Engine;
pub(crate) use node::{program as node_program, update as update_node_tools};

use crate::{lock, paths};
use anyhow::Result;
use std::fs::File;
use std::path::PathBuf;

/// Installs the WebAssembly target of the Rust toolchain, and the npm tools of the root `package.json`.
///
/// # Errors
/// When rustup, Node or npm is missing or fails; the sentence says what to install by hand.
pub(crate) fn tools() -> Result<()> {
    let _lock = take_lock()?;
    target::install()?;
    node::install()
}

/// Installs the sources of the toolchain's standard library.
///
/// # Errors
/// When rustup is missing or fails; the sentence says what to install by hand.
pub(crate) fn standard_library() -> Result<()> {
    let _lock = take_lock()?;
    target::install_sources()
}

/// Finds the browser of an engine and its driver, and installs what is missing.
///
/// # Errors
/// When a program is missing and cannot be installed; the sentence names the variable to set.
pub(crate) fn browser(engine: Engine) -> Result<Browser> {
    let _lock = take_lock()?;
    match engine {
        Engine::Chromium => chromium::install(),
        Engine::Firefox => firefox::install(),
        Engine::Webkit => webkit::install(),
    }
}

/// Returns the folder with PostgreSQL's programs, and installs them if they are missing.
///
/// # Errors
/// When PostgreSQL is missing and cannot be installed; the sentence names the variable to set.
pub(crate) fn postgres() -> Result<PathBuf> {
    let _lock = take_lock()?;
    postgres::programs()
}

/// Returns the path of schemathesis, which tests a server against its OpenAPI document, and installs it if it is missing.
///
/// # Errors
/// When Python is missing or PyPI cannot be reached; the sentence says what to install by hand.
pub(crate) fn schemathesis() -> Result<PathBuf> {
    let _lock = take_lock()?;
    schemathesis::install()
}

/// Returns the path of `cargo-fuzz`, which builds the fuzz targets, and installs it if it is missing.
///
/// # Errors
/// When the program cannot be downloaded or compiled.
pub(crate) fn cargo_fuzz() -> Result<PathBuf> {
    cargo_tool("cargo-fuzz", "0.13.2")
}

/// Returns the path of `cargo-mutants`, which puts faults into the sources, and installs it if it is missing.
///
/// # Errors
/// When the program cannot be downloaded or compiled.
pub(crate) fn cargo_mutants() -> Result<PathBuf> {
    cargo_tool("cargo-mutants", "27.1.0")
}

/// Returns the path of `cargo-deny`, which checks the licences and sources of dependencies, and installs it if it is
/// missing.
///
/// # Errors
/// When the program cannot be downloaded or compiled.
pub(crate) fn cargo_deny() -> Result<PathBuf> {
    cargo_tool("cargo-deny", "0.20.2")
}

fn cargo_tool(name: &str, version: &str) -> Result<PathBuf> {
    let _lock = take_lock()?;
    cargo_tool::install(name, version)
}

/// Takes the lock of this checkout. Its file is in the repository's own `target`, because runs with different target folders
/// share `node_modules`. It is not in `node_modules`, because `npm ci` empties that folder.
fn take_lock() -> Result<File> {
    let path = paths::in_root("target/setup-lock");
    lock::take(&path, "waiting for another `cargo xtask` in this checkout, which installs tools")
}
