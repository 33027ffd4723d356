//! The declarations of the package: one bundle for each entry, in both forms that TypeScript distinguishes.
//!
//! The tool is `rollup-plugin-dts`: it is maintained, works with every TypeScript of this repository, keeps doc comments and
//! module augmentations, and can import the types of another entry. `pkg/declarations.config.mjs` is its configuration.

use crate::{paths, shell};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The entries whose declarations `require` gets too. The inline entry has those of the main one there.
const COMMON: [&str; 11] =
    ["index", "errors", "testing", "react", "element", "debug", "vue", "solid", "svelte", "proxy", "sandbox"];

/// The description of the element for editors, which `pkg/custom-elements.mjs` makes of its declarations.
pub(super) const CUSTOM_ELEMENTS: &str = "custom-elements.json";

/// Copies the types of the generated glue to `pkg/generated`, so that the sources are checked against them. `tsconfig.json`
/// cannot name the target folder, which the environment may move.
///
/// # Errors
/// When the types are missing or cannot be copied.
pub(super) fn copy_glue(glue: &[(&Path, &str)]) -> Result<()> {
    let folder = paths::package().join("generated");
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    for (script, name) in glue {
        let types = script.with_extension("d.ts");
        fs::copy(&types, folder.join(name)).with_context(|| format!("{} cannot be copied", types.display()))?;
    }
    Ok(())
}

/// Bundles the declarations into `folder` and returns the files, relative to it.
///
/// # Errors
/// When rollup fails, or a file cannot be copied.
pub(super) fn run(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut rollup = Command::new(paths::node_program("rollup"));
    rollup.arg("--config").arg(paths::package().join("declarations.config.mjs"));
    rollup.args(["--silent", "--failAfterWarnings", "--dir"]).arg(folder).current_dir(paths::root());
    shell::run(&mut rollup, "look at rollup's message above")?;
    let mut manifest = Command::new("node");
    manifest
        .arg(paths::package().join("custom-elements.mjs"))
        .arg(folder.join("element.d.ts"))
        .arg(folder.join(CUSTOM_ELEMENTS));
    shell::run(&mut manifest, "look at node's message above")?;
    let mut files = vec![PathBuf::from("inline.d.ts"), PathBuf::from(CUSTOM_ELEMENTS)];
    for ending in ["d.ts", "d.cts"] {
        let file = PathBuf::from(format!("{}.{ending}", paths::WASM_FILE));
        let from = paths::package().join("src/wasm-file.d.ts");
        fs::copy(&from, folder.join(&file)).with_context(|| format!("{} cannot be copied", from.display()))?;
        files.push(file);
    }
    for entry in COMMON {
        let [module, common] = ["d.ts", "d.cts"].map(|ending| PathBuf::from(format!("{entry}.{ending}")));
        fs::copy(folder.join(&module), folder.join(&common))
            .with_context(|| format!("{} cannot be copied", module.display()))?;
        files.extend([module, common]);
    }
    Ok(files)
}
