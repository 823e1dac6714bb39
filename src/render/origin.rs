//! The origin view of the preview: each block says where its words come from, with file and line.
//!
//! A page that is published says nothing of this, and pays nothing for it.

use super::escape;
use super::html;
use super::join::Joiner;
use crate::model::ids::SectionId;
use crate::model::merged::Origin;
use crate::model::national::Words;
use crate::model::text::Blocks;
use crate::source::Span;

/// What a block that a permission refused is called.
const REFUSED: &str = "refused";

impl<'a> Joiner<'_, 'a> {
    /// Blocks of one origin.
    pub(super) fn piece(&mut self, origin: Origin, blocks: &'a Blocks) {
        if self.desk.origins.is_none() {
            return self.blocks(blocks);
        }
        self.marked_blocks(origin.name(), blocks);
    }

    fn marked_blocks(&mut self, origin: &str, blocks: &'a Blocks) {
        for block in blocks.iter() {
            let start = self.out.len();
            self.parts(&html::blocks(std::slice::from_ref(block), self.desk.glossary));
            self.mark(start, origin, block.span);
        }
    }

    /// Words that go into a hole, written by `write`: as a block its first element is marked, in a line a `span`
    /// stands around them.
    pub(super) fn told(&mut self, origin: Origin, words: &Words, block: bool, write: impl FnOnce(&mut Self)) {
        if self.desk.origins.is_none() || self.in_link() {
            return write(self);
        }
        let start = self.out.len();
        if block {
            write(self);
        } else {
            self.out.push_str("<span>");
            write(self);
            self.out.push_str("</span>");
        }
        self.mark(start, origin.name(), words.span);
    }

    /// The words of changes to a section that were refused, after what stands in their place.
    pub(super) fn refused(&mut self, section: &SectionId) {
        let (Some(_), Some(text)) = (self.desk.origins, self.text) else { return };
        for refused in text.refused.iter().filter(|refused| refused.section.as_ref() == Some(section)) {
            let start = self.out.len();
            self.out.push_str("<div>");
            self.blocks(&refused.change.blocks);
            self.out.push_str("</div>\n");
            self.mark(start, REFUSED, refused.change.span);
        }
    }

    /// Writes into the first tag after `start` where its words come from, unless it says so already.
    pub(super) fn mark(&mut self, start: usize, origin: &str, span: Span) {
        let Some(sources) = self.desk.origins else { return };
        let Some(tag) = self.out.get(start..).filter(|html| html.starts_with('<')) else { return };
        let name_end = 1 + tag.get(1..).map_or(0, |rest| rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(0));
        let tag_end = tag.find('>').unwrap_or(tag.len());
        if name_end < 2 || tag.get(..tag_end).is_some_and(|tag| tag.contains(" data-origin=\"")) {
            return;
        }
        let mut said = String::from(" data-origin=\"");
        escape::text(&mut said, origin);
        said.push_str("\" data-file=\"");
        escape::text(&mut said, sources.path(span.file));
        said.push_str(&format!("\" data-line=\"{}\"", sources.position(span).line));
        self.out.insert_str(start + name_end, &said);
    }
}
