//! `bench`: the speed of the package, compared with other ways to check responses.

use super::{build, size};
use crate::setup::{self, Engine};
use crate::{paths, shell};
use anyhow::Result;
use std::process::Command;

/// The options of the benchmark.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Rough figures in a minute: few rounds, short batches
    #[arg(long)]
    quick: bool,
    /// The browser; the figures for a slow network and CPU need Chromium
    #[arg(long, value_enum, default_value_t = Engine::Chromium)]
    engine: Engine,
}

/// Builds the package and runs `tests/bench` in a browser. Writes the reports to `target/bench`, or to a folder in it for
/// another engine than Chromium.
///
/// # Errors
/// When the build fails, or the compared programs find different results. A missed target is no error.
pub(crate) fn run(options: &Options) -> Result<()> {
    let browser = setup::browser(options.engine)?;
    build::run()?;
    let folder = paths::in_target("bench");
    let folder = if options.engine == Engine::Chromium { folder } else { folder.join(options.engine.name()) };
    shell::say(&format!("running the benchmark in {}", options.engine.name()));
    let mut bench = Command::new("node");
    browser
        .hand_to(&mut bench)
        .arg(paths::in_root("tests/bench/run.mjs"))
        .env("BENCH_QUICK", if options.quick { "1" } else { "0" })
        .env("BENCH_FOLDER", &folder)
        .env("BENCH_WEIGHT", size::of_a_page()?.to_string());
    shell::run(&mut bench, "look at its message above")
}
