//! The weight of each part of the sources.
//!
//! Each part is compressed alone, and the compressed size of the whole file is shared out in proportion. So the parts add up
//! to the file.

use super::compress::brotli;
use crate::commands::build;
use crate::paths;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::fs;
use wasmparser::{KnownCustom, Name, Parser, Payload};

/// A part of the files that a page loads.
pub(super) struct Part {
    pub(super) name: String,
    /// The uncompressed bytes.
    pub(super) raw: usize,
    /// The share of the compressed file, in bytes.
    pub(super) brotli: usize,
}

/// Returns the parts of the WebAssembly file, whose brotli size is `packed` bytes.
pub(super) fn of_wasm(packed: usize) -> Result<Vec<Part>> {
    split(by_function(&build::named()?)?, packed)
}

/// Returns the bytes of each part: those of functions by their names, and those of all other sections.
fn by_function(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>> {
    let (mut bodies, mut names, mut imports) = (Vec::new(), HashMap::new(), 0);
    let mut parts: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::ImportSection(section) => {
                imports = section.count() as usize;
                parts.entry("imports, exports, types".into()).or_default().extend(&bytes[section.range()]);
            }
            Payload::DataSection(section) => {
                parts.entry("texts and tables".into()).or_default().extend(&bytes[section.range()]);
            }
            Payload::CodeSectionStart { .. } => {}
            Payload::CodeSectionEntry(body) => bodies.push(body.range()),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(reader) = section.as_known() {
                    names = function_names(reader)?;
                }
            }
            other => {
                if let Some((_, range)) = other.as_section() {
                    parts.entry("imports, exports, types".into()).or_default().extend(&bytes[range]);
                }
            }
        }
    }
    for (at, range) in bodies.into_iter().enumerate() {
        let name = names.get(&(imports + at)).map_or("", String::as_str);
        parts.entry(part_of(name)).or_default().extend(&bytes[range]);
    }
    Ok(parts)
}

fn function_names(reader: wasmparser::NameSectionReader<'_>) -> Result<HashMap<usize, String>> {
    let mut names = HashMap::new();
    for subsection in reader {
        if let Name::Function(map) = subsection? {
            for naming in map {
                let naming = naming?;
                names.insert(naming.index as usize, naming.name.to_owned());
            }
        }
    }
    Ok(names)
}

/// Returns the part that a function belongs to: the module for our functions, the crate for others. `<A as B>::c` belongs to
/// `A`.
fn part_of(name: &str) -> String {
    let path = name.trim_start_matches(['<', '&', '_', ' ', '[']).trim_start_matches("impl ");
    let mut steps = path.split("::").map(|step| step.split(['[', '<', ' ', '{']).next().unwrap_or_default());
    match steps.next().unwrap_or_default() {
        "ivy_data_session" => match steps.next().unwrap_or_default() {
            "json" | "decode" => "decoder".into(),
            "rules" | "model" => "rules".into(),
            "recall" | "client" => "client".into(),
            _ => "face in Rust".into(),
        },
        "core" | "alloc" | "std" | "rustc" | "dyn" | "str" | "char" | "u8" | "u32" | "usize" | "" => {
            "standard library".into()
        }
        // A name without a crate is a type of the language: `u8]>`, `str>`, `T`.
        other if other.ends_with('>') || other.starts_with(char::is_uppercase) => "standard library".into(),
        other if path.contains("::") => other.to_owned(),
        // The exports of the library, and functions of the generator.
        _ => "face in Rust".into(),
    }
}

/// Returns the parts of `index.js`, whose brotli size is `packed` bytes: the generated glue, and the facade.
pub(super) fn of_script(packed: usize) -> Result<Vec<Part>> {
    let path = paths::in_target("package/bundles/index.js.json");
    let text = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let bundle: Value = serde_json::from_str(&text)?;
    let outputs = bundle.get("outputs").and_then(Value::as_object).context("esbuild names no outputs")?;
    let glue = format!("/package/{}/", build::GLUE);
    let mut parts = BTreeMap::from([("facade (pkg/src)", 0), ("glue in JavaScript", 0)]);
    for (name, input) in outputs.values().filter_map(|output| output.get("inputs")?.as_object()).flatten() {
        let part = if name.contains(&glue) { "glue in JavaScript" } else { "facade (pkg/src)" };
        let bytes = input.get("bytesInOutput").and_then(Value::as_u64).unwrap_or_default();
        *parts.entry(part).or_default() += bytes as usize;
    }
    let whole: usize = parts.values().sum::<usize>().max(1);
    let share = |(name, raw): (&str, usize)| Part { name: name.to_owned(), raw, brotli: packed * raw / whole };
    Ok(parts.into_iter().map(share).collect())
}

/// Divides the bytes of a compressed file among its parts. Returns the heaviest part first.
fn split(parts: BTreeMap<String, Vec<u8>>, packed: usize) -> Result<Vec<Part>> {
    let mut alone = Vec::new();
    for (name, bytes) in parts {
        alone.push(Part { name, raw: bytes.len(), brotli: brotli(&bytes)? });
    }
    let whole: usize = alone.iter().map(|part| part.brotli).sum::<usize>().max(1);
    for part in &mut alone {
        part.brotli = packed * part.brotli / whole;
    }
    alone.sort_by_key(|part| std::cmp::Reverse(part.brotli));
    Ok(alone)
}

#[cfg(test)]
mod tests {
    use super::part_of;

    #[test]
    fn functions_are_distinguished_by_module_and_crate() {
        let rows = [
            ("ivy_data_session::rules::fields::Checker::object", "rules"),
            ("<ivy_data_session::json::value::Value as core::clone::Clone>::clone", "decoder"),
            ("ivy_data_session::client::login_host::allow", "client"),
            ("core[c5930c85a12de822]::str::converts::from_utf8", "standard library"),
            ("<alloc::vec::Vec<T> as core::clone::Clone>::clone", "standard library"),
            ("js_sys::futures::queue::Queue::new", "js_sys"),
            ("<gloo_utils::errors::JsError as core::convert::TryFrom<X>>::try_from", "gloo_utils"),
            ("check", "face in Rust"),
        ];
        for (name, part) in rows {
            assert_eq!(part_of(name), part, "{name}");
        }
    }
}
