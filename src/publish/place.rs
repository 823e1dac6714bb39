//! Putting staged files into place, and removing those that the site has no longer.

use super::paths;
use crate::error::{Error, Result};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

/// Moves everything in `from` to `to`, in a fixed order: at each level assets first, then folders, then pages, then
/// other files, so that a page never comes before what it shows. A folder that isn't there yet moves whole.
pub fn settle(from: &Path, to: &Path) -> Result<()> {
    for (_, name, is_dir) in listed(from)? {
        let (source, target) = (from.join(&name), to.join(&name));
        if is_dir && target.symlink_metadata().is_ok_and(|there| there.is_dir()) {
            settle(&source, &target)?;
        } else {
            fs::rename(&source, &target).map_err(Error::disk("write", &target))?;
        }
    }
    Ok(())
}

/// A staged folder's entries in the order in which they move.
fn listed(folder: &Path) -> Result<BTreeSet<(u8, OsString, bool)>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(Error::disk("read", folder)(error)),
    };
    let describe = |entry: fs::DirEntry| {
        let (name, is_dir) = (entry.file_name(), entry.file_type()?.is_dir());
        let rank = match (is_dir, name.to_str()) {
            (true, Some("assets")) => 0,
            (true, _) => 1,
            (false, Some(name)) if name.ends_with(".html") => 2,
            _ => 3,
        };
        Ok((rank, name, is_dir))
    };
    entries.map(|entry| entry.and_then(describe)).collect::<std::io::Result<_>>().map_err(Error::disk("read", folder))
}

/// Removes files of ours and the folders that this leaves empty; gives those that were still there. What stands
/// behind a link, or is no file any more, is not ours and stays.
pub fn remove<'a>(out: &Path, gone: impl IntoIterator<Item = &'a str>) -> Result<Vec<String>> {
    let mut removed = Vec::new();
    let mut folders = BTreeSet::new();
    for path in gone {
        let leads_away = |folder| out.join(folder).symlink_metadata().is_ok_and(|there| !there.is_dir());
        if paths::above(path).any(leads_away) {
            continue;
        }
        let target = out.join(path);
        if target.symlink_metadata().is_ok_and(|there| there.is_file()) {
            fs::remove_file(&target).map_err(Error::disk("remove", &target))?;
            removed.push(path.to_owned());
        }
        folders.extend(paths::above(path));
    }
    // Deeper folders sort after those that hold them. One that is not empty refuses, which is what we want.
    for folder in folders.into_iter().rev() {
        let _ = fs::remove_dir(out.join(folder));
    }
    Ok(removed)
}
