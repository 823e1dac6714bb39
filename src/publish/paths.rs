//! Paths of files below the output folder.

use super::manifest::Manifest;
use crate::error::{Error, Result};
use crate::model::output::Output;
use std::collections::{BTreeSet, HashSet};
use std::path::{Component, Path};

/// Whether a path names a file inside the output folder, whatever the system: no `..`, no root, no drive, and none
/// of our own names at the top.
pub fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains(['\\', '\0'])
        && !path.starts_with(".foldout-")
        && path.split('/').all(|part| !part.is_empty())
        && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
        && path.split('/').all(|part| part != ".")
}

/// The folders above a file: `a/b/c.html` gives `a/b`, `a`.
pub fn above(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').map(|(at, _)| &path[..at])
}

/// The folder of a file: `a/b/c.html` gives `a/b`. Nothing for the output folder itself.
pub fn folder(path: &str) -> &str {
    above(path).next().unwrap_or("")
}

/// Refuses an output in which two files want one place, which a theme's assets or redirects could bring about.
pub fn check(output: &Output) -> Result<()> {
    let clash = |path: &str, why: &str| Err(Error::Theme(format!("The file {path:?} can't be published: {why}.")));
    let mut seen = HashSet::with_capacity(output.files.len());
    for file in &output.files {
        if !is_inside(&file.path) {
            return clash(&file.path, "that is no name for a file of the site");
        }
        if !seen.insert(file.path.as_str()) {
            return clash(&file.path, "the site has two files of that name");
        }
    }
    match output.files.iter().flat_map(|file| above(&file.path)).find(|folder| seen.contains(folder)) {
        Some(folder) => clash(folder, "the site has a folder of that name too"),
        None => Ok(()),
    }
}

/// Those of the `gone` files that must go before the `new` ones come: a file where a folder is to be, or the
/// other way round.
pub fn in_the_way<'a>(gone: &[&'a str], new: &Manifest) -> Vec<&'a str> {
    let folders: BTreeSet<&str> = new.files.keys().flat_map(|path| above(path)).collect();
    let blocks = |path: &str| folders.contains(path) || above(path).any(|folder| new.files.contains_key(folder));
    gone.iter().copied().filter(|path| blocks(path)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_lie_inside() {
        for good in ["index.html", "a/b/c.html", ".well-known/x", "a/.foldout-x", "404.html"] {
            assert!(is_inside(good), "{good}");
        }
        let bad = ["", "/etc/passwd", "../x", "a/../../x", "a//b", "./a", "a/.", "a\\b", "a/", ".foldout-lock", "a\0"];
        for bad in bad {
            assert!(!is_inside(bad), "{bad}");
        }
    }
}
