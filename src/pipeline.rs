//! The stages in a row. Knows no disk: it gets what was read and gives what is to be written.

use crate::check;
use crate::error::Result;
use crate::finding::{Report, Reports, Withheld};
use crate::model::{ids::EditionName, merged::Merged, output::Output, site::Content, theme::Theme, when::Date};
use crate::render::{self, Request};
use crate::source::Sources;
use crate::{load, merge};
use std::time::{Duration, Instant};

/// What was made last, kept so that a stage makes only what has changed.
#[derive(Debug, Default)]
pub struct Kept {
    parsed: load::Kept,
    merged: merge::Kept,
}

/// A site that was read and parsed, before it is known which theme and day to check it for: both stand in it.
#[derive(Debug)]
pub struct Parsed {
    /// What was parsed.
    pub content: Content,
    /// What reading found.
    pub reports: Reports,
    took: Duration,
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

/// Parses; what has not changed since `kept` was made is taken from there.
pub fn parse_again(sources: &Sources, kept: &mut Kept) -> Parsed {
    let clock = Instant::now();
    let (content, reports) = load::parse_again(sources, &mut kept.parsed);
    Parsed { content, reports, took: clock.elapsed() }
}

/// Parses.
pub fn parse(sources: &Sources) -> Parsed {
    parse_again(sources, &mut Kept::default())
}

/// A site that was read and merged, before the checks.
#[derive(Debug)]
pub struct Joined {
    /// What was parsed.
    pub content: Content,
    /// What was merged.
    pub merged: Merged,
    /// What reading and merging found.
    pub reports: Reports,
    timings: Vec<(&'static str, Duration)>,
}

/// Merges; what has not changed since `kept` was made is taken from there. `edition` is taken as current in place of
/// the site's.
pub fn join_again(parsed: Parsed, edition: Option<&EditionName>, kept: &mut Kept) -> Joined {
    let Parsed { content, mut reports, took } = parsed;
    let clock = Instant::now();
    let (merged, found) = merge::merge_again(&content, edition, &mut kept.merged);
    reports.extend(&found);
    Joined { content, merged, reports, timings: vec![("parse", took), ("merge", clock.elapsed())] }
}

/// Checks what was merged: every finding, in reading order.
pub fn examine(joined: &Joined, sources: &Sources, theme: &Theme, day: Date) -> Report {
    let Joined { content, merged, .. } = joined;
    let mut report = joined.reports.join();
    report.extend(check::check(&check::Input { sources, content, merged, ground: &theme.ground, day }));
    report.allow(&content.allowed);
    report.sort(sources);
    report
}

/// Merges and checks. `edition` is taken as current in place of the site's.
pub fn check(parsed: Parsed, sources: &Sources, theme: &Theme, edition: Option<&EditionName>, day: Date) -> Checked {
    let joined = join_again(parsed, edition, &mut Kept::default());
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
