//! The WebAssembly file, smaller.

use crate::{places, shell};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The file's own list of features stays in force: with `--all-features` the result does not load in a browser.
///
/// Functions of one caller stay functions unless they are tiny (`-ocimfs`): put into their callers they make the file
/// smaller by a percent, and the packed file larger by two.
const ARGUMENTS: [&str; 7] =
    ["-Oz", "--converge", "-ocimfs", "40", "--strip-debug", "--strip-producers", "--strip-target-features"];

/// Writes a smaller `output` for `input`, unless it was already made from the same bytes in the same way.
pub(super) fn run(input: &Path, output: &Path) -> Result<()> {
    let bytes = fs::read(input).with_context(|| format!("{} cannot be read", input.display()))?;
    let origin = [ARGUMENTS.join(" ").as_bytes(), b"\n", &bytes].concat();
    let note = output.with_extension("origin");
    if output.is_file() && fs::read(&note).is_ok_and(|known| known == origin) {
        return Ok(());
    }
    shell::say("making the WebAssembly file smaller (wasm-opt)");
    let mut tool = Command::new(places::node_program("wasm-opt"));
    tool.args(ARGUMENTS).arg(input).arg("-o").arg(output);
    shell::run(&mut tool, "delete node_modules and try again")?;
    fs::write(&note, origin).with_context(|| format!("{} cannot be written", note.display()))
}
