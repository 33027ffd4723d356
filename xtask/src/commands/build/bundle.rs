//! The entries of the package, each one minified file.
//!
//! The sources in `pkg/src` import the glue as `ivy-glue` and, where they carry it inside, the bytes of the WebAssembly
//! file as `ivy-wasm` (a `Uint8Array`). Where the glue calls `fetch`, it gets the one of `guarded-fetch.js`. The entries for
//! tests and for React import neither; React itself is the merchant's.

use crate::{places, shell};
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::Command;

struct Entry {
    source: &'static str,
    output: &'static str,
    format: &'static [&'static str],
}

const MODULE: &[&str] = &["--format=esm", "--platform=neutral"];

const COMMON: &[&str] = &["--format=cjs", "--platform=node"];

/// CommonJS that may come to a browser through somebody's transpiler: nothing of Node is in it.
const COMMON_ANYWHERE: &[&str] = &["--format=cjs", "--platform=neutral"];

const ENTRIES: [Entry; 7] = [
    Entry { source: "index.js", output: "index.js", format: MODULE },
    Entry { source: "inline.js", output: "inline.js", format: MODULE },
    Entry { source: "index.cjs.js", output: "index.cjs", format: COMMON_ANYWHERE },
    Entry { source: "testing.js", output: "testing.js", format: MODULE },
    Entry { source: "testing.js", output: "testing.cjs", format: COMMON },
    Entry { source: "react.js", output: "react.js", format: MODULE },
    Entry { source: "react.js", output: "react.cjs", format: COMMON },
];

/// Bundles every entry into `folder` and gives the files.
pub(super) fn run(glue: &Path, wasm: &Path, folder: &Path) -> Result<Vec<PathBuf>> {
    ENTRIES.iter().map(|entry| bundle(entry, glue, wasm, folder)).collect()
}

fn bundle(entry: &Entry, glue: &Path, wasm: &Path, folder: &Path) -> Result<PathBuf> {
    let sources = places::package().join("src");
    let output = folder.join(entry.output);
    let mut esbuild = Command::new(places::node_program("esbuild"));
    esbuild
        .arg(sources.join(entry.source))
        .args(["--bundle", "--minify", "--target=es2020", "--charset=utf8", "--legal-comments=none"])
        .args(["--loader:.wasm=binary", "--external:react", "--log-level=warning"])
        .args(entry.format)
        .arg(format!("--inject:{}", sources.join("guarded-fetch.js").display()))
        .arg(format!("--alias:ivy-glue={}", glue.display()))
        .arg(format!("--alias:ivy-wasm={}", wasm.display()))
        .arg(format!("--outfile={}", output.display()))
        .arg(format!("--metafile={}.json", output.display()))
        .current_dir(places::root());
    shell::run(&mut esbuild, "look at esbuild's message above")?;
    Ok(output)
}
