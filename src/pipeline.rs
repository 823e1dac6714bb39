//! The stages in a row. Knows no disk: it gets what was read and gives what is to be written.

use crate::check;
use crate::error::Result;
use crate::finding::{Report, Withheld};
use crate::model::{ids::EditionName, merged::Merged, output::Output, site::Content, theme::Theme, when::Date};
use crate::render::{self, Request};
use crate::source::Sources;
use crate::{load, merge};
use std::time::{Duration, Instant};

/// A site that was read and parsed, before it is known which theme and day to check it for: both stand in it.
#[derive(Debug)]
pub struct Parsed {
    /// What was parsed.
    pub content: Content,
    report: Report,
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

/// Parses.
pub fn parse(sources: &Sources) -> Parsed {
    let clock = Instant::now();
    let (content, report) = load::parse(sources);
    Parsed { content, report, took: clock.elapsed() }
}

/// Merges and checks. `edition` is taken as current in place of the site's.
pub fn check(parsed: Parsed, sources: &Sources, theme: &Theme, edition: Option<&EditionName>, day: Date) -> Checked {
    let Parsed { content, mut report, took } = parsed;
    let mut timings = vec![("parse", took)];
    let mut clock = Instant::now();
    let mut lap = |stage| {
        timings.push((stage, clock.elapsed()));
        clock = Instant::now();
    };
    let (merged, found) = merge::merge(&content, edition);
    report.extend(found);
    lap("merge");
    let input = check::Input { sources, content: &content, merged: &merged, ground: &theme.ground, day };
    report.extend(check::check(&input));
    report.allow(&content.allowed);
    report.sort(sources);
    lap("check");
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
