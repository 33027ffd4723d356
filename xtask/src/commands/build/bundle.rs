//! The entries of the package, each one minified file with its source map.
//!
//! The sources in `pkg/src` import the glue as `ivy-glue` and, if they contain it, the bytes of the WebAssembly file as
//! `ivy-wasm` (a `Uint8Array`). A page's entry imports the glue dynamically: esbuild puts it into the same file, and it is
//! evaluated when the library is loaded. The glue's `fetch` is the one of `guarded-fetch.ts` (`--inject`). The entries for
//! tests, for React and for the console import neither glue nor bytes; React itself is the merchant's. The proxy has its own
//! glue, `ivy-proxy-glue`, and its `queueMicrotask` is the one of `proxy/core/tasks.ts`. The sandbox has its own glue,
//! `ivy-sandbox-glue`. No entry of these two contains its WebAssembly file: all of them read, or import, the one next to them.
//! The sandbox's entry for `import` and the program import other files of the package by `#package/…`.
//!
//! A source map names its sources by their paths from the bundle. So that these do not depend on the place of the target
//! folder, the bundles are made of a copy of `pkg/src` and `package.json` next to them.

use crate::{paths, shell};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The languages of the element that are separate files. English is part of the element.
const LANGUAGES: [&str; 12] = ["de", "es", "fi", "fr", "it", "lt", "nl", "pl", "pt", "pt-BR", "sk", "sv"];

struct Entry<'a> {
    source: &'a str,
    output: &'a str,
    format: &'static [&'static str],
}

const MODULE: &[&str] = &["--format=esm", "--platform=neutral"];

/// For pages, which load `popup.js` when it is used, and `inline-wasm.js` if the WebAssembly file cannot be used. The other
/// bundles contain both.
const PAGE: &[&str] = &["--format=esm", "--platform=neutral", "--external:./popup.js", "--external:./inline-wasm.js"];

/// For servers: what Node has itself is not inside.
const SERVER: &[&str] = &["--format=esm", "--platform=node"];

const COMMON: &[&str] = &["--format=cjs", "--platform=node"];

/// CommonJS that may come to a browser through somebody's transpiler: nothing of Node is in it.
const COMMON_ANYWHERE: &[&str] = &["--format=cjs", "--platform=neutral"];

/// A classic script, which a page may also have inline.
const CLASSIC: &[&str] = &["--format=iife", "--platform=neutral"];

const ENTRIES: [Entry<'static>; 16] = [
    Entry { source: "index.ts", output: "index.js", format: PAGE },
    Entry { source: "login/popup.ts", output: "popup.js", format: MODULE },
    Entry { source: "inline-wasm.ts", output: "inline-wasm.js", format: MODULE },
    Entry { source: "inline.ts", output: "inline.js", format: MODULE },
    Entry { source: "index-cjs.ts", output: "index.cjs", format: COMMON_ANYWHERE },
    Entry { source: "early/script.ts", output: "early.js", format: CLASSIC },
    Entry { source: "errors/index.ts", output: "errors.js", format: MODULE },
    Entry { source: "errors/index.ts", output: "errors.cjs", format: COMMON_ANYWHERE },
    Entry { source: "testing/index.ts", output: "testing.js", format: MODULE },
    Entry { source: "testing/index.ts", output: "testing.cjs", format: COMMON },
    Entry { source: "react/index.ts", output: "react.js", format: MODULE },
    Entry { source: "react/index.ts", output: "react.cjs", format: COMMON },
    Entry { source: "element/index.ts", output: "element.js", format: MODULE },
    Entry { source: "element/index.ts", output: "element.cjs", format: COMMON_ANYWHERE },
    Entry { source: "debug/index.ts", output: "debug.js", format: MODULE },
    Entry { source: "debug/index.ts", output: "debug.cjs", format: COMMON_ANYWHERE },
];

/// For runtimes without the modules of Node, which import a WebAssembly file as a compiled module.
const EDGE: &[&str] = &[
    "--format=esm",
    "--platform=neutral",
    "--external:./ivy_proxy_bg.wasm",
    "--external:./ivy_proxy_bg.wasm?module",
    "--external:cloudflare:workers",
];

/// The entries of the proxy: for Node, for two runtimes without Node's modules, and for pages that import it by mistake.
const PROXY: [Entry<'static>; 5] = [
    Entry { source: "proxy/index.ts", output: "proxy.js", format: SERVER },
    Entry { source: "proxy/index.ts", output: "proxy.cjs", format: COMMON_WITH_URL },
    Entry { source: "proxy/edge/workerd.ts", output: "proxy.workerd.js", format: EDGE },
    Entry { source: "proxy/edge/edge-light.ts", output: "proxy.edge-light.js", format: EDGE },
    Entry { source: "proxy/browser.ts", output: "proxy.browser.js", format: MODULE },
];

/// `import.meta.url` for CommonJS, which has none.
const COMMON_WITH_URL: &[&str] = &[
    "--format=cjs",
    "--platform=node",
    "--define:import.meta.url=moduleUrl",
    "--banner:js=const moduleUrl = require(\"node:url\").pathToFileURL(__filename).href;",
];

/// The sandbox.
const SANDBOX: Entry<'static> = Entry { source: "sandbox/index.ts", output: "sandbox.cjs", format: COMMON_WITH_URL };

/// The entries that import other files of the package: the sandbox for `import`, and the program behind
/// `npx ivy-data-session`.
const OVER_OTHERS: [Entry<'static>; 2] = [
    Entry { source: "sandbox/module.ts", output: "sandbox.js", format: SERVER },
    Entry { source: "cli/main.ts", output: "cli.js", format: SERVER },
];

/// The other files of the package, as those entries import them.
const OTHERS: [&str; 4] = ["--alias:#package=.", "--external:./*.js", "--external:./*.cjs", "--external:./demo/*"];

/// The generated files that a bundle gets, by the names under which the sources import them, and the source that is injected
/// for globals that its glue uses.
pub(super) struct Inside<'a> {
    files: Vec<(&'static str, &'a Path)>,
    injected: Option<&'static str>,
}

impl<'a> Inside<'a> {
    /// For the entries of pages.
    pub(super) fn page(script: &'a Path, wasm: &'a Path) -> Self {
        Self { files: vec![("ivy-glue", script), ("ivy-wasm", wasm)], injected: Some("load/guarded-fetch.ts") }
    }

    /// For the entries of the proxy.
    pub(super) fn proxy(script: &'a Path) -> Self {
        Self { files: vec![("ivy-proxy-glue", script)], injected: Some("proxy/core/tasks.ts") }
    }

    /// For the entries of the sandbox.
    pub(super) fn sandbox(script: &'a Path) -> Self {
        Self { files: vec![("ivy-sandbox-glue", script)], injected: None }
    }

    /// Returns esbuild's options for them, with the sources in `sources`.
    fn options(&self, sources: &Path) -> Vec<String> {
        let aliases = self.files.iter().map(|(name, file)| format!("--alias:{name}={}", file.display()));
        let injected = self.injected.map(|file| format!("--inject:{}", sources.join(file).display()));
        aliases.chain(injected).collect()
    }
}

/// Bundles every entry into `folder` and returns the files, relative to it.
///
/// # Errors
/// When the sources cannot be copied, or esbuild or terser fails.
pub(super) fn run(page: &Inside<'_>, proxy: &Inside<'_>, sandbox: &Inside<'_>, folder: &Path) -> Result<Vec<PathBuf>> {
    let sources = folder.join("src");
    copy_sources(&sources)?;
    // By its `sideEffects` esbuild leaves out sources of which nothing is used.
    let manifest = paths::package().join("package.json");
    fs::copy(&manifest, folder.join("package.json"))
        .with_context(|| format!("{} cannot be copied", manifest.display()))?;
    let languages = LANGUAGES.map(|code| (format!("locales/{code}.ts"), format!("locales/{code}.js")));
    let languages = languages.iter().map(|(source, output)| Entry { source, output, format: MODULE });
    let entries: Vec<_> = ENTRIES.into_iter().chain(languages).collect();
    let page = page.options(&sources);
    let mut proxy = proxy.options(&sources);
    // When an option is refused, Node prints the line that throws. It is readable only if the file is not minified.
    proxy.push("--minify=false".into());
    let sandbox = sandbox.options(&sources);
    let with = |options: &[String], entries: &[Entry]| -> Result<Vec<PathBuf>> {
        entries.iter().map(|entry| bundle(entry, options, folder)).collect()
    };
    let others = OTHERS.map(str::to_owned);
    let scripts =
        [with(&page, &entries)?, with(&proxy, &PROXY)?, with(&sandbox, &[SANDBOX])?, with(&others, &OVER_OTHERS)?];
    let scripts = scripts.concat();
    Ok(scripts.into_iter().flat_map(|script| [source_map(&script), script]).collect())
}

/// Copies `pkg/src`, in place of an earlier copy.
fn copy_sources(to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to).with_context(|| format!("{} cannot be removed", to.display()))?;
    }
    let mut folders = vec![paths::package().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))? {
            let from = entry.with_context(|| format!("{} cannot be read", folder.display()))?.path();
            if from.is_dir() {
                folders.push(from);
            } else {
                let copy = to.join(from.strip_prefix(paths::package().join("src"))?);
                fs::create_dir_all(copy.parent().unwrap_or(to))?;
                fs::copy(&from, &copy).with_context(|| format!("{} cannot be copied", from.display()))?;
            }
        }
    }
    Ok(())
}

/// Returns the name of the source map of a script.
fn source_map(script: &Path) -> PathBuf {
    let mut name = script.as_os_str().to_owned();
    name.push(".map");
    name.into()
}

/// Bundles one entry, with more `options` of esbuild.
fn bundle(entry: &Entry, options: &[String], folder: &Path) -> Result<PathBuf> {
    let sources = folder.join("src");
    let output = folder.join(entry.output);
    let mut esbuild = Command::new(paths::node_program("esbuild"));
    esbuild
        .arg(sources.join(entry.source))
        .args(["--bundle", "--minify", "--target=es2022", "--charset=utf8", "--legal-comments=none", "--sourcemap"])
        .args(["--loader:.wasm=binary", "--external:react", "--log-level=warning"])
        // The languages are files next to the built entries, wherever the source is that imports them.
        .args(["--alias:#locales=./locales", "--external:./locales/*"])
        // Nothing of a `tsconfig.json` that lies above the folder of the build.
        .arg("--tsconfig-raw={}")
        .args(entry.format)
        .args(options)
        .arg(format!("--outfile={}", output.display()))
        .arg(format!("--metafile={}.json", output.display()))
        .current_dir(paths::root());
    shell::run(&mut esbuild, "look at esbuild's message above")?;
    if entry.format == PAGE {
        squeeze(&output)?;
    }
    Ok(PathBuf::from(entry.output))
}

/// Minifies the file that every page loads a second time: terser finds savings that esbuild does not look for. Its source map
/// continues esbuild's.
fn squeeze(module: &Path) -> Result<()> {
    let map = source_map(module);
    let name = map.file_name().unwrap_or_default().to_string_lossy();
    let mut terser = Command::new(paths::node_program("terser"));
    terser
        .arg(module)
        .args(["--module", "--ecma", "2022", "--compress", "passes=3,hoist_funs", "--mangle", "--source-map"])
        .arg(format!("content='{}',includeSources,url='{name}'", map.display()))
        .arg("--output")
        .arg(module);
    shell::run(&mut terser, "look at terser's message above")
}
