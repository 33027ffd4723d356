//! Where things lie in the repository.

use std::path::{Path, PathBuf};

/// The name of the package's WebAssembly file.
pub(crate) const WASM_FILE: &str = "ivy_data_session_bg.wasm";

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own)
}

/// The folder of the npm package.
pub(crate) fn package() -> PathBuf {
    root().join("pkg")
}

/// Cargo's target folder, wherever the environment puts it.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// The folder of the pages that `cargo xtask docs` makes.
pub(crate) fn docs() -> PathBuf {
    target().join("docs")
}

/// A program that cargo built in this workspace, such as `ivy-shop`.
pub(crate) fn program(name: &str) -> PathBuf {
    target().join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// A program of the root `node_modules`, such as `esbuild`.
pub(crate) fn node_program(name: &str) -> PathBuf {
    root().join("node_modules/.bin").join(name)
}
