//! `size`: what a page loads, in bytes.

use super::build;
use crate::places;
use anyhow::{Context, Result};
use std::fs;
use std::io::Write;

/// Builds the package and prints the weight of what a page loads: raw, as gzip (level 9) and as brotli (quality 11).
///
/// # Errors
/// When the build fails or a built file cannot be read.
pub(crate) fn run() -> Result<()> {
    build::run()?;
    println!("{:<28} {:>9} {:>9} {:>9}", "file", "raw", "gzip", "brotli");
    let script = weigh("index.js")?;
    let wasm = weigh(places::WASM_FILE)?;
    weigh("inline.js")?;
    println!("size: total brotli {} bytes", script + wasm);
    Ok(())
}

/// Brotli bytes of what a page loads: the entry `index.js` and the WebAssembly file, as they were built last.
///
/// # Errors
/// When a built file cannot be read.
pub(crate) fn of_a_page() -> Result<usize> {
    ["index.js", places::WASM_FILE].iter().map(|name| brotli(&read(name)?)).sum()
}

fn read(name: &str) -> Result<Vec<u8>> {
    let path = places::package().join(name);
    fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))
}

/// Prints the weight of a file of the package and gives its brotli bytes.
fn weigh(name: &str) -> Result<usize> {
    let bytes = read(name)?;
    let brotli = brotli(&bytes)?;
    println!("{name:<28} {:>9} {:>9} {brotli:>9}", bytes.len(), gzip(&bytes)?);
    Ok(brotli)
}

fn gzip(bytes: &[u8]) -> Result<usize> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn brotli(bytes: &[u8]) -> Result<usize> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &parameters)?;
    Ok(packed.len())
}
