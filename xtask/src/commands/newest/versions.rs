//! The versions in a `Cargo.lock` and a `package-lock.json`.

use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The versions of each package, by its registry and name. A lock file may hold several versions of a package.
#[derive(Debug, Default)]
pub(super) struct Versions(BTreeMap<(&'static str, String), BTreeSet<String>>);

impl Versions {
    /// Reads both lock files of a folder.
    ///
    /// # Errors
    /// When a file is missing or invalid.
    pub(super) fn locked_in(folder: &Path) -> Result<Self> {
        let read = |name: &str| {
            let file = folder.join(name);
            fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))
        };
        let mut versions = Self::default();
        versions.add_cargo(&read("Cargo.lock")?);
        versions.add_npm(&read("package-lock.json")?)?;
        Ok(versions)
    }

    fn add(&mut self, registry: &'static str, name: &str, version: &str) {
        self.0.entry((registry, name.to_owned())).or_default().insert(version.to_owned());
    }

    fn add_cargo(&mut self, lock: &str) {
        for package in lock.split("[[package]]").skip(1) {
            let value = |key: &str| package.lines().find_map(|line| line.strip_prefix(key)?.strip_suffix('"'));
            if let (Some(name), Some(version)) = (value("name = \""), value("version = \"")) {
                self.add("cargo", name, version);
            }
        }
    }

    fn add_npm(&mut self, lock: &str) -> Result<()> {
        let lock: Value = serde_json::from_str(lock).context("package-lock.json is not JSON")?;
        let packages =
            lock.get("packages").and_then(Value::as_object).context("package-lock.json holds no packages")?;
        for (path, package) in packages {
            let Some((_, name)) = path.rsplit_once("node_modules/") else { continue };
            if let Some(version) = package.get("version").and_then(Value::as_str) {
                self.add("npm", name, version);
            }
        }
        Ok(())
    }

    /// Returns a line for each package with other versions in `after`.
    pub(super) fn changes(&self, after: &Self) -> Vec<String> {
        let packages: BTreeSet<_> = self.0.keys().chain(after.0.keys()).collect();
        let changed = packages.into_iter().filter(|package| self.0.get(package) != after.0.get(package));
        let line = |package: &(&'static str, String)| {
            let list = |versions: &Self| {
                let list: Vec<_> = versions.0.get(package).into_iter().flatten().map(String::as_str).collect();
                if list.is_empty() { "none".to_owned() } else { list.join(" and ") }
            };
            format!("{:<5} {}: {} → {}", package.0, package.1, list(self), list(after))
        };
        changed.map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Versions;
    use serde_json::json;

    fn versions(cargo: &[(&str, &str)], npm: &[(&str, &str)]) -> Versions {
        let mut versions = Versions::default();
        let package =
            |(name, version): &(&str, &str)| format!("\n[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n");
        versions.add_cargo(&("version = 4\n".to_owned() + &cargo.iter().map(package).collect::<String>()));
        let packages = npm.iter().map(|(path, version)| ((*path).to_owned(), json!({ "version": version })));
        let packages: serde_json::Map<_, _> = packages.collect();
        versions.add_npm(&json!({ "packages": packages }).to_string()).unwrap();
        versions
    }

    #[test]
    fn each_package_with_other_versions_has_a_line() {
        let before = versions(
            &[("serde", "1.0.228"), ("talc", "5.1.1"), ("url", "1.7.2"), ("url", "2.5.8")],
            &[("", "0.0.0"), ("node_modules/@a/b", "1.0.0"), ("node_modules/c/node_modules/d", "2.0.0")],
        );
        let after = versions(
            &[("serde", "1.0.229"), ("talc", "5.1.1"), ("url", "2.5.8")],
            &[("", "0.0.1"), ("node_modules/@a/b", "1.0.1"), ("node_modules/e", "3.0.0")],
        );
        let expected = [
            "cargo serde: 1.0.228 → 1.0.229",
            "cargo url: 1.7.2 and 2.5.8 → 2.5.8",
            "npm   @a/b: 1.0.0 → 1.0.1",
            "npm   d: 2.0.0 → none",
            "npm   e: none → 3.0.0",
        ];
        assert_eq!(before.changes(&after), expected);
        assert!(before.changes(&before).is_empty());
    }
}
