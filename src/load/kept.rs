//! Parsing again: what files became is kept, and only those that changed are parsed anew.
//!
//! A file's meaning depends on its own text, on `site.yaml`, and on which other files there are and can be read (texts
//! link to them). So long as only texts change, everything but those files' own parts is the very same as before.

use super::assets;
use super::layout::Layout;
use super::phrases::Phrases;
use super::{Parsed, Value, hub, parse_file, read_site};
use crate::finding::{Report, Reports};
use crate::model::ids::{EditionName, HubId};
use crate::model::local::LocalFile;
use crate::model::site::{Content, Edition, HubContent};
use crate::source::{Body, FileId, SourceFile, Sources};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What files became when they were last parsed.
#[derive(Debug, Default)]
pub struct Kept(Option<Known>);

#[derive(Debug)]
struct Known {
    sources: Sources,
    layout: Layout,
    phrases: Phrases,
    /// What was found in `site.yaml` and in how the files are laid out.
    before: Arc<Report>,
    /// By their files.
    parsed: Vec<Parsed>,
    /// What was found that no file knows alone.
    after: Arc<Report>,
    content: Content,
}

/// Parses what was read, taking from `kept` what files became that have not changed since, and keeping it there.
/// The result is that of [`parse`](super::parse).
pub fn parse_again(sources: &Sources, kept: &mut Kept) -> (Content, Reports) {
    let known = match kept.0.take() {
        Some(mut known) if known.fits(sources) => {
            known.take_up(sources);
            known
        }
        _ => Known::new(sources),
    };
    let answer = (known.content.clone(), known.reports());
    kept.0 = Some(known);
    answer
}

impl Known {
    fn new(sources: &Sources) -> Self {
        let mut before = Report::default();
        let layout = Layout::new(sources, &mut before);
        let (site, allowed) = read_site(sources, &layout, &mut before);
        layout.reserved(sources, &site, &mut before);
        let phrases = Phrases::new(&site.placeholder_phrases);
        let roles: Vec<_> = layout.roles.iter().collect();
        let parse = |(file, role): (&FileId, _)| parse_file(sources, &phrases, &site, &layout, *file, role);
        let parsed: Vec<Parsed> = roles.into_par_iter().map(parse).collect();
        let mut content = Content {
            site: Arc::new(site),
            editions: layout.editions.iter().map(|name| (name.clone(), Edition::default())).collect(),
            hubs: layout.hubs.iter().map(|id| (id.clone(), empty_hub(id))).collect(),
            assets: BTreeMap::new(),
            allowed: layout.site.into_iter().map(|file| (file, allowed.clone())).collect(),
            history: Arc::from([]),
        };
        for parsed in &parsed {
            place(&mut content, parsed);
        }
        let (before, after) = (Arc::new(before), Arc::new(Report::default()));
        let mut known = Known { sources: sources.clone(), layout, phrases, before, parsed, after, content };
        known.link();
        known
    }

    /// Whether the files are the same ones. Other files count for a file by their names and by whether they can be
    /// read, and `site.yaml` counts for all.
    fn fits(&self, sources: &Sources) -> bool {
        let refused = |file: &SourceFile| matches!(file.body, Body::Refused(_));
        let alike = |((at, a), (_, b)): ((FileId, &SourceFile), (FileId, &SourceFile))| {
            let counts = refused(a) || refused(b) || self.layout.site == Some(at);
            a.same_path(b) && (!counts || a.body == b.body)
        };
        self.sources.files().count() == sources.files().count()
            && self.sources.folders() == sources.folders()
            && self.sources.files().zip(sources.files()).all(alike)
    }

    /// Parses the files that have other texts now.
    fn take_up(&mut self, sources: &Sources) {
        let pairs = self.sources.files().zip(sources.files());
        let changed: Vec<FileId> = pairs.filter(|(a, b)| a.1.body != b.1.body).map(|((file, _), _)| file).collect();
        self.sources = sources.clone();
        let Self { layout, phrases, content, .. } = self;
        let parse = |file: &FileId| {
            let role = layout.roles.get(file)?;
            Some(parse_file(sources, phrases, &content.site, layout, *file, role))
        };
        let anew: Vec<Parsed> = changed.par_iter().filter_map(parse).collect();
        let mut relink = changed.iter().any(|file| self.layout.is_other(*file));
        for new in anew {
            let Ok(at) = self.parsed.binary_search_by_key(&new.file, |parsed| parsed.file) else { continue };
            displace(&mut self.content, &self.parsed[at]);
            place(&mut self.content, &new);
            relink |= self.parsed[at].links != new.links;
            self.parsed[at] = new;
        }
        if relink {
            self.link();
        }
    }

    /// What no file knows alone: which files are linked to, and which nobody asks for.
    fn link(&mut self) {
        let links = self.parsed.iter().flat_map(|parsed| parsed.links.iter().copied());
        self.content.assets = assets::gather(&self.sources, links, &self.content.assets);
        let mut after = Report::default();
        self.layout.leftovers(&self.sources, &self.content.assets, &mut after);
        self.after = Arc::new(after);
    }

    fn reports(&self) -> Reports {
        let mut reports = Reports::default();
        reports.push(self.before.clone());
        self.parsed.iter().for_each(|parsed| reports.push(parsed.report.clone()));
        reports.push(self.after.clone());
        reports
    }
}

fn empty_hub(id: &HubId) -> Arc<HubContent> {
    Arc::new(HubContent { hub: Arc::new(hub::without_file(id)), editions: BTreeMap::new() })
}

/// Puts what a file became where it belongs.
fn place(content: &mut Content, parsed: &Parsed) {
    if !parsed.allowed.is_empty() {
        content.allowed.insert(parsed.file, parsed.allowed.clone());
    }
    match &parsed.value {
        Some(Value::Programme(programme)) => {
            if let Some(edition) = content.editions.get_mut(&programme.edition) {
                edition.programmes.insert(programme.id.clone(), programme.clone());
            }
        }
        Some(Value::Introduction(introduction)) => {
            if let Some(edition) = content.editions.get_mut(&introduction.edition) {
                edition.introduction = Some(introduction.clone());
            }
        }
        Some(Value::Hub(hub)) => {
            if let Some(entry) = content.hubs.get_mut(&hub.id) {
                Arc::make_mut(entry).hub = hub.clone();
            }
        }
        Some(Value::Local(file)) => {
            let Some(hub) = content.hubs.get_mut(&file.hub) else { return };
            let edition = Arc::make_mut(hub).editions.entry(file.edition.clone()).or_default();
            match file.programme.clone() {
                Some(id) => {
                    edition.programmes.insert(id, file.clone());
                }
                None => edition.introduction = Some(file.clone()),
            }
        }
        Some(Value::Changes(edition, notes)) => {
            if let Some(edition) = content.editions.get_mut(edition) {
                edition.changes = notes.clone();
            }
        }
        Some(Value::Agreed(agreed)) => {
            if let Some(hub) = content.hubs.get_mut(&agreed.hub) {
                let edition = Arc::make_mut(hub).editions.entry(agreed.edition.clone()).or_default();
                edition.agreed = Some(agreed.clone());
            }
        }
        None => {}
    }
}

/// Takes what a file was out of its place, where what it is now might not take the place.
fn displace(content: &mut Content, parsed: &Parsed) {
    content.allowed.remove(&parsed.file);
    if let Some(Value::Local(file)) = &parsed.value {
        displace_local(content, file);
    }
}

fn displace_local(content: &mut Content, file: &LocalFile) {
    let Some(hub) = content.hubs.get_mut(&file.hub) else { return };
    let hub = Arc::make_mut(hub);
    let Some(edition) = hub.editions.get_mut::<EditionName>(&file.edition) else { return };
    match &file.programme {
        Some(id) => {
            edition.programmes.remove(id);
        }
        None => edition.introduction = None,
    }
    if edition.programmes.is_empty() && edition.introduction.is_none() && edition.agreed.is_none() {
        hub.editions.remove(&file.edition);
    }
}
