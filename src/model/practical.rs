//! Dates, places and ways to apply, as national and local files give them.

use super::when::{Date, Moment, Time};
use crate::source::Span;

/// A way to apply. Without any of `link`, `email` and `form` it means writing to the hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apply {
    /// Its words: `Apply for a place`.
    pub label: Option<String>,
    /// A web address.
    pub link: Option<String>,
    /// An e-mail address.
    pub email: Option<String>,
    /// A form to fill in: a web address, or a file of the site.
    pub form: Option<Form>,
    /// When applications open.
    pub opens: Option<Moment>,
    /// When they close.
    pub closes: Option<Moment>,
    /// What is needed for it.
    pub needs: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// Where `closes` stands.
    pub closes_span: Option<Span>,
}

/// A form to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// On the web.
    Web(String),
    /// A file of the site, published beside the page.
    File(crate::source::FileId),
}

/// A link with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelledLink {
    /// Its words.
    pub label: String,
    /// A web address, or a file of the site.
    pub link: Form,
    /// Where it stands.
    pub span: Span,
}

/// A group that runs an offering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    /// Its name.
    pub name: String,
    /// Where its people come from.
    pub area: Option<String>,
    /// Who leads it.
    pub lead: Option<String>,
    /// How it meets.
    pub mode: Option<Mode>,
    /// Where it meets.
    pub venue: Option<String>,
    /// How many places are left.
    pub places: Option<Places>,
    /// What the dates don't tell.
    pub status: Option<Status>,
    /// A remark.
    pub note: Option<String>,
    /// Its own ways to apply, in place of the offering's.
    pub apply: Option<Vec<Apply>>,
    /// Its meetings, in the order written.
    pub sessions: Vec<Session>,
    /// Where it stands.
    pub span: Span,
}

/// How a cohort meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// In person.
    InPerson,
    /// Online.
    Online,
    /// Both.
    Blended,
}

/// How many places are left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Places {
    /// Many.
    Many,
    /// A few.
    Few,
    /// None.
    None,
}

/// What the dates don't tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Will not happen.
    Cancelled,
    /// Will happen later.
    Postponed,
    /// No places left.
    Full,
}

/// One meeting, dated or to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// When.
    pub day: SessionDay,
    /// From.
    pub start: Option<Time>,
    /// To.
    pub end: Option<Time>,
    /// Where.
    pub venue: Option<String>,
    /// Whether it is online.
    pub online: bool,
    /// What it is about.
    pub title: Option<String>,
    /// Cancelled, postponed or full.
    pub status: Option<Status>,
    /// A remark.
    pub note: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// The day of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionDay {
    /// That day.
    On(Date),
    /// To be confirmed, perhaps by a day.
    ToBeConfirmed(Option<Date>),
}

impl Session {
    /// Its date, where it has one.
    pub fn date(&self) -> Option<Date> {
        match self.day {
            SessionDay::On(date) => Some(date),
            SessionDay::ToBeConfirmed(_) => None,
        }
    }
}

/// A person or address to ask.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// Who.
    pub name: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}
