//! Every text that would be published, once each, with whose it is and where it stands.
//!
//! National text is here once, not once for each hub that shows it: what the rules cost grows with what is
//! different. Prompts, hints, reasons for hiding and files with `offered: no` are never published, so they aren't here.

mod gather;
mod prompts;

pub(super) use gather::writings;

use super::leaves::{self, Passage, Sort};
use crate::finding::{Finding, Rule, Scope};
use crate::model::ids::{EditionName, HubId};
use crate::model::local::{Hub, LocalFile};
use crate::model::national::{Description, Heading, Programme, Words, YearDate};
use crate::model::practical::{Apply, Cohort, Contact, Form, LabelledLink, Session};
use crate::model::text::{Block, Node};
use crate::source::{FileId, Span, Spanned};
use prompts::Prompts;

/// What one file would have published.
#[derive(Debug)]
pub(super) struct Writing<'a> {
    /// What an error in it withholds.
    pub scope: Scope,
    /// The file.
    pub file: FileId,
    /// The hub whose words they are; `None` for the national team's.
    pub hub: Option<&'a Hub>,
    /// The edition; `None` for `hub.yaml` and `site.yaml`.
    pub edition: Option<&'a EditionName>,
    /// The hub's file for a programme or introduction.
    pub local: Option<&'a LocalFile>,
    /// Hubs that deliver the programme together with this one.
    pub with: &'a [Spanned<HubId>],
    /// Its texts of several blocks.
    pub texts: Vec<Text<'a>>,
    /// Every run of words in it, those of `texts` too.
    pub passages: Vec<Passage<'a>>,
    /// Dates and ways to apply.
    pub practical: Practical<'a>,
}

/// Text under a heading, or an answer.
#[derive(Debug)]
pub(super) struct Text<'a> {
    /// The level-2 heading above it.
    pub heading: Option<&'a Heading>,
    /// The text.
    pub blocks: &'a [Block],
    /// Whether it is an answer for every programme, and so stands in many texts.
    pub shared: bool,
}

impl<'a> Text<'a> {
    /// Calls `visit` with every node, those of the heading first.
    pub fn walk(&self, mut visit: impl FnMut(&'a Node)) {
        let heading = self.heading.into_iter().flat_map(|heading| &heading.nodes);
        for node in heading.chain(self.blocks.iter().map(|block| &block.node)) {
            node.walk(&mut visit);
        }
    }
}

/// Dates and ways to apply, as one file gives them.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Practical<'a> {
    pub apply: &'a [Apply],
    pub cohorts: &'a [Cohort],
    pub sessions: &'a [Session],
    /// The years over which the programme runs, where it is more than the edition's.
    pub runs: Option<&'a str>,
}

impl<'a> Practical<'a> {
    /// Each group's sessions: those without a cohort, then each cohort's.
    pub fn groups(&self) -> impl Iterator<Item = &'a [Session]> + use<'a> {
        std::iter::once(self.sessions).chain(self.cohorts.iter().map(|cohort| cohort.sessions.as_slice()))
    }

    /// Every way to apply, cohorts' own too.
    pub fn ways(&self) -> impl Iterator<Item = &'a Apply> + use<'a> {
        self.apply.iter().chain(self.cohorts.iter().flat_map(|cohort| cohort.apply.iter().flatten()))
    }
}

impl<'a> Writing<'a> {
    fn new(scope: Scope, file: FileId) -> Self {
        Self {
            scope,
            file,
            hub: None,
            edition: None,
            local: None,
            with: &[],
            texts: Vec::new(),
            passages: Vec::new(),
            practical: Practical::default(),
        }
    }

    /// A finding in this file.
    pub fn finding(&self, rule: Rule, span: Span, message: impl Into<String>, remedy: impl Into<String>) -> Finding {
        Finding::new(rule, span, self.scope.clone(), message, remedy)
    }

    fn field(&mut self, sort: Sort, text: &'a str, from: u32) {
        if !text.trim().is_empty() {
            self.passages.push(Passage::field(sort, text, Span { file: self.file, start: from, end: from }));
        }
    }

    fn fields(&mut self, sort: Sort, texts: impl IntoIterator<Item = &'a String>, from: u32) {
        for text in texts {
            self.field(sort, text, from);
        }
    }

    fn heading(&mut self, heading: &'a Heading) {
        leaves::of_heading(heading, &mut self.passages);
    }

    fn text(&mut self, heading: Option<&'a Heading>, blocks: &'a [Block]) {
        for block in blocks {
            leaves::of_block(block, &mut self.passages);
        }
        self.texts.push(Text { heading, blocks, shared: false });
    }

    /// An answer or default. One that only repeats a phrase or prompt counts as not given: merging says so.
    fn words(&mut self, words: &'a Words, prompts: &Prompts) {
        if !words.only_phrase && !prompts.contain(&words.raw) {
            self.text(None, &words.blocks);
        }
    }

    fn description(&mut self, description: &'a Description) {
        for section in &description.sections {
            if let Some(heading) = &section.heading {
                self.heading(heading);
            }
            self.text(section.heading.as_deref(), &section.blocks);
        }
        for default in description.placeholders.values().filter_map(|placeholder| placeholder.default.as_deref()) {
            self.words(default, &Prompts::default());
        }
    }

    fn practical(&mut self, practical: Practical<'a>) {
        self.practical = practical;
        for way in practical.ways() {
            self.apply(way);
        }
        for cohort in practical.cohorts {
            let from = cohort.span.start;
            self.field(Sort::Words, &cohort.name, from);
            self.fields(
                Sort::Words,
                [&cohort.area, &cohort.lead, &cohort.venue, &cohort.note].into_iter().flatten(),
                from,
            );
        }
        for session in practical.groups().flatten() {
            let words = [&session.venue, &session.title, &session.note].into_iter().flatten();
            self.fields(Sort::Words, words, session.span.start);
        }
    }

    fn apply(&mut self, way: &'a Apply) {
        let from = way.span.start;
        self.fields(Sort::Label, &way.label, from);
        self.fields(Sort::Words, &way.needs, from);
        self.fields(Sort::Address, [&way.link, &way.email].into_iter().flatten(), from);
        if let Some(Form::Web(address)) = &way.form {
            self.field(Sort::Address, address, from);
        }
    }

    fn contact(&mut self, contact: &'a Contact) {
        self.fields(Sort::Words, &contact.name, 0);
        self.fields(Sort::Address, &contact.email, 0);
    }

    fn links(&mut self, links: &'a [LabelledLink]) {
        for link in links {
            self.field(Sort::Label, &link.label, link.span.start);
            if let Form::Web(address) = &link.link {
                self.field(Sort::Address, address, link.span.start);
            }
        }
    }

    fn dates(&mut self, dates: &'a [YearDate]) {
        for date in dates {
            self.field(Sort::Words, &date.what, 0);
            self.fields(Sort::Words, &date.place, 0);
        }
    }

    fn programme(&mut self, programme: &'a Programme) {
        self.field(Sort::Words, &programme.title, 0);
        self.field(Sort::Words, &programme.summary, 0);
        self.fields(Sort::Words, &programme.audience, 0);
        self.fields(Sort::Words, [&programme.commitment, &programme.cost].into_iter().flatten(), 0);
        self.links(&programme.links);
        self.description(&programme.text);
    }
}
