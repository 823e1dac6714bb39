//! Building anew: from what is on disk to the stage that shows it.
//!
//! 1. Read what changed; a file that can't be read stands in for itself as it last could, and what is wrong with it
//!    is shown over the pages.
//! 2. Parse what changed, merge, raise a stage, and say that it is there.
//! 3. Check afterwards, beside the work, and say what was found.

use super::notice::Notice;
use super::stage::{Site, Stage};
use crate::error::{Error, Result};
use crate::finding::{Finding, Level, Report, Reports, Rule, Scope, Withheld};
use crate::load::{self, Disk};
use crate::model::national_words::Earlier;
use crate::model::{theme::Theme, when::Date};
use crate::pipeline::{self, Kept, Parsed};
use crate::source::{FileId, Sources};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use tokio::sync::watch;

/// What the server shows.
#[derive(Debug, Clone)]
pub struct Live {
    /// Its number, from 1 on; 0 before anything was read.
    pub version: u64,
    /// The site; `None` where nothing can be shown yet.
    pub stage: Option<Stage>,
    /// What is wrong with what is on disk, so that the stage shows something older.
    pub notices: Arc<Vec<Notice>>,
    /// What was found in what the stage shows, put together when somebody first looks at it.
    pub report: Arc<Findings>,
    /// Whether the checks are done.
    pub checked: bool,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            version: 0,
            stage: None,
            notices: Arc::default(),
            report: Arc::new(LazyLock::new(Box::new(Report::default))),
            checked: false,
        }
    }
}

/// Findings that are put together when somebody first looks at them.
pub type Findings = LazyLock<Report, Box<dyn FnOnce() -> Report + Send>>;

/// Gives today's date in a time zone.
pub type Today = fn(&str) -> Date;

/// Builds anew.
pub struct Builder {
    root: PathBuf,
    today: Today,
    live: watch::Sender<Live>,
    disk: Disk,
    kept: Kept,
    /// Files that could never be read, so that there is nothing older to show.
    hopeless: BTreeSet<String>,
    theme: Option<Arc<Theme>>,
    shown: Option<Arc<Site>>,
    withheld: Withheld,
    /// Files that are shown as they were earlier.
    stale: BTreeSet<FileId>,
    /// What the checks last found that withholds pages.
    errors: Vec<Finding>,
    /// What stands in the way of reading at all.
    stopped: Option<String>,
    /// What the national text once said.
    history: Arc<[Earlier]>,
}

/// A site to be checked, and of which version it is.
pub struct ToCheck {
    site: Arc<Site>,
    version: u64,
}

impl ToCheck {
    /// Which version it is.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Checks it, on one thread, so that what somebody types now is not kept waiting.
    pub fn check(self) -> (u64, Report) {
        let examine = || pipeline::examine(&self.site.joined, &self.site.sources, &self.site.theme, self.site.day);
        let report = match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
            Ok(pool) => pool.install(examine),
            Err(_) => examine(),
        };
        (self.version, report)
    }
}

impl Builder {
    /// For the site in `root`; what it builds comes out at `live`.
    pub fn new(root: PathBuf, today: Today, live: watch::Sender<Live>) -> Self {
        Self {
            root,
            today,
            live,
            disk: Disk::default(),
            kept: Kept::default(),
            hopeless: BTreeSet::new(),
            theme: None,
            shown: None,
            withheld: Withheld::default(),
            stale: BTreeSet::new(),
            errors: Vec::new(),
            stopped: None,
            history: Arc::from([]),
        }
    }

    /// Reads everything that has changed on disk, and builds anew if anything has. Gives whether the disk could be read.
    pub fn rescan(&mut self) -> bool {
        match self.disk.read(&self.root) {
            Ok(disk) => {
                let resumed = self.stopped.take().is_some();
                let changed = resumed || disk.sources != self.disk.sources;
                self.disk = disk;
                self.build(changed, true);
                true
            }
            Err(error) => {
                self.stop(&error);
                false
            }
        }
    }

    /// Reads these files alone, by their paths from the site's folder. Gives whether that was enough.
    pub fn reread(&mut self, paths: &[String]) -> bool {
        if self.stopped.is_some() || self.shown.is_none() {
            return false;
        }
        let before = self.disk.sources.clone();
        if !paths.iter().all(|path| self.disk.read_one(&self.root, path)) {
            return false;
        }
        self.build(self.disk.sources != before, false);
        true
    }

    /// Reads the theme alone. Gives whether that was enough.
    pub fn retheme(&mut self) -> bool {
        let Some(site) = self.shown.clone().filter(|_| self.stopped.is_none() && self.live.borrow().notices.is_empty())
        else {
            return false;
        };
        let Ok(theme) = load::read_theme(&self.root, &site.joined.content.site.theme) else { return false };
        if *site.theme == theme {
            return true;
        }
        let theme = Arc::new(theme);
        let Site { sources, joined, day, .. } = &*site;
        let site = Site { sources: sources.clone(), joined: joined.clone(), theme: theme.clone(), day: *day };
        let site = Arc::new(site);
        let Ok(stage) = Stage::raise(site.clone(), self.withheld.clone()) else { return false };
        (self.shown, self.theme) = (Some(site), Some(theme));
        self.say(|live| (live.stage, live.checked) = (Some(stage), false));
        true
    }

    /// Whether a file was there when the site was last read.
    pub fn knows(&self, path: &str) -> bool {
        self.disk.sources.find(path).is_some()
    }

    /// Whether another day has begun, on which states may differ.
    pub fn is_another_day(&self) -> bool {
        self.shown.as_ref().is_some_and(|site| (self.today)(&site.joined.content.site.timezone) != site.day)
    }

    /// What `site.yaml` says, once there is something to show.
    pub fn site(&self) -> Option<Arc<crate::model::site::Site>> {
        self.shown.as_ref().map(|site| site.joined.content.site.clone())
    }

    /// Takes what the national text once said, for the checks.
    pub fn remember(&mut self, history: Arc<[Earlier]>) {
        if !history.is_empty() {
            self.history = history;
            self.rebuild();
        }
    }

    /// Builds what was read, though nothing has changed but the day.
    pub fn rebuild(&mut self) {
        self.build(true, true);
    }

    fn stop(&mut self, error: &Error) {
        let words = error.to_string();
        if self.stopped.as_ref() != Some(&words) {
            self.stopped = Some(words);
            let notice = match error {
                Error::NoSite(_) => no_site(),
                error => Notice::of_error(error),
            };
            self.say(|live| live.notices = Arc::new(vec![notice]));
        }
    }

    fn build(&mut self, changed: bool, themes: bool) {
        let name = |parsed: &Parsed| parsed.content.site.theme.clone();
        if !changed && !themes {
            return;
        }
        let mut notices = Vec::new();
        let (mut parsed, sources, stale) = self.parse(&mut notices);
        parsed.content.history = self.history.clone();
        let hopeless = of_site(&parsed.reports).next().is_some();
        let theme =
            if themes || self.theme.is_none() { Some(load::read_theme(&self.root, &name(&parsed))) } else { None };
        let theme = match theme {
            None => self.theme.clone(),
            Some(Ok(theme)) => match &self.theme {
                Some(same) if **same == theme => Some(same.clone()),
                _ => Some(Arc::new(theme)),
            },
            Some(Err(error)) => {
                notices.push(Notice::of_error(&error));
                self.theme.clone()
            }
        };
        let same_theme = theme == self.theme;
        if !changed && same_theme && self.live.borrow().notices.as_slice() == notices && self.live.borrow().version > 0
        {
            return;
        }
        if hopeless {
            notices.extend(of_site(&parsed.reports).map(|finding| Notice::new(finding, &sources)));
            return self.say(|live| live.notices = Arc::new(notices));
        }
        let raised = theme.ok_or(None).and_then(|theme| self.raise(parsed, sources, stale, theme).map_err(Some));
        match raised {
            Ok(stage) => self.say(|live| {
                *live = Live {
                    version: live.version,
                    stage: Some(stage.0),
                    notices: Arc::new(notices),
                    report: stage.1,
                    checked: false,
                };
            }),
            Err(error) => {
                notices.extend(error.as_ref().map(Notice::of_error));
                self.say(|live| live.notices = Arc::new(notices));
            }
        }
    }

    /// Parses; where a file can't be read, as it was when it last could.
    fn parse(&mut self, notices: &mut Vec<Notice>) -> (Parsed, Sources, BTreeSet<FileId>) {
        let parsed = pipeline::parse_again(&self.disk.sources, &mut self.kept);
        let disk = &self.disk.sources;
        let mut sources = disk.clone();
        let mut stale = BTreeSet::new();
        let mut hopeless = BTreeSet::new();
        for finding in parsed.reports.findings().filter(|finding| is_unreadable(finding)) {
            let Some(file) = finding.file() else { continue };
            let path = disk.path(file);
            let older = self.shown.as_ref().filter(|_| !self.hopeless.contains(path));
            let older = older.and_then(|site| Some(site.sources.file(site.sources.find(path)?).body.clone()));
            match older {
                Some(older) => {
                    sources.put(file, older);
                    stale.insert(file);
                    notices.push(Notice::new(finding, disk));
                }
                None => {
                    hopeless.insert(path.to_owned());
                }
            }
        }
        self.hopeless = hopeless;
        if stale.is_empty() {
            return (parsed, sources, stale);
        }
        (pipeline::parse_again(&sources, &mut self.kept), sources, stale)
    }

    fn raise(
        &mut self,
        parsed: Parsed,
        sources: Sources,
        stale: BTreeSet<FileId>,
        theme: Arc<Theme>,
    ) -> Result<(Stage, Arc<Findings>)> {
        let joined = pipeline::join_again(parsed, None, &mut self.kept);
        let day = (self.today)(&joined.content.site.timezone);
        // Most of what the checks found before a change they will find after it.
        let withheld = Withheld::by(joined.reports.findings().chain(&self.errors));
        let site = Arc::new(Site { sources: Arc::new(sources), joined: Arc::new(joined), theme: theme.clone(), day });
        let stage = Stage::raise(site.clone(), withheld.clone())?;
        let report = Arc::new(findings(site.clone(), stale.clone()));
        (self.shown, self.withheld, self.stale, self.theme) = (Some(site), withheld, stale, Some(theme));
        Ok((stage, report))
    }

    /// What is to be checked, unless it has been.
    pub fn to_check(&self) -> Option<ToCheck> {
        let live = self.live.borrow();
        let site = self.shown.clone().filter(|_| !live.checked)?;
        Some(ToCheck { site, version: live.version })
    }

    /// Takes what the checks found, unless something newer is shown by now.
    pub fn checked(&mut self, version: u64, report: Report) {
        if self.live.borrow().version != version {
            return;
        }
        let Some(site) = self.shown.clone() else { return };
        let withheld = report.withheld();
        self.errors = report.findings.iter().filter(|finding| finding.level == Level::Error).cloned().collect();
        // The stage that is there shows the same unless other pages are withheld now.
        let stage = if withheld == self.withheld { None } else { Stage::raise(site, withheld.clone()).ok() };
        self.withheld = withheld;
        let mut report = report;
        without_stale(&mut report, &self.stale);
        let report: Findings = LazyLock::new(Box::new(move || report));
        self.say(|live| {
            live.stage = stage.or(live.stage.take());
            live.report = Arc::new(report);
            live.checked = true;
        });
    }

    fn say(&self, change: impl FnOnce(&mut Live)) {
        self.live.send_modify(|live| {
            change(live);
            live.version += 1;
        });
    }
}

/// What reading and merging found, in reading order.
fn findings(site: Arc<Site>, stale: BTreeSet<FileId>) -> Findings {
    LazyLock::new(Box::new(move || {
        let mut report = site.joined.reports.join();
        report.allow(&site.joined.content.allowed);
        report.sort(&site.sources);
        without_stale(&mut report, &stale);
        report
    }))
}

/// What is found in a file as it was says nothing of the file as it is.
fn without_stale(report: &mut Report, stale: &BTreeSet<FileId>) {
    report.findings.retain(|finding| finding.file().is_none_or(|file| !stale.contains(&file)));
}

/// Whether a finding means that a file can't be read at all.
fn is_unreadable(finding: &Finding) -> bool {
    finding.level == Level::Error && (finding.rule == Rule::BadFrontMatter || finding.scope == Scope::Site)
}

fn of_site(reports: &Reports) -> impl Iterator<Item = &Finding> {
    reports.findings().filter(|finding| finding.level == Level::Error && finding.scope == Scope::Site)
}

fn no_site() -> Notice {
    Notice {
        level: Level::Error,
        rule: None,
        message: "The file content/site.yaml is not there.".to_owned(),
        remedy: "Put it back, and the pages come back by themselves.".to_owned(),
        places: Vec::new(),
    }
}
