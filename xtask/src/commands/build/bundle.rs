//! The entries of the package, each one minified file.
//!
//! The sources in `pkg/src` import the glue as `ivy-glue` and, where they carry it inside, the bytes of the WebAssembly
//! file as `ivy-wasm` (a `Uint8Array`). A page's entry imports the glue dynamically: esbuild puts it into the same file, and
//! it is evaluated when the library is loaded. Where the glue calls `fetch`, it gets the one of `guarded-fetch.js`
//! (`--inject`). The entries for tests, for React and for the console import neither glue nor bytes; React itself is the
//! merchant's. The proxy has a glue and bytes of its own, `ivy-proxy-glue` and `ivy-proxy-wasm`, and instead of
//! `queueMicrotask` what `proxy/core/tasks.ts` exports.

use crate::{places, shell};
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The languages of the element that are files of their own; English is inside of it.
const LANGUAGES: [&str; 11] = ["de", "es", "fi", "fr", "it", "lt", "nl", "pl", "pt", "sk", "sv"];

struct Entry<'a> {
    source: &'a str,
    output: &'a str,
    format: &'static [&'static str],
}

const MODULE: &[&str] = &["--format=esm", "--platform=neutral"];

/// For pages, which load `popup.js` when it is used. Elsewhere it is inside.
const PAGE: &[&str] = &["--format=esm", "--platform=neutral", "--external:./popup.js"];

/// For servers: what Node has itself is not inside.
const SERVER: &[&str] = &["--format=esm", "--platform=node"];

const COMMON: &[&str] = &["--format=cjs", "--platform=node"];

/// CommonJS that may come to a browser through somebody's transpiler: nothing of Node is in it.
const COMMON_ANYWHERE: &[&str] = &["--format=cjs", "--platform=neutral"];

const ENTRIES: [Entry<'static>; 12] = [
    Entry { source: "index.js", output: "index.js", format: PAGE },
    Entry { source: "popup.js", output: "popup.js", format: MODULE },
    Entry { source: "inline.js", output: "inline.js", format: MODULE },
    Entry { source: "index.cjs.js", output: "index.cjs", format: COMMON_ANYWHERE },
    Entry { source: "testing.js", output: "testing.js", format: MODULE },
    Entry { source: "testing.js", output: "testing.cjs", format: COMMON },
    Entry { source: "react.js", output: "react.js", format: MODULE },
    Entry { source: "react.js", output: "react.cjs", format: COMMON },
    Entry { source: "element.js", output: "element.js", format: MODULE },
    Entry { source: "element.js", output: "element.cjs", format: COMMON_ANYWHERE },
    Entry { source: "debug.js", output: "debug.js", format: MODULE },
    Entry { source: "debug.js", output: "debug.cjs", format: COMMON_ANYWHERE },
];

/// The entries of the proxy, the last one for pages that import it by mistake.
const PROXY: [Entry<'static>; 3] = [
    Entry { source: "proxy/index.ts", output: "proxy.js", format: SERVER },
    Entry { source: "proxy/index.ts", output: "proxy.cjs", format: COMMON },
    Entry { source: "proxy/browser.ts", output: "proxy.browser.js", format: MODULE },
];

/// The generated files that a bundle gets, and the sources that are injected for globals that its glue uses.
pub(super) struct Inside<'a> {
    prefix: &'static str,
    script: &'a Path,
    wasm: &'a Path,
    injected: &'static str,
}

impl<'a> Inside<'a> {
    /// For the entries of pages.
    pub(super) fn page(script: &'a Path, wasm: &'a Path) -> Self {
        Self { prefix: "ivy", script, wasm, injected: "guarded-fetch.js" }
    }

    /// For the entries of the proxy.
    pub(super) fn proxy(script: &'a Path, wasm: &'a Path) -> Self {
        Self { prefix: "ivy-proxy", script, wasm, injected: "proxy/core/tasks.ts" }
    }

    /// Returns esbuild's options for them.
    fn options(&self) -> Vec<String> {
        let alias = |name, file: &Path| format!("--alias:{}-{name}={}", self.prefix, file.display());
        let injected = places::package().join("src").join(self.injected);
        vec![alias("glue", self.script), alias("wasm", self.wasm), format!("--inject:{}", injected.display())]
    }
}

/// Bundles every entry into `folder` and returns the files, relative to it.
///
/// # Errors
/// When esbuild or terser fails.
pub(super) fn run(page: &Inside<'_>, proxy: &Inside<'_>, folder: &Path) -> Result<Vec<PathBuf>> {
    let languages = LANGUAGES.map(|code| format!("locales/{code}.js"));
    let languages = languages.iter().map(|name| Entry { source: name, output: name, format: MODULE });
    let entries: Vec<_> = ENTRIES.into_iter().chain(languages).collect();
    let page = page.options();
    let mut proxy = proxy.options();
    // Where an option is refused, Node prints the line that throws: not the whole file, and one that can be read.
    proxy.push("--minify=false".into());
    let with = |options: &[String], entries: &[Entry]| -> Result<Vec<PathBuf>> {
        entries.iter().map(|entry| bundle(entry, options, folder)).collect()
    };
    Ok([with(&page, &entries)?, with(&proxy, &PROXY)?].concat())
}

/// Bundles one entry, with more `options` of esbuild.
fn bundle(entry: &Entry, options: &[String], folder: &Path) -> Result<PathBuf> {
    let sources = places::package().join("src");
    let output = folder.join(entry.output);
    let mut esbuild = Command::new(places::node_program("esbuild"));
    esbuild
        .arg(sources.join(entry.source))
        .args(["--bundle", "--minify", "--target=es2022", "--charset=utf8", "--legal-comments=none"])
        .args(["--loader:.wasm=binary", "--external:react", "--external:./locales/*", "--log-level=warning"])
        .args(entry.format)
        .args(options)
        .arg(format!("--outfile={}", output.display()))
        .arg(format!("--metafile={}.json", output.display()))
        .current_dir(places::root());
    shell::run(&mut esbuild, "look at esbuild's message above")?;
    if entry.format == PAGE {
        squeeze(&output)?;
    }
    Ok(PathBuf::from(entry.output))
}

/// Minifies the file that every page loads a second time: terser finds savings that esbuild does not look for.
fn squeeze(module: &Path) -> Result<()> {
    let mut terser = Command::new(places::node_program("terser"));
    terser
        .arg(module)
        .args(["--module", "--ecma", "2022", "--compress", "passes=3,hoist_funs", "--mangle", "--output"])
        .arg(module);
    shell::run(&mut terser, "look at terser's message above")
}
