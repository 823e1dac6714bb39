//! The door to the disk: every file below `content/`, read once.

use crate::error::{Error, Result};
use crate::source::{Body, SourceFile, Sources};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
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
    Ok(Disk::default().read(site)?.sources)
}

/// A site as it was read, with what tells whether a file has changed since.
#[derive(Debug, Default)]
pub struct Disk {
    /// What was read.
    pub sources: Sources,
    stamps: BTreeMap<Arc<str>, Stamp>,
}

/// What tells that a file is still the same. `None` where it was changed so shortly before it was read that the
/// next change might look the same.
type Stamp = Option<(SystemTime, u64, Unique)>;

#[cfg(unix)]
type Unique = (u64, i64, i64);
#[cfg(not(unix))]
type Unique = ();

#[cfg(unix)]
fn unique(meta: &Metadata) -> Unique {
    use std::os::unix::fs::MetadataExt;
    (meta.ino(), meta.ctime(), meta.ctime_nsec())
}
#[cfg(not(unix))]
fn unique(_: &Metadata) -> Unique {}

/// How old a change must be to be told from the next one by its time.
const SETTLED: Duration = Duration::from_secs(2);

fn stamp(meta: &Metadata) -> Stamp {
    let modified = meta.modified().ok()?;
    let settled = SystemTime::now().duration_since(modified).is_ok_and(|age| age > SETTLED);
    settled.then(|| (modified, meta.len(), unique(meta)))
}

/// A file with its stamp.
type Stamped = (SourceFile, Stamp);

impl Disk {
    /// Reads the site: what has changed since anew, the rest is kept.
    ///
    /// # Errors
    /// No `content/site.yaml` there, or the disk refuses.
    pub fn read(&self, site: &Path) -> Result<Disk> {
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
                let source =
                    error.into_io_error().unwrap_or_else(|| std::io::Error::other("it goes round in a circle"));
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
            .map(|(path, entry)| self.file(&path, entry.path(), entry.path_is_symlink(), &root))
            .collect::<Result<Vec<_>>>()?;
        let (files, stamps) = files.into_iter().map(|(file, stamp)| (file.clone(), (file.path, stamp))).unzip();
        Ok(Disk { sources: Sources::new(files, folders), stamps })
    }

    /// Reads one file again, by its path from the site's folder. Gives whether that was enough to know what is on
    /// disk: not where the file is new, gone or a link, or can't be read.
    pub fn read_one(&mut self, site: &Path, path: &str) -> bool {
        let Some(id) = self.sources.find(path) else { return false };
        let on_disk = site.join(path);
        if std::fs::symlink_metadata(&on_disk).map_or(true, |meta| meta.file_type().is_symlink()) {
            return false;
        }
        let Ok((file, stamp)) = self.file(path, &on_disk, false, site) else { return false };
        match self.stamps.get_mut(path) {
            Some(known) => *known = stamp,
            None => return false,
        }
        if self.sources.file(id).body != file.body {
            self.sources.put(id, file.body);
        }
        true
    }

    fn file(&self, path: &str, on_disk: &Path, is_link: bool, root: &Path) -> Result<Stamped> {
        let mut file = on_disk.to_path_buf();
        let shared = |body| SourceFile { path: Arc::from(path), body };
        if is_link {
            match linked_file(on_disk, root) {
                Ok(target) => file = target,
                Err(reason) => return Ok((shared(Body::Refused(reason.to_owned())), None)),
            }
        }
        let meta = file.metadata().map_err(Error::disk("read", &file))?;
        let stamp = stamp(&meta);
        if let (Some(id), Some((path, Some(before)))) = (self.sources.find(path), self.stamps.get_key_value(path))
            && stamp == Some(*before)
        {
            return Ok((SourceFile { path: path.clone(), body: self.sources.file(id).body.clone() }, stamp));
        }
        Ok((shared(body(path, &file, &meta)?), stamp))
    }
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

fn body(path: &str, file: &Path, meta: &Metadata) -> Result<Body> {
    if !meta.is_file() {
        return Ok(Body::Refused("is neither a file nor a folder".to_owned()));
    }
    let is_text = is_text_name(path);
    let limit = if is_text { TEXT_LIMIT } else { FILE_LIMIT };
    if meta.len() > limit {
        return Ok(Body::Refused(too_big(meta.len(), limit)));
    }
    let bytes = std::fs::read(file).map_err(Error::disk("read", file))?;
    Ok(if is_text { text_of(bytes) } else { Body::Bytes(Arc::from(bytes)) })
}

/// Why a file is not read that holds so many bytes.
pub(super) fn too_big(size: u64, limit: u64) -> String {
    let (size, limit) = (size as f64 / 1e6, limit / 1_000_000);
    format!("is {size:.1} MB, more than the {limit} MB that such a file may have")
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

pub(super) fn is_text_name(path: &str) -> bool {
    path.ends_with(".md") || path.ends_with(".yaml")
}

/// Text without a byte order mark and with `\n` at its line ends, whatever the editor wrote.
pub fn text_of(bytes: Vec<u8>) -> Body {
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
