//! Reading: from the files of a site to [`Content`].
//!
//! [`read()`] is the only reader of content, [`read_theme`] the only reader of themes. [`parse`] is pure and total:
//! whatever the files hold, it gives a `Content`, and says in findings what is wrong.
//!
//! Parsing goes: which files there are ([`layout`]), `site.yaml`, then every other file by itself and in parallel
//! (front matter by `yaml` and `fields` against the tables of `shape`; text by `markdown`), then what no file knows
//! alone: which images and documents are linked to, and which files nobody asked for.

mod assets;
mod description;
mod fields;
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
mod shape;
mod theme;
mod words;
mod yaml;

pub use read::{FILE_LIMIT, TEXT_LIMIT, read};
pub use shape::schema;
pub use theme::{BROCHURE, BUILT_IN, read_theme};

use crate::finding::{Report, Rule, Scope};
use crate::model::ids::{EditionName, HubId, ProgrammeId};
use crate::model::local::{Hub, LocalFile};
use crate::model::national::{Introduction, Programme};
use crate::model::site::{Content, Edition, HubContent, Site};
use crate::source::{Body, FileId, Sources, Span};
use layout::{Layout, Role};
use phrases::Phrases;
use rayon::prelude::*;
use reading::Reading;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Parses what was read.
pub fn parse(sources: &Sources) -> (Content, Report) {
    let mut report = Report::default();
    let layout = Layout::new(sources, &mut report);
    let (site, allowed) = read_site(sources, &layout, &mut report);
    layout.reserved(sources, &site, &mut report);
    let phrases = Phrases::new(&site.placeholder_phrases);

    let parsed: Vec<Parsed> = layout
        .roles
        .par_iter()
        .map(|(file, role)| parse_file(sources, &phrases, &site, &layout, *file, role))
        .collect();

    let site = Arc::new(site);
    let mut content = Content {
        site,
        editions: layout.editions.iter().map(|name| (name.clone(), Edition::default())).collect(),
        hubs: layout.hubs.iter().map(|id| (id.clone(), empty_hub(id))).collect(),
        assets: BTreeMap::new(),
        allowed: layout.site.into_iter().map(|file| (file, allowed.clone())).collect(),
    };
    for parsed in parsed {
        report.extend(parsed.report);
        if !parsed.allowed.is_empty() {
            content.allowed.insert(parsed.file, parsed.allowed);
        }
        if let Some(value) = parsed.value {
            place(&mut content, value);
        }
    }
    content.assets = assets::linked(sources, &content);
    layout.leftovers(sources, &content, &mut report);
    (content, report)
}

/// A file's value, and what was found in it.
struct Parsed {
    file: FileId,
    value: Option<Value>,
    report: Report,
    allowed: Vec<Rule>,
}

/// What a file became.
enum Value {
    Programme(Programme),
    Introduction(Introduction),
    Hub(Hub),
    Local(LocalFile),
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
    let value = match role {
        Role::Programme(edition, id) => Some(Value::Programme(programme::programme(&mut reading, site, edition, id))),
        Role::Introduction(edition) => Some(Value::Introduction(programme::introduction(&mut reading, site, edition))),
        Role::Hub(id) => Some(Value::Hub(hub::hub(&mut reading, id))),
        Role::LocalIntroduction(_, edition) => Some(Value::Local(local::edition_file(&mut reading, edition))),
        Role::Local(_, edition, id) => {
            let known: Vec<&str> = layout.programmes(edition).map(ProgrammeId::as_str).collect();
            let national = if known.contains(&id.as_str()) { local::National::There } else { local::National::Missing };
            local::programme_file(&mut reading, site, edition, id, national, &known).map(Value::Local)
        }
    };
    // What a refused file lacks besides has nothing to say.
    if refused {
        reading.report.findings.truncate(1);
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
                edition.programmes.insert(programme.id.clone(), Arc::new(programme));
            }
        }
        Value::Introduction(introduction) => {
            if let Some(edition) = content.editions.get_mut(&introduction.edition) {
                edition.introduction = Some(Arc::new(introduction));
            }
        }
        Value::Hub(hub) => {
            if let Some(entry) = content.hubs.get_mut(&hub.id) {
                entry.hub = Arc::new(hub);
            }
        }
        Value::Local(file) => {
            let Some(hub) = content.hubs.get_mut(&file.hub) else { return };
            let edition = hub.editions.entry(file.edition.clone()).or_default();
            match file.programme.clone() {
                Some(id) => {
                    edition.programmes.insert(id, Arc::new(file));
                }
                None => edition.introduction = Some(Arc::new(file)),
            }
        }
    }
}

/// The scope of an offering.
fn offering(hub: &HubId, edition: &EditionName, programme: &ProgrammeId) -> Scope {
    Scope::Offering { hub: hub.to_string(), edition: edition.to_string(), programme: programme.to_string() }
}
