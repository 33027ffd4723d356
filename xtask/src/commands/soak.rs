//! `soak`: what takes long. Memory over a million calls, load, a proxy that is killed, a sweep of a million rows, a build
//! elsewhere, fuzzing, faults in the sources.

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

/// What to run, and for how long.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// How long each fuzz target runs
    #[arg(long, default_value_t = 30.0)]
    minutes: f64,
    /// Only these parts
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// 1,000,000 mixed calls in Chromium leave the memory where it was
    Memory,
    /// 64 connections for 60 s at a proxy: nothing fails
    Load,
    /// A proxy that is killed in the middle of 1,000 creates: nothing that was acknowledged is lost
    Kill,
    /// Sweeping 1,000,000 old rows: the event loop of the proxy on Node goes on
    Sweep,
    /// The sources in another folder give the same package, byte for byte
    Build,
    /// Every fuzz target, as many at once as there are cores
    Fuzz,
    /// Faults in the release rule and what it stands on: the native tests find each
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

/// Runs the parts one after the other, all of them even when one fails, and prints the sums.
///
/// # Errors
/// When a check failed or could not be run.
pub(crate) fn run(options: &Options) -> Result<()> {
    setup::tools()?;
    let mut checks = Vec::new();
    for part in Part::value_variants().iter().filter(|part| options.only.is_empty() || options.only.contains(part)) {
        let name = part.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        shell::say(&format!("soak: {name}"));
        match part.run(options) {
            Ok(found) => checks.extend(found),
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
        bail!("some checks failed; what they said stands above");
    }
    Ok(())
}
