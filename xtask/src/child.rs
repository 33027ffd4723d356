//! Child processes that end together with this one.

use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

/// Returns the command that runs `program` as a child. On Linux the child also ends when this process is killed. It logs
/// warnings only, unless `RUST_LOG` is set.
pub(crate) fn command(program: &Path) -> Command {
    let mut command = launcher(program);
    if std::env::var_os("RUST_LOG").is_none() {
        command.env("RUST_LOG", "warn");
    }
    command
}

#[cfg(unix)]
fn launcher(program: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap_or_else(|_| "xtask".into()));
    command.arg("child").arg(program);
    command
}

/// Returns the command for the program itself. Without `exec` the launcher would be a second process, and ending it would
/// leave the program running.
#[cfg(not(unix))]
fn launcher(program: &Path) -> Command {
    Command::new(program)
}

/// Replaces this process with `program`, its path followed by its arguments. On Linux the kernel ends the program when the
/// parent process ends. A system without `exec` runs the program and ends with its exit code.
///
/// # Errors
/// When no program is named, or it cannot be started.
pub(crate) fn become_program(program: &[OsString]) -> Result<()> {
    let Some((path, arguments)) = program.split_first() else { bail!("no program was named") };
    #[cfg(target_os = "linux")]
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::TERM))?;
    replace(Command::new(path).args(arguments)).with_context(|| format!("{} cannot be started", path.to_string_lossy()))
}

#[cfg(unix)]
fn replace(command: &mut Command) -> std::io::Result<()> {
    Err(std::os::unix::process::CommandExt::exec(command))
}

#[cfg(not(unix))]
fn replace(command: &mut Command) -> std::io::Result<()> {
    std::process::exit(command.status()?.code().unwrap_or(1))
}
