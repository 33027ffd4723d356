//! `soak`: the long checks. Memory over a million calls, load, a killed proxy, a sweep of a million rows, a build in another
//! folder, fuzzing, and faults in the sources.

mod check;
mod fuzz;
mod mutants;
mod script;

use super::build;
use crate::setup::{self, Engine};
use crate::shell;
use anyhow::{Result, bail};
use check::Check;
use clap::ValueEnum;
use std::time::Duration;

/// The checks to run, and their time.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The time of each fuzz target
    #[arg(long, default_value_t = 30.0)]
    minutes: f64,
    /// Only these parts
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// 1,000,000 mixed calls in Chromium do not grow the memory
    Memory,
    /// A proxy under 64 connections for 60 s has no failed request
    Load,
    /// A proxy that is killed during 1,000 creates loses no acknowledged one
    Kill,
    /// A sweep of 1,000,000 old rows does not block the event loop of the proxy on Node
    Sweep,
    /// A build in another folder makes the same package, byte for byte
    Build,
    /// Every fuzz target, as many in parallel as there are cores
    Fuzz,
    /// The native tests find each fault in the release rule and its surroundings
    Mutants,
}

impl Part {
    fn run(self, options: &Options) -> Result<Vec<Check>> {
        Ok(match self {
            Self::Memory => {
                let browser = setup::browser(Engine::Chromium)?;
                build::run()?;
                vec![Check::of("memory", || script::run("memory.mjs", &["--calls", "1000000"], Some(&browser)))]
            }
            Self::Load => vec![Check::of("load", || script::run("load.mjs", &["--seconds", "60"], None))],
            Self::Kill => vec![Check::of("kill", || script::run("kill.mjs", &["--creates", "1000"], None))],
            Self::Sweep => {
                build::run()?;
                vec![Check::of("sweep", || script::run("sweep.mjs", &["--rows", "1000000"], None))]
            }
            Self::Build => {
                build::run()?;
                vec![Check::of("build", || Ok(format!("files {}", build::verify::run()?)))]
            }
            Self::Fuzz => fuzz::run(Duration::try_from_secs_f64(options.minutes * 60.0)?)?,
            Self::Mutants => vec![Check::of("mutants", mutants::run)],
        })
    }
}

/// Runs the parts in turn and prints their results. A failed part does not stop the others.
///
/// # Errors
/// When a check failed or could not run.
pub(crate) fn run(options: &Options) -> Result<()> {
    setup::tools()?;
    let mut checks = Vec::new();
    for part in Part::value_variants().iter().filter(|part| options.only.is_empty() || options.only.contains(part)) {
        let name = part.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        shell::say(&format!("soak: {name}"));
        match part.run(options) {
            Ok(results) => checks.extend(results),
            Err(error) => checks.push(Check::of(&name, || Err(error))),
        }
    }
    println!();
    for Check { name, figures, passed, time } in &checks {
        let verdict = if *passed { "passed" } else { "FAILED" };
        println!("{name:<20} {verdict} {:>8.1} s  {figures}", time.as_secs_f64());
    }
    let failed = checks.iter().filter(|check| !check.passed).count();
    println!("soak: {} checks, {failed} failed", checks.len());
    if failed > 0 {
        bail!("some checks failed; look at their messages above");
    }
    Ok(())
}
