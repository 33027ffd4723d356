//! `newest`: the package, built and tested with other releases of its dependencies than the lock files name.

mod versions;

use crate::shell;
use crate::source_copy::SourceCopy;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::process::Command;
use versions::Versions;

/// Which releases to take.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Takes the oldest releases that the requirements of the manifests allow, in place of the newest
    #[arg(long)]
    oldest: bool,
}

/// Updates the lock files in a copy of the sources, prints what has changed in them, builds the package there, and runs
/// the tests of its WebAssembly and of the packed package in Chromium. The sources themselves stay as they are.
///
/// # Errors
/// When a registry cannot be reached, the requirements cannot be met, the build fails, or a test does.
pub(crate) fn run(options: &Options) -> Result<()> {
    let which = if options.oldest { "oldest" } else { "newest" };
    let copy = SourceCopy::new(which)?;
    let folder = copy.folder();
    shell::say(&format!("taking the {which} releases that the requirements allow, in {}", folder.display()));
    let before = Versions::locked_in(folder)?;
    if options.oldest {
        take_oldest(folder)?;
    } else {
        update(&mut Command::new("cargo"), &["update", "--quiet"], folder)?;
    }
    update(&mut Command::new("npm"), NPM_UPDATE, folder)?;
    let changes = before.changes(&Versions::locked_in(folder)?);
    changes.iter().for_each(|change| println!("{change}"));
    shell::say(&format!("{} packages have changed; building and testing (many minutes)", changes.len()));

    // Some tests list the files of the repository.
    update(&mut Command::new("git"), &["init", "--quiet"], folder)?;
    update(&mut Command::new("git"), &["add", "--all"], folder)?;
    shell::run(&mut copy.xtask(&["test", "--only", "browser,package"]), "look at the messages above")?;
    shell::say(&format!("the package builds and passes its tests with the {which} releases"));
    Ok(())
}

/// No package runs a script, and the lock file holds no address of a registry (`npm ci` asks the one that is configured).
const NPM_UPDATE: &[&str] = &[
    "update",
    "--package-lock-only",
    "--ignore-scripts",
    "--omit-lockfile-registry-resolved",
    "--no-audit",
    "--no-fund",
];

/// Takes the lower bound of each requirement in a `Cargo.toml` and in the root `package.json`; what those depend on in turn
/// stays new.
///
/// Cargo has an unstable option for it, which a stable cargo takes under `RUSTC_BOOTSTRAP`. Only the resolver runs under it:
/// the compiler does not.
fn take_oldest(folder: &Path) -> Result<()> {
    let mut cargo = Command::new("cargo");
    update(cargo.env("RUSTC_BOOTSTRAP", "1"), &["update", "--quiet", "-Zdirect-minimal-versions"], folder)?;
    let manifest = folder.join("package.json");
    let text = fs::read_to_string(&manifest).with_context(|| format!("{} cannot be read", manifest.display()))?;
    fs::write(&manifest, exact(&text)).with_context(|| format!("{} cannot be written", manifest.display()))
}

/// Returns a `package.json` whose requirements `^1.2.3` are `1.2.3`.
fn exact(manifest: &str) -> String {
    manifest.replace("\"^", "\"").replace("@^", "@")
}

fn update(command: &mut Command, arguments: &[&str], folder: &Path) -> Result<()> {
    shell::run(command.args(arguments).current_dir(folder), "look at its message above")
}

#[cfg(test)]
mod tests {
    use super::exact;

    #[test]
    fn a_requirement_becomes_its_lower_bound() {
        let manifest =
            r#"{ "esbuild": "^0.28.2", "react-18": "npm:react@18.3.1", "typescript-7": "npm:typescript@^7.0.2" }"#;
        let expected =
            r#"{ "esbuild": "0.28.2", "react-18": "npm:react@18.3.1", "typescript-7": "npm:typescript@7.0.2" }"#;
        assert_eq!(exact(manifest), expected);
    }
}
