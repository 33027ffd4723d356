//! The crates that are compiled into the WebAssembly files of the package, as `cargo tree` has them.

use super::compile::{self, Std};
use crate::{paths, shell};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A crate of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Crate {
    pub(super) name: String,
    pub(super) version: String,
    /// The licence, as an SPDX expression.
    pub(super) license: String,
    /// The URL of the sources, or `""`.
    pub(super) repository: String,
    /// SHA-256 of the archive in the registry. The standard library has none.
    pub(super) checksum: Option<String>,
    /// The folder of the sources. The standard library comes without a licence file.
    pub(super) folder: Option<PathBuf>,
}

/// The name under which the crates of Rust's own repository are listed.
pub(super) const STANDARD_LIBRARY: &str = "rust-std";

/// The crates of the standard library that are listed by themselves, since their licence differs.
const APART: &str = "compiler_builtins";

/// Returns the crates in the order of their names. Crates that only run at compile time (procedural macros) are not compiled
/// in. The toolchain's own standard library brings no sources, so that its parts are listed for [`Std::Own`] alone.
///
/// # Errors
/// When cargo cannot list them, or the sources of one are missing.
pub(super) fn compiled_in(std: Std) -> Result<Vec<Crate>> {
    let mut crates = listed(
        &paths::in_root("Cargo.toml"),
        &[compile::PAGE.package, compile::PROXY.package, compile::SANDBOX.package],
        paths::root(),
    )?;
    let sysroot = shell::read(Command::new("rustc").args(["--print", "sysroot"]), HINT)?;
    let version = shell::read(Command::new("rustc").arg("--version"), HINT)?;
    let version = version.split(' ').nth(1).unwrap_or_default().to_owned();
    crates.push(Crate {
        name: STANDARD_LIBRARY.into(),
        version: version.clone(),
        license: "MIT OR Apache-2.0".into(),
        repository: "https://github.com/rust-lang/rust".into(),
        checksum: None,
        folder: None,
    });
    if std == Std::Own {
        let library = Path::new(&sysroot).join("lib/rustlib/src/rust/library");
        let of_library = listed(&library.join("std/Cargo.toml"), &[], &library)?;
        let compiler_builtins = Crate {
            name: APART.into(),
            version,
            license: "MIT AND Apache-2.0 WITH LLVM-exception AND (MIT OR Apache-2.0)".into(),
            repository: "https://github.com/rust-lang/compiler-builtins".into(),
            checksum: None,
            folder: Some(library.join("compiler-builtins")),
        };
        crates.extend(of_library.into_iter().chain([compiler_builtins]));
    }
    crates.sort_by(|one, other| (&one.name, &one.version).cmp(&(&other.name, &other.version)));
    crates.dedup();
    Ok(crates)
}

const HINT: &str = "look at cargo's message above";

/// Returns the crates of a workspace that are compiled into some of its packages, except its own.
fn listed(manifest: &Path, packages: &[&str], workspace: &Path) -> Result<Vec<Crate>> {
    let checksums = checksums(&workspace.join("Cargo.lock"))?;
    let mut crates = Vec::new();
    // One call for each package: cargo unifies the features of those that it is asked for together.
    let selections =
        if packages.is_empty() { vec![vec![]] } else { packages.iter().map(|name| vec!["--package", name]).collect() };
    for selection in selections {
        let mut tree = Command::new("cargo");
        tree.args(["tree", "--offline", "--target", "wasm32-unknown-unknown", "--edges", "normal,no-proc-macro"]);
        tree.args(["--prefix", "none", "--format", "{p}\t{l}\t{r}", "--manifest-path"]).arg(manifest).args(selection);
        tree.env(compile::UNSTABLE.0, compile::UNSTABLE.1).current_dir(paths::root());
        for line in shell::read(&mut tree, HINT)?.lines() {
            crates.extend(parse(line).map(|known| located(known, &checksums)).transpose()?);
        }
    }
    Ok(crates)
}

/// Reads a line of `cargo tree`, or returns `None` for a crate with a path: it is one of the workspace.
fn parse(line: &str) -> Option<Crate> {
    let line = line.trim_end_matches(" (*)");
    let mut columns = line.split('\t');
    let (name, version) = columns.next()?.split_once(" v")?;
    if version.contains(' ') {
        return None;
    }
    Some(Crate {
        name: name.into(),
        version: version.into(),
        // The form of old manifests.
        license: columns.next()?.replace('/', " OR "),
        repository: columns.next().unwrap_or_default().into(),
        checksum: None,
        folder: None,
    })
}

/// Adds checksum and folder.
fn located(known: Crate, checksums: &BTreeMap<String, String>) -> Result<Crate> {
    let label = format!("{}-{}", known.name, known.version);
    let registries = compile::cargo_home()?.join("registry/src");
    let folders = fs::read_dir(&registries).with_context(|| format!("{} cannot be read", registries.display()))?;
    let folder = folders.flatten().map(|registry| registry.path().join(&label)).find(|folder| folder.is_dir());
    let folder = folder.with_context(|| format!("the sources of {label} are not in {}", registries.display()))?;
    Ok(Crate { checksum: checksums.get(&label).cloned(), folder: Some(folder), ..known })
}

/// Returns the checksums of a lock file by `name-version`.
fn checksums(lock: &Path) -> Result<BTreeMap<String, String>> {
    let text = fs::read_to_string(lock).with_context(|| format!("{} cannot be read", lock.display()))?;
    Ok(parse_checksums(&text))
}

fn parse_checksums(lock: &str) -> BTreeMap<String, String> {
    let packages = lock.split("[[package]]");
    let value = |package: &str, key: &str| {
        let line = package.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""))?;
        Some(line.trim_end_matches('"').to_owned())
    };
    let entry = |package: &str| {
        let label = format!("{}-{}", value(package, "name")?, value(package, "version")?);
        Some((label, value(package, "checksum")?))
    };
    packages.filter_map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::{parse, parse_checksums};

    #[test]
    fn a_line_of_cargo_tree_is_a_crate_unless_it_has_a_path() {
        let known = parse("dlmalloc v0.2.11\tMIT/Apache-2.0\thttps://github.com/a/b (*)").unwrap();
        assert_eq!((known.name.as_str(), known.version.as_str()), ("dlmalloc", "0.2.11"));
        assert_eq!(
            (known.license.as_str(), known.repository.as_str()),
            ("MIT OR Apache-2.0", "https://github.com/a/b")
        );
        assert_eq!(parse("ivy-proxy-core v0.1.0 (/shop/www/proxy/core)\tMIT\t"), None);
    }

    #[test]
    fn a_checksum_is_found_by_name_and_version() {
        let lock = "[[package]]\nname = \"own\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"a\"\nversion = \"1.2.3\"\nchecksum = \"ab\"\n";
        assert_eq!(parse_checksums(lock).into_iter().collect::<Vec<_>>(), [("a-1.2.3".to_owned(), "ab".to_owned())]);
    }
}
