//! Which folder may be written to.

use crate::error::{Error, Result};
use std::path::{Component, Path, PathBuf};

/// The real path of `out`, links resolved, where it may be written to.
pub fn choose(out: &Path, never: &[&Path]) -> Result<PathBuf> {
    let real = resolve(out)?;
    let refuse = |why: String| {
        Err(Error::Usage(format!(
            "Foldout will not publish to {}: {why}.\nChoose a folder of its own, for example: --out public",
            out.display()
        )))
    };
    if real.parent().is_none() {
        return refuse("it is the root of the file system".into());
    }
    if std::env::home_dir().and_then(|home| home.canonicalize().ok()).is_some_and(|home| home == real) {
        return refuse("it is the home folder".into());
    }
    for source in never {
        let Ok(source) = source.canonicalize() else { continue };
        let name = source.display();
        if real == source {
            return refuse("it is a folder that the site is made from".into());
        } else if real.starts_with(&source) {
            return refuse(format!("it lies in {name}, which the site is made from"));
        } else if source.starts_with(&real) {
            return refuse(format!("it holds {name}, which the site is made from"));
        }
    }
    if real.exists() && !real.is_dir() {
        return refuse("it is a file, not a folder".into());
    }
    Ok(real)
}

/// The absolute path without links, `.` and `..`; its last parts may not exist yet.
fn resolve(path: &Path) -> Result<PathBuf> {
    let absolute = std::path::absolute(path).map_err(Error::disk("find the folder", path))?;
    let mut real = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                real.pop();
            }
            _ => {
                real.push(part);
                if real.is_symlink() {
                    real = real.canonicalize().map_err(Error::disk("follow the link", &real))?;
                }
            }
        }
    }
    // The same spelling as `canonicalize` gives, for comparing.
    Ok(real.canonicalize().unwrap_or(real))
}
