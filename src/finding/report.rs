//! All findings of a run, and what they withhold.

use super::{Finding, Level, Place, Rule, Scope};
use crate::source::{FileId, Sources, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Findings, collected.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// In the order found until [`Report::sort`] is called.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Adds all of another.
    pub fn extend(&mut self, other: Report) {
        self.findings.extend(other.findings);
    }

    /// How many there are of a level.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|finding| finding.level == level).count()
    }

    /// Leaves out the warnings and notes that the file they stand in allows (front matter `allow`). Errors stay.
    pub fn allow(&mut self, allowed: &BTreeMap<FileId, Vec<Rule>>) {
        self.findings.retain(|finding| {
            finding.level == Level::Error
                || !finding
                    .file()
                    .and_then(|file| allowed.get(&file))
                    .is_some_and(|rules| rules.contains(&finding.rule))
        });
    }

    /// Puts the findings into the order in which they are read out (file, place, rule) and drops repeats: the same
    /// twice, and warnings that say of a place what an error there says already.
    pub fn sort(&mut self, sources: &Sources) {
        let key = |finding: &Finding| match &finding.place {
            Place::Span(span) => (sources.path(span.file).to_owned(), span.start, span.end),
            Place::Path(path) => (path.clone(), 0, 0),
        };
        self.findings
            .sort_by_cached_key(|finding| (key(finding), finding.rule, finding.scope.clone(), finding.message.clone()));
        self.findings.dedup();
        let errors = self.findings.iter().filter(|finding| finding.level == Level::Error);
        let said: Vec<(Span, String)> = errors
            .filter_map(|error| match error.place {
                Place::Span(span) => Some((span, error.message.clone())),
                Place::Path(_) => None,
            })
            .collect();
        let echoes = |finding: &Finding| {
            said.iter().any(|(span, message)| {
                matches!(finding.place, Place::Span(at) if at.file == span.file && (span.start..=span.end).contains(&at.start))
                    && *message == finding.message
            })
        };
        self.findings.retain(|finding| finding.level == Level::Error || !echoes(finding));
    }

    /// What the errors withhold.
    pub fn withheld(&self) -> Withheld {
        Withheld {
            scopes: self
                .findings
                .iter()
                .filter(|finding| finding.level == Level::Error)
                .map(|finding| finding.scope.clone())
                .collect(),
        }
    }
}

/// The pages that errors withhold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withheld {
    scopes: BTreeSet<Scope>,
}

impl Withheld {
    /// Whether nothing at all may be published.
    pub fn site(&self) -> bool {
        self.scopes.contains(&Scope::Site)
    }

    /// Whether a hub's pages are withheld, all of them.
    pub fn hub(&self, hub: &str) -> bool {
        self.site() || self.scopes.contains(&Scope::Hub(hub.to_owned()))
    }

    /// Whether a programme's national page (and with it every offering) is withheld.
    pub fn programme(&self, edition: &str, programme: &str) -> bool {
        self.site()
            || self.scopes.contains(&Scope::Programme { edition: edition.to_owned(), programme: programme.to_owned() })
    }

    /// Whether an offering's page is withheld.
    pub fn offering(&self, hub: &str, edition: &str, programme: &str) -> bool {
        self.hub(hub)
            || self.programme(edition, programme)
            || self.scopes.contains(&Scope::Offering {
                hub: hub.to_owned(),
                edition: edition.to_owned(),
                programme: programme.to_owned(),
            })
    }

    /// Whether a year's introduction is left out of a hub's page.
    pub fn introduction(&self, hub: &str, edition: &str) -> bool {
        self.hub(hub)
            || self.scopes.contains(&Scope::Introduction { edition: edition.to_owned() })
            || self.scopes.contains(&Scope::HubIntroduction { hub: hub.to_owned(), edition: edition.to_owned() })
    }
}
