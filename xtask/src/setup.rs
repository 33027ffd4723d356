//! What a fresh machine lacks. Every step looks first, and costs nothing when all is there.

mod browser;
mod debian;
mod node;
mod postgres;
mod schemathesis;
mod target;

pub(crate) use browser::Browser;
pub(crate) use debian::is_root;
pub(crate) use postgres::programs as postgres;
pub(crate) use schemathesis::install as schemathesis;

use anyhow::Result;

/// The WebAssembly target of the Rust toolchain and the npm tools of the root `package.json`.
///
/// # Errors
/// A sentence that tells what to install by hand.
pub(crate) fn tools() -> Result<()> {
    target::install()?;
    node::install()
}

/// Chromium and its driver.
///
/// # Errors
/// A sentence that tells what to install by hand.
pub(crate) fn browser() -> Result<Browser> {
    browser::install()
}
