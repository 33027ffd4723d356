//! `pkg/budget.json`: the limit for a page, and the last committed weight of each part.

use super::parts::Part;
use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use std::fs;
use std::path::Path;

/// Weights in brotli bytes.
pub(super) struct Budget {
    /// The limit for the files that a page loads.
    pub(super) limit: i64,
    /// The weight of the files that a page loads.
    pub(super) total: i64,
    parts: Map<String, Value>,
}

impl Budget {
    /// Reads a budget file.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let value: Value = serde_json::from_str(&text).with_context(|| format!("{} is not JSON", path.display()))?;
        let number = |name: &str| value.get(name).and_then(Value::as_i64).with_context(|| format!("no number {name}"));
        let parts = value.get("parts").and_then(Value::as_object).context("no object parts")?;
        Ok(Self { limit: number("limit")?, total: number("total")?, parts: parts.clone() })
    }

    /// Returns the budget with these weights.
    pub(super) fn of(limit: i64, total: usize, parts: &[Part]) -> Self {
        let parts = parts.iter().map(|part| (part.name.clone(), json!(part.brotli))).collect();
        Self { limit, total: total as i64, parts }
    }

    /// Returns the weight of a part.
    pub(super) fn part(&self, name: &str) -> Option<i64> {
        self.parts.get(name).and_then(Value::as_i64)
    }

    /// Writes the budget to a file.
    pub(super) fn write(&self, path: &Path) -> Result<()> {
        let value = json!({ "limit": self.limit, "total": self.total, "parts": self.parts });
        let text = serde_json::to_string_pretty(&value)? + "\n";
        fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
    }
}
