//! Images and documents that texts link to.

use crate::model::local::LocalFile;
use crate::model::national::{Description, Programme, Words};
use crate::model::practical::{Apply, Form, LabelledLink};
use crate::model::site::{Asset, Content};
use crate::model::text::{Block, Image, Link, Node, Target};
use crate::source::{Body, FileId, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Every file of the site that a text, a logo or a form links to, with its name in an `assets/` folder.
pub fn linked(sources: &Sources, content: &Content) -> BTreeMap<FileId, Arc<Asset>> {
    let mut files = Files(BTreeSet::new());
    for edition in content.editions.values() {
        if let Some(introduction) = &edition.introduction {
            files.description(&introduction.text);
            files.ways(&introduction.apply);
        }
        edition.programmes.values().for_each(|programme| files.programme(programme));
    }
    for hub in content.hubs.values() {
        files.0.extend(hub.hub.logo.iter().map(|logo| logo.file));
        hub.hub.about.iter().for_each(|about| files.blocks(about));
        hub.hub.answers.iter().for_each(|(_, words)| files.words(words));
        for edition in hub.editions.values() {
            edition.introduction.iter().chain(edition.programmes.values()).for_each(|file| files.local(file));
        }
    }
    files.0.into_iter().filter_map(|file| Some((file, Arc::new(asset(sources, file)?)))).collect()
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
