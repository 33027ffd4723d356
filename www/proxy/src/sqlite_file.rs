//! The files of an SQLite database: readable only by their owner, and used by one process at a time.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use sqlx::error::DatabaseError as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteError};
use sqlx::{ConnectOptions, Connection, Executor, SqliteConnection};

/// The endings of SQLite's side files. SQLite creates them with the permissions of the database; older ones may have
/// wider ones.
const SIDE_FILES: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The time for which an opening store waits for a closing one.
const RELEASE: Duration = Duration::from_secs(1);

/// SQLite's code for a lock that another connection holds. Extended codes have it in their lowest byte.
const BUSY: u32 = 5;

/// The locks of this process, by the real path of their database.
static HELD: tokio::sync::Mutex<BTreeMap<PathBuf, Weak<ProcessLock>>> = tokio::sync::Mutex::const_new(BTreeMap::new());

/// The reason why a file cannot be used.
#[derive(Debug)]
pub(crate) enum FileError {
    /// The file cannot be created, or its permissions cannot be changed.
    Io(io::Error),
    /// The lock's database cannot be opened.
    Database(sqlx::Error),
    /// Another process uses the file.
    InUse,
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<sqlx::Error> for FileError {
    fn from(error: sqlx::Error) -> Self {
        if is_busy(&error) { Self::InUse } else { Self::Database(error) }
    }
}

/// Returns true if another connection holds a lock of SQLite.
pub(crate) fn is_busy(error: &sqlx::Error) -> bool {
    let error = error.as_database_error().and_then(|error| error.try_downcast_ref::<SqliteError>());
    let code = error.and_then(|error| error.code()?.parse::<u32>().ok());
    code.is_some_and(|code| code & 0xff == BUSY)
}

/// The lock of a database file, which excludes other processes. All stores of one process share it.
///
/// An exclusive transaction on the side database `<file>-lock` holds the lock, so the system releases it when the process
/// ends, however it ends. The JavaScript proxy does the same.
#[derive(Debug)]
pub(crate) struct ProcessLock {
    connection: Mutex<SqliteConnection>,
}

impl ProcessLock {
    /// Locks an existing database file for this process.
    pub(crate) async fn acquire(file: &Path) -> Result<Arc<Self>, FileError> {
        let path = fs::canonicalize(file)?;
        let mut held = HELD.lock().await;
        if let Some(lock) = held.get(&path).and_then(Weak::upgrade) {
            return Ok(lock);
        }
        let side = with_ending(&path, "-lock");
        protect(&side)?;
        let options = SqliteConnectOptions::new().filename(&side).busy_timeout(RELEASE);
        let mut connection = options.connect().await?;
        connection.execute("BEGIN EXCLUSIVE").await?;
        let lock = Arc::new(Self { connection: Mutex::new(connection) });
        held.retain(|_, lock| lock.strong_count() > 0);
        held.insert(path, Arc::downgrade(&lock));
        Ok(lock)
    }

    /// Releases the lock. Does nothing while another store of this process holds it.
    pub(crate) async fn release(self: Arc<Self>) {
        if let Some(lock) = Arc::into_inner(self) {
            let connection = lock.connection.into_inner().unwrap_or_else(PoisonError::into_inner);
            // The lock is gone with the connection, also if closing it fails.
            let _ = connection.close().await;
        }
    }
}

/// Creates the file with mode 0600 if it is missing. Otherwise removes wider permissions of it and of its side files.
pub(crate) fn protect(file: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)?;
    narrow(file)?;
    SIDE_FILES.iter().try_for_each(|ending| narrow(&with_ending(file, ending)))
}

/// Removes the permissions of group and others.
#[cfg(unix)]
fn narrow(file: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;

    let mode = match fs::metadata(file) {
        Ok(metadata) => metadata.permissions().mode(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if mode & 0o077 == 0 { Ok(()) } else { fs::set_permissions(file, fs::Permissions::from_mode(mode & 0o700)) }
}

/// Does nothing: other systems have no such permissions.
#[cfg(not(unix))]
fn narrow(_: &Path) -> io::Result<()> {
    Ok(())
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
