//! The entries of the package, each one minified file.
//!
//! The sources in `pkg/src` import the glue as `ivy-glue` and, where they carry it inside, the bytes of the WebAssembly
//! file as `ivy-wasm` (a `Uint8Array`). Where the glue calls `fetch`, it gets the one of `guarded-fetch.js`. The entries for tests, for React and for the console import neither glue
//! nor bytes; React itself is the merchant's. The proxy has a glue and bytes of its own, `ivy-proxy-glue` and
//! `ivy-proxy-wasm`, and instead of `queueMicrotask` what `proxy/tasks.js` gives.

use super::glue::Generated;
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
    Entry { source: "proxy/index.js", output: "proxy.js", format: SERVER },
    Entry { source: "proxy/index.js", output: "proxy.cjs", format: COMMON },
    Entry { source: "proxy/browser.js", output: "proxy.browser.js", format: MODULE },
];

/// Bundles every entry into `folder` and gives the files, as they are called from there. `page` and `proxy` are what the
/// sources import as glue and bytes.
pub(super) fn run(page: &Generated, proxy: &Generated, folder: &Path) -> Result<Vec<PathBuf>> {
    let languages = LANGUAGES.map(|code| format!("locales/{code}.js"));
    let languages = languages.iter().map(|name| Entry { source: name, output: name, format: MODULE });
    let entries: Vec<_> = ENTRIES.into_iter().chain(languages).collect();
    let inside = |prefix: &str, generated: &Generated, injected: &[&str]| -> Vec<String> {
        let sources = places::package().join("src");
        let alias = |name, place: &Path| format!("--alias:{prefix}-{name}={}", place.display());
        let aliases = [alias("glue", &generated.script), alias("wasm", &generated.wasm)];
        let injected = injected.iter().map(|name| format!("--inject:{}", sources.join(name).display()));
        aliases.into_iter().chain(injected).collect()
    };
    let page = inside("ivy", page, &["guarded-fetch.js"]);
    let mut proxy = inside("ivy-proxy", proxy, &["proxy/tasks.js"]);
    // Where an option is refused, Node prints the line that throws: not the whole file, and one that can be read.
    proxy.push("--minify=false".into());
    let with = |inside: &[String], entries: &[Entry]| -> Result<Vec<PathBuf>> {
        entries.iter().map(|entry| bundle(entry, inside, folder)).collect()
    };
    Ok([with(&page, &entries)?, with(&proxy, &PROXY)?].concat())
}

/// `inside`: what else esbuild is told about what comes into the bundle.
fn bundle(entry: &Entry, inside: &[String], folder: &Path) -> Result<PathBuf> {
    let sources = places::package().join("src");
    let output = folder.join(entry.output);
    let mut esbuild = Command::new(places::node_program("esbuild"));
    esbuild
        .arg(sources.join(entry.source))
        .args(["--bundle", "--minify", "--target=es2022", "--charset=utf8", "--legal-comments=none"])
        .args(["--loader:.wasm=binary", "--external:react", "--external:./locales/*", "--log-level=warning"])
        .args(entry.format)
        .args(inside)
        .arg(format!("--outfile={}", output.display()))
        .arg(format!("--metafile={}.json", output.display()))
        .current_dir(places::root());
    shell::run(&mut esbuild, "look at esbuild's message above")?;
    if entry.format == PAGE {
        squeeze(&output)?;
    }
    Ok(PathBuf::from(entry.output))
}

/// Minifies what every page loads once more: esbuild is fast, terser looks longer and finds five percent. Its "unsafe"
/// arrows would harm functions that are called with `new`; ours are not, and those that use `this` stay as they are. The rest of
/// what it calls unsafe (`[]` for `new Array`, `"" + x` for `String(x)`) harms pages that replace `Array`, and texts made of
/// symbols: the facade makes none.
fn squeeze(module: &Path) -> Result<()> {
    let mut terser = Command::new(places::node_program("terser"));
    terser
        .arg(module)
        .args([
            "--module",
            "--ecma",
            "2022",
            "--compress",
            "passes=3,unsafe,unsafe_arrows,hoist_funs",
            "--mangle",
            "--output",
        ])
        .arg(module);
    shell::run(&mut terser, "look at terser's message above")
}
