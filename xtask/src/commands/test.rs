//! `test`: every test of the repository.

pub(crate) mod browser;
mod native;
mod node;
mod proxy;
mod tally;

use super::build;
use crate::{servers, setup, shell};
use anyhow::{Result, bail};
use clap::ValueEnum;
use std::time::Instant;
use tally::Tally;

/// Which tests to run.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Options {
    /// Only these parts
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The Rust tests of the workspace
    Native,
    /// The library inside WebAssembly, in headless Chromium
    Browser,
    /// The package as it is published: Node, a bundler, strict CSP, types, every snippet
    Package,
    /// The packed package in bundlers, frameworks and test runners, each installed from npm (minutes)
    Toolchains,
    /// Shop, proxy, sandbox and page in headless Chromium, and the client against a proxy that goes wrong
    E2e,
    /// The proxy over PostgreSQL, and shop and sandbox as processes: held against openapi.yaml, loaded, killed
    Proxy,
}

impl Part {
    fn run(self) -> Result<Tally> {
        match self {
            Self::Native => native::run(),
            Self::Browser => browser::run(&setup::browser()?),
            Self::Package => {
                let browser = setup::browser()?;
                build::run()?;
                Ok(node::run("tests/package", &browser)? + node::run("tests/bench", &browser)?)
            }
            Self::Toolchains => {
                let browser = setup::browser()?;
                build::run()?;
                node::run("tests/toolchains", &browser)
            }
            Self::E2e => {
                let browser = setup::browser()?;
                build::run()?;
                shell::say("building the shop and the sandbox (minutes the first time)");
                servers::build()?;
                Ok(node::run("tests/e2e", &browser)? + node::run("tests/faults", &browser)?)
            }
            Self::Proxy => proxy::run(),
        }
    }
}

/// Runs the parts one after the other, all of them even when one fails, and prints the sums.
///
/// # Errors
/// When a test failed or a part could not be run.
pub(crate) fn run(options: &Options) -> Result<()> {
    setup::tools()?;
    let mut rows = Vec::new();
    for part in Part::value_variants().iter().filter(|part| options.only.is_empty() || options.only.contains(part)) {
        let name = part.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        shell::say(&format!("{name} tests"));
        let started = Instant::now();
        let tally = part.run().unwrap_or_else(|error| {
            eprintln!("xtask: {name}: {error:#}");
            Tally { passed: 0, failed: 1 }
        });
        rows.push((name, tally, started.elapsed()));
    }
    println!();
    let mut sum = Tally::default();
    for (name, tally, time) in rows {
        println!("{name:<10} {:>5} passed {:>3} failed {:>7.1} s", tally.passed, tally.failed, time.as_secs_f32());
        sum = sum + tally;
    }
    println!("{} passed, {} failed", sum.passed, sum.failed);
    if sum.failed > 0 {
        bail!("some tests failed; their messages stand above");
    }
    Ok(())
}
