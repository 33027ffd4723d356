//! `contract`: the cases of the contract suite that a proxy behind a URL can be put to, for those who write their own.

mod reach;
pub(crate) mod results;

use self::results::Results;
use super::test::Tally;
use crate::{paths, shell};
use anyhow::{Context, Result, bail};
use std::process::{Command, Stdio};

/// The proxy under test.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Options {
    /// The URL of a proxy that runs with the printed settings, such as http://127.0.0.1:8080/api/ivy
    #[arg(long)]
    url: Option<String>,
    /// A command that starts the proxy on IVY_LISTEN with the settings in its environment, such as "ivy-proxy serve"; each
    /// case starts its own, so that more cases can be run
    #[arg(long)]
    command: Option<String>,
    /// Prints the settings with which a proxy for `--url` must run
    #[arg(long)]
    settings: bool,
}

/// The test of the suite that prints the settings.
const SETTINGS: &str = "running::the_documented_settings";

/// Runs the cases, and prints which were left out and why.
///
/// # Errors
/// When a case failed, or the suite cannot be built.
pub(crate) fn run(options: &Options) -> Result<()> {
    if options.settings {
        return print_settings();
    }
    let results = match (&options.url, &options.command) {
        (Some(url), _) => of_url(url)?,
        (_, Some(command)) => of_command(command)?,
        _ => bail!("contract: expected --url, --command or --settings"),
    };
    println!("{results}");
    if results.tally() == (Tally { passed: results.passed, failed: 0 }) && results.passed > 0 {
        return Ok(());
    }
    bail!("the proxy does not keep the contract; look at the cases above, each is named after the rule");
}

/// Runs the cases against a proxy that each of them starts.
///
/// # Errors
/// When the suite cannot be built.
pub(crate) fn of_command(command: &str) -> Result<Results> {
    run_suite(&[("IVY_PROXY_UNDER_TEST", "command"), ("IVY_CONTRACT_COMMAND", command)], &[])
}

/// Runs the cases one after the other: the proxy has one Ivy, which each case starts at the printed address.
///
/// # Errors
/// When nothing answers at the URL, or the suite cannot be built.
fn of_url(url: &str) -> Result<Results> {
    let url = url.trim_end_matches('/');
    reach::check(url, reach::DEADLINE)?;
    run_suite(&[("IVY_PROXY_UNDER_TEST", "url"), ("IVY_CONTRACT_URL", url)], &["--test-threads", "1"])
}

fn print_settings() -> Result<()> {
    let mut suite = suite(&["--exact", SETTINGS, "--nocapture"]);
    suite.env("IVY_PROXY_UNDER_TEST", "url");
    let output = shell::read(&mut suite, "look at the error of the compiler")?;
    println!(
        "The documented settings, as variables of the stand-alone program. A proxy of your own needs the same by its own names,"
    );
    println!(
        "a customer by the token of IVY_CUSTOMER_KEY in `ivy-customer` or by the name in the cookie `shop_customer`:\n"
    );
    output.lines().filter(|line| line.starts_with("IVY_")).for_each(|line| println!("{line}"));
    Ok(())
}

fn run_suite(environment: &[(&str, &str)], arguments: &[&str]) -> Result<Results> {
    let mut suite = suite(arguments);
    // A trace for each case that is left out would hide the failures.
    suite.envs(environment.iter().copied()).env("RUST_BACKTRACE", "0").stderr(Stdio::inherit());
    let output = suite.output().context("cargo cannot be started; install Rust from https://rustup.rs")?;
    Results::read(&String::from_utf8_lossy(&output.stdout))
}

fn suite(arguments: &[&str]) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(["test", "--quiet", "--workspace", "--test", "contract", "--"]).args(arguments);
    cargo.env_remove("IVY_PROXY_BESIDE").env_remove("IVY_TEST_DATABASE_URL").current_dir(paths::root());
    cargo
}
