//! Debian's packages, installed with apt.

use crate::{shell, superuser};
use anyhow::{Result, bail};

/// Installs packages. `by_hand` is the sentence that says how to do without them.
///
/// # Errors
/// When this user cannot become root, or a package does not exist.
pub(super) fn install(packages: &[&str], by_hand: &str) -> Result<()> {
    let names = packages.join(" ");
    shell::say(&format!("installing Debian packages (apt-get install {names})"));
    apt(&["update", "--quiet"], &names, by_hand)?;
    apt(&[&["install", "--yes", "--no-install-recommends"], packages].concat(), &names, by_hand)
}

/// Runs `apt-get` as root. `names` are the packages for the error.
fn apt(arguments: &[&str], names: &str, by_hand: &str) -> Result<()> {
    let Some(mut env) = superuser::as_root()? else {
        bail!("apt-get needs root; run `apt-get install {names}` as root, or do without it: {by_hand}");
    };
    shell::run(env.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]).args(arguments), by_hand)
}
