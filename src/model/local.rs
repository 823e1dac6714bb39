//! What hubs write: the hub itself, and its files for programmes and for a year's introduction.

use super::ids::{EditionName, HubId, PlaceholderName, ProgrammeId, SectionId};
use super::national::{Heading, Programme, Words, YearDate};
use super::practical::{Apply, Cohort, Contact, Session, Status};
use super::text::Blocks;
use super::when::Date;
use crate::source::{FileId, Span, Spanned};
use std::sync::Arc;

/// A hub, from its `hub.yaml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Hub {
    /// Its id: the folder's name.
    pub id: HubId,
    /// Its file; `None` where it is missing (a finding says so).
    pub file: Option<FileId>,
    /// Its name.
    pub name: String,
    /// Its region.
    pub region: String,
    /// The schools that lead it.
    pub lead_schools: Vec<String>,
    /// Town.
    pub place: Option<String>,
    /// The area it serves.
    pub area: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Web address.
    pub website: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// About the hub.
    pub about: Option<Blocks>,
    /// Names that it had.
    pub former_names: Vec<String>,
    /// Its colour, `#rrggbb`.
    pub accent: Option<Spanned<String>>,
    /// Its logo.
    pub logo: Option<Logo>,
    /// Answers for every programme.
    pub answers: Vec<(Spanned<PlaceholderName>, Arc<Words>)>,
    /// What it offers by edition without a file of its own.
    pub offers: Vec<(Spanned<EditionName>, Offers)>,
    /// Partners.
    pub partners: Vec<String>,
    /// For the accessibility statement.
    pub accessibility: Accessibility,
    /// Where its folder is published, if not below the site's: https address that ends with `/`.
    pub base_url: Option<String>,
    /// Whether `hub.yaml` is missing or could not be read, so that what it lacks says nothing.
    pub unreadable: bool,
}

/// A hub's logo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// The file.
    pub file: FileId,
    /// What it shows, in words.
    pub alt: String,
}

/// What a hub offers in an edition.
#[derive(Debug, Clone, PartialEq)]
pub enum Offers {
    /// Every national programme.
    All(Span),
    /// These.
    These(Vec<Spanned<ProgrammeId>>),
}

/// For the accessibility statement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Accessibility {
    /// Whom to tell of problems.
    pub contact: Option<String>,
    /// When the pages were last looked at.
    pub reviewed: Option<Date>,
}

/// A hub's file for a programme, or for a year's introduction (`programme` is then `None`).
#[derive(Debug, Clone, PartialEq)]
pub struct LocalFile {
    /// The hub.
    pub hub: HubId,
    /// The edition.
    pub edition: EditionName,
    /// The programme; `None` for `edition.md`.
    pub programme: Option<ProgrammeId>,
    /// The file.
    pub file: FileId,
    /// `offered`, where it is said.
    pub offered: Option<bool>,
    /// Answers from front matter and from `## Answer:`, in file order.
    pub answers: Vec<Answer>,
    /// Changes in file order.
    pub changes: Vec<Change>,
    /// Ways to apply, in place of the national ones.
    pub apply: Option<Vec<Apply>>,
    /// Cohorts, in place of the national ones.
    pub cohorts: Option<Vec<Cohort>>,
    /// Sessions, in place of the national ones.
    pub sessions: Option<Vec<Session>>,
    /// Whom to ask, in place of the hub's own contact.
    pub contact: Option<Contact>,
    /// Shown at the top until a day.
    pub notice: Option<Notice>,
    /// What the dates don't tell.
    pub status: Option<Status>,
    /// What it costs to take part, in place of the national words.
    pub cost: Option<String>,
    /// When it came out, for the feed of what is new.
    pub published: Option<Date>,
    /// Hubs that deliver it together with this one.
    pub with: Vec<Spanned<HubId>>,
    /// Dates of the year, in `edition.md`.
    pub dates: Option<Vec<YearDate>>,
    /// The hub's own programme, where the file says `local: yes`.
    pub own: Option<Arc<Programme>>,
    /// Whether the file could not be read, so that what it lacks says nothing.
    pub unreadable: bool,
}

/// A notice.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// Its words.
    pub text: Blocks,
    /// The last day on which it is shown.
    pub until: Option<Date>,
    /// Where it stands.
    pub span: Span,
}

/// A hub's words for a placeholder.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The name as written: of a placeholder, or of a section that has exactly one.
    pub name: Spanned<String>,
    /// Whether it stands under `## Answer:` (where a section may be named) and not in front matter.
    pub heading: bool,
    /// The words.
    pub words: Arc<Words>,
}

/// What a hub does to a section.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What.
    pub verb: Verb,
    /// The section's name as written after the colon (plain words), and where.
    pub section: Spanned<String>,
    /// The text under the heading.
    pub blocks: Blocks,
    /// The same as it was written, without comments and without empty lines around it.
    pub text: Arc<str>,
    /// The whole heading line's place.
    pub span: Span,
    /// The place of everything below the heading line, up to the next heading or the end of the file.
    pub body: Span,
}

/// The verb of a change.
#[derive(Debug, Clone, PartialEq)]
pub enum Verb {
    /// In place of the national text.
    Replace,
    /// Before it.
    AddBefore,
    /// After it.
    AddTo,
    /// Nothing is shown of it; the text under it is the reason, for colleagues.
    Hide,
    /// A section of the hub's own.
    NewSection {
        /// Its id.
        id: SectionId,
        /// Its heading.
        heading: Arc<Heading>,
        /// After which section, as written.
        after: Option<Spanned<String>>,
    },
}
