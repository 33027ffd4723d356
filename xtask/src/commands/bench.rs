//! `bench`: the speed of the package, compared with other ways to check responses, with a page that has no library, and with
//! a server that forwards lists unchanged.

use super::{build, size};
use crate::servers::postgres::Postgres;
use crate::setup::{self, Engine};
use crate::{paths, shell};
use anyhow::{Result, bail};
use clap::ValueEnum;
use std::process::Command;

/// A part of the benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Checks of lists and requests, memory and cold starts, beside `JSON.parse` and other libraries
    Lists,
    /// The time to the offered account, beside a page without a library (Chromium)
    Offer,
    /// The proxy's share of a list, beside a handler that forwards it unchanged (built for release)
    Share,
}

impl Part {
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

/// The options of the benchmark.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Rough figures in minutes: few rounds, short batches, and offered accounts on a slow network alone
    #[arg(long)]
    quick: bool,
    /// Only these parts, separated by commas
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
    /// The browser; the figures for a slow network and CPU need Chromium
    #[arg(long, value_enum, default_value_t = Engine::Chromium)]
    engine: Engine,
}

/// Builds the package and runs `tests/bench` in a browser. Writes the reports to `target/bench`, or to a folder in it for
/// another engine than Chromium. That engine runs the part `lists` by default.
///
/// # Errors
/// When the build fails, the compared programs find different results, or the part `offer` is wanted of another engine than
/// Chromium. A missed target is no error.
pub(crate) fn run(options: &Options) -> Result<()> {
    let is_chromium = options.engine == Engine::Chromium;
    let parts = match (options.only.as_slice(), is_chromium) {
        ([], true) => Part::value_variants(),
        ([], false) => &[Part::Lists],
        (parts, _) => parts,
    };
    if parts.contains(&Part::Offer) && !is_chromium {
        bail!("--only offer needs Chromium, which can be slowed down");
    }
    let browser = setup::browser(options.engine)?;
    build::run()?;
    let folder = paths::in_target("bench");
    let folder = if is_chromium { folder } else { folder.join(options.engine.name()) };
    let mut bench = Command::new("node");
    browser
        .hand_to(&mut bench)
        .arg(paths::in_root("tests/bench/run.mjs"))
        .env("BENCH_QUICK", if options.quick { "1" } else { "0" })
        .env("BENCH_PARTS", parts.iter().map(|part| part.name()).collect::<Vec<_>>().join(","))
        .env("BENCH_FOLDER", &folder)
        .env("BENCH_WEIGHT", size::of_a_page()?.to_string());
    let postgres = if parts.contains(&Part::Share) { Some(hand_hosts_to(&mut bench)?) } else { None };
    shell::say(&format!("running the benchmark in {}", options.engine.name()));
    let done = shell::run(&mut bench, "look at its message above");
    drop(postgres);
    done
}

/// Builds the Rust host for release, and starts a PostgreSQL server with a database for each host. Returns the server.
fn hand_hosts_to(bench: &mut Command) -> Result<Postgres> {
    shell::say("building the proxy for release (minutes the first time)");
    let mut build = Command::new("cargo");
    build.args(["build", "--quiet", "--release", "--package", "ivy-proxy", "--example", "share-host"]);
    shell::run(build.current_dir(paths::root()), "look at the compiler's message above")?;
    let program = format!("share-host{}", std::env::consts::EXE_SUFFIX);
    bench.env("SHARE_RUST_HOST", paths::in_target("release/examples").join(program));
    let postgres = Postgres::start()?;
    for (variable, name) in [("SHARE_POSTGRES_RUST", "share_rust"), ("SHARE_POSTGRES_NODE", "share_node")] {
        bench.env(variable, postgres.database(name)?);
    }
    Ok(postgres)
}
