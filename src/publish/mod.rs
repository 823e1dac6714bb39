//! Publishing: the files of the site, put on disk so that a reader never sees half of one.
//!
//! 1. Refuse a folder that must not be written to ([`folder`]).
//! 2. Take the folder's lock, so that two builds at once don't mix ([`lock`]).
//! 3. Clear away what a killed run left ([`staging`]), and read which files are ours ([`manifest`]).
//! 4. Make each file, compare it with what stands there, and stage it where it differs ([`stage`]). Until the last
//!    one is made nothing in the folder has changed, so a template that fails or a full disk costs nothing.
//! 5. Write a manifest that knows the old files and the new: whoever kills us now, the next run knows what is ours.
//! 6. Move the staged files into place, assets before the pages that need them ([`place`]).
//! 7. Remove what the site has no longer, with the folders that this leaves empty.
//! 8. Write the manifest of what now stands there.
//!
//! A folder that isn't there yet is built beside its place and renamed whole.

mod folder;
mod lock;
mod manifest;
mod paths;
mod place;
mod stage;
mod staging;

use crate::error::{Error, Result};
use crate::model::output::Output;
use lock::Lock;
use manifest::Manifest;
use staging::Staging;
use std::path::Path;

/// What publishing did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Published {
    /// Files written because they are new or differ.
    pub written: usize,
    /// Files that were the same already.
    pub unchanged: usize,
    /// Files removed because the site has them no longer.
    pub removed: Vec<String>,
}

/// Puts `output` into the folder `out`.
///
/// `choice` says what was chosen to be built (`whole site`, `hubs cambridge`, `drafts of hubs cambridge`): a
/// folder whose manifest names another one is refused. `never` are folders that `out` must not be, hold or lie in: the content, the theme.
///
/// # Errors
/// A folder that must not be written to, a template that fails, the disk.
pub fn publish(output: &Output, out: &Path, choice: &str, never: &[&Path]) -> Result<Published> {
    paths::check(output)?;
    let out = folder::choose(out, never)?;
    if !out.exists()
        && let Some(published) = publish_fresh(output, &out, choice).map_err(kept("Nothing was published"))?
    {
        return Ok(published);
    }
    publish_again(output, &out, choice)
}

/// Builds the folder beside its place and renames it whole. `None` where somebody else made it meanwhile.
fn publish_fresh(output: &Output, out: &Path, choice: &str) -> Result<Option<Published>> {
    let parent = out.parent().unwrap_or(out);
    std::fs::create_dir_all(parent).map_err(Error::disk("make the folder", parent))?;
    let _lock = Lock::take(&staging::beside(out, "lock"), out)?;
    if out.exists() {
        return Ok(None);
    }
    let staging = Staging::clear(staging::beside(out, "staging"))?;
    let made = stage::stage_all(output, &staging)?;
    staging.write(manifest::NAME, &Manifest::of(choice, output, &made).bytes())?;
    std::fs::rename(staging.site(), out).map_err(Error::disk("make the folder", out))?;
    Ok(Some(Published { written: made.len(), ..Published::default() }))
}

/// Changes, in a folder that is there, only what differs.
fn publish_again(output: &Output, out: &Path, choice: &str) -> Result<Published> {
    let _lock = Lock::take(&out.join(".foldout-lock"), out).map_err(kept(UNTOUCHED))?;
    let staging = Staging::clear(out.join(".foldout-staging")).map_err(kept(UNTOUCHED))?;
    let change = prepare(output, out, choice, &staging).map_err(kept(UNTOUCHED))?;
    carry_out(&change, out, &staging).map_err(kept(HALFWAY))
}

/// What is to change; the files that differ wait in the staging folder.
struct Change {
    old: Manifest,
    new: Manifest,
    written: usize,
}

/// Makes every file and stages those that differ. Nothing that is published changes.
fn prepare(output: &Output, out: &Path, choice: &str, staging: &Staging) -> Result<Change> {
    staging::clear_beside(out)?;
    let old = Manifest::read(out, choice)?;
    let made = stage::stage_changed(output, staging, out, &old)?;
    let new = Manifest::of(choice, output, &made);
    Ok(Change { old, new, written: made.iter().filter(|made| made.staged).count() })
}

fn carry_out(change: &Change, out: &Path, staging: &Staging) -> Result<Published> {
    let Change { old, new, written } = change;
    let gone: Vec<&str> = old.files.keys().filter(|path| !new.files.contains_key(*path)).map(String::as_str).collect();
    if *written > 0 || !gone.is_empty() {
        old.joined(new).write(out, staging)?;
    }
    let mut removed = place::remove(out, paths::in_the_way(&gone, new))?;
    place::settle(&staging.site(), out)?;
    removed.extend(place::remove(out, gone)?);
    removed.sort();
    new.write(out, staging)?;
    Ok(Published { written: *written, unchanged: new.files.len() - written, removed })
}

const UNTOUCHED: &str = "What was published before is kept as it was";
const HALFWAY: &str = "Some pages are new already and the others are as they were, each of them whole. \
                       Build again when this is put right, and the rest follows";

/// For `map_err`: adds to a disk error what was kept.
fn kept(words: &'static str) -> impl FnOnce(Error) -> Error {
    move |error| match error {
        Error::Disk { doing, path, source } => {
            let source = std::io::Error::new(source.kind(), format!("{source}. {words}"));
            Error::Disk { doing, path, source }
        }
        other => other,
    }
}
