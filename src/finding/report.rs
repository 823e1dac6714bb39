//! All findings of a run, and what they withhold.

use super::{Finding, Level, Place, Rule, Scope};
use crate::source::{FileId, Sources, Span};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
        self.findings.sort_by(|a, b| in_reading_order(a, b, sources));
        self.findings.dedup();
        let mut said: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
        for error in self.findings.iter().filter(|finding| finding.level == Level::Error) {
            if let Place::Span(span) = error.place {
                said.entry(&error.message).or_default().push(span);
            }
        }
        let echoes = |finding: &Finding| {
            let Place::Span(at) = finding.place else { return false };
            let holds = |span: &Span| at.file == span.file && (span.start..=span.end).contains(&at.start);
            said.get(finding.message.as_str()).is_some_and(|spans| spans.iter().any(holds))
        };
        let repeats = |finding: &Finding| finding.level != Level::Error && echoes(finding);
        let repeats: Vec<bool> = self.findings.iter().map(repeats).collect();
        let mut repeats = repeats.into_iter();
        self.findings.retain(|_| !repeats.next().unwrap_or(false));
    }

    /// What the errors withhold.
    pub fn withheld(&self) -> Withheld {
        Withheld::by(&self.findings)
    }
}

/// Files are numbered in the order of their paths.
fn in_reading_order(a: &Finding, b: &Finding, sources: &Sources) -> Ordering {
    let within = |place: &Place| match place {
        Place::Span(span) => (span.start, span.end),
        Place::Path(_) => (0, 0),
    };
    let files = match (&a.place, &b.place) {
        (Place::Span(a), Place::Span(b)) => a.file.cmp(&b.file),
        (a, b) => path(a, sources).cmp(path(b, sources)),
    };
    let rest = |finding: &Finding| (within(&finding.place), finding.rule);
    files.then_with(|| rest(a).cmp(&rest(b))).then_with(|| (&a.scope, &a.message).cmp(&(&b.scope, &b.message)))
}

fn path<'s>(place: &'s Place, sources: &'s Sources) -> &'s str {
    match place {
        Place::Span(span) => sources.path(span.file),
        Place::Path(path) => path,
    }
}

/// Reports of parts of a site, shared: joined only when somebody wants to read them all.
#[derive(Debug, Clone, Default)]
pub struct Reports(Vec<Arc<Report>>);

impl Reports {
    /// Adds one.
    pub fn push(&mut self, report: Arc<Report>) {
        if !report.findings.is_empty() {
            self.0.push(report);
        }
    }

    /// Adds all of others.
    pub fn extend(&mut self, others: &Reports) {
        self.0.extend(others.0.iter().cloned());
    }

    /// Every finding.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter().flat_map(|report| &report.findings)
    }

    /// As one report.
    pub fn join(&self) -> Report {
        Report { findings: self.findings().cloned().collect() }
    }
}

/// The pages that errors withhold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withheld {
    scopes: BTreeSet<Scope>,
}

impl Withheld {
    /// What the errors among findings withhold.
    pub fn by<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let mut scopes = BTreeSet::new();
        for finding in findings.into_iter().filter(|finding| finding.level == Level::Error) {
            if !scopes.contains(&finding.scope) {
                scopes.insert(finding.scope.clone());
            }
        }
        Self { scopes }
    }

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
