//! Images and documents that texts link to.

use super::Value;
use crate::model::local::LocalFile;
use crate::model::national::{Description, Programme, Words};
use crate::model::practical::{Apply, Form, LabelledLink};
use crate::model::site::Asset;
use crate::model::text::{Block, Image, Link, Node, Target};
use crate::source::{Body, FileId, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Images and documents that texts link to, by their numbers.
pub type Assets = BTreeMap<FileId, Arc<Asset>>;

/// The files of the site that what a file became links to: in its text, its logo, its forms.
pub fn linked(value: &Value) -> Vec<FileId> {
    let mut files = Files(BTreeSet::new());
    match value {
        Value::Programme(programme) => files.programme(programme),
        Value::Introduction(introduction) => {
            files.description(&introduction.text);
            files.ways(&introduction.apply);
        }
        Value::Hub(hub) => {
            files.0.extend(hub.logo.iter().map(|logo| logo.file));
            hub.about.iter().for_each(|about| files.blocks(about));
            hub.answers.iter().for_each(|(_, words)| files.words(words));
        }
        Value::Local(file) => files.local(file),
        Value::Changes(..) | Value::Agreed(_) => {}
    }
    files.0.into_iter().collect()
}

/// Those files, with their names in an `assets/` folder. What `before` has of the same bytes is taken from there.
pub fn gather(sources: &Sources, files: impl Iterator<Item = FileId>, before: &Assets) -> Assets {
    let files: BTreeSet<FileId> = files.collect();
    let same = |file: &FileId| {
        let asset = before.get(file)?;
        let Body::Bytes(bytes) = &sources.file(*file).body else { return None };
        (Arc::ptr_eq(bytes, &asset.bytes) && asset.path == sources.path(*file)).then(|| asset.clone())
    };
    files
        .into_iter()
        .filter_map(|file| Some((file, same(&file).or_else(|| asset(sources, file).map(Arc::new))?)))
        .collect()
}

struct Files(BTreeSet<FileId>);

impl Files {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            block.node.walk(&mut |node| match node {
                Node::Image(Image { file: Some(file), .. }) | Node::Link(Link { target: Target::File(file), .. }) => {
                    self.0.insert(*file);
                }
                _ => {}
            });
        }
    }

    fn words(&mut self, words: &Words) {
        self.blocks(&words.blocks);
    }

    fn description(&mut self, text: &Description) {
        text.sections.iter().for_each(|section| self.blocks(&section.blocks));
        text.placeholders
            .values()
            .filter_map(|placeholder| placeholder.default.as_ref())
            .for_each(|words| self.words(words));
    }

    fn form(&mut self, form: &Form) {
        if let Form::File(file) = form {
            self.0.insert(*file);
        }
    }

    fn ways(&mut self, ways: &[Apply]) {
        ways.iter().filter_map(|way| way.form.as_ref()).for_each(|form| self.form(form));
    }

    fn links(&mut self, links: &[LabelledLink]) {
        links.iter().for_each(|link| self.form(&link.link));
    }

    fn programme(&mut self, programme: &Programme) {
        self.description(&programme.text);
        self.links(&programme.links);
        programme.apply.iter().for_each(|ways| self.ways(ways));
        programme.cohorts.iter().flatten().filter_map(|cohort| cohort.apply.as_ref()).for_each(|ways| self.ways(ways));
    }

    fn local(&mut self, file: &LocalFile) {
        file.answers.iter().for_each(|answer| self.words(&answer.words));
        file.changes.iter().for_each(|change| self.blocks(&change.blocks));
        file.notice.iter().for_each(|notice| self.blocks(&notice.text));
        file.apply.iter().for_each(|ways| self.ways(ways));
        file.cohorts.iter().flatten().filter_map(|cohort| cohort.apply.as_ref()).for_each(|ways| self.ways(ways));
        file.own.iter().for_each(|programme| self.programme(programme));
    }
}

/// A file as an asset: its name holds its hash, so that a page never shows an older file of the same name.
fn asset(sources: &Sources, file: FileId) -> Option<Asset> {
    let Body::Bytes(bytes) = &sources.file(file).body else { return None };
    let path = sources.path(file);
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let stem = crate::model::ids::slug(stem);
    let ending: String = ending.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let hash = blake3::hash(bytes).to_hex();
    let size = imagesize::blob_size(bytes).ok().map(|size| (size.width, size.height));
    Some(Asset {
        path: path.to_owned(),
        name: format!("{}-{}.{ending}", if stem.is_empty() { "file" } else { &stem }, &hash[..10]),
        bytes: bytes.clone(),
        size,
    })
}
