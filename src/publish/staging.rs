//! The folder in which files wait until all of them are made.

use super::lock::Lock;
use crate::error::{Error, Result};
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A staging folder; removed with what is left in it when dropped.
#[derive(Debug)]
pub struct Staging {
    root: PathBuf,
}

/// A path beside `out` that is recognisably ours: `.foldout-staging-public`.
pub fn beside(out: &Path, what: &str) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    out.with_file_name(format!(".foldout-{what}-{name}"))
}

/// Removes what a run left beside `out` that was killed before `out` was there.
pub fn clear_beside(out: &Path) -> Result<()> {
    let left = beside(out, "staging");
    if left.symlink_metadata().is_ok() && Lock::attempt(&beside(out, "lock"), out)?.is_some() {
        clear(&left)?;
    }
    Ok(())
}

impl Staging {
    /// The staging folder at `root`, without what a killed run left there. It is made when it is needed.
    pub fn clear(root: PathBuf) -> Result<Self> {
        clear(&root)?;
        Ok(Self { root })
    }

    /// Where the site's files wait.
    pub fn site(&self) -> PathBuf {
        self.root.join("site")
    }

    /// Stages a file of the site.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        write_new(&self.site().join(path), bytes)
    }

    /// Makes a folder of the site, and those that hold it.
    pub fn make_folder(&self, path: &str) -> Result<()> {
        let folder = self.site().join(path);
        fs::create_dir_all(&folder).map_err(Error::disk("make the folder", &folder))
    }

    /// Stages a file that doesn't move with the site's, and says where it waits.
    pub fn write_apart(&self, name: &str, bytes: &[u8]) -> Result<PathBuf> {
        let path = self.root.join(name);
        write_new(&path, bytes)?;
        Ok(path)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _ = clear(&self.root);
    }
}

/// Removes a folder of ours with all in it, or a link of its name; links in it are not followed.
fn clear(root: &Path) -> Result<()> {
    let removed = match root.symlink_metadata() {
        Ok(there) if there.is_dir() => fs::remove_dir_all(root),
        Ok(_) => fs::remove_file(root),
        Err(_) => Ok(()),
    };
    removed.map_err(Error::disk("remove", root))
}

/// Writes a file that isn't there yet. Its folder is made only where it turns out to be missing: most files come
/// into a folder that another one has made.
fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
    let create = || File::create_new(path);
    let file = match create() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| create())
        }
        other => other,
    };
    file.and_then(|mut file| file.write_all(bytes)).map_err(Error::disk("write", path))
}
