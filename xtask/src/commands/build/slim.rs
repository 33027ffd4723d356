//! What no page needs, taken out of the generated WebAssembly file and out of its glue: long names, the composing of
//! panic messages with their texts, imports that nothing calls, and ways of the glue that the facade does not take.

use super::{names, optimise, panics, spare, texts, unreached};
use crate::places;
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use walrus::Module;

use super::glue::Generated;

/// The generated file after the cuts, not yet optimised.
const CUT_FILE: &str = "cut.wasm";

/// The export that the glue asks for more memory for a text (`spare.js` asks for all of it at once).
const REALLOC: &str = "__wbindgen_realloc";

/// Writes a smaller WebAssembly file and the glue that fits to it into `folder`, and gives where they are.
pub(super) fn run(generated: &Generated, folder: &Path, wasm: &Path) -> Result<PathBuf> {
    let cut = folder.join(CUT_FILE);
    fs::copy(&generated.wasm, &cut).with_context(|| format!("{} cannot be written", cut.display()))?;
    optimise::run(&cut, wasm)?;
    Ok(generated.script.clone())
}

fn read(path: &Path) -> Result<Module> {
    let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Module::from_buffer(&bytes).with_context(|| format!("{} is not WebAssembly", path.display()))
}

/// The WebAssembly file of the last build as it is before its functions lose their names.
///
/// # Errors
/// When there was no build, or the file cannot be made.
pub(crate) fn named() -> Result<Vec<u8>> {
    let folder = places::target().join("package");
    let named = folder.join("named.wasm");
    optimise::run_named(&folder.join(CUT_FILE), &named)?;
    fs::read(&named).with_context(|| format!("{} cannot be read", named.display()))
}
