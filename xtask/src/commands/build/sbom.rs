//! The bill of materials of the package, in CycloneDX 1.6. It has no date and no serial number, so that two
//! builds make the same bytes.

use super::third_parties::Crate;
use crate::paths;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fs;

/// The name of the file.
pub(super) const FILE: &str = "sbom.cdx.json";

/// Returns the bill as JSON.
///
/// # Errors
/// When the manifest of the package cannot be read.
pub(super) fn text(crates: &[Crate]) -> Result<String> {
    let file = paths::package().join("package.json");
    let manifest = fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
    let manifest: Value =
        serde_json::from_slice(&manifest).with_context(|| format!("{} is not JSON", file.display()))?;
    let mut text = serde_json::to_string_pretty(&bill(&manifest, crates))?;
    text.push('\n');
    Ok(text)
}

fn bill(manifest: &Value, crates: &[Crate]) -> Value {
    let [name, version, license] = ["name", "version", "license"].map(|key| manifest[key].as_str().unwrap_or_default());
    let package = format!("pkg:npm/{name}@{version}");
    json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "bom-ref": package,
                "type": "library",
                "name": name,
                "version": version,
                "licenses": [{ "expression": license }],
                "purl": package,
            },
        },
        "components": crates.iter().map(component).collect::<Vec<_>>(),
        "dependencies": [{ "ref": package, "dependsOn": crates.iter().map(purl).collect::<Vec<_>>() }],
    })
}

fn component(known: &Crate) -> Value {
    let mut component = json!({
        "bom-ref": purl(known),
        "type": "library",
        "name": known.name,
        "version": known.version,
        "licenses": [{ "expression": known.license }],
        "purl": purl(known),
    });
    if let Some(checksum) = &known.checksum {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
    }
    if !known.repository.is_empty() {
        component["externalReferences"] = json!([{ "type": "vcs", "url": known.repository }]);
    }
    component
}

/// Returns the package URL. What comes with the toolchain is in no registry.
fn purl(known: &Crate) -> String {
    let kind = if known.checksum.is_some() { "cargo" } else { "generic" };
    format!("pkg:{kind}/{}@{}", known.name, known.version)
}
