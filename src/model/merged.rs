//! What merging makes: every hub's own text of every programme, each piece with its origin.

use super::ids::{EditionName, HubId, PlaceholderName, ProgrammeId, SectionId};
use super::local::{Change, Hub, LocalFile};
use super::national::{Heading, Introduction, Programme, Words, YearDate};
use super::practical::{Apply, Cohort, Contact, Session, Status};
use super::site::{Asset, Site};
use super::text::Blocks;
use super::when::Date;
use crate::source::{FileId, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything that pages are made of: `merge`'s result, `check`'s and `render`'s input.
#[derive(Debug, Clone)]
pub struct Merged {
    /// The site.
    pub site: Arc<Site>,
    /// The edition that is current: the site's, or the one asked for.
    pub current: EditionName,
    /// The editions' national text, earliest first.
    pub editions: Vec<MergedEdition>,
    /// The hubs, by name.
    pub hubs: Vec<MergedHub>,
    /// Images and documents that texts link to.
    pub assets: BTreeMap<FileId, Arc<Asset>>,
}

/// A year's national text as it is without a hub.
#[derive(Debug, Clone)]
pub struct MergedEdition {
    /// The edition.
    pub edition: EditionName,
    /// The year's introduction.
    pub introduction: Option<Arc<Introduction>>,
    /// The programmes in display order: phase, then number, title, each after its `previous`.
    pub programmes: Vec<NationalProgramme>,
}

/// A programme without a hub.
#[derive(Debug, Clone)]
pub struct NationalProgramme {
    /// The programme.
    pub programme: Arc<Programme>,
    /// Its text: nothing is unfilled.
    pub text: MergedText,
    /// The hubs that offer it, in their order.
    pub hubs: Vec<HubId>,
}

/// A hub and what it offers.
#[derive(Debug, Clone)]
pub struct MergedHub {
    /// The hub.
    pub hub: Arc<Hub>,
    /// Editions in which it offers or says anything, earliest first.
    pub editions: Vec<HubEdition>,
}

/// A hub's year.
#[derive(Debug, Clone)]
pub struct HubEdition {
    /// The edition.
    pub edition: EditionName,
    /// The year's introduction, merged; `None` where there is neither a national nor a local one.
    pub introduction: Option<MergedIntroduction>,
    /// The offerings in display order.
    pub offerings: Vec<Offering>,
}

/// A year's introduction as a hub tells it.
#[derive(Debug, Clone)]
pub struct MergedIntroduction {
    /// The national one; `None` where only the hub wrote one.
    pub national: Option<Arc<Introduction>>,
    /// The hub's file.
    pub local: Option<Arc<LocalFile>>,
    /// The text.
    pub text: MergedText,
    /// Ways to apply: the hub's, else the national ones.
    pub apply: Vec<Apply>,
    /// Dates of the year: the hub's, else the national ones.
    pub dates: Vec<YearDate>,
}

/// A hub's version of a programme: what becomes a page.
#[derive(Debug, Clone)]
pub struct Offering {
    /// The hub.
    pub hub: HubId,
    /// The edition.
    pub edition: EditionName,
    /// The programme: the national one, or the hub's own.
    pub programme: Arc<Programme>,
    /// The hub's file; `None` where it offers the programme without one.
    pub local: Option<Arc<LocalFile>>,
    /// The text.
    pub text: MergedText,
    /// Ways to apply: the hub's, else the national ones. `None`: nothing is said anywhere.
    pub apply: Option<Vec<Apply>>,
    /// Cohorts: the hub's, else the national ones.
    pub cohorts: Vec<Cohort>,
    /// Sessions of the offering, which beside cohorts belong to all of them.
    pub sessions: Vec<Session>,
    /// What the dates don't tell.
    pub status: Option<Status>,
    /// What it costs to take part: the hub's words, else the national ones.
    pub cost: Option<String>,
    /// When it came out, where the hub or the national team says so.
    pub published: Option<Date>,
    /// Whom to ask: the file's contact, else the hub's.
    pub contact: Contact,
}

impl Offering {
    /// The programme's id.
    pub fn id(&self) -> &ProgrammeId {
        &self.programme.id
    }
}

/// Merged text: sections in their order, and what goes into their holes.
#[derive(Debug, Clone, Default)]
pub struct MergedText {
    /// What is shown.
    pub sections: Vec<MergedSection>,
    /// What goes into each placeholder that still stands in the text.
    pub fills: BTreeMap<PlaceholderName, Fill>,
    /// Changes that were refused; their words are kept for the preview.
    pub refused: Vec<Refused>,
}

/// A section as it is shown.
#[derive(Debug, Clone)]
pub struct MergedSection {
    /// Its id.
    pub id: SectionId,
    /// Its old ids, so that links to them still lead here.
    pub was: Vec<SectionId>,
    /// Its heading; `None` for `intro`.
    pub heading: Option<Arc<Heading>>,
    /// Where the heading comes from: national, or added.
    pub origin: Origin,
    /// Its text, runs of blocks in order.
    pub pieces: Vec<Piece>,
}

/// Blocks that follow each other and come from one place.
#[derive(Debug, Clone)]
pub struct Piece {
    /// Where they come from. Their spans tell file and line.
    pub origin: Origin,
    /// The blocks: shared with the text they come from, unless an unfilled optional placeholder was taken out.
    pub blocks: Blocks,
}

/// Where a piece of a page comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The national text.
    National,
    /// A placeholder's national default.
    Default,
    /// An answer in the programme's local file.
    Answer,
    /// An answer in `hub.yaml`.
    HubAnswer,
    /// Added by the hub.
    Added,
    /// The hub's in place of the national text.
    Replaced,
    /// A required placeholder without an answer.
    Unfilled,
}

impl Origin {
    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Origin::National => "national",
            Origin::Default => "default",
            Origin::Answer => "your answer",
            Origin::HubAnswer => "your answer for every programme",
            Origin::Added => "added",
            Origin::Replaced => "replaced",
            Origin::Unfilled => "unfilled",
        }
    }
}

/// What goes into a placeholder.
#[derive(Debug, Clone, PartialEq)]
pub enum Fill {
    /// Words that fit the kind.
    Words {
        /// The words.
        words: Arc<Words>,
        /// What they are.
        value: Value,
        /// Whose they are: answer, hub-wide answer or default.
        origin: Origin,
    },
    /// Nothing: an unfilled required one (`Origin::Unfilled`), with what it asks. Published pages never show it,
    /// drafts and the preview do.
    Unfilled {
        /// What it asks.
        ask: String,
        /// Help.
        hint: Option<String>,
        /// An example.
        example: Option<String>,
    },
    /// On the national page: `decided by your hub`.
    ByHub,
}

/// An answer understood by its kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// One line: `words.line`.
    Line,
    /// Blocks: `words.blocks`.
    Blocks,
    /// An e-mail address.
    Email(String),
    /// A web address.
    Link(String),
    /// A date.
    Date(Date),
    /// A number, as typed.
    Number,
    /// To be confirmed, perhaps by a day: shown as words in every kind.
    ToBeConfirmed(Option<Date>),
}

/// A change that was refused.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    /// The section concerned, where it was found.
    pub section: Option<SectionId>,
    /// The change.
    pub change: Change,
    /// Where the finding about it stands.
    pub span: Span,
}
