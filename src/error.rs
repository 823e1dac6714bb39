//! What stops the tool: the world's problems, as opposed to findings, which are the content's.

use std::path::{Path, PathBuf};

/// Why Foldout could not do its work, in plain words. Exit status 2.
#[derive(Debug)]
pub enum Error {
    /// The disk refused: what was being done (`write`, `read`), where, and why.
    Disk {
        /// What was being done, a verb: `read`, `write`, `make the folder`.
        doing: &'static str,
        /// The path.
        path: PathBuf,
        /// The operating system's reason.
        source: std::io::Error,
    },
    /// There is no site in this folder.
    NoSite(PathBuf),
    /// What was asked for makes no sense: a sentence and an example.
    Usage(String),
    /// The theme can't be used: a template's mistake with its place.
    Theme(String),
    /// A file was left as it is, because the change that was asked for might have harmed it: why, and what to do.
    Unsafe(String),
    /// There is no browser that could print pages, or it fails.
    Browser(String),
}

impl Error {
    /// For `map_err`: a disk error while `doing` something at `path`.
    pub fn disk(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Error {
        let path = path.to_path_buf();
        move |source| Error::Disk { doing, path, source }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::Disk { doing, path, source } => write!(f, "Foldout could not {doing} {}: {source}.", path.display()),
            Error::NoSite(path) => write!(
                f,
                "There is no site in {}: a site's folder has content/site.yaml.\n\
                 To make a new site, type: foldout new my-site\n\
                 To use one that is elsewhere, add --site and its folder.",
                path.display()
            ),
            Error::Usage(text) | Error::Theme(text) | Error::Unsafe(text) | Error::Browser(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Disk { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// A result that fails with [`Error`].
pub type Result<T> = std::result::Result<T, Error>;
