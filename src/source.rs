//! The text of a site as it was read, and places in it.
//!
//! Every later stage names a place by a [`Span`] and leaves it to [`Sources`] to say which file, line and
//! column that is.

use std::ops::Range;
use std::sync::Arc;

/// A file of the site, by its number in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A run of bytes in one file's text. Empty where only a point is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `range` in `file`.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { file, start: clamp(range.start), end: clamp(range.end) }
    }

    /// The start of `file`, for what concerns the whole of it.
    pub fn whole(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }

    /// The bytes as a range, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it was read.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value` at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// What a file holds.
#[derive(Debug, Clone, Eq)]
pub enum Body {
    /// UTF-8 text without byte order mark, its line ends all `\n`.
    Text(Arc<str>),
    /// Anything else: an image, a document.
    Bytes(Arc<[u8]>),
    /// A file that is not read, with the reason in words that continue "it …" (`is 12 MB …`, `leads out of the site`).
    Refused(String),
}

impl PartialEq for Body {
    /// Bodies are shared: mostly the same one is seen at a glance to be the same.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Body::Text(one), Body::Text(other)) => Arc::ptr_eq(one, other) || one == other,
            (Body::Bytes(one), Body::Bytes(other)) => Arc::ptr_eq(one, other) || one == other,
            (Body::Refused(one), Body::Refused(other)) => one == other,
            _ => false,
        }
    }
}

/// One file as read.
#[derive(Debug, Clone, Eq)]
pub struct SourceFile {
    /// Path from the site's folder, with `/` between its parts: `content/hubs/cambridge/hub.yaml`.
    pub path: Arc<str>,
    /// What it holds.
    pub body: Body,
}

impl SourceFile {
    /// Whether it lies where the other one does.
    pub fn same_path(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.path, &other.path) || self.path == other.path
    }
}

impl PartialEq for SourceFile {
    fn eq(&self, other: &Self) -> bool {
        self.same_path(other) && self.body == other.body
    }
}

/// A place for people: line and column count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// All files of a site's `content/`, in the order of their paths. A copy of it shares them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    files: Arc<Vec<SourceFile>>,
    folders: Arc<Vec<String>>,
}

impl Sources {
    /// Puts `files` and `folders` (paths, also of empty ones) into the order of their paths, which makes
    /// everything after it independent of the order in which a disk lists them.
    pub fn new(mut files: Vec<SourceFile>, mut folders: Vec<String>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        folders.sort();
        Self { files: Arc::new(files), folders: Arc::new(folders) }
    }

    /// Puts another body in the place of one file's.
    pub fn put(&mut self, id: FileId, body: Body) {
        if let Some(file) = Arc::make_mut(&mut self.files).get_mut(id.0 as usize) {
            file.body = body;
        }
    }

    /// The files below a folder, given by its path with a `/` at the end.
    pub fn below<'s, 'f>(&'s self, folder: &'f str) -> impl Iterator<Item = (FileId, &'s SourceFile)> + use<'s, 'f> {
        let from = self.files.partition_point(|file| *file.path < *folder);
        let files = self.files.get(from..).unwrap_or_default().iter();
        files
            .take_while(move |file| file.path.starts_with(folder))
            .zip(from..)
            .map(|(file, i)| (FileId(i as u32), file))
    }

    /// Every file with its number.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(i, file)| (FileId(i as u32), file))
    }

    /// Every folder's path.
    pub fn folders(&self) -> &[String] {
        &self.folders
    }

    /// The file of that path.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.files.binary_search_by(|file| (*file.path).cmp(path)).ok().map(|i| FileId(i as u32))
    }

    /// The file of that number.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// Its path.
    pub fn path(&self, id: FileId) -> &str {
        &self.file(id).path
    }

    /// Its text; empty where it is none.
    pub fn text(&self, id: FileId) -> &str {
        match &self.file(id).body {
            Body::Text(text) => text,
            _ => "",
        }
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.file).get(span.range()).unwrap_or("")
    }

    /// Line and column of a span's start.
    pub fn position(&self, span: Span) -> Position {
        let text = self.text(span.file);
        let mut at = (span.start as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let before = &text[..at];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        Position {
            line: before.bytes().filter(|b| *b == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}
