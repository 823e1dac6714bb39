//! Everything that was read, as one value.

use super::agreement::{Agreed, ChangeNote};
use super::ids::{EditionName, HubId, ProgrammeId};
use super::local::{Hub, LocalFile};
use super::national::{Introduction, Permission, Programme};
use crate::finding::Rule;
use crate::source::{FileId, Span, Spanned};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A site's content, parsed: `load`'s result and `merge`'s input. Parts are shared, so that a new `Content` can
/// be made of an old one by changing what a changed file changes.
#[derive(Debug, Clone)]
pub struct Content {
    /// `site.yaml`.
    pub site: Arc<Site>,
    /// The national text by edition.
    pub editions: BTreeMap<EditionName, Edition>,
    /// The hubs.
    pub hubs: BTreeMap<HubId, HubContent>,
    /// Images and documents that texts link to.
    pub assets: BTreeMap<FileId, Arc<Asset>>,
    /// Rules that files allow (front matter `allow`).
    pub allowed: BTreeMap<FileId, Vec<Rule>>,
}

/// `site.yaml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// The file.
    pub file: FileId,
    /// The site's title.
    pub title: String,
    /// The current edition.
    pub edition: EditionName,
    /// Phases in display order.
    pub phases: Vec<String>,
    /// One sentence about it.
    pub description: Option<String>,
    /// What the hubs together are called: Maths Hubs.
    pub network: Option<String>,
    /// Who writes the national text.
    pub national_team: NationalTeam,
    /// The https address of the whole site, ending with `/`.
    pub base_url: Option<String>,
    /// What hubs may do to a section unless it or its programme says otherwise.
    pub sections: Permission,
    /// Phrases that mark a placeholder, beside the built-in ones.
    pub placeholder_phrases: Vec<String>,
    /// The time zone's name.
    pub timezone: String,
    /// The theme's name.
    pub theme: String,
    /// From a short form to its words.
    pub glossary: BTreeMap<String, String>,
    /// From an old path to a new one, both without a leading `/`, with their place.
    pub redirects: Vec<Redirect>,
}

/// An address that has moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The old path below the site, without a leading `/`.
    pub from: Spanned<String>,
    /// The new path below the site, without a leading `/`.
    pub to: Spanned<String>,
}

/// Who writes the national text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NationalTeam {
    /// Its name.
    pub name: Option<String>,
    /// Its web address.
    pub url: Option<String>,
    /// Its e-mail.
    pub email: Option<String>,
}

/// A year's national text.
#[derive(Debug, Clone, Default)]
pub struct Edition {
    /// The year's introduction.
    pub introduction: Option<Arc<Introduction>>,
    /// The programmes.
    pub programmes: BTreeMap<ProgrammeId, Arc<Programme>>,
    /// The national team's notes on what it changed, in file order.
    pub changes: Arc<[ChangeNote]>,
}

/// A hub with its files.
#[derive(Debug, Clone)]
pub struct HubContent {
    /// The hub itself.
    pub hub: Arc<Hub>,
    /// Its files by edition.
    pub editions: BTreeMap<EditionName, LocalEdition>,
}

/// A hub's files of an edition.
#[derive(Debug, Clone, Default)]
pub struct LocalEdition {
    /// `edition.md`.
    pub introduction: Option<Arc<LocalFile>>,
    /// The files for programmes, and of the hub's own ones.
    pub programmes: BTreeMap<ProgrammeId, Arc<LocalFile>>,
    /// The national text that its changes were agreed with; `None` where nothing was ever agreed.
    pub agreed: Option<Arc<Agreed>>,
}

/// An image or document that is published beside the pages.
#[derive(Debug, Clone, PartialEq)]
pub struct Asset {
    /// Its path in the site.
    pub path: String,
    /// Its name in an `assets/` folder: stem, hash, ending.
    pub name: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Width and height in pixels, for an image.
    pub size: Option<(usize, usize)>,
}

impl Site {
    /// A phase's place in display order.
    pub fn phase_order(&self, phase: &str) -> usize {
        self.phases.iter().position(|name| name == phase).unwrap_or(self.phases.len())
    }

    /// The span of the whole file.
    pub fn span(&self) -> Span {
        Span::whole(self.file)
    }
}
