//! The digests of the built files: SHA-256 for people who compare, SHA-384 as browsers compare.

use super::{declarations, notices, sbom};
use crate::paths;
use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256, Sha384};
use std::fs;
use std::path::{Path, PathBuf};

/// Prints a line for each built file.
pub(super) fn print() -> Result<()> {
    for file in built(&paths::package())? {
        let bytes = fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        let name = file.strip_prefix(paths::package()).unwrap_or(&file);
        println!("{:<26} sha256 {} integrity {}", name.display(), sha256(&bytes), integrity(&bytes));
    }
    Ok(())
}

/// Returns the files in `package` that the build makes of sources: scripts, source maps, declarations, WebAssembly and
/// documents about the package, in alphabetical order.
///
/// # Errors
/// When the folder cannot be read.
pub(super) fn built(package: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![package.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))?;
        for entry in entries {
            let path = entry.with_context(|| format!("{} cannot be read", folder.display()))?.path();
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            if path.is_dir() {
                if ![package.join("src"), package.join("generated")].contains(&path) {
                    folders.push(path);
                }
            } else if ["js", "cjs", "map", "ts", "cts", "wasm"].contains(&ending) || is_document(&path) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Returns true for the files about the package that the build makes.
fn is_document(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| [declarations::CUSTOM_ELEMENTS, notices::FILE, sbom::FILE].iter().any(|file| name == *file))
}

/// Returns the SHA-256 of a file.
///
/// # Errors
/// When it cannot be read.
pub(super) fn of(file: &Path) -> Result<String> {
    let bytes = fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    Ok(sha256(&bytes))
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// As the attribute `integrity` has it (W3C, Subresource Integrity).
fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

#[cfg(test)]
mod tests {
    use super::{integrity, sha256};

    /// The example of Subresource Integrity, section 3.1, and of FIPS 180-2, appendix B.
    #[test]
    fn the_examples_of_the_standards() {
        let script = b"alert('Hello, world.');";
        let expected = "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO";
        assert_eq!(integrity(script), expected);
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
