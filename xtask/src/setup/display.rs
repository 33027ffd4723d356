//! A virtual display for a browser that has no headless mode.

use crate::child;
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

/// A running Xvfb. Dropping it ends the process.
#[derive(Debug)]
pub(crate) struct Display {
    number: u32,
    child: Child,
}

impl Display {
    /// Starts Xvfb, which chooses a free display number.
    ///
    /// # Errors
    /// When it does not start.
    pub(crate) fn start(xvfb: &Path) -> Result<Self> {
        let mut command = child::command(xvfb);
        command.args(["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]);
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().context("Xvfb cannot be started")?;
        let stdout = child.stdout.take().context("Xvfb has no output")?;
        let mut line = String::new();
        let read = BufReader::new(stdout).read_line(&mut line);
        match line.trim().parse() {
            Ok(number) if read.is_ok() => Ok(Self { number, child }),
            _ => {
                // Both fail only for a process that has ended already.
                let _ = child.kill();
                let _ = child.wait();
                bail!("Xvfb did not start; run `Xvfb -displayfd 1` to see its message");
            }
        }
    }

    /// Returns the value for the variable `DISPLAY`.
    pub(crate) fn name(&self) -> String {
        format!(":{}", self.number)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        // Both fail only for a process that has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
