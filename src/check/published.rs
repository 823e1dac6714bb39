//! Every text that would be published, once each, with whose it is and where it stands.
//!
//! National text is here once, not once for each hub that shows it: what the rules cost grows with what is
//! different. Prompts, hints, reasons for hiding and files with `offered: no` are never published, so they aren't here.

use super::leaves::{self, Passage, Sort};
use super::tokens::tokens;
use crate::finding::{Finding, Rule, Scope};
use crate::model::ids::{EditionName, HubId};
use crate::model::local::{Hub, LocalFile, Verb};
use crate::model::national::{Description, Heading, Introduction, Programme, Words, YearDate};
use crate::model::practical::{Apply, Cohort, Contact, Form, LabelledLink, Session};
use crate::model::site::{Content, Edition, HubContent, Site};
use crate::model::text::{Block, Node};
use crate::source::{FileId, Span, Spanned};
use std::collections::BTreeSet;

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
        if !words.only_phrase && !prompts.contains(&plain_words(&words.raw)) {
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
            self.words(default, &Prompts::new());
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
        self.fields(Sort::Words, &programme.commitment, 0);
        self.links(&programme.links);
        self.description(&programme.text);
    }
}

/// What national texts ask, as plain words.
type Prompts = BTreeSet<String>;

fn prompts(content: &Content) -> Prompts {
    let programmes =
        content.editions.values().flat_map(|edition| edition.programmes.values()).map(|programme| &programme.text);
    let introductions =
        content.editions.values().filter_map(|edition| edition.introduction.as_ref()).map(|text| &text.text);
    let placeholders = programmes.chain(introductions).flat_map(|text| text.placeholders.values());
    placeholders.map(|placeholder| plain_words(&placeholder.ask)).filter(|words| !words.is_empty()).collect()
}

fn plain_words(text: &str) -> String {
    tokens(text).into_iter().map(|token| token.lower).collect::<Vec<_>>().join(" ")
}

/// Everything that would be published.
pub(super) fn writings(content: &Content) -> Vec<Writing<'_>> {
    let prompts = prompts(content);
    let mut out = vec![site(&content.site)];
    for (name, edition) in &content.editions {
        out.extend(edition.introduction.as_deref().map(introduction));
        out.extend(edition.programmes.values().map(|programme| national(name, programme)));
    }
    for hub in content.hubs.values() {
        out.extend(hub.hub.file.map(|file| hub_itself(&hub.hub, file, &prompts)));
        out.extend(local_files(content, hub, &prompts));
    }
    out
}

fn site(site: &Site) -> Writing<'_> {
    let mut out = Writing::new(Scope::Site, site.file);
    out.field(Sort::Words, &site.title, 0);
    out.fields(Sort::Words, &site.description, 0);
    out
}

fn introduction(introduction: &Introduction) -> Writing<'_> {
    let scope = Scope::Introduction { edition: introduction.edition.to_string() };
    let mut out = Writing { edition: Some(&introduction.edition), ..Writing::new(scope, introduction.file) };
    out.fields(Sort::Words, &introduction.title, 0);
    for (phase, goal) in &introduction.goals {
        out.field(Sort::Words, goal, phase.span.start);
    }
    for (stage, meaning) in &introduction.stages {
        out.fields(Sort::Words, [stage, meaning], 0);
    }
    out.dates(&introduction.dates);
    out.practical(Practical { apply: &introduction.apply, ..Practical::default() });
    out.description(&introduction.text);
    out
}

fn national<'a>(edition: &'a EditionName, programme: &'a Programme) -> Writing<'a> {
    let scope = Scope::Programme { edition: edition.to_string(), programme: programme.id.to_string() };
    let mut out = Writing { edition: Some(edition), ..Writing::new(scope, programme.file) };
    out.programme(programme);
    out.practical(Practical {
        apply: programme.apply.as_deref().unwrap_or_default(),
        cohorts: programme.cohorts.as_deref().unwrap_or_default(),
        sessions: programme.sessions.as_deref().unwrap_or_default(),
        runs: programme.runs.as_deref(),
    });
    out
}

fn hub_itself<'a>(hub: &'a Hub, file: FileId, prompts: &Prompts) -> Writing<'a> {
    let mut out = Writing { hub: Some(hub), ..Writing::new(Scope::Hub(hub.id.to_string()), file) };
    out.fields(Sort::Name, [&hub.name, &hub.region], 0);
    out.fields(Sort::Name, hub.lead_schools.iter().chain(&hub.partners), 0);
    out.fields(Sort::Name, [&hub.place, &hub.area, &hub.address].into_iter().flatten(), 0);
    out.fields(Sort::Address, [&hub.email, &hub.website, &hub.accessibility.contact].into_iter().flatten(), 0);
    if let Some(about) = &hub.about {
        out.text(None, about);
    }
    out.fields(Sort::Words, hub.logo.as_ref().map(|logo| &logo.alt), 0);
    let about = out.texts.len();
    for (_, words) in &hub.answers {
        out.words(words, prompts);
    }
    out.texts.iter_mut().skip(about).for_each(|answer| answer.shared = true);
    out
}

fn local_files<'a>(content: &'a Content, hub: &'a HubContent, prompts: &Prompts) -> impl Iterator<Item = Writing<'a>> {
    hub.editions.iter().flat_map(move |(name, edition)| {
        let national = content.editions.get(name);
        let files = edition.introduction.iter().chain(edition.programmes.values());
        files.filter(|file| file.offered != Some(false)).map(move |file| local(&hub.hub, file, national, prompts))
    })
}

fn local<'a>(hub: &'a Hub, file: &'a LocalFile, edition: Option<&'a Edition>, prompts: &Prompts) -> Writing<'a> {
    let (hub_id, edition_name) = (file.hub.to_string(), file.edition.to_string());
    let scope = match &file.programme {
        Some(programme) => Scope::Offering { hub: hub_id, edition: edition_name, programme: programme.to_string() },
        None => Scope::HubIntroduction { hub: hub_id, edition: edition_name },
    };
    let mut out = Writing {
        hub: Some(hub),
        edition: Some(&file.edition),
        local: Some(file),
        with: &file.with,
        ..Writing::new(scope, file.file)
    };
    let own = file.own.as_deref();
    if let Some(own) = own {
        out.programme(own);
    }
    for answer in &file.answers {
        out.words(&answer.words, prompts);
    }
    changes(&mut out, file);
    let national = file.programme.as_ref().zip(edition).and_then(|(id, edition)| edition.programmes.get(id));
    let apply = file.apply.as_ref().or(own.and_then(|own| own.apply.as_ref()));
    let cohorts = file.cohorts.as_ref().or(own.and_then(|own| own.cohorts.as_ref()));
    let sessions = file.sessions.as_ref().or(own.and_then(|own| own.sessions.as_ref()));
    out.practical(Practical {
        apply: apply.map(Vec::as_slice).unwrap_or_default(),
        cohorts: cohorts.map(Vec::as_slice).unwrap_or_default(),
        sessions: sessions.map(Vec::as_slice).unwrap_or_default(),
        runs: own.or(national.map(|programme| &**programme)).and_then(|programme| programme.runs.as_deref()),
    });
    if let Some(contact) = &file.contact {
        out.contact(contact);
    }
    if let Some(notice) = &file.notice {
        out.text(None, &notice.text);
    }
    if let Some(dates) = &file.dates {
        out.dates(dates);
    }
    out
}

fn changes<'a>(out: &mut Writing<'a>, file: &'a LocalFile) {
    for change in &file.changes {
        match &change.verb {
            Verb::Hide => {}
            Verb::NewSection { heading, .. } => {
                out.heading(heading);
                out.text(Some(heading), &change.blocks);
            }
            Verb::Replace | Verb::AddBefore | Verb::AddTo => out.text(None, &change.blocks),
        }
    }
}
