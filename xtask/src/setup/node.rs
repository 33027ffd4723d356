//! The npm tools in the root `node_modules`, in the versions of the root `package-lock.json`.

use crate::{paths, shell};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The major and minor version that the bundler of the tests needs.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// The Node that npm installs beside the tools, on Linux.
const NEWER_NODE: &str = "node_modules/node-22/bin/node";

/// A copy of the lock file whose packages are installed. The path is relative to the folder of `package.json`.
const INSTALLED_LOCK: &str = "node_modules/.installed-lock.json";

/// Installs the npm tools if `node_modules` does not hold those of the lock file. No install script of a package runs.
pub(super) fn install() -> Result<()> {
    let hint = format!("install Node {}.{} or newer from https://nodejs.org", OLDEST_NODE.0, OLDEST_NODE.1);
    let version = shell::read(Command::new("node").arg("--version"), &hint)?;
    if parts(&version).is_none_or(|version| version < OLDEST_NODE) {
        bail!("Node {version} is too old; {hint}");
    }

    let lock = fs::read(paths::in_root("package-lock.json")).context("package-lock.json cannot be read")?;
    let installed_lock = paths::in_root(INSTALLED_LOCK);
    if fs::read(&installed_lock).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    shell::say("installing the npm tools (npm ci)");
    let mut npm = Command::new(paths::npm());
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(paths::root());
    shell::run(&mut npm, "look at npm's message above; the npm registry must be reachable")?;
    fs::write(&installed_lock, lock).with_context(|| format!("{} cannot be written", installed_lock.display()))
}

/// Installs the newest npm tools that the `package.json` of another folder allows, and updates the lock file there. Leaves
/// out an optional package that the registry lacks. No install script of a package runs.
///
/// # Errors
/// When npm fails, or a file cannot be written.
pub(crate) fn update(folder: &Path) -> Result<()> {
    let mut npm = Command::new(paths::npm());
    // Without a registry in the lock file, `npm ci` uses the one that is configured.
    npm.args(["update", "--ignore-scripts", "--omit-lockfile-registry-resolved", "--no-audit", "--no-fund"]);
    shell::run(npm.current_dir(folder), "look at npm's message above; the npm registry must be reachable")?;
    fs::copy(folder.join("package-lock.json"), paths::below(folder, INSTALLED_LOCK))
        .context("the npm tools have no lock file")?;
    Ok(())
}

/// Returns a Node that is not older than `oldest`: the one on the `PATH`, or the one of the npm tools.
///
/// # Errors
/// When neither is there, or both are older.
pub(crate) fn program(oldest: (u32, u32)) -> Result<PathBuf> {
    let (major, minor) = oldest;
    let hint = format!("install Node {major}.{minor} or newer from https://nodejs.org");
    for program in [PathBuf::from("node"), paths::in_root(NEWER_NODE)] {
        let version = shell::read(Command::new(&program).arg("--version"), &hint);
        if version.ok().as_deref().and_then(parts).is_some_and(|version| version >= oldest) {
            return Ok(program);
        }
    }
    bail!("Node is too old for this; {hint}");
}

/// Returns the major and minor number of a version such as `v20.19.5`.
fn parts(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::{OLDEST_NODE, parts, program};

    #[test]
    fn a_node_that_no_machine_has_is_an_error_with_the_version_to_install() {
        assert!(program((1, 0)).is_ok());
        let error = program((1_000, 2)).unwrap_err().to_string();
        assert!(error.contains("install Node 1000.2 or newer"), "{error}");
    }

    #[test]
    fn versions_are_compared_by_their_numbers() {
        for (version, is_new_enough) in [
            ("v20.19.5", true),
            ("v22.1.0", true),
            ("v100.0.0", true),
            ("v20.9.0", false),
            ("v18.20.0", false),
            ("20", false),
        ] {
            assert_eq!(parts(version).is_some_and(|version| version >= OLDEST_NODE), is_new_enough, "{version}");
        }
    }
}
