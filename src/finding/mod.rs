//! Findings: what a person should know about the content.

mod nearest;
mod report;
mod rule;

pub use nearest::nearest;
pub use report::{Report, Reports, Withheld};
pub use rule::{Level, Rule};

use crate::source::{FileId, Span};

/// One thing that a person should know, with its place and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which rule found it.
    pub rule: Rule,
    /// How grave it is here; most rules always have [`Rule::level`].
    pub level: Level,
    /// What is wrong: one sentence, plain words.
    pub message: String,
    /// What to type instead, in the words of the person who writes the file. May hold several lines.
    pub remedy: String,
    /// Where.
    pub place: Place,
    /// Other places that belong to it, such as the national line that asks.
    pub also: Vec<Also>,
    /// Whose pages it concerns, and, for an error, withholds.
    pub scope: Scope,
}

/// Where a finding stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In a file's text.
    Span(Span),
    /// A file or folder as a whole, by its path from the site's folder (it may not exist).
    Path(String),
}

/// Another place that belongs to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Also {
    /// Where.
    pub span: Span,
    /// What stands there: `the national text asks here`.
    pub message: String,
}

/// Whose pages a finding concerns. Ids are kept as plain words: this floor knows no model.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Everything.
    Site,
    /// All pages of a hub.
    Hub(String),
    /// A national programme: its own page and every offering of it.
    Programme {
        /// The edition.
        edition: String,
        /// The programme.
        programme: String,
    },
    /// One hub's offering.
    Offering {
        /// The hub.
        hub: String,
        /// The edition.
        edition: String,
        /// The programme.
        programme: String,
    },
    /// A year's national introduction, in every hub's page.
    Introduction {
        /// The edition.
        edition: String,
    },
    /// One hub's page's introduction.
    HubIntroduction {
        /// The hub.
        hub: String,
        /// The edition.
        edition: String,
    },
    /// Nothing that is published: a stray file, a folder that belongs nowhere.
    Aside {
        /// In whose folder, where it is a hub's.
        hub: Option<String>,
    },
}

impl Scope {
    /// The hub concerned.
    pub fn hub(&self) -> Option<&str> {
        match self {
            Scope::Hub(hub) | Scope::Offering { hub, .. } | Scope::HubIntroduction { hub, .. } => Some(hub),
            Scope::Aside { hub } => hub.as_deref(),
            _ => None,
        }
    }

    /// The programme concerned.
    pub fn programme(&self) -> Option<&str> {
        match self {
            Scope::Programme { programme, .. } | Scope::Offering { programme, .. } => Some(programme),
            _ => None,
        }
    }

    /// The edition concerned.
    pub fn edition(&self) -> Option<&str> {
        match self {
            Scope::Programme { edition, .. }
            | Scope::Offering { edition, .. }
            | Scope::Introduction { edition }
            | Scope::HubIntroduction { edition, .. } => Some(edition),
            _ => None,
        }
    }
}

impl Finding {
    /// A finding of `rule` at its usual level.
    pub fn new(rule: Rule, span: Span, scope: Scope, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            rule,
            level: rule.level(),
            message: message.into(),
            remedy: remedy.into(),
            place: Place::Span(span),
            also: Vec::new(),
            scope,
        }
    }

    /// A finding about a file or folder as a whole.
    pub fn at_path(
        rule: Rule,
        path: impl Into<String>,
        scope: Scope,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let mut finding = Self::new(rule, Span::whole(FileId(0)), scope, message, remedy);
        finding.place = Place::Path(path.into());
        finding
    }

    /// The same with another place that belongs to it.
    pub fn also(mut self, span: Span, message: impl Into<String>) -> Self {
        self.also.push(Also { span, message: message.into() });
        self
    }

    /// The same at another level.
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// The file it stands in, where that is one that was read.
    pub fn file(&self) -> Option<FileId> {
        match self.place {
            Place::Span(span) => Some(span.file),
            Place::Path(_) => None,
        }
    }
}
