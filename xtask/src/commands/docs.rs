//! `docs`: the pages with the guides and the API reference.

use super::prepared::Prepared;
use crate::{paths, shell};
use anyhow::Result;
use std::process::Command;

/// Builds the package, and makes the pages in `target/docs` from `www/docs` and the comments of its types.
///
/// # Errors
/// When the build fails, or typedoc warns, for example of a broken link or a name that is not exported.
pub(crate) fn run(prepared: &mut Prepared) -> Result<()> {
    prepared.package()?;
    shell::say("making the documentation (typedoc)");
    let mut typedoc = Command::new(paths::node_program("typedoc"));
    typedoc
        .arg("--options")
        .arg(paths::in_root("www/docs/site/typedoc.config.mjs"))
        .args(["--logLevel", "Warn", "--out"])
        .arg(paths::docs())
        .current_dir(paths::root());
    shell::run(&mut typedoc, "look at typedoc's warnings above; each counts as an error")
}
