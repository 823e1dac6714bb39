//! Making the files, and staging those that differ from what stands in the folder.

use super::manifest::Manifest;
use super::paths;
use super::staging::Staging;
use crate::error::{Error, Result};
use crate::model::output::{File, Output};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

/// A file that was made.
#[derive(Debug, Clone, Copy)]
pub struct Made {
    /// The hash of its bytes.
    pub hash: blake3::Hash,
    /// Whether it is new or differs, and so waits in the staging folder.
    pub staged: bool,
}

/// Stages every file: for a folder that isn't there yet.
pub fn stage_all(output: &Output, staging: &Staging) -> Result<Vec<Made>> {
    let files = &output.files;
    let make = |(number, file): (usize, &File)| {
        let bytes = file.bytes()?;
        // Files stand in order of their paths: the first of a folder needs no try to know that it is missing.
        let before = number.checked_sub(1).and_then(|before| files.get(before));
        if before.is_none_or(|before| paths::folder(&before.path) != paths::folder(&file.path)) {
            staging.make_folder(paths::folder(&file.path))?;
        }
        staging.write(&file.path, &bytes)?;
        Ok(Made { hash: blake3::hash(&bytes), staged: true })
    };
    files.par_iter().enumerate().map(make).collect()
}

/// Stages the files that differ from what stands in `out`. Each is compared with the bytes on the disk and not
/// with the manifest's hash: somebody may have edited or deleted it.
pub fn stage_changed(output: &Output, staging: &Staging, out: &Path, old: &Manifest) -> Result<Vec<Made>> {
    let mut foreign = foreign_above(output, out, old);
    let make = |file: &File| -> Result<(Made, bool)> {
        if let Some(hash) = still_right(output, out, file, old) {
            return Ok((Made { hash, staged: false }, false));
        }
        let bytes = file.bytes()?;
        let standing = look(out, &file.path, &bytes, old)?;
        if matches!(standing, Standing::Nothing | Standing::Ours) {
            staging.write(&file.path, &bytes)?;
        }
        let staged = !matches!(standing, Standing::Same);
        Ok((Made { hash: blake3::hash(&bytes), staged }, matches!(standing, Standing::Foreign)))
    };
    let made = match foreign.is_empty() {
        true => output.files.par_iter().map(make).collect::<Result<Vec<_>>>()?,
        false => Vec::new(),
    };
    foreign.extend(output.files.iter().zip(&made).filter(|(_, (_, foreign))| *foreign).map(|(file, _)| &*file.path));
    match foreign.first() {
        Some(first) => Err(refusal(out, first, foreign.len())),
        None => Ok(made.into_iter().map(|(made, _)| made).collect()),
    }
}

/// The hash of what stands where a file is to go, where it is known to be right without making it: it would be made
/// of the same things as the last time, and is what was written then.
fn still_right(output: &Output, out: &Path, file: &File, old: &Manifest) -> Option<blake3::Hash> {
    let (folder, inputs) = output.inputs.of(&file.path)?;
    let written = old.files.get(&file.path).filter(|_| old.inputs.get(folder).is_some_and(|old| old == inputs))?;
    let target = out.join(&file.path);
    if !target.symlink_metadata().ok()?.is_file() {
        return None;
    }
    let hash = blake3::hash(&std::fs::read(&target).ok()?);
    (hash.to_hex().as_str() == written).then_some(hash)
}

/// What stands where a file is to go.
enum Standing {
    Nothing,
    /// The same bytes already, whoever put them there.
    Same,
    /// Something that may be replaced.
    Ours,
    Foreign,
}

fn look(out: &Path, path: &str, bytes: &[u8], old: &Manifest) -> Result<Standing> {
    let target = out.join(path);
    let standing = match target.symlink_metadata() {
        Ok(standing) => standing,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(Standing::Nothing);
        }
        Err(error) => return Err(Error::disk("read", &target)(error)),
    };
    if standing.is_file() && standing.len() == bytes.len() as u64 {
        let read = std::fs::read(&target).map_err(Error::disk("read", &target))?;
        if read == bytes {
            return Ok(Standing::Same);
        }
    }
    let ours = if standing.is_dir() { holds_only_ours(out, path, old) } else { old.files.contains_key(path) };
    Ok(if ours { Standing::Ours } else { Standing::Foreign })
}

/// Whether a folder holds files of ours and nothing else.
fn holds_only_ours(out: &Path, folder: &str, old: &Manifest) -> bool {
    let inside = format!("{folder}/");
    let ours: BTreeSet<_> =
        old.files.keys().filter(|path| path.starts_with(&inside)).map(|path| out.join(path)).collect();
    !ours.is_empty()
        && walkdir::WalkDir::new(out.join(folder))
            .into_iter()
            .all(|entry| entry.is_ok_and(|entry| entry.file_type().is_dir() || ours.contains(entry.path())))
}

/// The folders of the output in whose place something else stands: a file, or a link that leads who knows where.
fn foreign_above<'a>(output: &'a Output, out: &Path, old: &Manifest) -> Vec<&'a str> {
    let folders: BTreeSet<&str> = output.files.iter().flat_map(|file| paths::above(&file.path)).collect();
    let foreign = |folder: &&str| match out.join(folder).symlink_metadata() {
        Ok(standing) if standing.is_file() => !old.files.contains_key(*folder),
        Ok(standing) => !standing.is_dir(),
        Err(_) => false,
    };
    folders.into_iter().collect::<Vec<_>>().into_par_iter().filter(foreign).collect()
}

fn refusal(out: &Path, first: &str, count: usize) -> Error {
    let more = match count {
        1 => String::new(),
        2 => " (and 1 more like it)".into(),
        _ => format!(" (and {} more like it)", count - 1),
    };
    Error::Usage(format!(
        "{} is not Foldout's{more}, and a page of the site belongs in its place; nothing was changed.\n\
         Move it away, or publish to another folder, for example: --out dist",
        out.join(first).display()
    ))
}
