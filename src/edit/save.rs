//! The door through which content is written, and only for a person who asked.

use super::Original;
use crate::error::{Error, Result};
use std::fs::{self, Metadata};
use std::io::{ErrorKind, Write};
use std::path::{Component, Path, PathBuf};

/// Reads a file to change it: `path` from the site's folder, `text` what was read of it (`None` for a file that was
/// not there). `None` where there is none.
///
/// # Errors
/// It is no longer what was read, is reached through a link, or the disk refuses.
pub fn open(site: &Path, path: &str, text: Option<&str>) -> Result<Option<Original>> {
    let standing = read(site, path)?;
    if standing.as_ref().map(Original::text) == text { Ok(standing) } else { Err(stale(path)) }
}

/// Puts `new` in place of `old`, which [`open`] read, whole or not at all. Permissions stay.
///
/// # Errors
/// The file on disk is no longer `old`, is reached through a link, or the disk refuses. Nothing is changed then.
pub fn save(site: &Path, path: &str, old: Option<&Original>, new: &str) -> Result<()> {
    let target = inside(site, path)?;
    let folder = target.parent().unwrap_or(site);
    let refuse = Error::disk("write", &target);
    let standing = look(&target)?;
    let written = (|| {
        let mut new_file = tempfile::Builder::new();
        let mut file = like_any(new_file.prefix(".foldout-").suffix(".part")).tempfile_in(folder)?;
        file.write_all(new.as_bytes())?;
        if let Some(meta) = &standing {
            file.as_file().set_permissions(meta.permissions())?;
        }
        file.as_file().sync_all()?;
        Ok(file)
    })();
    let file = match written {
        Ok(file) => file,
        Err(error) => return Err(refuse(error)),
    };
    if read(site, path)?.as_ref().map(Original::raw) != old.map(Original::raw) {
        return Err(stale(path));
    }
    let placed = match old {
        Some(_) => file.persist(&target),
        None => file.persist_noclobber(&target),
    };
    placed.map(drop).map_err(|error| refuse(error.error))
}

fn read(site: &Path, path: &str) -> Result<Option<Original>> {
    let target = inside(site, path)?;
    if look(&target)?.is_none() {
        return Ok(None);
    }
    let bytes = fs::read(&target).map_err(Error::disk("read", &target))?;
    let raw = String::from_utf8(bytes)
        .map_err(|_| Error::Unsafe(format!("{path} holds bytes that are no text (UTF-8), so it is left as it is.")))?;
    Ok(Some(Original::new(raw)))
}

/// The path on disk, where neither the file nor a folder between the site's and it is a link.
fn inside(site: &Path, path: &str) -> Result<PathBuf> {
    let mut at = site.to_path_buf();
    let parts: Vec<_> = Path::new(path).components().collect();
    for (i, part) in parts.iter().enumerate() {
        let Component::Normal(name) = part else {
            return Err(Error::Unsafe(format!("{path} leads out of the site, so nothing was changed.")));
        };
        at.push(name);
        let is_folder = i + 1 < parts.len();
        match at.symlink_metadata() {
            Ok(meta) if meta.is_symlink() => {
                return Err(Error::Unsafe(format!(
                    "{} is a link to something else, so nothing was changed. Change the file that it leads to.",
                    at.display()
                )));
            }
            Ok(meta) if is_folder == meta.is_dir() => {}
            Ok(_) => {
                let is = if is_folder { "is no folder" } else { "is no file" };
                return Err(Error::Unsafe(format!("{} {is}, so nothing was changed.", at.display())));
            }
            Err(error) if error.kind() == ErrorKind::NotFound && !is_folder => {}
            Err(error) => return Err(Error::disk("read", &at)(error)),
        }
    }
    Ok(at)
}

fn look(target: &Path) -> Result<Option<Metadata>> {
    match target.symlink_metadata() {
        Ok(meta) if meta.permissions().readonly() => {
            Err(Error::Unsafe(format!("{} may only be read, not written, so nothing was changed.", target.display())))
        }
        Ok(meta) => Ok(Some(meta)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::disk("read", target)(error)),
    }
}

type NewFile<'a> = tempfile::Builder<'a, 'static>;

/// A new file is for those to read who may read any new file here; a temporary one would be its owner's alone.
#[cfg(unix)]
fn like_any<'n, 'a>(file: &'n mut NewFile<'a>) -> &'n mut NewFile<'a> {
    use std::os::unix::fs::PermissionsExt;
    file.permissions(fs::Permissions::from_mode(0o666))
}
#[cfg(not(unix))]
fn like_any<'n, 'a>(file: &'n mut NewFile<'a>) -> &'n mut NewFile<'a> {
    file
}

fn stale(path: &str) -> Error {
    Error::Unsafe(format!(
        "{path} was changed by somebody else in the meantime, so it is left as it is. Look at it again, and try again."
    ))
}
