//! The stages in a row. Knows no disk: it gets what was read and gives what is to be written.

use crate::agreement::{self, Record};
use crate::error::{Error, Result};
use crate::finding::{Report, Reports, Withheld};
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
use crate::{ancestry, check};
use crate::{load, merge};
pub use load::Version;
use std::sync::OnceLock;
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
    /// How hubs' changes stand to the national text.
    pub standings: Vec<Standing>,
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
    standings: OnceLock<Vec<Standing>>,
    /// What reading and merging found.
    pub reports: Reports,
    timings: Vec<(&'static str, Duration)>,
}

impl Joined {
    /// How hubs' changes stand to the national text: worked out when somebody first asks.
    pub fn standings(&self) -> &[Standing] {
        self.standings.get_or_init(|| agreement::standings(&self.content, &self.merged))
    }
}

/// Merges. `edition` is taken as current in place of the site's.
pub fn join(parsed: Parsed, edition: Option<&EditionName>) -> Joined {
    join_again(parsed, edition, &mut Kept::default())
}

/// Merges; what has not changed since `kept` was made is taken from there. `edition` is taken as current in place of
/// the site's.
pub fn join_again(parsed: Parsed, edition: Option<&EditionName>, kept: &mut Kept) -> Joined {
    let Parsed { content, mut reports, took } = parsed;
    let clock = Instant::now();
    let (merged, found) = merge::merge_again(&content, edition, &mut kept.merged);
    reports.extend(&found);
    let timings = vec![("parse", took), ("merge", clock.elapsed())];
    Joined { content, merged, standings: OnceLock::new(), reports, timings }
}

/// Checks what was merged: every finding, in reading order.
pub fn examine(joined: &Joined, sources: &Sources, theme: &Theme, day: Date) -> Report {
    findings(joined, sources, theme, day, true)
}

/// `trace` says whether to look where hubs' words come from. It withholds no page, and costs as much as a build.
fn findings(joined: &Joined, sources: &Sources, theme: &Theme, day: Date, trace: bool) -> Report {
    let Joined { content, merged, .. } = joined;
    let mut report = joined.reports.join();
    let standings = joined.standings();
    report.extend(check::check(&check::Input { sources, content, merged, standings, ground: &theme.ground, day }));
    if trace {
        let (current, agreed) = (&merged.current, &load::once_agreed(content));
        report.extend(ancestry::ancestry(&ancestry::Input { sources, content, current, agreed }));
    }
    report.allow(&content.allowed);
    report.sort(sources);
    report
}

/// Merges and checks. `edition` is taken as current in place of the site's.
pub fn check(parsed: Parsed, sources: &Sources, theme: &Theme, edition: Option<&EditionName>, day: Date) -> Checked {
    checked(join(parsed, edition), sources, theme, day, true)
}

/// The same without a look at where hubs' words come from: all that concerns what is published.
pub fn check_pages(
    parsed: Parsed,
    sources: &Sources,
    theme: &Theme,
    edition: Option<&EditionName>,
    day: Date,
) -> Checked {
    checked(join(parsed, edition), sources, theme, day, false)
}

fn checked(joined: Joined, sources: &Sources, theme: &Theme, day: Date, trace: bool) -> Checked {
    let clock = Instant::now();
    let report = findings(&joined, sources, theme, day, trace);
    let Joined { content, merged, standings, mut timings, .. } = joined;
    timings.push(("check", clock.elapsed()));
    let withheld = report.withheld();
    let standings = standings.into_inner().unwrap_or_default();
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
