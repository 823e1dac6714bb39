//! What stands on the desk while one file is read: where it lies, whose it is, and what was found so far.

use super::phrases::Phrases;
use crate::finding::{Finding, Report, Rule, Scope};
use crate::model::ids::{EditionName, HubId};
use crate::source::{Body, FileId, Sources, Span};

/// The most findings of one file that are listed.
pub const FINDINGS_LIMIT: usize = 1_000;

/// One file being read.
pub struct Reading<'a> {
    /// Every file, for links from one to another.
    pub sources: &'a Sources,
    /// The phrases that mark a placeholder on this site.
    pub phrases: &'a Phrases,
    /// The file.
    pub file: FileId,
    /// The hub whose folder it lies in.
    pub hub: Option<HubId>,
    /// The edition whose folder it lies in.
    pub edition: Option<EditionName>,
    /// What an error in it withholds.
    pub scope: Scope,
    /// What was found.
    pub report: Report,
    /// Rules that the file allows.
    pub allowed: Vec<Rule>,
}

impl<'a> Reading<'a> {
    /// A file that is about to be read; an error in it withholds `scope`.
    pub fn new(sources: &'a Sources, phrases: &'a Phrases, file: FileId, scope: Scope) -> Self {
        let hub = scope.hub().map(HubId::new);
        let edition = scope.edition().map(EditionName::new);
        Self { sources, phrases, file, hub, edition, scope, report: Report::default(), allowed: Vec::new() }
    }

    /// Notes a finding. After very many in one file it only says that there are more.
    pub fn find(&mut self, rule: Rule, span: Span, message: impl Into<String>, remedy: impl Into<String>) {
        let count = self.report.findings.len();
        if count < FINDINGS_LIMIT {
            self.report.push(Finding::new(rule, span, self.scope.clone(), message, remedy));
        } else if count == FINDINGS_LIMIT {
            let message =
                format!("There are more than {FINDINGS_LIMIT} findings in this file; the rest is not listed.");
            let remedy = "Put these right first, or put back the file as it was.";
            self.report.push(Finding::new(Rule::BadValue, span, self.scope.clone(), message, remedy));
        }
    }

    /// The file's text.
    pub fn text(&self) -> &'a str {
        self.sources.text(self.file)
    }

    /// Whether the file could not be read as text at all; what it holds is unknown then, which isn't nothing.
    pub fn is_refused(&self) -> bool {
        matches!(self.sources.file(self.file).body, Body::Refused(_))
    }

    /// The path of the folder in which the file lies.
    pub fn folder(&self) -> &'a str {
        self.sources.path(self.file).rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The span of a range of bytes of the file.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, range)
    }
}

/// `did you mean …?` as a remedy's beginning, where a name is near enough; empty otherwise.
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    crate::finding::nearest(name, candidates).map_or(String::new(), |near| format!("Did you mean `{near}`? "))
}
