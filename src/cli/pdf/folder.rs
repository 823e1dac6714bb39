//! The folder of PDFs: nothing of anybody else's is written over, nothing is removed.

use super::pages::Page;
use super::usage;
use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The file that says which PDFs are ours.
const NAME: &str = ".foldout-pdfs.json";

/// The folder, while it is being written to.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    /// From a PDF's path to the hash of what we wrote; empty while we are about to.
    ours: BTreeMap<String, String>,
}

impl Folder {
    /// Opens the folder for these pages.
    ///
    /// # Errors
    /// A file stands in a page's place that we didn't write, or that somebody changed since.
    pub fn open(root: &Path, pages: &[Page]) -> Result<Self> {
        let mut folder = Self { root: root.to_path_buf(), ours: read(&root.join(NAME))? };
        if let Some(page) = pages.iter().find(|page| folder.is_anothers(&page.pdf)) {
            return usage(format!(
                "{} is there already, and it is not as Foldout left it: somebody else wrote it, or changed it. It was left alone, \
                 and nothing was printed.\nMove it away, or print to another folder, for example: --out leaflets",
                root.join(&page.pdf).display()
            ));
        }
        fs::create_dir_all(root).map_err(Error::disk("make the folder", root))?;
        // Whoever ends us halfway: what stands there then is known as ours.
        for page in pages {
            folder.ours.entry(page.pdf.clone()).or_default();
        }
        folder.close()?;
        Ok(folder)
    }

    fn is_anothers(&self, pdf: &str) -> bool {
        let path = self.root.join(pdf);
        if path.symlink_metadata().is_err() {
            return false;
        }
        match self.ours.get(pdf).map(String::as_str) {
            Some("") => false,
            Some(hash) => !fs::read(&path).is_ok_and(|bytes| hash_of(&bytes) == hash),
            None => true,
        }
    }

    /// Puts a PDF into its place, whole or not at all.
    pub fn write(&mut self, pdf: &str, bytes: &[u8]) -> Result<()> {
        let path = self.root.join(pdf);
        self.ours.insert(pdf.to_owned(), hash_of(bytes));
        put(&path, bytes)
    }

    /// Writes down what is ours.
    pub fn close(&self) -> Result<()> {
        let mut text = serde_json::to_vec_pretty(&self.ours).unwrap_or_default();
        text.push(b'\n');
        put(&self.root.join(NAME), &text)
    }
}

/// What was ours; nothing where no PDFs were printed before.
fn read(file: &Path) -> Result<BTreeMap<String, String>> {
    match fs::read(file) {
        Ok(text) => serde_json::from_slice(&text).or_else(|_| {
            usage(format!(
                "{} says which PDFs here are Foldout's, but it can't be read; nothing was changed.\n\
                 Print to another folder, for example: --out leaflets",
                file.display()
            ))
        }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(Error::disk("read", file)(error)),
    }
}

fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(Error::disk("make the folder", folder))?;
    let mut staged = tempfile::Builder::new();
    let staged = staged.prefix(".foldout-").tempfile_in(folder).map_err(Error::disk("write in", folder))?;
    fs::write(staged.path(), bytes).map_err(Error::disk("write", path))?;
    readable(staged.path());
    staged.persist(path).map(|_| ()).map_err(|error| Error::disk("write", path)(error.error))
}

/// A temporary file is for its owner alone; a leaflet is for everybody.
#[cfg(unix)]
fn readable(file: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let _ = fs::set_permissions(file, fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn readable(_: &Path) {}

fn hash_of(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}
