//! The stages in a row. Knows no disk: it gets what was read and gives what is to be written.

use crate::agreement::{self, Record};
use crate::check;
use crate::error::{Error, Result};
use crate::finding::{Report, Withheld};
use crate::model::agreement::Agreed;
use crate::model::{
    ids::EditionName,
    merged::Merged,
    output::Output,
    site::Content,
    standing::{ChangeState, Standing},
    theme::Theme,
    when::Date,
};
use crate::render::{self, Request};
use crate::source::Sources;
use crate::{load, merge};
pub use load::Kept;
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

/// A site that was read, merged and checked.
#[derive(Debug)]
pub struct Checked {
    /// What was parsed.
    pub content: Content,
    /// What was merged.
    pub merged: Merged,
    /// How hubs' changes stand to the national text.
    pub standings: Vec<Standing>,
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
    /// How hubs' changes stand to the national text.
    pub standings: Vec<Standing>,
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
    let standings = agreement::standings(&content, &merged);
    Joined { content, merged, standings, report, timings: vec![("parse", took), ("merge", clock.elapsed())] }
}

/// Checks what was merged: every finding, in reading order.
pub fn examine(joined: &Joined, sources: &Sources, theme: &Theme, day: Date) -> Report {
    let Joined { content, merged, standings, .. } = joined;
    let mut report = joined.report.clone();
    report.extend(check::check(&check::Input { sources, content, merged, standings, ground: &theme.ground, day }));
    report.allow(&content.allowed);
    report.sort(sources);
    report
}

/// Merges and checks. `edition` is taken as current in place of the site's.
pub fn check(parsed: Parsed, sources: &Sources, theme: &Theme, edition: Option<&EditionName>, day: Date) -> Checked {
    let joined = join(parsed, edition);
    let clock = Instant::now();
    let report = examine(&joined, sources, theme, day);
    let Joined { content, merged, standings, mut timings, .. } = joined;
    timings.push(("check", clock.elapsed()));
    let withheld = report.withheld();
    Checked { content, merged, standings, report, withheld, timings }
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

/// A hub's `agreed.yaml` with more agreed to.
#[derive(Debug)]
pub struct Agreeing {
    /// Its path from the site's folder.
    pub path: String,
    /// What was read of it; `None` where there is none yet.
    pub old: Option<String>,
    /// What is to stand there.
    pub new: String,
}

/// Agrees, for one hub and edition, to the present national text of these changes. `None` where all of it was agreed
/// to before. Changes whose section is gone have no text to agree to.
///
/// # Errors
/// What stands in the file can't be kept, because it can't all be read.
pub fn agree(sources: &Sources, content: &Content, standings: &[&Standing], day: Date) -> Result<Option<Agreeing>> {
    let open = |standing: &&&Standing| !matches!(standing.state, ChangeState::Current | ChangeState::Gone);
    let open: Vec<&Standing> = standings.iter().filter(open).copied().collect();
    let Some(Standing { hub, edition, .. }) = open.first() else { return Ok(None) };
    let path = format!("content/hubs/{hub}/{edition}/agreed.yaml");
    let before: Option<&Agreed> = content.hubs.get(hub).and_then(|hub| hub.editions.get(edition)?.agreed.as_deref());
    let broken = |why: &str| {
        Error::Unsafe(format!(
            "{path} {why}, so nothing was written to it.\n\
             Put it back as it was; or take it away, read the national text, and agree to it again with\n  foldout agree {hub}"
        ))
    };
    if before.is_some_and(|agreed| !agreed.sound) {
        return Err(broken("can't be read to its end (foldout check says where)"));
    }
    let records: Vec<Record> = open.iter().map(|standing| Record::of(standing, day)).collect();
    let old = before.map(|agreed| sources.text(agreed.file).to_owned());
    let new = agreement::record(old.as_deref().unwrap_or(""), &records);
    // Read back: all that was agreed before, and what is agreed now.
    let after = load::agreed(&new, hub, edition).0;
    let kept = before.is_none_or(|before| before.entries.iter().all(|entry| agreement::keeps(&after, entry, &records)));
    if !after.sound || !kept || !records.iter().all(|record| record.stands_in(&after)) {
        return Err(broken("is not in the form in which Foldout writes it"));
    }
    Ok(Some(Agreeing { path, old, new }))
}
