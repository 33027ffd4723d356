//! `matrix`: every toolchain, host and store, each alone, with its result in `tests/matrix.md`.

mod calendar;
mod report;
mod versions;

use super::prepared::Prepared;
use super::test::{Tally, run_row};
use crate::rows::{Kind, ROWS, Row};
use crate::servers::postgres::Postgres;
use crate::setup::{self, Engine};
use crate::{paths, shell};
use anyhow::{Context, Result, bail};
use clap::builder::PossibleValuesParser;
use report::Report;
use std::fs;
use std::time::{Duration, SystemTime};

/// The report, relative to the repository.
const REPORT: &str = "tests/matrix.md";

/// The options of the matrix.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Only the rows with these names
    #[arg(long, value_delimiter = ',', value_parser = PossibleValuesParser::new(names()))]
    only: Vec<String>,
}

/// Runs the chosen rows in turn in Chromium, and rewrites their lines of the report after each. A failed row does not stop
/// the others.
///
/// # Errors
/// When a row fails, or a tool, the package or a server cannot be made.
pub(crate) fn run(options: &Options) -> Result<()> {
    setup::tools()?;
    let browser = setup::browser(Engine::Chromium)?;
    let mut prepared = Prepared::default();
    prepared.package()?;
    let path = paths::in_root(REPORT);
    let mut report = Report::read(&fs::read_to_string(&path).unwrap_or_default());
    let mut failed = Vec::new();
    for row in chosen(&options.only) {
        shell::say(&format!("matrix: {} {}", row.kind.name(), row.name));
        let node = setup::node_program(row.oldest_node)?;
        if row.kind == Kind::Host {
            prepared.servers()?;
        }
        let postgres = (row.kind == Kind::Store).then(Postgres::start).transpose()?;
        let database = postgres.as_ref().map(|server| server.database("face")).transpose()?;
        let tally = run_row(row, &node, &browser, database)?;
        if tally.failed > 0 {
            failed.push(row.name);
        }
        report.record(row, &versions::of(row, &node)?, &today()?, &result(tally));
        fs::write(&path, report.to_string()).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    if !failed.is_empty() {
        bail!("these rows failed: {}; look at their messages above", failed.join(", "));
    }
    Ok(())
}

/// Returns the names of all rows, each once.
fn names() -> Vec<&'static str> {
    let mut names: Vec<_> = ROWS.iter().map(|row| row.name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Returns the rows with these names, or every row if there is no name.
fn chosen(only: &[String]) -> Vec<&'static Row> {
    ROWS.iter().filter(|row| only.is_empty() || only.iter().any(|name| name == row.name)).collect()
}

/// Returns the words of the report for a result.
fn result(Tally { passed, failed }: Tally) -> String {
    if failed == 0 { format!("{passed} passed") } else { format!("**{failed} failed**, {passed} passed") }
}

/// Returns the date of today in UTC.
fn today() -> Result<String> {
    let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).context("the clock is before 1970")?;
    Ok(calendar::date(since_epoch.as_secs() / Duration::from_hours(24).as_secs()))
}

#[cfg(test)]
mod tests {
    use super::{Tally, chosen, names, result};
    use crate::rows::ROWS;

    #[test]
    fn a_name_chooses_its_rows_and_no_name_chooses_all() {
        let of = |only: &[&str]| chosen(&only.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&[]).len(), ROWS.len());
        assert_eq!(of(&["angular"]).len(), 1);
        // A toolchain and a host.
        assert_eq!(of(&["next"]).len(), 2);
        assert!(names().windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn a_failed_row_is_conspicuous() {
        assert_eq!(result(Tally { passed: 2, failed: 0 }), "2 passed");
        assert_eq!(result(Tally { passed: 1, failed: 1 }), "**1 failed**, 1 passed");
    }
}
