//! The report: a table in Markdown with one line for each row of the matrix.

use crate::rows::{ROWS, Row};
use std::collections::HashMap;
use std::fmt;

/// The text before the lines of the rows.
const HEAD: &str = "\
# Matrix

The packed package in every toolchain, host and store. `cargo xtask matrix` runs all rows in Chromium and rewrites this file;
`cargo xtask matrix --only NAME` runs one and rewrites its line. The CI runs the marked rows with every change.

| row | kind | CI | versions | date | result |
|---|---|---|---|---|---|
";

/// The words for a row that was never run.
const NEVER: &str = "|  |  | not run |";

/// The report. It keeps the lines of rows that do not run.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// The last cells of a line, from the versions on, by its kind and name.
    results: HashMap<(String, String), String>,
}

impl Report {
    /// Reads the lines of an earlier report.
    pub(super) fn read(text: &str) -> Self {
        let mut results = HashMap::new();
        for line in text.lines() {
            let cells: Vec<_> = line.split('|').map(str::trim).collect();
            if let [_, name, kind, _, versions, date, result, _] = cells.as_slice() {
                results.insert(((*kind).to_owned(), (*name).to_owned()), format!("| {versions} | {date} | {result} |"));
            }
        }
        Self { results }
    }

    /// Replaces the line of a row.
    pub(super) fn record(&mut self, row: &Row, versions: &str, date: &str, result: &str) {
        self.results.insert(key(row), format!("| {versions} | {date} | {result} |"));
    }
}

fn key(row: &Row) -> (String, String) {
    (row.kind.name().to_owned(), row.name.to_owned())
}

impl fmt::Display for Report {
    fn fmt(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        text.write_str(HEAD)?;
        for row in ROWS {
            let result = self.results.get(&key(row)).map_or(NEVER, String::as_str);
            let mark = if row.in_ci { "yes" } else { "" };
            writeln!(text, "| {} | {} | {mark} {result}", row.name, row.kind.name())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Report;
    use crate::rows::{Kind, ROWS};

    #[test]
    fn a_run_of_one_row_keeps_the_lines_of_the_others() {
        let next = |kind| ROWS.iter().find(|row| row.name == "next" && row.kind == kind).unwrap();
        let mut report = Report::default();
        report.record(next(Kind::Toolchain), "next 16", "2026-11-30", "2 passed");
        let first = report.to_string();
        let mut report = Report::read(&first);
        assert_eq!(report.to_string(), first);
        report.record(next(Kind::Host), "next 16", "2026-12-01", "**1 failed**, 1 passed");
        let second = report.to_string();
        assert!(second.contains("| next | toolchain | yes | next 16 | 2026-11-30 | 2 passed |\n"), "{second}");
        assert!(second.contains("| next | host | yes | next 16 | 2026-12-01 | **1 failed**, 1 passed |\n"), "{second}");
        assert_eq!(second.matches("not run").count(), ROWS.len() - 2);
        assert_eq!(second.lines().count(), first.lines().count());
    }

    #[test]
    fn the_committed_report_has_a_line_for_each_row() {
        let path = crate::paths::in_root(super::super::REPORT);
        let text = std::fs::read_to_string(path).unwrap();
        assert_eq!(Report::read(&text).to_string(), text, "`cargo xtask matrix` writes this file");
    }
}
