//! The JavaScript around the WebAssembly file. The generator is a library of this crate, so that one `Cargo.lock` pins
//! it and what it must fit to.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli::wasm_bindgen::run_cli_with_args;

use crate::places;

/// What the generator wrote.
pub(super) struct Generated {
    /// The glue, a JavaScript module.
    pub(super) script: PathBuf,
    /// The WebAssembly file that fits to it.
    pub(super) wasm: PathBuf,
}

/// For pages: what the glue is made with.
pub(super) const PAGE: Wanted = Wanted { name: "ivy_data_session", options: &["--experimental-reset-state-function"] };

/// For servers: after a trap a new instance takes the place of the one before.
pub(super) const PROXY: Wanted = Wanted { name: "ivy_proxy", options: &["--experimental-reset-state-function"] };

/// Which glue is wanted.
pub(super) struct Wanted {
    /// What its files are called.
    name: &'static str,
    /// Options of the generator beyond those of all glue.
    options: &'static [&'static str],
}

/// Writes glue that is told where the WebAssembly file is, so that each entry of the package can say it its own way.
pub(super) fn generate(wanted: &Wanted, compiled: &Path, folder: &Path) -> Result<Generated> {
    let fixed = ["--target", "web", "--omit-default-module-path", "--out-name", wanted.name];
    let texts = ["wasm-bindgen"].iter().chain(&fixed).chain(wanted.options);
    let mut arguments: Vec<_> = texts.map(|text| Path::new(text).as_os_str()).collect();
    arguments.extend([Path::new("--out-dir").as_os_str(), folder.as_os_str(), compiled.as_os_str()]);
    run_cli_with_args(arguments).context("the glue cannot be generated")?;
    let file = |ending| folder.join(format!("{}{ending}", wanted.name));
    Ok(Generated { script: file(".js"), wasm: file("_bg.wasm") })
}

/// Refuses a generator of another version than the runtime inside the library: their private language changes.
pub(super) fn check_generator() -> Result<()> {
    let lock = places::root().join("Cargo.lock");
    let lock = fs::read_to_string(&lock).with_context(|| format!("{} cannot be read", lock.display()))?;
    compare_versions(&lock)
}

fn compare_versions(lock: &str) -> Result<()> {
    let runtime = versions(lock, "wasm-bindgen");
    let generator = versions(lock, "wasm-bindgen-cli");
    if runtime.len() == 1 && runtime == generator {
        return Ok(());
    }
    bail!(
        "Cargo.lock holds wasm-bindgen {} and its generator wasm-bindgen-cli {}; name one version of both in \
         Cargo.toml and xtask/Cargo.toml",
        runtime.join(" and "),
        generator.join(" and ")
    );
}

/// The locked versions of the package `name`.
fn versions<'a>(lock: &'a str, name: &str) -> Vec<&'a str> {
    let head = format!("name = \"{name}\"\n");
    let packages = lock.split("[[package]]\n").filter_map(|package| package.strip_prefix(head.as_str()));
    let version = |package: &'a str| package.strip_prefix("version = \"")?.split('"').next();
    packages.filter_map(version).collect()
}

#[cfg(test)]
mod tests {
    use super::compare_versions;

    fn lock(packages: &[(&str, &str)]) -> String {
        packages
            .iter()
            .map(|(name, version)| format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n"))
            .collect()
    }

    #[test]
    fn only_a_generator_of_the_locked_version_is_used() {
        let (runtime, generator) = ("wasm-bindgen", "wasm-bindgen-cli");
        assert!(compare_versions(&lock(&[(runtime, "0.2.130"), (generator, "0.2.130")])).is_ok());
        for refused in [
            lock(&[(runtime, "0.2.131"), (generator, "0.2.130")]),
            lock(&[(runtime, "0.2.129"), (runtime, "0.2.130"), (generator, "0.2.130")]),
            lock(&[(generator, "0.2.130")]),
            lock(&[(runtime, "0.2.130")]),
        ] {
            assert!(compare_versions(&refused).is_err(), "{refused}");
        }
    }
}
