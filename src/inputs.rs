//! What each hub's folder of the output is made of, as a fingerprint: a folder whose fingerprint is that of the build
//! before holds the same files, and none of them need be made again.
//!
//! A hub's pages are made of its own texts and of what all hubs share: the program, the theme, the day, everything
//! national, every `hub.yaml` (pages name other hubs), every image and document, and which hubs have pages at all.
//! Other hubs' texts are not among it. The network's own pages are made of everything. What git remembers is left out:
//! only findings come of it.

use crate::finding::Withheld;
use crate::model::merged::Merged;
use crate::model::output::Inputs;
use crate::model::theme::Theme;
use crate::render::{Request, Target};
use crate::source::{Body, SourceFile, Sources};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What a build is, besides its sources.
pub struct Build<'a> {
    /// The program that builds, told from every other one that might make other pages.
    pub program: &'a str,
    /// The theme.
    pub theme: &'a Theme,
    /// What is to be rendered.
    pub request: &'a Request,
    /// For which host.
    pub target: Target,
}

/// The fingerprints by hub's folder.
pub fn inputs(sources: &Sources, merged: &Merged, withheld: &Withheld, build: &Build) -> Inputs {
    let mut shared = blake3::Hasher::new();
    let Build { program, theme, request, target } = build;
    let choice = format!("{program}\n{request:?}\n{target:?}\n{}\n", merged.current);
    part(&mut shared, choice.as_bytes());
    part(&mut shared, format!("{} {}", theme.ground, theme.ground_dark).as_bytes());
    for (name, text) in &theme.templates {
        part(&mut shared, name.as_bytes());
        part(&mut shared, text.as_bytes());
    }
    for (name, bytes) in &theme.assets {
        part(&mut shared, name.as_bytes());
        part(&mut shared, bytes);
    }
    let mut own: BTreeMap<&str, Vec<&SourceFile>> = BTreeMap::new();
    for hub in &merged.hubs {
        let id = hub.hub.id.as_str();
        part(&mut shared, id.as_bytes());
        part(&mut shared, &[u8::from(withheld.hub(id))]);
        own.entry(id).or_default();
    }
    for (_, file) in sources.files() {
        match own_text(file).and_then(|hub| own.get_mut(hub)) {
            Some(files) => files.push(file),
            None => source(&mut shared, file),
        }
    }
    let shared = shared.finalize();
    let only = matches!(request.hubs.as_deref(), Some([_]));
    let fingerprint = |(id, files): (&str, Vec<&SourceFile>)| {
        let mut hasher = blake3::Hasher::new();
        files.into_iter().for_each(|file| source(&mut hasher, file));
        hasher.update(shared.as_bytes());
        let folder = if only { String::new() } else { format!("{id}/") };
        (folder, hasher.finalize().to_hex().to_string())
    };
    let chosen = |id: &str| request.hubs.as_ref().is_none_or(|hubs| hubs.iter().any(|hub| hub.as_str() == id));
    let mut inputs: BTreeMap<_, _> = own.into_par_iter().filter(|(id, _)| chosen(id)).map(fingerprint).collect();
    if request.hubs.is_none() {
        // The network's own pages speak of every hub.
        let mut all = blake3::Hasher::new();
        inputs.values().for_each(|print: &String| part(&mut all, print.as_bytes()));
        all.update(shared.as_bytes());
        inputs.insert(String::new(), all.finalize().to_hex().to_string());
    }
    Inputs(inputs)
}

/// Adds a file, its path and what it holds.
fn source(hasher: &mut blake3::Hasher, file: &SourceFile) {
    part(hasher, file.path.as_bytes());
    match &file.body {
        Body::Text(text) => part(hasher, text.as_bytes()),
        Body::Bytes(bytes) => part(hasher, bytes),
        Body::Refused(why) => part(hasher, why.as_bytes()),
    }
}

/// Adds bytes so that where they end makes a difference.
fn part(hasher: &mut blake3::Hasher, bytes: &[u8]) {
    hasher.update(&(bytes.len() as u64).to_le_bytes());
    hasher.update(bytes);
}

/// The hub whose pages alone are made of a file.
fn own_text(file: &SourceFile) -> Option<&str> {
    let (hub, rest) = file.path.strip_prefix("content/hubs/")?.split_once('/')?;
    (rest.ends_with(".md") || rest.ends_with("/agreed.yaml")).then_some(hub)
}
