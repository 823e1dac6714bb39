//! Impact: what a change of the content does to the pages. Two states of a site in, the differences out, before
//! anybody publishes.
//!
//! 1. Each page's text is told as it reads, its answers and facts put in ([`telling`]), with the facts beside it
//!    ([`facts`]). Places in files don't count: text that only moved reads the same.
//! 2. Pages that read differently are listed, section by section ([`pages`]); so is the national text itself.
//! 3. Where the national text changed and a hub's page did not, the hub's change that stands before it is named
//!    ([`hidden`]); so are answers that nothing shows any more, and questions that nobody has answered ([`answers`]).
//!
//! Pure. Lists, booklets and calendars follow the pages that they are made of, and are not listed by themselves.

mod answers;
mod difference;
mod facts;
mod hidden;
mod pages;
mod telling;
mod topics;

pub use difference::lines;
pub use topics::{Asked, Topic};

use crate::finding::{Report, Withheld};
use crate::model::ids::{EditionName, HubId, ProgrammeId, SectionId};
use crate::model::merged::Merged;
use crate::model::site::Content;
use crate::source::Sources;

/// One state of a site.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// Its text.
    pub sources: &'a Sources,
    /// What was parsed.
    pub content: &'a Content,
    /// What was merged.
    pub merged: &'a Merged,
    /// What was found.
    pub report: &'a Report,
    /// What that withholds.
    pub withheld: &'a Withheld,
}

/// What a change does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Impact {
    /// National text that changes.
    pub national: Vec<PageChange>,
    /// Hubs' pages that change.
    pub pages: Vec<PageChange>,
    /// Changes of hubs that keep national changes from their pages.
    pub hidden: Vec<Hidden>,
    /// Answers that no page shows any more.
    pub unused: Vec<AnswerChange>,
    /// Questions that nobody has answered now.
    pub unfilled: Vec<AnswerChange>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageName {
    /// Whose; `None` for the national text.
    pub hub: Option<HubId>,
    /// The edition.
    pub edition: EditionName,
    /// The programme; `None` for the hub's page of the year, or the year's introduction.
    pub programme: Option<ProgrammeId>,
}

/// What becomes of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageChange {
    /// Which.
    pub page: PageName,
    /// Its title, and the hub's name before it.
    pub title: String,
    /// Its address below the site: `cambridge/number-sense/`.
    pub path: String,
    /// What becomes of it.
    pub how: How,
    /// Whether an error holds it back afterwards.
    pub withheld: bool,
    /// Its sections that differ, in their order.
    pub sections: Vec<SectionChange>,
    /// Facts beside the text that differ.
    pub facts: Vec<FactChange>,
    /// The errors that hold it back now and did not before.
    pub errors: Vec<String>,
}

/// What becomes of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// It reads differently.
    Changes,
    /// It was not there.
    Appears,
    /// It is no longer there.
    Disappears,
    /// Errors hold it back now.
    Withheld,
    /// Errors held it back, and no longer do.
    Released,
}

impl How {
    /// Everything that a page can do, in the order in which it is told.
    pub const ALL: &'static [How] = &[How::Changes, How::Appears, How::Disappears, How::Withheld, How::Released];

    /// Its name for programs.
    pub fn name(self) -> &'static str {
        match self {
            How::Changes => "changes",
            How::Appears => "appears",
            How::Disappears => "disappears",
            How::Withheld => "withheld",
            How::Released => "released",
        }
    }

    /// What one page does.
    pub fn of_one(self) -> &'static str {
        match self {
            How::Changes => "changes",
            How::Appears => "appears",
            How::Disappears => "disappears",
            How::Withheld => "is now held back",
            How::Released => "is no longer held back",
        }
    }

    /// What so many pages do: `35 pages change`.
    pub fn of(self, count: usize) -> String {
        let several = match self {
            How::Changes => "change",
            How::Appears => "appear",
            How::Disappears => "disappear",
            How::Withheld => "are now held back",
            How::Released => "are no longer held back",
        };
        if count == 1 { format!("1 page {}", self.of_one()) } else { format!("{count} pages {several}") }
    }
}

/// What becomes of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionChange {
    /// Its id.
    pub id: SectionId,
    /// Its heading as it is called now, or was; empty for `intro`.
    pub name: String,
    /// Its heading and text before; `None` where it was not there.
    pub before: Option<String>,
    /// Its heading and text afterwards; `None` where it is no longer there.
    pub after: Option<String>,
}

/// What becomes of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactChange {
    /// What it is called.
    pub name: String,
    /// Before; empty where there was none.
    pub before: String,
    /// Afterwards; empty where there is none.
    pub after: String,
}

/// A hub's change that keeps a national one from its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// The page.
    pub page: PageName,
    /// The hub's name.
    pub hub_name: String,
    /// What the hub does, in words that begin with a verb: `replaces “Funding”`.
    pub what: String,
    /// The file.
    pub file: String,
    /// The line.
    pub line: usize,
}

/// An answer that is no longer shown, or that is missing now.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AnswerChange {
    /// The page.
    pub page: PageName,
    /// The hub's name.
    pub hub_name: String,
    /// The placeholder.
    pub name: String,
    /// What it asks, or said.
    pub words: String,
}

impl Impact {
    /// Whether nothing is different for anybody.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What becomes of `before` when it turns into `after`.
pub fn compare(before: &Side, after: &Side) -> Impact {
    let (was, is) = (pages::Told::new(before), pages::Told::new(after));
    let national = pages::changes(&was.national, &is.national, before, after);
    let pages = pages::changes(&was.pages, &is.pages, before, after);
    Impact {
        hidden: hidden::hidden(&was, &is, after),
        unused: answers::unused(before, after),
        unfilled: answers::unfilled(before, after),
        national,
        pages,
    }
}
