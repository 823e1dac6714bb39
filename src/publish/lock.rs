//! The lock that keeps two builds out of one folder.

use crate::error::{Error, Result};
use same_file::Handle;
use std::fs::{OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(100);
const PATIENCE: u32 = 100;

/// A lock held; given back, and its file removed, when dropped. The system gives it back when we are killed.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    _file: Handle,
}

impl Lock {
    /// Takes the lock of the folder `out`, a file at `path`; waits some seconds where another build holds it.
    pub fn take(path: &Path, out: &Path) -> Result<Lock> {
        for _ in 0..PATIENCE {
            if let Some(lock) = Lock::attempt(path, out)? {
                return Ok(lock);
            }
            std::thread::sleep(PAUSE);
        }
        Err(Error::Usage(format!(
            "Another foldout is publishing to {} and has not finished.\n\
             Wait for it, then try again; or publish to another folder, for example: --out preview",
            out.display()
        )))
    }

    /// Takes the lock if nobody holds it.
    pub fn attempt(path: &Path, out: &Path) -> Result<Option<Lock>> {
        let disk = |source| Error::Disk { doing: "write to the folder", path: out.to_path_buf(), source };
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(disk)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            // A file system without locks: better to publish than to refuse.
            Err(TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(disk(error)),
        }
        let file = Handle::from_file(file).map_err(disk)?;
        // Who held it before may have removed the file just now: a lock on that would guard nothing.
        match Handle::from_path(path) {
            Ok(standing) if standing == file => Ok(Some(Lock { path: path.to_path_buf(), _file: file })),
            _ => Ok(None),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}
