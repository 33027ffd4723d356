//! Running other programs, and saying so.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// One line about what is being done.
pub(crate) fn say(what: &str) {
    println!("» {what}");
}

/// Runs a program with this terminal as its own.
///
/// # Errors
/// When it cannot be started or ends with a failure; `hint` is the sentence that says what to do.
pub(crate) fn run(command: &mut Command, hint: &str) -> Result<()> {
    let status = command.status().with_context(|| format!("{} cannot be started; {hint}", name(command)))?;
    if !status.success() {
        bail!("{} ended with {status}; {hint}", name(command));
    }
    Ok(())
}

/// Runs a program and gives what it printed, without the line break at the end.
///
/// # Errors
/// When it cannot be started or ends with a failure; `hint` is the sentence that says what to do.
pub(crate) fn read(command: &mut Command, hint: &str) -> Result<String> {
    let output = command.output().with_context(|| format!("{} cannot be started; {hint}", name(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{} ended with {}; {hint}\n{}", name(command), output.status, said.trim_end());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// Runs a program, shows what it prints, and hands each line to `each` as well. True when it ended well.
///
/// # Errors
/// When it cannot be started; `hint` is the sentence that says what to do.
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
