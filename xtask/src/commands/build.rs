//! `build`: the npm package in `pkg/`, complete.
//!
//! | step | tool | makes |
//! |---|---|---|
//! | `compile` | cargo | a WebAssembly file |
//! | `glue` | wasm-bindgen | the file that fits to its glue, and the glue |
//! | `optimise` | wasm-opt | a smaller WebAssembly file |
//! | `bundle` | esbuild, and terser for pages | the entries in JavaScript, with their source maps |
//! | `declarations` | rollup-plugin-dts | the types of each entry |
//! | `demo` | none | a copy of the demo shop for `npx ivy-data-session demo` |
//! | `third_parties` | cargo | the licences of what is compiled in, and the bill of materials |
//!
//! Each tool gets its published options, and nothing here edits a file that a tool made. Only finished files are put into
//! `pkg/`, and two builds of the same sources give the same bytes, wherever the repository lies.

mod bundle;
mod compile;
mod declarations;
mod demo;
mod digests;
mod glue;
mod notices;
mod optimise;
mod sbom;
mod third_parties;
pub(crate) mod verify;

use crate::{paths, setup, shell};
use anyhow::{Context, Result};
use bundle::Inside;
use compile::Std;
use optimise::Purpose;
use std::fs::{self, File};
use std::path::Path;
use std::time::Instant;

/// The folder of the page's glue as it was generated, in the folder of the build.
pub(crate) const GLUE: &str = "glue";

/// The options of a build.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Also builds a copy of the sources in another folder, and compares the files (minutes)
    #[arg(long)]
    verify: bool,
    /// Links the page's library with the toolchain's own standard library: not the released build
    #[arg(long)]
    stock_std: bool,
}

/// Builds the package and says what its files are known by.
///
/// # Errors
/// As [`run`]; with `verify`, also where another folder makes other files.
pub(crate) fn command(options: &Options) -> Result<()> {
    if options.stock_std {
        shell::say("with the stock standard library: this is not the released build");
        build(Std::Stock)?;
    } else {
        run()?;
    }
    digests::print()?;
    if options.verify {
        verify::run()?;
    }
    Ok(())
}

/// Builds the package as it is released.
///
/// # Errors
/// When a tool is missing or a step fails.
pub(crate) fn run() -> Result<()> {
    build(Std::Own)
}

fn build(std: Std) -> Result<()> {
    let started = Instant::now();
    setup::tools()?;
    if std == Std::Own {
        setup::standard_library()?;
    }
    let workshop = paths::target().join("package");
    fs::create_dir_all(&workshop).with_context(|| format!("{} cannot be made", workshop.display()))?;
    let lock = workshop.join("lock");
    let lock = File::create(&lock).with_context(|| format!("{} cannot be written", lock.display()))?;
    lock.lock().context("another build is under way and cannot be waited for")?;

    shell::say("compiling the library to WebAssembly (a minute the first time)");
    let compiled = compile::run(&compile::PAGE, std)?;
    shell::say("generating the glue");
    let page = glue::generate(&glue::PAGE, &compiled, &workshop.join(GLUE))?;
    let wasm = workshop.join(paths::WASM_FILE);
    optimise::run(Purpose::Page, &page.wasm, &wasm)?;
    shell::say("compiling the proxy to WebAssembly (a minute the first time)");
    let compiled = compile::run(&compile::PROXY, Std::Stock)?;
    let proxy = glue::generate(&glue::PROXY, &compiled, &workshop.join("proxy-glue"))?;
    optimise::run(Purpose::Server, &proxy.wasm, &workshop.join(paths::PROXY_WASM_FILE))?;
    shell::say("compiling the sandbox to WebAssembly (a minute the first time)");
    let compiled = compile::run(&compile::SANDBOX, std)?;
    let sandbox = glue::generate(&glue::SANDBOX, &compiled, &workshop.join("sandbox-glue"))?;
    optimise::run(Purpose::Server, &sandbox.wasm, &workshop.join(paths::SANDBOX_WASM_FILE))?;
    shell::say("bundling the entries");
    let bundles = workshop.join("bundles");
    let inside_page = Inside::page(&page.script, &wasm);
    let inside_proxy = Inside::proxy(&proxy.script);
    let inside_sandbox = Inside::sandbox(&sandbox.script);
    let scripts = bundle::run(&inside_page, &inside_proxy, &inside_sandbox, &bundles)?;
    page.check_untouched()?;
    proxy.check_untouched()?;
    sandbox.check_untouched()?;
    shell::say("bundling the declarations");
    declarations::copy_glue(&[
        (&page.script, "ivy-glue.d.ts"),
        (&proxy.script, "ivy-proxy-glue.d.ts"),
        (&sandbox.script, "ivy-sandbox-glue.d.ts"),
    ])?;
    let types = workshop.join("declarations");
    let declarations = declarations::run(&types)?;
    for (folder, files) in [(&bundles, scripts), (&types, declarations)] {
        for file in files {
            put(folder, &file)?;
        }
    }
    for wasm in [paths::WASM_FILE, paths::PROXY_WASM_FILE, paths::SANDBOX_WASM_FILE] {
        put(&workshop, Path::new(wasm))?;
    }
    demo::copy_shop()?;
    for file in ["LICENSE-MIT", "LICENSE-APACHE", "CHANGELOG.md"] {
        copy(&paths::root().join(file), &paths::package().join(file))?;
    }
    let crates = third_parties::compiled_in(std)?;
    write(notices::FILE, &notices::text(&crates)?)?;
    write(sbom::FILE, &sbom::text(&crates)?)?;
    let size = fs::metadata(&wasm).map_or(0, |file| file.len());
    shell::say(&format!("pkg/ is complete: {size} bytes of WebAssembly, {:.1} s", started.elapsed().as_secs_f32()));
    Ok(())
}

/// Returns the WebAssembly file of the last build with the names of its functions, which the package's file lacks.
///
/// # Errors
/// When there was no build, or the file cannot be made.
pub(crate) fn named() -> Result<Vec<u8>> {
    let folder = paths::target().join("package");
    let named = folder.join("named.wasm");
    optimise::run_named(&glue::PAGE.wasm(&folder.join(GLUE)), &named)?;
    fs::read(&named).with_context(|| format!("{} cannot be read", named.display()))
}

/// Copies a finished file of a folder to the same place in the package.
fn put(folder: &Path, file: &Path) -> Result<()> {
    let to = paths::package().join(file);
    let place = to.parent().unwrap_or(&to);
    fs::create_dir_all(place).with_context(|| format!("{} cannot be made", place.display()))?;
    copy(&folder.join(file), &to)
}

/// Writes a file of the package.
fn write(name: &str, text: &str) -> Result<()> {
    let file = paths::package().join(name);
    fs::write(&file, text).with_context(|| format!("{} cannot be written", file.display()))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("{} cannot be copied to {}", from.display(), to.display()))?;
    Ok(())
}
