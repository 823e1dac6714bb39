//! The stages in a row. Knows no disk: it gets what was read and gives what is to be written.

use crate::error::Result;
use crate::finding::{Report, Withheld};
use crate::model::{ids::EditionName, merged::Merged, output::Output, site::Content, theme::Theme, when::Date};
use crate::render::{self, Request};
use crate::source::Sources;
use crate::{ancestry, check};
use crate::{load, merge};
pub use load::{Kept, Version};
use std::time::{Duration, Instant};

/// A site that was read and parsed, before it is known which theme and day to check it for: both stand in it.
#[derive(Debug)]
pub struct Parsed {
    /// What was parsed.
    pub content: Content,
    /// What reading found.
    pub report: Report,
    took: Duration,
}

impl Parsed {
    /// The same with what earlier versions of the national text said.
    pub fn remember(mut self, versions: &[Version]) -> Self {
        let clock = Instant::now();
        self.content.history = load::earlier(versions, &self.content.site);
        self.took += clock.elapsed();
        self
    }
}

/// A site that was read, merged and checked.
#[derive(Debug)]
pub struct Checked {
    /// What was parsed.
    pub content: Content,
    /// What was merged.
    pub merged: Merged,
    /// Every finding, in reading order.
    pub report: Report,
    /// What the errors withhold.
    pub withheld: Withheld,
    /// How long each stage took.
    pub timings: Vec<(&'static str, Duration)>,
}

/// Parses again what has changed since `kept` was made, and keeps the rest.
pub fn parse_again(sources: &Sources, kept: &mut Kept) -> Parsed {
    let clock = Instant::now();
    let (content, report) = load::parse_again(sources, kept);
    Parsed { content, report, took: clock.elapsed() }
}

/// Parses.
pub fn parse(sources: &Sources) -> Parsed {
    let clock = Instant::now();
    let (content, report) = load::parse(sources);
    Parsed { content, report, took: clock.elapsed() }
}

/// A site that was read and merged, before the checks.
#[derive(Debug)]
pub struct Joined {
    /// What was parsed.
    pub content: Content,
    /// What was merged.
    pub merged: Merged,
    /// What reading and merging found.
    pub report: Report,
    timings: Vec<(&'static str, Duration)>,
}

/// Merges. `edition` is taken as current in place of the site's.
pub fn join(parsed: Parsed, edition: Option<&EditionName>) -> Joined {
    let Parsed { content, mut report, took } = parsed;
    let clock = Instant::now();
    let (merged, found) = merge::merge(&content, edition);
    report.extend(found);
    Joined { content, merged, report, timings: vec![("parse", took), ("merge", clock.elapsed())] }
}

/// Checks what was merged: every finding, in reading order.
pub fn examine(joined: &Joined, sources: &Sources, theme: &Theme, day: Date) -> Report {
    let Joined { content, merged, .. } = joined;
    let mut report = joined.report.clone();
    report.extend(check::check(&check::Input { sources, content, merged, ground: &theme.ground, day }));
    let agreed = load::agreed(content);
    report.extend(ancestry::ancestry(&ancestry::Input { sources, content, current: &merged.current, agreed: &agreed }));
    report.allow(&content.allowed);
    report.sort(sources);
    report
}

/// Merges and checks. `edition` is taken as current in place of the site's.
pub fn check(parsed: Parsed, sources: &Sources, theme: &Theme, edition: Option<&EditionName>, day: Date) -> Checked {
    let joined = join(parsed, edition);
    let clock = Instant::now();
    let report = examine(&joined, sources, theme, day);
    let Joined { content, merged, mut timings, .. } = joined;
    timings.push(("check", clock.elapsed()));
    let withheld = report.withheld();
    Checked { content, merged, report, withheld, timings }
}

/// Renders what was checked. Nothing where an error in `site.yaml` withholds everything.
///
/// # Errors
/// A theme's template that can't be read.
pub fn render<'a>(checked: &'a Checked, theme: &'a Theme, request: &Request) -> Result<Option<Output<'a>>> {
    if checked.withheld.site() {
        return Ok(None);
    }
    render::render(&checked.merged, &checked.withheld, theme, request).map(Some)
}
