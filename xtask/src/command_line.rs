//! The arguments of `cargo xtask`.

use crate::commands::prepared::Prepared;
use crate::{child, commands};
use anyhow::Result;
use clap::{Parser, Subcommand};
use std::ffi::OsString;

/// The project's own commands.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about, disable_help_subcommand = true)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Builds the npm package into pkg/, and prints the hashes of its files
    Build(commands::build::Options),
    /// Weighs what a page loads: raw, gzip and brotli-11 bytes
    Size,
    /// Compares the speed of the package with JSON.parse, hand-written checks and schema libraries
    Bench(commands::bench::Options),
    /// Makes the guides and the API reference as pages in target/docs
    Docs,
    /// Starts sandbox, proxy and checkout page on this machine and prints the URL to open
    Demo(commands::demo::Options),
    /// Walks through the demo in headless Chromium, with screenshots in target/tour
    Tour,
    /// Runs every test: native, browser, packed package, end to end
    Test(commands::test::Options),
    /// Runs the contract suite against any proxy, by its URL or by the command that starts it
    Contract(commands::contract::Options),
    /// Runs the long checks: memory, load, a killed proxy, a build in another folder, fuzzing (hours)
    Soak(commands::soak::Options),
    /// Runs every toolchain, host and store, or those of `--only`, and rewrites tests/matrix.md (an hour)
    Matrix(commands::matrix::Options),
    /// Tests the package with the newest releases of its dependencies, in a copy of the sources (many minutes)
    Newest(commands::newest::Options),
    /// Runs all checks of the CI: format, lints, docs, every test, weight
    Ci,
    /// Runs one file of browser tests (cargo calls this)
    #[command(hide = true)]
    WasmTestRunner {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
    /// Becomes the program, which then ends with this process's parent
    #[command(hide = true)]
    Child {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
        program: Vec<OsString>,
    },
}

/// Runs the command of a command line.
///
/// # Errors
/// When the command fails; the sentence says what to do.
pub(crate) fn run(line: CommandLine) -> Result<()> {
    match line.command {
        Command::Build(options) => commands::build::command(&options),
        Command::Size => commands::size::run(&mut Prepared::default()),
        Command::Bench(options) => commands::bench::run(&options),
        Command::Docs => commands::docs::run(&mut Prepared::default()),
        Command::Demo(options) => commands::demo::run(&options),
        Command::Tour => commands::tour::run(),
        Command::Test(options) => commands::test::run(&options, &mut Prepared::default()),
        Command::Contract(options) => commands::contract::run(&options),
        Command::Soak(options) => commands::soak::run(&options),
        Command::Matrix(options) => commands::matrix::run(&options),
        Command::Newest(options) => commands::newest::run(&options),
        Command::Ci => commands::ci::run(),
        Command::WasmTestRunner { arguments } => commands::test::browser::run_file(arguments),
        Command::Child { program } => child::become_program(&program),
    }
}
