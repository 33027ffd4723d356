//! The JavaScript around the WebAssembly file.
//!
//! The generator is a library of this crate. It and the runtime inside the WebAssembly file each depend on
//! `wasm-bindgen-shared` of exactly their own version, and cargo allows one version of that crate (its key `links`): no
//! `Cargo.lock` holds two that do not fit together.

use super::digests;
use anyhow::{Context, Result, ensure};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli::wasm_bindgen::run_cli_with_args;

/// The files that the generator wrote.
pub(super) struct Generated {
    /// The glue, a JavaScript module.
    pub(super) script: PathBuf,
    /// The WebAssembly file that fits to it.
    pub(super) wasm: PathBuf,
    /// The SHA-256 of both, as they were written.
    digests: [String; 2],
}

impl Generated {
    fn new(script: PathBuf, wasm: PathBuf) -> Result<Self> {
        let digests = [digests::of(&script)?, digests::of(&wasm)?];
        Ok(Self { script, wasm, digests })
    }

    /// Checks that both files still are as the generator wrote them: the build takes what a tool makes, and edits none of it.
    ///
    /// # Errors
    /// When one of them has changed, or cannot be read.
    pub(super) fn check_untouched(&self) -> Result<()> {
        for (file, written) in [&self.script, &self.wasm].into_iter().zip(&self.digests) {
            ensure!(digests::of(file)? == *written, "{} is not as it was generated", file.display());
        }
        Ok(())
    }
}

/// The glue for pages.
pub(super) const PAGE: Glue = Glue { name: "ivy_data_session" };

/// The glue for servers.
pub(super) const PROXY: Glue = Glue { name: "ivy_proxy" };

/// The glue for tests of servers.
pub(super) const SANDBOX: Glue = Glue { name: "ivy_sandbox" };

/// The generator's options. Each entry of the package says by itself where the WebAssembly file is; after a trap a new
/// instance replaces the old one. Every browser that runs the library has `TextEncoder.encodeInto`.
const OPTIONS: &[&str] = &[
    "--target",
    "web",
    "--omit-default-module-path",
    "--experimental-reset-state-function",
    "--encode-into",
    "always",
];

/// One of the glues.
pub(super) struct Glue {
    /// The name of its files.
    name: &'static str,
}

impl Glue {
    /// Returns the WebAssembly file that the generator writes into `folder`.
    pub(super) fn wasm(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{}_bg.wasm", self.name))
    }
}

/// Writes the glue of a compiled library into `folder`.
pub(super) fn generate(glue: &Glue, compiled: &Path, folder: &Path) -> Result<Generated> {
    let mut arguments: Vec<_> = ["wasm-bindgen"].iter().chain(OPTIONS).map(OsString::from).collect();
    arguments.extend(["--out-name", glue.name, "--out-dir"].map(OsString::from));
    arguments.extend([folder.into(), compiled.into()]);
    run_cli_with_args(arguments).context("the glue cannot be generated")?;
    Generated::new(folder.join(format!("{}.js", glue.name)), glue.wasm(folder))
}

#[cfg(test)]
mod tests {
    use super::Generated;
    use std::fs;

    #[test]
    fn an_edited_file_is_not_taken_for_a_generated_one() {
        let folder = std::env::temp_dir().join(format!("ivy-generated-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for edited in ["glue.js", "glue_bg.wasm"] {
            let [script, wasm] = ["glue.js", "glue_bg.wasm"].map(|name| folder.join(name));
            fs::write(&script, "export function check() {}").unwrap();
            fs::write(&wasm, b"\0asm").unwrap();
            let generated = Generated::new(script, wasm).unwrap();
            generated.check_untouched().unwrap();
            fs::write(folder.join(edited), "shorter").unwrap();
            assert!(generated.check_untouched().is_err(), "{edited}");
        }
        fs::remove_dir_all(folder).unwrap();
    }
}
