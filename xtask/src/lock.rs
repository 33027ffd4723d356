//! Locks between processes, each on a file.

use crate::shell;
use anyhow::{Context, Result};
use std::fs::{self, File, TryLockError};
use std::path::Path;

/// Takes the lock on a file, which is created if it is missing. Prints the line `waiting` and waits if another process holds
/// the lock. Dropping the returned file releases the lock, and so does the end of the process.
///
/// # Errors
/// When the file cannot be written, or its file system has no locks.
pub(crate) fn take(path: &Path, waiting: &str) -> Result<File> {
    let unusable = || format!("{} cannot be locked", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(unusable)?;
    }
    let file = File::create(path).with_context(unusable)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            shell::say(waiting);
            file.lock().with_context(unusable)?;
        }
        Err(TryLockError::Error(error)) => return Err(error).with_context(unusable),
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::take;
    use std::fs::File;

    #[test]
    fn a_second_holder_waits_for_the_first() {
        let folder = std::env::temp_dir().join(format!("ivy-lock-{}", std::process::id()));
        let path = folder.join("lock");
        let first = take(&path, "waiting").unwrap();
        assert!(File::open(&path).unwrap().try_lock().is_err());
        let second = std::thread::spawn({
            let path = path.clone();
            move || take(&path, "waiting").map(drop)
        });
        std::thread::sleep(std::time::Duration::from_millis(50));
        assert!(!second.is_finished());
        drop(first);
        second.join().unwrap().unwrap();
        std::fs::remove_dir_all(folder).unwrap();
    }
}
