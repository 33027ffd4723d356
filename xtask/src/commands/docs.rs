//! `docs`: the guides and the reference of the package, as pages.

use super::build;
use crate::{places, shell};
use anyhow::Result;
use std::process::Command;

/// Makes the pages in `target/docs`, from `www/docs` and the comments of the types in `pkg`, which it builds.
///
/// # Errors
/// When the build fails, or typedoc has anything to warn of: a link that leads nowhere, a name that is not exported.
pub(crate) fn run() -> Result<()> {
    build::run()?;
    shell::say("making the documentation (typedoc)");
    let mut typedoc = Command::new(places::node_program("typedoc"));
    typedoc
        .arg("--options")
        .arg(places::root().join("www/docs/site/typedoc.json"))
        .args(["--logLevel", "Warn", "--out"])
        .arg(places::docs())
        .current_dir(places::root());
    shell::run(&mut typedoc, "look at typedoc's warnings above; each counts as an error")
}
