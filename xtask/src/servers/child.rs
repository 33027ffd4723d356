//! A server process that never outlives this one.

use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

const START_TIME: Duration = Duration::from_secs(30);

/// A running server; dropping it ends it.
#[derive(Debug)]
pub(crate) struct Server {
    /// The address that it announced.
    pub(crate) url: String,
    name: String,
    child: Child,
}

/// The command for a program that ends with this process, also when this process is killed. It logs warnings only, unless
/// `RUST_LOG` says otherwise.
pub(crate) fn command(program: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap_or_else(|_| "xtask".into()));
    command.arg("child").arg(program);
    if std::env::var_os("RUST_LOG").is_none() {
        command.env("RUST_LOG", "warn");
    }
    command
}

impl Server {
    /// Starts a server and waits for its line `NAME: listening on URL`; its further lines go to this terminal.
    pub(super) fn start(command: &mut Command) -> Result<Self> {
        let name = command.get_args().nth(1).map(Path::new).and_then(Path::file_stem).unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
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
        match receiver.recv_timeout(START_TIME) {
            Ok(url) => server.url = url,
            Err(_) => bail!("{} did not start; its message stands above", server.name),
        }
        Ok(server)
    }

    pub(super) fn check_alive(&mut self) -> Result<()> {
        match self.child.try_wait().with_context(|| format!("{} cannot be watched", self.name))? {
            Some(status) => bail!("{} ended with {status}; its message stands above", self.name),
            None => Ok(()),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that has ended already needs no ending; nothing else can go wrong here.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Becomes `program` (its path and arguments), which the system ends together with the process that started this one.
///
/// # Errors
/// When the program cannot be started.
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
