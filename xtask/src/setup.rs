//! What a fresh machine lacks. Every step looks first, and costs nothing when all is there.

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
pub(crate) use node::update as update_node_tools;
pub(crate) use postgres::programs as postgres;
pub(crate) use schemathesis::install as schemathesis;

use anyhow::Result;
use std::path::PathBuf;

/// The WebAssembly target of the Rust toolchain and the npm tools of the root `package.json`.
///
/// # Errors
/// A sentence that tells what to install by hand.
pub(crate) fn tools() -> Result<()> {
    target::install()?;
    node::install()
}

/// The sources of the toolchain's standard library.
///
/// # Errors
/// A sentence that tells what to install by hand.
pub(crate) fn standard_library() -> Result<()> {
    target::install_sources()
}

/// Finds the browser of an engine and its driver, and installs what is missing.
///
/// # Errors
/// When a program is missing and cannot be installed.
pub(crate) fn browser(engine: Engine) -> Result<Browser> {
    match engine {
        Engine::Chromium => chromium::install(),
        Engine::Firefox => firefox::install(),
        Engine::Webkit => webkit::install(),
    }
}

/// `cargo-fuzz`, which builds the fuzz targets.
///
/// # Errors
/// A sentence that tells what to install by hand.
pub(crate) fn cargo_fuzz() -> Result<PathBuf> {
    cargo_tool::install("cargo-fuzz", "0.13.2")
}

/// `cargo-mutants`, which puts faults into the sources.
///
/// # Errors
/// A sentence that tells what to install by hand.
pub(crate) fn cargo_mutants() -> Result<PathBuf> {
    cargo_tool::install("cargo-mutants", "27.1.0")
}

/// `cargo-deny`, which checks licences and sources of what is depended on.
///
/// # Errors
/// A sentence that tells what to install by hand.
pub(crate) fn cargo_deny() -> Result<PathBuf> {
    cargo_tool::install("cargo-deny", "0.20.2")
}
