//! The WebAssembly file, smaller.

use crate::{paths, shell};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The purpose of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A page loads it, so that each packed byte is waited for.
    Page,
    /// A server loads it from its disk.
    Server,
}

impl Purpose {
    /// Returns the passes of wasm-opt. The file's own list of features stays in force: with `--all-features` the result does
    /// not load in a browser.
    ///
    /// `--low-memory-unused`: no address below 1,024 is ever made by adding to a negative one, which lets more offsets move
    /// into loads and stores. There lies the end of the stack (`compile.rs`), and what is kept there is found by its own
    /// pointer.
    ///
    /// A page's nested expressions are taken apart before they are made smaller (`--flatten --rereloop`), which finds more
    /// that is alike; the passes for speed run before those for size. Functions as small as a call are put into all their
    /// callers (`-aimfs 4`). Functions of one caller stay functions unless they are tiny (`-ocimfs`): put into their callers
    /// they make the file smaller by a percent, and the packed file larger by two. Data stays in one piece with its zeros,
    /// which pack to nothing; cut at them, it packs two percent worse. Functions are in the order of their names, those that
    /// are alike together. A server's file is no smaller by all this, and takes four times as long.
    const fn passes(self) -> &'static str {
        match self {
            Self::Page => {
                "--flatten --rereloop -O3 -Oz --converge --low-memory-unused -ocimfs 40 -aimfs 4 \
                 --skip-pass=memory-packing --reorder-functions-by-name"
            }
            Self::Server => "-Oz --low-memory-unused",
        }
    }
}

/// Without what only tools read.
const BARE: &str = "--strip-debug --strip-producers --strip-target-features";

/// With the names of functions.
const NAMED: &str = "--debuginfo";

/// Writes a smaller `output` for `input`, unless it was already made from the same bytes in the same way.
pub(super) fn run(purpose: Purpose, input: &Path, output: &Path) -> Result<()> {
    optimise(purpose, input, output, BARE)
}

/// The same for a page's file, with the names of its functions, for tools that look into it.
pub(super) fn run_named(input: &Path, output: &Path) -> Result<()> {
    optimise(Purpose::Page, input, output, NAMED)
}

fn optimise(purpose: Purpose, input: &Path, output: &Path, form: &str) -> Result<()> {
    let arguments = format!("{} {form}", purpose.passes());
    let bytes = fs::read(input).with_context(|| format!("{} cannot be read", input.display()))?;
    let origin = [arguments.as_bytes(), b"\n", &bytes].concat();
    let note = output.with_extension("origin");
    if output.is_file() && fs::read(&note).is_ok_and(|known| known == origin) {
        return Ok(());
    }
    shell::say("making the WebAssembly file smaller (wasm-opt)");
    let mut tool = Command::new(paths::node_program("wasm-opt"));
    tool.args(arguments.split(' ')).arg(input).arg("-o").arg(output);
    shell::run(&mut tool, "delete node_modules and try again")?;
    fs::write(&note, origin).with_context(|| format!("{} cannot be written", note.display()))
}
