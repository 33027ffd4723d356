//! Other programs, and progress lines on the terminal.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// Prints a progress line.
pub(crate) fn say(line: &str) {
    println!("» {line}");
}

/// Runs a program that reads from and prints to this terminal.
///
/// # Errors
/// When it cannot be started or fails. `hint` says what to do then.
pub(crate) fn run(command: &mut Command, hint: &str) -> Result<()> {
    let status = command.status().with_context(|| format!("{} cannot be started; {hint}", name(command)))?;
    if !status.success() {
        bail!("{} ended with {status}; {hint}", name(command));
    }
    Ok(())
}

/// Runs a program and returns its standard output, without white space at the end.
///
/// # Errors
/// When it cannot be started or fails. `hint` says what to do then.
pub(crate) fn read(command: &mut Command, hint: &str) -> Result<String> {
    let output = command.output().with_context(|| format!("{} cannot be started; {hint}", name(command)))?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        bail!("{} ended with {}; {hint}\n{}", name(command), output.status, errors.trim_end());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// Runs a program, prints its output, and passes each line to `each`. Returns true if the program succeeded.
///
/// # Errors
/// When it cannot be started. `hint` says what to do then.
pub(crate) fn watch(command: &mut Command, hint: &str, mut each: impl FnMut(&str)) -> Result<bool> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} cannot be started; {hint}", name(command)))?;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n') {
            let line = line.context("the output of a program cannot be read")?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            each(&line);
        }
    }
    Ok(child.wait().context("a program that was started cannot be waited for")?.success())
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}
