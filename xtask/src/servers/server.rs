//! A server process that announces its URL.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

const START_TIMEOUT: Duration = Duration::from_secs(30);

/// A running server. Dropping it ends the process.
#[derive(Debug)]
pub(super) struct Server {
    /// The URL that the server announced.
    pub(super) url: String,
    name: &'static str,
    child: Child,
}

impl Server {
    /// Starts a server and waits for its line `NAME: listening on URL`. All other lines are printed. Errors
    /// call the server `name`.
    pub(super) fn start(name: &'static str, command: &mut Command) -> Result<Self> {
        let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("{name} cannot be started"))?;
        let stdout = child.stdout.take().with_context(|| format!("{name} has no output"))?;
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                match line.split_once(": listening on ") {
                    Some((_, url)) => drop(sender.send(url.trim().to_owned())),
                    None => println!("{line}"),
                }
            }
        });
        let mut server = Self { url: String::new(), name, child };
        match receiver.recv_timeout(START_TIMEOUT) {
            Ok(url) => server.url = url,
            Err(_) => bail!("{} did not start; look at its message above", server.name),
        }
        Ok(server)
    }

    /// Checks that the process still runs.
    pub(super) fn check_alive(&mut self) -> Result<()> {
        match self.child.try_wait().with_context(|| format!("{} cannot be watched", self.name))? {
            Some(status) => bail!("{} ended with {status}; look at its message above", self.name),
            None => Ok(()),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only for a process that has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
