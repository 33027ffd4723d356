//! The versions that a row ran with.

use crate::rows::Row;
use crate::{paths, shell};
use anyhow::{Context, Result};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Returns the versions of Node and of the row's tools, such as `Node 20.20.2, vite 8.3.8`.
///
/// # Errors
/// When Node does not run, or the lock file of the row lacks a tool.
pub(super) fn of(row: &Row, node: &Path) -> Result<String> {
    let version = shell::read(Command::new(node).arg("--version"), "install Node from https://nodejs.org")?;
    let path = paths::in_root(row.lock).join("package-lock.json");
    let mut versions = vec![format!("Node {}", version.trim_start_matches('v'))];
    if !row.tools.is_empty() {
        let text = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let lock = serde_json::from_str(&text).with_context(|| format!("{} is not JSON", path.display()))?;
        for tool in row.tools {
            let version = locked(&lock, tool).with_context(|| format!("{} has no {tool}", path.display()))?;
            versions.push(format!("{tool} {version}"));
        }
    }
    Ok(versions.join(", "))
}

/// Returns the version of a package in a lock file of npm.
fn locked<'a>(lock: &'a Value, package: &str) -> Option<&'a str> {
    lock.get("packages")?.get(format!("node_modules/{package}"))?.get("version")?.as_str()
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::rows::ROWS;
    use std::path::Path;

    #[test]
    fn every_tool_of_every_row_is_locked() {
        for row in ROWS {
            let versions = of(row, Path::new("node")).unwrap();
            assert_eq!(versions.split(", ").count(), row.tools.len() + 1, "{}: {versions}", row.name);
            assert!(versions.starts_with("Node 2"), "{versions}");
        }
    }
}
