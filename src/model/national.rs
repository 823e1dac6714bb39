//! What the national team writes: programmes and a year's introduction, as descriptions cut into sections.

use super::ids::{EditionName, HubId, PlaceholderName, ProgrammeId, SectionId};
use super::practical::{Apply, Cohort, LabelledLink, Session};
use super::text::{Blocks, Node};
use super::when::Date;
use crate::source::{FileId, Span, Spanned};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A programme: one national description, or a hub's own (`hub` is set).
#[derive(Debug, Clone, PartialEq)]
pub struct Programme {
    /// Its id: the file's stem.
    pub id: ProgrammeId,
    /// Its edition.
    pub edition: EditionName,
    /// Its file.
    pub file: FileId,
    /// Whose own programme it is; `None` for a national one.
    pub hub: Option<HubId>,
    /// Its title; the id in words where the file gives none (a finding says so).
    pub title: String,
    /// Its phase, one of the site's.
    pub phase: String,
    /// One sentence.
    pub summary: String,
    /// A code such as `NCP22-12`.
    pub code: Option<String>,
    /// Its number in the year's list.
    pub number: Option<u32>,
    /// A stage's name, explained in the year's introduction.
    pub stage: Option<Spanned<String>>,
    /// Who it is for.
    pub audience: Vec<String>,
    /// What it asks of people's time.
    pub commitment: Option<String>,
    /// What it costs to take part.
    pub cost: Option<String>,
    /// When it came out, for the feed of what is new.
    pub published: Option<Date>,
    /// Further links.
    pub links: Vec<LabelledLink>,
    /// Where it runs for more than a year: as written, `2018-20`.
    pub runs: Option<String>,
    /// The programme that follows.
    pub next: Option<Spanned<ProgrammeId>>,
    /// The programme before.
    pub previous: Option<Spanned<ProgrammeId>>,
    /// Whether each hub offers it unless it says no.
    pub every_hub: bool,
    /// Ways to apply that are the same everywhere.
    pub apply: Option<Vec<Apply>>,
    /// Cohorts that are the same everywhere.
    pub cohorts: Option<Vec<Cohort>>,
    /// Sessions that are the same everywhere.
    pub sessions: Option<Vec<Session>>,
    /// The text.
    pub text: Description,
}

/// A year's introduction, `national/<edition>/edition.md`.
#[derive(Debug, Clone, PartialEq)]
pub struct Introduction {
    /// The edition.
    pub edition: EditionName,
    /// The file.
    pub file: FileId,
    /// Its title.
    pub title: Option<String>,
    /// From a phase to its goal for the year.
    pub goals: Vec<(Spanned<String>, String)>,
    /// From a stage's name to what it means.
    pub stages: Vec<(String, String)>,
    /// Dates of the year.
    pub dates: Vec<YearDate>,
    /// Ways to apply.
    pub apply: Vec<Apply>,
    /// The text.
    pub text: Description,
}

/// A date of the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearDate {
    /// The day.
    pub date: Date,
    /// What happens.
    pub what: String,
    /// Where.
    pub place: Option<String>,
}

/// A text cut into sections, with the placeholders that stand in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Description {
    /// What hubs may do unless a section says otherwise: the file's `sections`, else the site's.
    pub permission: Permission,
    /// The sections in order; `intro` first where there is text before the first heading.
    pub sections: Vec<Arc<Section>>,
    /// Every placeholder that stands in the text or is declared, by name.
    pub placeholders: BTreeMap<PlaceholderName, Placeholder>,
    /// Whether the file could not be read, so that what it lacks says nothing.
    pub unreadable: bool,
}

/// A level-2 heading and what follows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Its id.
    pub id: SectionId,
    /// Its heading; `None` for `intro`. May hold inline holes.
    pub heading: Option<Arc<Heading>>,
    /// Ids that it had in earlier years.
    pub was: Vec<SectionId>,
    /// What hubs may do to it.
    pub permission: Permission,
    /// Whether it may be hidden although additions or nothing at all is allowed.
    pub optional: bool,
    /// What follows the heading.
    pub blocks: Blocks,
    /// The same as it was written, without comments and without empty lines around it.
    pub text: Arc<str>,
    /// The heading's place, or the text's for `intro`.
    pub span: Span,
    /// The place of everything below the heading line, up to the next section or the end of the file.
    pub body: Span,
}

/// A section's heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// Its words.
    pub nodes: Vec<Node>,
    /// Where it stands.
    pub span: Span,
}

/// What hubs may do to a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Permission {
    /// Anything.
    #[default]
    Open,
    /// Add to it.
    Add,
    /// Nothing.
    Locked,
}

/// A place where the national text leaves words to the hub.
#[derive(Debug, Clone, PartialEq)]
pub struct Placeholder {
    /// Its name.
    pub name: PlaceholderName,
    /// What it asks, in words: the declared `ask`, else the prompt or phrase that stands in the text.
    pub ask: String,
    /// The prompts and phrases that stand in its places: words that repeat one of them are no answer.
    pub prompts: Vec<String>,
    /// What an answer must be.
    pub kind: Kind,
    /// Whether a page needs it.
    pub required: bool,
    /// The national words for a hub that answers nothing.
    pub default: Option<Arc<Words>>,
    /// An example answer.
    pub example: Option<String>,
    /// Help for the person who answers.
    pub hint: Option<String>,
    /// Names that it had before.
    pub was: Vec<PlaceholderName>,
    /// Whether its answers are left out when a new year begins, and not carried over.
    pub cleared: bool,
    /// Where it stands, in reading order; empty for one that is declared only.
    pub uses: Vec<Use>,
    /// Where the front matter declares it.
    pub declared: Option<Span>,
    /// Whether it is a phrase, named after its section.
    pub phrase: bool,
}

/// One place where a placeholder stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// In which section.
    pub section: SectionId,
    /// Where.
    pub span: Span,
}

/// What an answer must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line, in which bold, italics and links work.
    Text,
    /// Any Markdown but headings of level 1 and 2.
    Markdown,
    /// An e-mail address.
    Email,
    /// A web address.
    Link,
    /// A web or e-mail address: a link's whole address that no front matter declares.
    Address,
    /// A date.
    Date,
    /// A number.
    Number,
}

/// Words that answer: a hub's or a national default. Read once in every way, so that the kind may decide later.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// As typed, white space at the ends cut off.
    pub raw: String,
    /// As blocks of Markdown.
    pub blocks: Blocks,
    /// As one line; `None` where there are several paragraphs, a list, a table and so on.
    pub line: Option<Arc<[Node]>>,
    /// Where they stand.
    pub span: Span,
    /// Whether they are nothing but a phrase that marks a placeholder, and so no answer.
    pub only_phrase: bool,
}
