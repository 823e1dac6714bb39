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
mod earlier;
mod fields;
mod front_matter;
mod history;
mod hub;
mod kept;
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

pub use earlier::{earlier, once_agreed};
pub use history::{Version, read_history};
pub use kept::{Kept, parse_again};
pub use read::{Disk, FILE_LIMIT, TEXT_LIMIT, read};
pub use revision::{Revision, read_revision};
pub use shape::schema;
pub use theme::{BROCHURE, BUILT_IN, read_theme};

use crate::finding::{Report, Rule, Scope};
use crate::model::agreement::{Agreed, ChangeNote};
use crate::model::ids::{EditionName, HubId, ProgrammeId};
use crate::model::local::{Hub, LocalFile};
use crate::model::national::{Introduction, Programme};
use crate::model::site::{Content, Site};
use crate::source::{Body, FileId, SourceFile, Sources, Span};
use crate::yaml;
use layout::{Layout, Role};
use phrases::Phrases;
use reading::Reading;
use std::sync::Arc;

/// Parses what was read.
pub fn parse(sources: &Sources) -> (Content, Report) {
    let (content, reports) = parse_again(sources, &mut Kept::default());
    (content, reports.join())
}

/// A file's value, and what was found in it.
#[derive(Debug)]
struct Parsed {
    file: FileId,
    value: Option<Value>,
    report: Arc<Report>,
    allowed: Vec<Rule>,
    /// Files of the site that it links to.
    links: Vec<FileId>,
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
            let known: Vec<&str> = layout.programmes(edition).iter().map(ProgrammeId::as_str).collect();
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
    let links = value.as_ref().map_or(Vec::new(), assets::linked);
    Parsed { file, value, report: Arc::new(reading.report), allowed: reading.allowed, links }
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
