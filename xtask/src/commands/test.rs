//! `test`: every test of the repository.

pub(crate) mod browser;
mod native;
mod node;
mod part;
mod proxy;
mod sandbox;
mod tally;

use super::prepared::Prepared;
use crate::rows::Row as MatrixRow;
use crate::setup::{self, Browser, Engine};
use crate::shell;
use anyhow::{Result, bail};
use clap::ValueEnum;
use part::Part;
use std::fmt;
use std::path::Path;
use std::time::{Duration, Instant};
pub(crate) use tally::Tally;

/// The tests to run.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Only these parts
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
    /// The browser; others than Chromium run the wasm tests, the packed package, and those end-to-end and fault tests that
    /// run in every engine
    #[arg(long, value_enum, default_value_t = Engines::Chromium)]
    engine: Engines,
}

impl Options {
    /// Returns the options for every test in every engine.
    pub(crate) const fn everything() -> Self {
        Self { only: Vec::new(), engine: Engines::All }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engines {
    /// Chromium, and the parts that need no browser
    Chromium,
    /// Firefox ESR
    Firefox,
    /// WebKitGTK
    Webkit,
    /// All three
    All,
}

impl Engines {
    fn contain(self, engine: Engine) -> bool {
        match self {
            Self::Chromium => engine == Engine::Chromium,
            Self::Firefox => engine == Engine::Firefox,
            Self::Webkit => engine == Engine::Webkit,
            Self::All => true,
        }
    }
}

/// The result of one part in one engine.
#[derive(Debug)]
struct Row {
    part: Part,
    engine: Option<Engine>,
    tally: Tally,
    time: Duration,
}

impl fmt::Display for Row {
    fn fmt(&self, line: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally { passed, failed } = self.tally;
        let engine = self.engine.map_or("", Engine::name);
        let time = self.time.as_secs_f32();
        write!(line, "{:<10} {engine:<8} {passed:>5} passed {failed:>3} failed {time:>7.1} s", self.part.name())
    }
}

/// Runs the parts in turn and prints the numbers of tests. A failed part does not stop the others.
///
/// # Errors
/// When a test failed or a part could not run.
pub(crate) fn run(options: &Options, prepared: &mut Prepared) -> Result<()> {
    let runs = runs(options);
    if runs.is_empty() {
        bail!("none of these tests runs in that engine; leave out --engine, or --only");
    }
    setup::tools()?;
    let mut rows = Vec::new();
    for (part, engine) in runs {
        let name = engine.map_or(part.name(), |engine| format!("{} in {}", part.name(), engine.name()));
        shell::say(&format!("tests: {name}"));
        let started = Instant::now();
        let tally = part.run(engine, prepared).unwrap_or_else(|error| {
            eprintln!("xtask: {name}: {error:#}");
            Tally { passed: 0, failed: 1 }
        });
        rows.push(Row { part, engine, tally, time: started.elapsed() });
    }
    println!();
    rows.iter().for_each(|row| println!("{row}"));
    for &engine in Engine::value_variants() {
        println!("{}", of_engine(engine, &rows));
    }
    let sum = sum(rows.iter());
    println!("{} passed, {} failed", sum.passed, sum.failed);
    if sum.failed > 0 {
        bail!("some tests failed; look at their messages above");
    }
    Ok(())
}

/// Runs the tests of one row of the matrix with this Node. A store's tests get the URL of a database.
///
/// # Errors
/// When Node does not start.
pub(crate) fn run_row(row: &MatrixRow, program: &Path, browser: &Browser, database: Option<String>) -> Result<Tally> {
    node::run_row(row, program, browser, database)
}

/// Returns each chosen part with each chosen engine that it runs in. Parts that need no browser run with Chromium.
fn runs(options: &Options) -> Vec<(Part, Option<Engine>)> {
    let mut runs = Vec::new();
    for &part in Part::value_variants().iter().filter(|part| options.only.is_empty() || options.only.contains(part)) {
        match part.engines() {
            [] if options.engine.contain(Engine::Chromium) => runs.push((part, None)),
            engines => {
                let chosen = engines.iter().filter(|engine| options.engine.contain(**engine));
                runs.extend(chosen.map(|engine| (part, Some(*engine))));
            }
        }
    }
    runs
}

fn sum<'a>(rows: impl Iterator<Item = &'a Row>) -> Tally {
    rows.fold(Tally::default(), |sum, row| sum + row.tally)
}

/// Returns the line with the result of one engine, or with the note that the engine did not run.
fn of_engine(engine: Engine, rows: &[Row]) -> String {
    let mut own = rows.iter().filter(|row| row.engine == Some(engine)).peekable();
    if own.peek().is_none() {
        return format!("engine {:<11} NOT RUN, `--engine all` runs every engine", engine.name());
    }
    let Tally { passed, failed } = sum(own);
    format!("engine {:<12} {passed:>5} passed {failed:>3} failed", engine.name())
}

#[cfg(test)]
mod tests {
    use super::{Engine, Engines, Options, Part, Row, Tally, of_engine, runs};
    use clap::ValueEnum;
    use std::time::Duration;

    #[test]
    fn everything_leaves_out_no_part_and_no_engine() {
        let runs = runs(&Options::everything());
        for part in Part::value_variants() {
            assert!(runs.iter().any(|(run, _)| run == part), "{part:?}");
        }
        for engine in Engine::value_variants() {
            for part in [Part::Browser, Part::Package, Part::E2e] {
                assert!(runs.contains(&(part, Some(*engine))), "{part:?} in {engine:?}");
            }
        }
    }

    #[test]
    fn another_engine_than_chromium_runs_what_it_can() {
        let named = |engine, only: &[Part]| runs(&Options { only: only.to_vec(), engine });
        let webkit = Some(Engine::Webkit);
        let all = vec![(Part::Browser, webkit), (Part::Package, webkit), (Part::E2e, webkit)];
        assert_eq!(named(Engines::Webkit, &[]), all);
        assert_eq!(named(Engines::Firefox, &[Part::Native, Part::Toolchains]), []);
        assert_eq!(named(Engines::Chromium, &[Part::Proxy]), [(Part::Proxy, None)]);
    }

    #[test]
    fn an_engine_that_did_not_run_is_named() {
        let tally = Tally { passed: 3, failed: 1 };
        let row = |engine| Row { part: Part::E2e, engine: Some(engine), tally, time: Duration::ZERO };
        let rows = [row(Engine::Firefox), row(Engine::Firefox)];
        assert_eq!(of_engine(Engine::Firefox, &rows), "engine firefox          6 passed   2 failed");
        assert!(of_engine(Engine::Webkit, &rows).contains("webkit      NOT RUN"));
    }
}
