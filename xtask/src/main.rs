//! The project's own commands, behind the alias `cargo xtask`.
//!
//! Each command does its own set-up, says in a line what it does, and fails with a sentence that tells what to do.

mod child;
mod command_line;
mod commands;
mod lock;
mod places;
mod servers;
mod setup;
mod shell;
mod source_copy;
mod superuser;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    match command_line::run(command_line::CommandLine::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
