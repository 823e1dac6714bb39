//! Images and documents beside the pages: which of them a folder needs, and what links say about them.

use super::html::Library;
use crate::model::local::Hub;
use crate::model::merged::{Fill, MergedText};
use crate::model::practical::{Apply, Form, LabelledLink};
use crate::model::site::Asset;
use crate::model::text::{Blocks, Link, Node, Target};
use crate::source::FileId;
use std::collections::BTreeSet;

/// What a link to a file says about it: `PDF, 120 KB`.
pub fn kind_and_size(asset: &Asset) -> String {
    format!("{}, {}", kind(&asset.name), size(asset.bytes.len()))
}

fn kind(name: &str) -> String {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "" => "file".to_owned(),
        "doc" | "docx" | "odt" => "Word document".to_owned(),
        "xls" | "xlsx" | "ods" => "Excel sheet".to_owned(),
        "ppt" | "pptx" | "odp" => "PowerPoint slides".to_owned(),
        "jpg" | "jpeg" => "JPEG".to_owned(),
        other => other.to_ascii_uppercase(),
    }
}

fn size(bytes: usize) -> String {
    if bytes < 999_500 {
        format!("{} KB", ((bytes + 500) / 1000).max(1))
    } else {
        let tenths = (bytes + 50_000) / 100_000;
        format!("{}.{} MB", tenths / 10, tenths % 10)
    }
}

/// The files that a folder's pages need.
#[derive(Debug, Default)]
pub struct Needed {
    /// Their numbers.
    pub files: BTreeSet<FileId>,
}

impl Needed {
    /// Those of a merged text: its own, and those of the answers in it.
    pub fn text(&mut self, text: &MergedText, library: Option<&Library>) {
        for section in &text.sections {
            for piece in &section.pieces {
                self.blocks(&piece.blocks, library);
            }
            self.nodes(section.heading.iter().flat_map(|heading| &heading.nodes));
        }
        for fill in text.fills.values() {
            if let Fill::Words { words, .. } = fill {
                self.blocks(&words.blocks, None);
            }
        }
    }

    /// Those of blocks.
    pub fn blocks(&mut self, blocks: &Blocks, library: Option<&Library>) {
        match library.and_then(|library| library.find(blocks)) {
            Some(compiled) => self.files.extend(&compiled.files),
            None => self.nodes(blocks.iter().map(|block| &block.node)),
        }
    }

    fn nodes<'n>(&mut self, nodes: impl Iterator<Item = &'n Node>) {
        for node in nodes {
            node.walk(&mut |node| match node {
                Node::Image(image) => self.files.extend(image.file),
                Node::Link(Link { target: Target::File(file), .. }) => {
                    self.files.insert(*file);
                }
                _ => {}
            });
        }
    }

    /// Forms to fill in.
    pub fn ways(&mut self, ways: &[Apply]) {
        for way in ways {
            if let Some(Form::File(file)) = way.form {
                self.files.insert(file);
            }
        }
    }

    /// Further links.
    pub fn links(&mut self, links: &[LabelledLink]) {
        for link in links {
            if let Form::File(file) = link.link {
                self.files.insert(file);
            }
        }
    }

    /// Those of a hub itself.
    pub fn hub(&mut self, hub: &Hub) {
        self.files.extend(hub.logo.as_ref().map(|logo| logo.file));
        if let Some(about) = &hub.about {
            self.blocks(about, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_and_sizes_in_words() {
        assert_eq!(kind("form-1a2b.pdf"), "PDF");
        assert_eq!(kind("form.docx"), "Word document");
        assert_eq!(size(10), "1 KB");
        assert_eq!(size(120_400), "120 KB");
        assert_eq!(size(999_499), "999 KB");
        assert_eq!(size(999_500), "1.0 MB");
        assert_eq!(size(2_340_000), "2.3 MB");
    }
}
