//! Debian's packages, installed with apt.

use super::programs::on_path;
use crate::{shell, superuser};
use anyhow::{Result, bail};

/// Installs packages. `what` names what is missing, `by_hand` says what to do if apt cannot install it.
///
/// # Errors
/// When the machine has no apt, this user cannot become root, or a package does not exist.
pub(super) fn install(what: &str, packages: &[&str], by_hand: &str) -> Result<()> {
    let names = packages.join(" ");
    if on_path(&["apt-get"]).is_none() {
        bail!("{what} is missing and there is no apt-get; {by_hand}");
    }
    shell::say(&format!("installing {what} (apt-get install {names})"));
    for arguments in [&["update", "--quiet"][..], &["install", "--yes", "--no-install-recommends"]] {
        let Some(mut apt) = superuser::as_root()? else {
            bail!(
                "{what} is missing, and installing it needs root; run as root `apt-get install {names}`, or {by_hand}"
            );
        };
        apt.arg("DEBIAN_FRONTEND=noninteractive").arg("apt-get").args(arguments);
        if arguments.contains(&"install") {
            apt.args(packages);
        }
        shell::run(&mut apt, by_hand)?;
    }
    Ok(())
}
