//! The files that make the published site, as values.

use crate::error::Result;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything to be published: `render`'s result, `publish`'s input. Pages are made when they are asked for, so
/// that ten thousand of them need not stand in memory at once.
pub struct Output<'a> {
    /// The files, by path.
    pub files: Vec<File<'a>>,
    /// What the files are made of; empty where nobody has worked it out.
    pub inputs: Inputs,
}

/// From a folder of the output (`cambridge/`, or nothing for what lies in no other one) to a fingerprint of everything
/// that its files are made of: where it is the same, so are they.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inputs(pub BTreeMap<String, String>);

impl Inputs {
    /// The folder to which the file at `path` belongs, with its fingerprint.
    pub fn of(&self, path: &str) -> Option<(&str, &str)> {
        let below = path.find('/').map_or("", |end| &path[..=end]);
        let found = self.0.get_key_value(below).or_else(|| self.0.get_key_value(""))?;
        Some((found.0, found.1))
    }
}

/// One file.
pub struct File<'a> {
    /// Its path below the output folder, with `/` between its parts.
    pub path: String,
    /// What it holds.
    pub body: Body<'a>,
}

/// What a file holds.
pub enum Body<'a> {
    /// Bytes that are at hand.
    Bytes(Arc<[u8]>),
    /// Bytes made on demand, the same at each call.
    Made(Box<dyn Fn() -> Result<Vec<u8>> + Send + Sync + 'a>),
}

impl File<'_> {
    /// The file's bytes.
    ///
    /// # Errors
    /// A theme's template that fails.
    pub fn bytes(&self) -> Result<Cow<'_, [u8]>> {
        match &self.body {
            Body::Bytes(bytes) => Ok(Cow::Borrowed(bytes)),
            Body::Made(make) => make().map(Cow::Owned),
        }
    }
}

/// The media type of a file, by the ending of its path.
pub fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase().as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "txt" => "text/plain; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}
