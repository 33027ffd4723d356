//! The notices: the licences of the crates that are compiled in.

use super::third_parties::{Crate, STANDARD_LIBRARY};
use crate::paths;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The name of the file.
pub(super) const FILE: &str = "THIRD-PARTY-NOTICES.txt";

const HEAD: &str = "The WebAssembly of ivy-data-session contains code of the crates below, under their licences. Each licence is \
printed once, below the crates that it belongs to.\n";

const RULE: &str = "--------------------------------------------------------------------------------";

/// Returns the notices. Of a choice of licences that contains MIT, the text of MIT is printed.
///
/// # Errors
/// When a licence file cannot be read.
pub(super) fn text(crates: &[Crate]) -> Result<String> {
    let mut groups = BTreeMap::<String, Vec<&Crate>>::new();
    for each in crates {
        groups.entry(license(each)?).or_default().push(each);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by(|(_, one), (_, other)| {
        one.first().map(|first| &first.name).cmp(&other.first().map(|first| &first.name))
    });
    let mut notices = HEAD.to_owned();
    for (license, crates) in groups {
        notices += &format!("\n{RULE}\n\n");
        for Crate { name, version, license, repository, .. } in crates {
            notices += format!("{name} {version} ({license}) {repository}").trim_end();
            notices += "\n";
        }
        notices += &format!("\n{license}\n");
    }
    Ok(notices)
}

/// Returns the text of a crate's licence.
fn license(known: &Crate) -> Result<String> {
    let files = match &known.folder {
        Some(folder) => files(folder, &known.license)?,
        None => vec![],
    };
    if !files.is_empty() {
        return Ok(files.join("\n\n"));
    }
    // A crate without a licence file states its licence in its manifest alone, and each of them offers MIT.
    let project = if known.name == STANDARD_LIBRARY { "Rust Project" } else { &known.name };
    mit(&format!("Copyright (c) The {project} contributors"))
}

/// Returns the text of MIT with a line for the copyright, from this repository's own licence.
fn mit(copyright: &str) -> Result<String> {
    let file = paths::in_root("LICENSE-MIT");
    let text = fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
    let lines = text.trim_end().lines().map(|line| if line.starts_with("Copyright") { copyright } else { line });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

/// Returns the texts of the licences in a folder.
fn files(folder: &Path, license: &str) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut names: Vec<_> =
        entries.flatten().filter(|entry| entry.path().is_file()).map(|entry| entry.file_name()).collect();
    names.sort();
    let names: Vec<_> = names.iter().filter_map(|name| name.to_str()).collect();
    let read = |name: &&str| {
        let file = folder.join(name);
        let text = fs::read_to_string(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        Ok(text.replace('\r', "").trim().to_owned())
    };
    chosen(&names, license).iter().map(read).collect()
}

/// Returns the names of the files to print: that of MIT if the licence is a choice with MIT in it, else all. Notices are kept.
fn chosen<'a>(names: &[&'a str], license: &str) -> Vec<&'a str> {
    let starts = |name: &str, heads: &[&str]| heads.iter().any(|head| name.to_uppercase().starts_with(head));
    let licenses: Vec<_> =
        names.iter().copied().filter(|name| starts(name, &["LICENSE", "LICENCE", "COPYING", "UNLICENSE"])).collect();
    let mit: Vec<_> = licenses.iter().copied().filter(|name| name.to_uppercase().contains("MIT")).collect();
    let notices = names.iter().copied().filter(|name| starts(name, &["NOTICE", "COPYRIGHT"]));
    let licenses = if mit.is_empty() || license.contains(" AND ") { licenses } else { mit };
    licenses.into_iter().chain(notices).collect()
}

#[cfg(test)]
mod tests {
    use super::chosen;

    #[test]
    fn mit_is_chosen_where_it_is_offered_and_notices_are_kept() {
        let both = ["LICENSE-APACHE", "LICENSE-MIT", "NOTICE", "README.md"];
        assert_eq!(chosen(&both, "MIT OR Apache-2.0"), ["LICENSE-MIT", "NOTICE"]);
        assert_eq!(chosen(&both, "MIT AND Apache-2.0"), ["LICENSE-APACHE", "LICENSE-MIT", "NOTICE"]);
        assert_eq!(chosen(&["COPYING", "LICENSE-MIT", "UNLICENSE"], "Unlicense OR MIT"), ["LICENSE-MIT"]);
        assert_eq!(chosen(&["LICENSE", "README.md"], "Zlib"), ["LICENSE"]);
    }
}
