//! PostgreSQL servers for the tests. Each is new, listens on a free port of this machine and ends with this process.

use super::ports;
use crate::{child, paths, setup, shell, superuser};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const START_TIMEOUT: Duration = Duration::from_secs(30);

/// The start of a folder's name. The id of the process that owns it and the number of the server within the process follow.
const FOLDER: &str = "ivy-postgres-";

/// The number of servers that this process has started.
static STARTED: AtomicUsize = AtomicUsize::new(0);

/// The user that Debian's package creates. PostgreSQL refuses to run as root.
const USER: &str = "postgres";

/// A running server. Dropping it ends the process and removes its folder.
#[derive(Debug)]
pub(crate) struct Postgres {
    /// The URL of the database `postgres`. Its user may create other databases.
    pub(crate) url: String,
    port: u16,
    programs: PathBuf,
    folder: PathBuf,
    is_root: bool,
    child: Child,
}

impl Postgres {
    /// Creates a cluster in the target folder and starts its server. The data does not outlive the server, so that
    /// `fsync` is off.
    ///
    /// # Errors
    /// When PostgreSQL cannot be installed or does not start.
    pub(crate) fn start() -> Result<Self> {
        let programs = setup::postgres()?;
        let is_root = superuser::is_root()?;
        let folder = make_folder(is_root)?;
        let data = folder.join("data");
        let mut initdb = as_user(&programs.join("initdb"), is_root);
        initdb.args(["--auth=trust", "--username=ivy", "--encoding=UTF8", "--no-locale", "--no-sync", "--pgdata"]);
        shell::read(initdb.arg(&data).current_dir(&folder), "look at its message")?;

        let port = ports::free()?;
        let program = programs.join("postgres");
        let mut postgres = if is_root { as_user(&program, true) } else { child::command(&program) };
        postgres.arg("-D").arg(&data).args(["-p", &port.to_string(), "-h", "127.0.0.1"]);
        for setting in ["unix_socket_directories=", "fsync=off", "max_connections=300", "log_min_messages=fatal"] {
            postgres.args(["-c", setting]);
        }
        let child =
            postgres.current_dir(&folder).stdout(Stdio::null()).spawn().context("postgres cannot be started")?;
        let url = format!("postgres://ivy@127.0.0.1:{port}/postgres");
        let mut server = Self { url, port, programs, folder, is_root, child };
        server.wait_until_ready()?;
        Ok(server)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let started = Instant::now();
        loop {
            let mut ready = Command::new(self.programs.join("pg_isready"));
            ready.args(["--quiet", "--host=127.0.0.1", &format!("--port={}", self.port)]);
            ready.args(["--username=ivy", "--dbname=postgres"]);
            if ready.status().context("pg_isready cannot be started")?.success() {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait().context("postgres cannot be watched")? {
                bail!("postgres ended with {status}; look at its message above");
            }
            if started.elapsed() > START_TIMEOUT {
                bail!("postgres does not accept connections after {} s", START_TIMEOUT.as_secs());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Returns the folder with all files of the server, including the write-ahead log.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Creates a database and returns its URL.
    ///
    /// # Errors
    /// When a database of this name exists.
    pub(crate) fn database(&self, name: &str) -> Result<String> {
        let mut createdb = Command::new(self.programs.join("createdb"));
        createdb.args(["--host=127.0.0.1", &format!("--port={}", self.port), "--username=ivy", name]);
        shell::read(&mut createdb, "look at its message")?;
        Ok(format!("postgres://ivy@127.0.0.1:{}/{name}", self.port))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Stops the server in order, then by force. Errors do not matter: the data is not needed any more.
        let mut stop = as_user(&self.programs.join("pg_ctl"), self.is_root);
        stop.args(["stop", "--silent", "--mode=immediate", "--pgdata"]).arg(self.data());
        let _ = stop.current_dir(&self.folder).status();
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Creates a folder that PostgreSQL's user may write: in the target folder, or in the folder for temporary files if a parent
/// of the target folder is closed to that user.
fn make_folder(is_root: bool) -> Result<PathBuf> {
    for parent in [paths::target(), std::env::temp_dir()] {
        remove_left_over(&parent);
        let folder = parent.join(format!("{FOLDER}{}-{}", std::process::id(), STARTED.fetch_add(1, Ordering::Relaxed)));
        if !is_root {
            fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
            return Ok(folder);
        }
        let mut install = Command::new("install");
        install.args(["-d", "-o", USER, "-g", USER]).arg(&folder);
        shell::run(&mut install, &format!("make a user `{USER}`, or run the tests as a user that is not root"))?;
        let mut may_write = as_user(Path::new("test"), is_root);
        if may_write.arg("-w").arg(&folder).current_dir("/").status().is_ok_and(|status| status.success()) {
            return Ok(folder);
        }
        fs::remove_dir(&folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
    }
    bail!("the user {USER} may write neither the target folder nor the folder for temporary files")
}

/// Removes the folders of tests that were killed.
fn remove_left_over(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().filter_map(Result::ok) {
        let name = entry.file_name();
        let Some((process, _)) = name.to_str().and_then(|name| name.strip_prefix(FOLDER)?.split_once('-')) else {
            continue;
        };
        let mut kill = Command::new("kill");
        kill.args(["-0", process]).stderr(Stdio::null());
        if kill.status().is_ok_and(|status| !status.success()) {
            // The folder of another user stays. It costs nothing but space.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Returns the command that runs a program as another user than root. If this process is root, the program ends with it.
fn as_user(program: &Path, is_root: bool) -> Command {
    if !is_root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args([&format!("--reuid={USER}"), &format!("--regid={USER}"), "--clear-groups", "--pdeathsig=INT"]);
    command.arg(program);
    command
}
