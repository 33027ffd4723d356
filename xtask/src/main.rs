//! The project's own commands, behind the alias `cargo xtask`.
//!
//! Each command installs what it needs, prints a line for each step, and fails with a sentence that says what to do.
//!
//! | floor | modules |
//! |---|---|
//! | the command line | `command_line`, `commands` |
//! | servers and tools | `servers`, `setup`, `source_copy` |
//! | the machine | `child`, `lock`, `superuser` |
//! | the ground | `paths`, `rows`, `shell` |

mod child;
mod command_line;
mod commands;
mod lock;
mod paths;
mod rows;
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
