//! `bench`: how fast the package checks answers, beside what else could.

use super::{build, size};
use crate::{places, setup, shell};
use anyhow::Result;
use std::process::Command;

/// How to run the benchmark.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// A rough answer in a minute: few rounds, short batches
    #[arg(long)]
    quick: bool,
}

/// Builds the package and runs `tests/bench` in headless Chromium. The reports go to `target/bench`.
///
/// # Errors
/// When the build fails, or not everyone who takes part finds the same; a missed target is no error.
pub(crate) fn run(options: &Options) -> Result<()> {
    let browser = setup::browser()?;
    build::run()?;
    let folder = places::target().join("bench");
    shell::say("running the benchmark in headless Chromium");
    let mut bench = Command::new("node");
    browser
        .hand_to(&mut bench)
        .arg(places::root().join("tests/bench/run.mjs"))
        .env("BENCH_QUICK", if options.quick { "1" } else { "0" })
        .env("BENCH_FOLDER", &folder)
        .env("BENCH_WEIGHT", size::of_a_page()?.to_string());
    shell::run(&mut bench, "look at its message above")
}
