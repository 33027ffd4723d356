//! File system paths of the repository and of what is built from it.

use std::path::{Path, PathBuf};

/// The name of the package's WebAssembly file.
pub(crate) const WASM_FILE: &str = "ivy_data_session_bg.wasm";

/// The name of the proxy's WebAssembly file.
pub(crate) const PROXY_WASM_FILE: &str = "ivy_proxy_bg.wasm";

/// The name of the sandbox's WebAssembly file.
pub(crate) const SANDBOX_WASM_FILE: &str = "ivy_sandbox_bg.wasm";

/// Returns the root of the repository.
pub(crate) fn root() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own)
}

/// Returns a path of the repository. `relative` is written with `/` on every system.
pub(crate) fn in_root(relative: &str) -> PathBuf {
    below(root(), relative)
}

/// Returns the folder of the npm package.
pub(crate) fn package() -> PathBuf {
    root().join("pkg")
}

/// Returns Cargo's target folder: that of `CARGO_TARGET_DIR`, or `target` in the repository.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// Returns a path in the target folder. `relative` is written with `/` on every system.
pub(crate) fn in_target(relative: &str) -> PathBuf {
    below(&target(), relative)
}

/// Returns a path below a folder, with the system's separator for each `/` in `relative`.
pub(crate) fn below(folder: &Path, relative: &str) -> PathBuf {
    relative.split('/').fold(folder.to_path_buf(), |path, step| path.join(step))
}

/// Returns the folder of the pages that `cargo xtask docs` makes.
pub(crate) fn docs() -> PathBuf {
    in_target("docs")
}

/// Returns the path of a program that cargo built in this workspace, such as `ivy-shop`.
pub(crate) fn program(name: &str) -> PathBuf {
    in_target("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Returns the path of a program in the root `node_modules`, such as `esbuild`.
pub(crate) fn node_program(name: &str) -> PathBuf {
    in_root("node_modules/.bin").join(npm_script(name, cfg!(windows)))
}

/// Returns the command that runs npm.
pub(crate) fn npm() -> String {
    npm_script("npm", cfg!(windows))
}

/// Returns the file name of a program that npm installs. On Windows it is a batch file, which a process can only be
/// started from by its whole name.
fn npm_script(name: &str, is_windows: bool) -> String {
    if is_windows { format!("{name}.cmd") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{below, npm_script};
    use std::path::{MAIN_SEPARATOR_STR, Path};

    #[test]
    fn programs_of_npm_are_batch_files_on_windows() {
        assert_eq!(npm_script("esbuild", true), "esbuild.cmd");
        assert_eq!(npm_script("esbuild", false), "esbuild");
    }

    #[test]
    fn paths_have_the_separator_of_the_system() {
        let path = below(Path::new("root"), "tests/e2e/tour.mjs");
        assert_eq!(path.to_str().unwrap(), ["root", "tests", "e2e", "tour.mjs"].join(MAIN_SEPARATOR_STR));
    }
}
