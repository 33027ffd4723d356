//! A PostgreSQL for the tests: new each time, on a free port of this machine, and gone with this process.

use super::ports;
use crate::{child, places, setup, shell, superuser};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const START_TIME: Duration = Duration::from_secs(30);

/// The folder's name, before the number of the process that it belongs to and that of the server within it.
const FOLDER: &str = "ivy-postgres-";

/// How many servers this process has started.
static STARTED: AtomicUsize = AtomicUsize::new(0);

/// The user that Debian's package makes: PostgreSQL refuses to run as root.
const USER: &str = "postgres";

/// A running server; dropping it ends it and removes its folder.
#[derive(Debug)]
pub(crate) struct Postgres {
    /// The URL of its database `postgres`, whose user may make others.
    pub(crate) url: String,
    port: u16,
    programs: PathBuf,
    folder: PathBuf,
    is_root: bool,
    child: Child,
}

impl Postgres {
    /// Makes a cluster below the target folder and starts it. Nothing that it holds outlives it, so that it need not
    /// wait for the disk.
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
                bail!("postgres ended with {status}; its message stands above");
            }
            if started.elapsed() > START_TIME {
                bail!("postgres does not answer");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The folder with all of its files, the log of writes among them.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Makes a new database and gives its URL.
    ///
    /// # Errors
    /// When there is one of this name.
    pub(crate) fn database(&self, name: &str) -> Result<String> {
        let mut createdb = Command::new(self.programs.join("createdb"));
        createdb.args(["--host=127.0.0.1", &format!("--port={}", self.port), "--username=ivy", name]);
        shell::read(&mut createdb, "look at its message")?;
        Ok(format!("postgres://ivy@127.0.0.1:{}/{name}", self.port))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // In order where that works, by force where it does not; nothing of it is needed any more.
        let mut stop = as_user(&self.programs.join("pg_ctl"), self.is_root);
        stop.args(["stop", "--silent", "--mode=immediate", "--pgdata"]).arg(self.data());
        let _ = stop.current_dir(&self.folder).status();
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A new folder that PostgreSQL may write: below the target folder, or, where that lies in a home that is closed to its
/// user, below the system's folder for what is temporary.
fn make_folder(is_root: bool) -> Result<PathBuf> {
    for place in [places::target(), std::env::temp_dir()] {
        remove_left_over(&place);
        let folder = place.join(format!("{FOLDER}{}-{}", std::process::id(), STARTED.fetch_add(1, Ordering::Relaxed)));
        let mut install = Command::new("install");
        install.arg("--directory");
        if is_root {
            install.args(["--owner", USER, "--group", USER]);
        }
        let hint = format!("make a user `{USER}`, or run the tests as a user that is not root");
        shell::run(install.arg(&folder), &hint)?;
        let mut may_write = as_user(Path::new("test"), is_root);
        if may_write.arg("-w").arg(&folder).current_dir("/").status().is_ok_and(|status| status.success()) {
            return Ok(folder);
        }
        fs::remove_dir(&folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
    }
    bail!("no folder was found that the user {USER} may write")
}

/// Removes what tests that were killed have left.
fn remove_left_over(place: &Path) {
    for entry in fs::read_dir(place).into_iter().flatten().filter_map(Result::ok) {
        let name = entry.file_name();
        let Some((process, _)) = name.to_str().and_then(|name| name.strip_prefix(FOLDER)?.split_once('-')) else {
            continue;
        };
        let mut look = Command::new("kill");
        look.args(["-0", process]).stderr(Stdio::null());
        if look.status().is_ok_and(|status| !status.success()) {
            // Another user's folder stays, and costs nothing but space.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// A program that is not root's, and that ends with this process.
fn as_user(program: &Path, is_root: bool) -> Command {
    if !is_root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args([&format!("--reuid={USER}"), &format!("--regid={USER}"), "--clear-groups", "--pdeathsig=INT"]);
    command.arg(program);
    command
}
