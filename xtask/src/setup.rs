//! What a fresh machine lacks. Every step looks first, and costs nothing when all is there.

mod cargo_tool;
mod chromium;
mod debian;
mod engine;
mod firefox;
mod node;
mod postgres;
mod schemathesis;
mod target;
mod webkit;

pub(crate) use debian::is_root;
pub(crate) use engine::{Browser, Engine};
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

/// Chromium and its driver.
///
/// # Errors
/// A sentence that tells what to install by hand.
pub(crate) fn browser() -> Result<Browser> {
    Engine::Chromium.install()
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
