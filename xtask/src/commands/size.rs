//! `size`: the bytes that a page loads, by part, compared with the committed ones.

mod budget;
mod compress;
mod parts;

use super::prepared::Prepared;
use crate::{paths, shell};
use anyhow::{Context, Result, ensure};
use budget::Budget;
use compress::{brotli, gzip};
use std::fs;

/// Builds the package and prints the weight of the files that a page loads: raw, as gzip (level 9) and as brotli (quality
/// 11). Prints the weight of each part with its change since `pkg/budget.json`. Writes the current weight to
/// `target/package/budget.json`, in the form of that file.
///
/// # Errors
/// When the build fails, a built file cannot be read, or the page weighs more than its budget.
pub(crate) fn run(prepared: &mut Prepared) -> Result<()> {
    prepared.package()?;
    println!("{:<28} {:>9} {:>9} {:>9}", "file", "raw", "gzip", "brotli");
    let script = weigh("index.js")?;
    let wasm = weigh(paths::WASM_FILE)?;
    // Files that a page loads only for some features, or if the WebAssembly file cannot be used. They are not in the budget.
    for name in ["inline.js", "inline-wasm.js", "popup.js", "element.js", "locales/de.js", "react.js"] {
        weigh(name)?;
    }
    let total = script + wasm;

    let committed = Budget::read(&paths::package().join("budget.json"))?;
    let mut parts = parts::of_wasm(wasm)?;
    parts.extend(parts::of_script(script)?);
    println!("\n{:<28} {:>9} {:>9} {:>9}", "part", "raw", "brotli", "change");
    for part in &parts {
        let change = part.brotli as i64 - committed.part(&part.name).unwrap_or(0);
        println!("{:<28} {:>9} {:>9} {change:>+9}", part.name, part.raw, part.brotli);
    }
    let change = total as i64 - committed.total;
    println!("{:<28} {:>9} {total:>9} {change:>+9}", "total", "");
    let current = paths::in_target("package/budget.json");
    Budget::of(committed.limit, total, &parts).write(&current)?;
    if change != 0 {
        shell::say(&format!(
            "the current weight is in {}; copy it to pkg/budget.json if it is meant",
            current.display()
        ));
    }
    ensure!(
        total as i64 <= committed.limit,
        "size: total: a page loads {total} bytes; expected at most {}; make it smaller, or raise `limit` in \
         pkg/budget.json and say in the commit for what",
        committed.limit
    );
    println!("size: total brotli {total} bytes");
    Ok(())
}

/// Returns the brotli bytes that a page loads: those of `index.js` and of the WebAssembly file, as last built.
///
/// # Errors
/// When a built file cannot be read.
pub(crate) fn of_a_page() -> Result<usize> {
    ["index.js", paths::WASM_FILE].iter().map(|name| brotli(&read(name)?)).sum()
}

fn read(name: &str) -> Result<Vec<u8>> {
    let path = paths::package().join(name);
    fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))
}

/// Prints the weight of a file of the package and returns its brotli bytes.
fn weigh(name: &str) -> Result<usize> {
    let bytes = read(name)?;
    let brotli = brotli(&bytes)?;
    println!("{name:<28} {:>9} {:>9} {brotli:>9}", bytes.len(), gzip(&bytes)?);
    Ok(brotli)
}
