//! `newest`: the package with other releases of its dependencies than those of the lock files.

mod versions;

use crate::source_copy::SourceCopy;
use crate::{setup, shell};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::process::Command;
use versions::Versions;

/// The releases to test with.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Takes the oldest releases that the manifests allow instead of the newest
    #[arg(long)]
    oldest: bool,
}

/// Updates the lock files in a copy of the sources and prints the changed versions. Builds the package in the copy, and tests
/// its WebAssembly and the packed package in Chromium. Changes nothing in the repository.
///
/// # Errors
/// When a registry cannot be reached, no releases meet the requirements, the build fails, or a test fails.
pub(crate) fn run(options: &Options) -> Result<()> {
    let which = if options.oldest { "oldest" } else { "newest" };
    let copy = SourceCopy::new(which)?;
    let folder = copy.folder();
    shell::say(&format!("taking the {which} releases that the requirements allow, in {}", folder.display()));
    let before = Versions::locked_in(folder)?;
    if options.oldest {
        take_oldest(folder)?;
    } else {
        run_in(folder, &mut Command::new("cargo"), &["update", "--quiet"])?;
    }
    setup::update_node_tools(folder)?;
    let changes = before.changes(&Versions::locked_in(folder)?);
    changes.iter().for_each(|change| println!("{change}"));
    shell::say(&format!("{} packages have changed; building and testing (many minutes)", changes.len()));

    // Some tests list the files of the git repository.
    run_in(folder, &mut Command::new("git"), &["init", "--quiet"])?;
    run_in(folder, &mut Command::new("git"), &["add", "--all"])?;
    shell::run(&mut copy.xtask(&["test", "--only", "browser,package"]), "look at the messages above")?;
    shell::say(&format!("the package builds and passes its tests with the {which} releases"));
    Ok(())
}

/// Takes the lower bound of each requirement in a `Cargo.toml` and in the root `package.json`. Indirect dependencies keep
/// their newest releases.
///
/// Cargo's option for this is unstable. `RUSTC_BOOTSTRAP` makes a stable cargo accept it, and is set for the resolver only.
fn take_oldest(folder: &Path) -> Result<()> {
    let mut cargo = Command::new("cargo");
    run_in(folder, cargo.env("RUSTC_BOOTSTRAP", "1"), &["update", "--quiet", "-Zdirect-minimal-versions"])?;
    let manifest = folder.join("package.json");
    let text = fs::read_to_string(&manifest).with_context(|| format!("{} cannot be read", manifest.display()))?;
    fs::write(&manifest, exact(&text)).with_context(|| format!("{} cannot be written", manifest.display()))
}

/// Returns a `package.json` with each requirement `^1.2.3` replaced by `1.2.3`.
fn exact(manifest: &str) -> String {
    manifest.replace("\"^", "\"").replace("@^", "@")
}

fn run_in(folder: &Path, command: &mut Command, arguments: &[&str]) -> Result<()> {
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
