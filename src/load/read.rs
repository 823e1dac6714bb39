//! The door to the disk: every file below `content/`, read once.

use crate::error::{Error, Result};
use crate::source::{Body, SourceFile, Sources};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::{DirEntry, WalkDir};

/// The most that a text file may hold, in bytes.
pub const TEXT_LIMIT: u64 = 2_000_000;
/// The most that an image or document may hold, in bytes.
pub const FILE_LIMIT: u64 = 10_000_000;
/// How deep folders are looked into.
const DEPTH_LIMIT: usize = 16;

/// Reads every file below `content/` of the site in `site`. Names that begin with `.` or `_`, and `README.md`, are
/// passed over. Links are followed to files inside the site only.
///
/// # Errors
/// No `content/site.yaml` there, or the disk refuses.
pub fn read(site: &Path) -> Result<Sources> {
    let content = site.join("content");
    if !content.join("site.yaml").is_file() {
        return Err(Error::NoSite(site.to_path_buf()));
    }
    let root = site.canonicalize().map_err(Error::disk("read", site))?;
    let mut files = Vec::new();
    let mut folders = Vec::new();
    for entry in WalkDir::new(&content).min_depth(1).max_depth(DEPTH_LIMIT).into_iter().filter_entry(is_ours) {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(&content).to_path_buf();
            let source = error.into_io_error().unwrap_or_else(|| std::io::Error::other("it goes round in a circle"));
            Error::Disk { doing: "read", path, source }
        })?;
        let path = site_path(site, entry.path());
        if entry.file_type().is_dir() {
            folders.push(path);
        } else {
            files.push((path, entry));
        }
    }
    let files = files
        .into_par_iter()
        .map(|(path, entry)| Ok(SourceFile { body: body(&path, &entry, &root)?, path: Arc::from(path) }))
        .collect::<Result<Vec<_>>>()?;
    Ok(Sources::new(files, folders))
}

/// Whether an entry is looked at. `content/` itself always is, whatever the site's folder is called.
fn is_ours(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() == 0 || !(name.starts_with(['.', '_']) || name == "README.md")
}

/// A path from the site's folder, with `/` between its parts.
fn site_path(site: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(site).unwrap_or(path);
    relative.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn body(path: &str, entry: &DirEntry, root: &Path) -> Result<Body> {
    let mut file = entry.path().to_path_buf();
    if entry.path_is_symlink() {
        match linked_file(entry.path(), root) {
            Ok(target) => file = target,
            Err(reason) => return Ok(Body::Refused(reason.to_owned())),
        }
    }
    let meta = file.metadata().map_err(Error::disk("read", &file))?;
    if !meta.is_file() {
        return Ok(Body::Refused("is neither a file nor a folder".to_owned()));
    }
    let is_text = is_text_name(path);
    let limit = if is_text { TEXT_LIMIT } else { FILE_LIMIT };
    if meta.len() > limit {
        let (size, limit) = (meta.len() as f64 / 1e6, limit / 1_000_000);
        return Ok(Body::Refused(format!("is {size:.1} MB, more than the {limit} MB that such a file may have")));
    }
    let bytes = std::fs::read(&file).map_err(Error::disk("read", &file))?;
    Ok(if is_text { text(bytes) } else { Body::Bytes(Arc::from(bytes)) })
}

/// The file that a link leads to, where it is a file inside the site.
fn linked_file(link: &Path, root: &Path) -> std::result::Result<PathBuf, &'static str> {
    let target = link.canonicalize().map_err(|_| "is a link that leads nowhere")?;
    if !target.starts_with(root) {
        Err("is a link that leads out of the site")
    } else if !target.is_file() {
        Err("is a link to a folder")
    } else {
        Ok(target)
    }
}

fn is_text_name(path: &str) -> bool {
    path.ends_with(".md") || path.ends_with(".yaml")
}

/// Text without a byte order mark and with `\n` at its line ends, whatever the editor wrote.
fn text(bytes: Vec<u8>) -> Body {
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            Body::Text(if text.contains('\r') {
                Arc::from(text.replace("\r\n", "\n").replace('\r', "\n"))
            } else {
                Arc::from(text)
            })
        }
        Err(error) => {
            let line = error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1;
            Body::Refused(format!("holds bytes that are no text (UTF-8), first in line {line}"))
        }
    }
}
