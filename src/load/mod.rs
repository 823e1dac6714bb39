//! Reading: from the files of a site to [`Content`].
//!
//! [`read()`] is the only reader of content, [`read_theme`] the only reader of themes. [`parse`] is pure and total:
//! whatever the files hold, it gives a `Content`, and says in findings what is wrong.
//!
//! Parsing goes: which files there are ([`layout`]), `site.yaml`, then every other file by itself and in parallel
//! (front matter by `yaml` and `fields` against the tables of `shape`; text by `markdown`), then what no file knows
//! alone: which images and documents are linked to, and which files nobody asked for.

mod agreement;
mod assets;
mod description;
mod fields;
mod front_matter;
mod hub;
mod layout;
mod links;
mod local;
mod markdown;
mod mend;
mod phrases;
mod practical;
mod programme;
mod read;
mod reading;
mod revision;
mod shape;
mod theme;
mod words;
mod written;

pub use read::{Disk, FILE_LIMIT, TEXT_LIMIT, read};
pub use revision::{Revision, read_revision};
pub use shape::schema;
pub use theme::{BROCHURE, BUILT_IN, read_theme};

use crate::finding::{Report, Rule, Scope};
use crate::model::agreement::{Agreed, ChangeNote};
use crate::model::ids::{EditionName, HubId, ProgrammeId};
use crate::model::local::{Hub, LocalFile};
use crate::model::national::{Introduction, Programme};
use crate::model::site::{Content, Edition, HubContent, Site};
use crate::source::{Body, FileId, SourceFile, Sources, Span};
use crate::yaml;
use layout::{Layout, Role};
use phrases::Phrases;
use rayon::prelude::*;
use reading::Reading;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Parses what was read.
pub fn parse(sources: &Sources) -> (Content, Report) {
    parse_again(sources, &mut Kept::default())
}

/// What files became when they were last parsed, so that only those that changed are parsed again.
#[derive(Debug, Default)]
pub struct Kept {
    sources: Sources,
    parsed: Vec<Arc<Parsed>>,
}

impl Kept {
    /// Whether what a file became still holds, its own text being the same. Other files count by their names
    /// (texts link to them) and by whether they can be read, and `site.yaml` counts for all.
    fn fits(&self, sources: &Sources) -> bool {
        let refused = |body: &Body| matches!(body, Body::Refused(_));
        let alike = |(a, b): ((FileId, &SourceFile), (FileId, &SourceFile))| {
            a.1.path == b.1.path
                && refused(&a.1.body) == refused(&b.1.body)
                && (&*a.1.path != "content/site.yaml" || a.1.body == b.1.body)
        };
        self.sources.files().count() == sources.files().count()
            && self.sources.folders() == sources.folders()
            && self.sources.files().zip(sources.files()).all(alike)
    }

    /// What the file became, where its text is the same as then.
    fn find(&self, sources: &Sources, file: FileId) -> Option<Arc<Parsed>> {
        let at = self.parsed.binary_search_by_key(&file, |parsed| parsed.file).ok()?;
        let parsed = self.parsed.get(at)?;
        (self.sources.file(file).body == sources.file(file).body).then(|| parsed.clone())
    }
}

/// Parses what was read, taking from `kept` what files became that have not changed since, and keeping it there.
/// The result is that of [`parse`].
pub fn parse_again(sources: &Sources, kept: &mut Kept) -> (Content, Report) {
    let mut report = Report::default();
    let layout = Layout::new(sources, &mut report);
    let (site, allowed) = read_site(sources, &layout, &mut report);
    layout.reserved(sources, &site, &mut report);
    let phrases = Phrases::new(&site.placeholder_phrases);

    if !kept.fits(sources) {
        *kept = Kept::default();
    }
    let parsed: Vec<Arc<Parsed>> = layout
        .roles
        .par_iter()
        .map(|(file, role)| {
            let anew = || Arc::new(parse_file(sources, &phrases, &site, &layout, *file, role));
            kept.find(sources, *file).unwrap_or_else(anew)
        })
        .collect();

    let site = Arc::new(site);
    let mut content = Content {
        site,
        editions: layout.editions.iter().map(|name| (name.clone(), Edition::default())).collect(),
        hubs: layout.hubs.iter().map(|id| (id.clone(), empty_hub(id))).collect(),
        assets: BTreeMap::new(),
        allowed: layout.site.into_iter().map(|file| (file, allowed.clone())).collect(),
    };
    for parsed in &parsed {
        report.extend(parsed.report.clone());
        if !parsed.allowed.is_empty() {
            content.allowed.insert(parsed.file, parsed.allowed.clone());
        }
        if let Some(value) = &parsed.value {
            place(&mut content, value.clone());
        }
    }
    *kept = Kept { sources: sources.clone(), parsed };
    content.assets = assets::linked(sources, &content);
    layout.leftovers(sources, &content, &mut report);
    (content, report)
}

/// A file's value, and what was found in it.
#[derive(Debug)]
struct Parsed {
    file: FileId,
    value: Option<Value>,
    report: Report,
    allowed: Vec<Rule>,
}

/// What a file became.
#[derive(Debug, Clone)]
enum Value {
    Programme(Arc<Programme>),
    Introduction(Arc<Introduction>),
    Hub(Arc<Hub>),
    Local(Arc<LocalFile>),
    Changes(EditionName, Arc<[ChangeNote]>),
    Agreed(Arc<Agreed>),
}

fn read_site(sources: &Sources, layout: &Layout, report: &mut Report) -> (Site, Vec<Rule>) {
    let phrases = Phrases::new(&[]);
    let file = layout.site.unwrap_or(FileId(0));
    let mut reading = Reading::new(sources, &phrases, file, Scope::Site);
    let refused = unreadable(&mut reading);
    let site = hub::site(&mut reading, &layout.editions);
    if refused {
        reading.report.findings.truncate(1);
    }
    report.extend(reading.report);
    (site, reading.allowed)
}

/// The finding about a file that could not be read as text.
fn unreadable(reading: &mut Reading) -> bool {
    if reading.text().starts_with("{\\rtf") {
        let span = reading.span(0..0);
        reading.find(
            Rule::BadFrontMatter,
            span,
            "This file was saved by a word processor with its own marks in it (RTF).",
            "Save it again as plain text.",
        );
        return true;
    }
    let Body::Refused(reason) = &reading.sources.file(reading.file).body else { return false };
    let message = format!("This file {reason}.");
    let span = Span::whole(reading.file);
    reading.find(
        Rule::BadFrontMatter,
        span,
        message,
        "Save it as plain text (UTF-8) of at most 2 MB, in its own place and not as a link.",
    );
    true
}

fn parse_file(sources: &Sources, phrases: &Phrases, site: &Site, layout: &Layout, file: FileId, role: &Role) -> Parsed {
    let mut reading = Reading::new(sources, phrases, file, role.scope());
    let refused = unreadable(&mut reading);
    let mut value = match role {
        Role::Programme(edition, id) => {
            Some(Value::Programme(Arc::new(programme::programme(&mut reading, site, edition, id))))
        }
        Role::Introduction(edition) => {
            Some(Value::Introduction(Arc::new(programme::introduction(&mut reading, site, edition))))
        }
        Role::Hub(id) => Some(Value::Hub(Arc::new(hub::hub(&mut reading, id)))),
        Role::LocalIntroduction(_, edition) => Some(Value::Local(Arc::new(local::edition_file(&mut reading, edition)))),
        Role::Local(_, edition, id) => {
            let known: Vec<&str> = layout.programmes(edition).map(ProgrammeId::as_str).collect();
            let national = if known.contains(&id.as_str()) { local::National::There } else { local::National::Missing };
            local::programme_file(&mut reading, site, edition, id, national, &known)
                .map(|file| Value::Local(Arc::new(file)))
        }
        Role::Changes(edition) => Some(Value::Changes(edition.clone(), agreement::changes(&mut reading))),
        Role::Agreed(hub, edition) => Some(Value::Agreed(Arc::new(agreement::agreed(&mut reading, hub, edition)))),
    };
    // What a refused file lacks besides has nothing to say.
    if refused {
        reading.report.findings.truncate(1);
        match &mut value {
            Some(Value::Programme(programme)) => Arc::make_mut(programme).text.unreadable = true,
            Some(Value::Introduction(introduction)) => Arc::make_mut(introduction).text.unreadable = true,
            Some(Value::Hub(hub)) => Arc::make_mut(hub).unreadable = true,
            Some(Value::Local(file)) => Arc::make_mut(file).unreadable = true,
            Some(Value::Changes(..) | Value::Agreed(_)) | None => {}
        }
    }
    Parsed { file, value, report: reading.report, allowed: reading.allowed }
}

fn empty_hub(id: &HubId) -> HubContent {
    HubContent { hub: Arc::new(hub::without_file(id)), editions: BTreeMap::new() }
}

fn place(content: &mut Content, value: Value) {
    match value {
        Value::Programme(programme) => {
            if let Some(edition) = content.editions.get_mut(&programme.edition) {
                edition.programmes.insert(programme.id.clone(), programme);
            }
        }
        Value::Introduction(introduction) => {
            if let Some(edition) = content.editions.get_mut(&introduction.edition) {
                edition.introduction = Some(introduction);
            }
        }
        Value::Hub(hub) => {
            if let Some(entry) = content.hubs.get_mut(&hub.id) {
                entry.hub = hub;
            }
        }
        Value::Local(file) => {
            let Some(hub) = content.hubs.get_mut(&file.hub) else { return };
            let edition = hub.editions.entry(file.edition.clone()).or_default();
            match file.programme.clone() {
                Some(id) => {
                    edition.programmes.insert(id, file);
                }
                None => edition.introduction = Some(file),
            }
        }
        Value::Changes(edition, notes) => {
            if let Some(edition) = content.editions.get_mut(&edition) {
                edition.changes = notes;
            }
        }
        Value::Agreed(agreed) => {
            if let Some(hub) = content.hubs.get_mut(&agreed.hub) {
                let edition = hub.editions.entry(agreed.edition.clone()).or_default();
                edition.agreed = Some(agreed);
            }
        }
    }
}

/// Reads the text of a hub's `agreed.yaml` by itself, to see that what was written says what it should.
pub fn agreed(text: &str, hub: &HubId, edition: &EditionName) -> (Agreed, Report) {
    let path = format!("content/hubs/{hub}/{edition}/agreed.yaml");
    let file = SourceFile { path: Arc::from(path.as_str()), body: Body::Text(Arc::from(text)) };
    let sources = Sources::new(vec![file], Vec::new());
    let phrases = Phrases::new(&[]);
    let scope = Role::Agreed(hub.clone(), edition.clone()).scope();
    let mut reading = Reading::new(&sources, &phrases, FileId(0), scope);
    let agreed = agreement::agreed(&mut reading, hub, edition);
    (agreed, reading.report)
}

/// The scope of an offering.
fn offering(hub: &HubId, edition: &EditionName, programme: &ProgrammeId) -> Scope {
    Scope::Offering { hub: hub.to_string(), edition: edition.to_string(), programme: programme.to_string() }
}
