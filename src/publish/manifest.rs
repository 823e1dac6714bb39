//! `.foldout-manifest.json`: which files of the folder are ours.

use super::paths;
use super::stage::Made;
use super::staging::Staging;
use crate::error::{Error, Result};
use crate::model::output::Output;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The manifest's name in the output folder.
pub const NAME: &str = ".foldout-manifest.json";

/// Every file that was written, with its hash; what was chosen to be built.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manifest {
    /// What was chosen to be built.
    pub choice: String,
    /// From a file's path to the BLAKE3 hash of its bytes.
    pub files: BTreeMap<String, String>,
    /// From a folder to the fingerprint of what its files were made of.
    #[serde(default)]
    pub inputs: BTreeMap<String, String>,
}

impl Manifest {
    /// The manifest of what was made.
    pub fn of(choice: &str, output: &Output, made: &[Made]) -> Self {
        let hashes = made.iter().map(|made| made.hash.to_hex().to_string());
        Self {
            choice: choice.to_owned(),
            files: output.files.iter().map(|file| file.path.clone()).zip(hashes).collect(),
            inputs: output.inputs.0.clone(),
        }
    }

    /// The manifest in `out`; one without files where there is none.
    ///
    /// Files are removed by what it says, so one that names a file outside the folder is refused whole.
    pub fn read(out: &Path, choice: &str) -> Result<Self> {
        let path = out.join(NAME);
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self { choice: choice.to_owned(), files: BTreeMap::new(), inputs: BTreeMap::new() });
            }
            Err(error) => return Err(Error::disk("read", &path)(error)),
        };
        let manifest: Self = serde_json::from_slice(&text).map_err(|_| damaged(&path, "it can't be read"))?;
        if let Some(bad) = manifest.files.keys().find(|file| !paths::is_inside(file)) {
            return Err(damaged(&path, &format!("it names {bad:?}, which is no file of this folder")));
        }
        if manifest.choice != choice {
            return Err(Error::Usage(format!(
                "{} holds another build ({}), and this one is {choice}: its pages would be removed.\n\
                 Publish to another folder, for example: --out dist",
                out.display(),
                manifest.choice
            )));
        }
        Ok(manifest)
    }

    /// Both: for the time in which files of either may stand in the folder.
    pub fn joined(&self, other: &Self) -> Self {
        let mut both = other.clone();
        for (path, hash) in &self.files {
            both.files.entry(path.clone()).or_insert_with(|| hash.clone());
        }
        both
    }

    /// As text: sorted, no times, the same for the same files.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// Puts it into `out`, unless it stands there already.
    pub fn write(&self, out: &Path, staging: &Staging) -> Result<()> {
        let (path, bytes) = (out.join(NAME), self.bytes());
        if std::fs::read(&path).is_ok_and(|standing| standing == bytes) {
            return Ok(());
        }
        let staged = staging.write_apart(NAME, &bytes)?;
        std::fs::rename(staged, &path).map_err(Error::disk("write", &path))
    }
}

fn damaged(path: &Path, why: &str) -> Error {
    Error::Usage(format!(
        "{} says which files here are Foldout's, but {why}; nothing was changed.\n\
         Publish to another folder, for example: --out dist; or empty this one and build again.",
        path.display()
    ))
}
