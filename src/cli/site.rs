//! Opening a site: what both building and checking begin with.

use super::choose;
use super::progress::Progress;
use crate::error::Result;
use crate::finding::Finding;
use crate::model::ids::HubId;
use crate::model::{theme::Theme, when::Date};
use crate::pipeline::{self, Checked};
use crate::source::Sources;
use jiff::{Timestamp, tz::TimeZone};
use std::path::Path;
use std::time::{Duration, Instant};

/// What is wanted of a site.
#[derive(Debug, Default)]
pub struct Wanted<'a> {
    /// The hubs that are named.
    pub hubs: &'a [String],
    /// The edition that is to be taken as current.
    pub edition: Option<&'a str>,
    /// The day for which to work; `None`: today.
    pub as_of: Option<Date>,
    /// Whether to look where hubs' words come from, in this year's national text, earlier years' and git's.
    pub trace: bool,
}

/// A site, read, merged and checked.
#[derive(Debug)]
pub struct Site {
    /// What was read.
    pub sources: Sources,
    /// The theme.
    pub theme: Theme,
    /// What was merged, and what was found.
    pub checked: Checked,
    /// The hubs chosen; `None`: all.
    pub hubs: Option<Vec<HubId>>,
    /// The day for which to work.
    pub day: Date,
    /// How long reading took.
    pub reading: Duration,
}

/// Reads, merges and checks the site in `root`.
pub fn open(root: &Path, wanted: &Wanted, progress: &Progress) -> Result<Site> {
    let clock = Instant::now();
    progress.say("Reading");
    let folder = root.to_path_buf();
    let history = wanted.trace.then(|| std::thread::spawn(move || crate::load::read_history(&folder)));
    let sources = crate::load::read(root)?;
    let mut reading = clock.elapsed();

    progress.say("Checking");
    let mut parsed = pipeline::parse(&sources);
    if let Some(history) = history {
        parsed = parsed.remember(&history.join().unwrap_or_default());
    }
    let content = &parsed.content;
    let hubs = choose::hubs(wanted.hubs, content)?;
    let edition = wanted.edition.map(|name| choose::edition(name, content)).transpose()?;
    let day = wanted.as_of.unwrap_or_else(|| today(&content.site.timezone));
    let clock = Instant::now();
    let theme = crate::load::read_theme(root, &content.site.theme)?;
    reading += clock.elapsed();
    let check = if wanted.trace { pipeline::check } else { pipeline::check_pages };
    let checked = check(parsed, &sources, &theme, edition.as_ref(), day);
    Ok(Site { sources, theme, checked, hubs, day, reading })
}

impl Site {
    /// The findings that concern the chosen hubs.
    pub fn findings(&self) -> Vec<&Finding> {
        let chosen = self.hubs.as_deref();
        self.checked.report.findings.iter().filter(|finding| choose::concerns(finding, chosen)).collect()
    }
}

/// Today in the site's time zone. The only clock that pages depend on.
pub fn today(zone: &str) -> Date {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    Timestamp::now().to_zoned(zone).date()
}
