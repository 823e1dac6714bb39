//! Rollover: a new year from the one before. Which files are to be written, and what they say; nothing is written here.
//!
//! 1. National files are carried over with the dates and deadlines of the year emptied ([`emptied`]).
//! 2. Hubs' files are too; answers that hold for one year only (`next-year: clear`) are left out ([`cleared`]). What
//!    hubs agreed to goes along as it is, so that a change of theirs asks to be looked at once the new national text
//!    says something else.
//! 3. `hub.yaml` offers in the new year what it offered in the old one.
//! 4. `site.yaml` names the new year last of all: until then the site is published as before.
//!
//! A file that the new year has already is never touched, so that a run that was stopped half-way can be done again.
//! Prose stays: where it speaks of dates, a person has to look ([`prose`]).

mod cleared;
mod emptied;
mod prose;

use crate::edit::Original;
use crate::edit::value::{self, Home, Step};
use crate::error::Result;
use crate::model::ids::{EditionName, HubId};
use crate::model::local::Offers;
use crate::model::site::Content;
use crate::source::{Body, FileId, Sources};
use crate::yaml::Plain;
use std::sync::Arc;

/// What is to be done for a new year.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The year that is carried over.
    pub from: EditionName,
    /// The new year.
    pub to: EditionName,
    /// The files to write, in the order in which they are to be written.
    pub files: Vec<NewFile>,
    /// How many files the new year has already.
    pub standing: usize,
    /// What a person has to look at.
    pub look: Vec<Look>,
}

/// A file to be written.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// Its path from the site's folder.
    pub path: String,
    /// Whose it is; `None`: the national team's.
    pub hub: Option<HubId>,
    /// What stands there now.
    pub old: Option<Original>,
    /// What is to stand there.
    pub new: Contents,
    /// What is different from the file that it comes from, in words.
    pub notes: Vec<String>,
}

/// What a file is to hold.
#[derive(Debug, Clone)]
pub enum Contents {
    /// Text.
    Text(String),
    /// The bytes of the file of that path.
    CopyOf(String),
}

/// A place at which a person has to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The file.
    pub path: String,
    /// The line; 0 for the file as a whole.
    pub line: usize,
    /// What stands there, or what is the matter.
    pub words: String,
}

/// A site that is to be rolled over.
pub struct Site<'a> {
    /// Its text.
    pub sources: &'a Sources,
    /// What was parsed.
    pub content: &'a Content,
    /// Gives a file as it stands on disk.
    pub open: &'a dyn Fn(FileId) -> Result<Original>,
}

/// What is to be done for the year `to`, carried over from `from`.
///
/// # Errors
/// A file can't be read as it was before.
pub fn plan(site: &Site, from: &EditionName, to: &EditionName) -> Result<Plan> {
    let plan = Plan { from: from.clone(), to: to.clone(), files: Vec::new(), standing: 0, look: Vec::new() };
    let mut planner = Planner { site, plan };
    planner.national()?;
    for hub in site.content.hubs.keys() {
        planner.hub(hub)?;
    }
    planner.pictures();
    for hub in site.content.hubs.keys() {
        planner.offers(hub)?;
    }
    planner.current()?;
    Ok(planner.plan)
}

struct Planner<'s, 'a> {
    site: &'s Site<'a>,
    plan: Plan,
}

impl Planner<'_, '_> {
    fn national(&mut self) -> Result<()> {
        let folder = format!("content/national/{}/", self.plan.from);
        let Some(edition) = self.site.content.editions.get(&self.plan.from) else { return Ok(()) };
        let introduction = edition.introduction.iter().map(|it| (it.file, emptied::INTRODUCTION));
        let programmes = edition.programmes.values().map(|it| (it.file, emptied::PROGRAMME));
        for (file, keys) in introduction.chain(programmes) {
            self.carry(file, &folder, None, |original| emptied::emptied(original, keys))?;
        }
        Ok(())
    }

    fn hub(&mut self, hub: &HubId) -> Result<()> {
        let folder = format!("content/hubs/{hub}/{}/", self.plan.from);
        let content = self.site.content;
        let year = content.hubs.get(hub).and_then(|entry| entry.editions.get(&self.plan.from));
        if let Some(agreed) = self.site.sources.find(&format!("{folder}agreed.yaml")) {
            let as_it_is = |original: Original| emptied::Emptied { original, notes: Vec::new(), trouble: Vec::new() };
            self.carry(agreed, &folder, Some(hub), as_it_is)?;
        }
        let Some(year) = year else { return Ok(()) };
        let edition = content.editions.get(&self.plan.from);
        if let Some(local) = &year.introduction {
            let national = edition.and_then(|edition| edition.introduction.as_ref()).map(|it| &it.text);
            self.carry(local.file, &folder, Some(hub), |original| {
                cleared::cleared(original, local, national)
                    .then(|original| emptied::emptied(original, emptied::LOCAL_INTRODUCTION))
            })?;
        }
        for (id, local) in &year.programmes {
            let own = local.own.as_ref().map(|own| &own.text);
            let national = edition.and_then(|edition| edition.programmes.get(id)).map(|it| &it.text);
            self.carry(local.file, &folder, Some(hub), |original| {
                cleared::cleared(original, local, own.or(national))
                    .then(|original| emptied::emptied(original, emptied::LOCAL))
            })?;
        }
        Ok(())
    }

    /// A file of the old year, changed, as one of the new year, unless that has it.
    fn carry(
        &mut self,
        file: FileId,
        folder: &str,
        hub: Option<&HubId>,
        change: impl FnOnce(Original) -> emptied::Emptied,
    ) -> Result<()> {
        let sources = self.site.sources;
        let old = sources.path(file);
        let Some(path) = self.new_path(old, folder) else { return Ok(()) };
        if !matches!(sources.file(file).body, Body::Text(_)) {
            let words = "can\u{2019}t be read, so it is not carried over".to_owned();
            self.plan.look.push(Look { path: old.to_owned(), line: 0, words });
            return Ok(());
        }
        let done = change((self.site.open)(file)?);
        let trouble = done.trouble.into_iter().map(|words| Look { path: path.clone(), line: 0, words });
        self.plan.look.extend(trouble);
        if !path.ends_with("agreed.yaml") {
            self.plan.look.extend(prose::dates(&path, done.original.text()));
        }
        let new = Contents::Text(done.original.raw().to_owned());
        self.plan.files.push(NewFile { path, hub: hub.cloned(), old: None, new, notes: done.notes });
        Ok(())
    }

    /// The path in the new year, where nothing stands there yet.
    fn new_path(&mut self, old: &str, folder: &str) -> Option<String> {
        let name = old.strip_prefix(folder)?;
        let parent = folder.strip_suffix(&format!("{}/", self.plan.from))?;
        let path = format!("{parent}{}/{name}", self.plan.to);
        if self.site.sources.find(&path).is_some() {
            self.plan.standing += 1;
            return None;
        }
        Some(path)
    }

    /// Pictures and documents that texts of the year link to, from its own folders.
    fn pictures(&mut self) {
        let assets: Vec<Arc<crate::model::site::Asset>> = self.site.content.assets.values().cloned().collect();
        for asset in assets {
            let parts: Vec<&str> = asset.path.split('/').collect();
            let (folder, hub) = match parts.as_slice() {
                ["content", "national", year, ..] if *year == self.plan.from.as_str() => {
                    (format!("content/national/{year}/"), None)
                }
                ["content", "hubs", hub, year, ..] if *year == self.plan.from.as_str() => {
                    (format!("content/hubs/{hub}/{year}/"), Some(HubId::new(hub)))
                }
                _ => continue,
            };
            let Some(path) = self.new_path(&asset.path, &folder) else { continue };
            let new = Contents::CopyOf(asset.path.clone());
            self.plan.files.push(NewFile { path, hub, old: None, new, notes: Vec::new() });
        }
    }

    /// What a hub offers without files of its own.
    fn offers(&mut self, hub: &HubId) -> Result<()> {
        let Some(entry) = self.site.content.hubs.get(hub) else { return Ok(()) };
        let of = |edition: &EditionName| entry.hub.offers.iter().find(|(name, _)| name.value == *edition);
        let (Some(file), Some((_, offers)), None) = (entry.hub.file, of(&self.plan.from), of(&self.plan.to)) else {
            return Ok(());
        };
        let value = match offers {
            Offers::All(_) => Plain::Words("all".to_owned()),
            Offers::These(ids) => Plain::List(ids.iter().map(|id| Plain::Words(id.value.to_string())).collect()),
        };
        let to = self.plan.to.clone();
        let path = [Step::Key("offers"), Step::Key(to.as_str())];
        let note = format!("offers in {to} what it offered in {}", self.plan.from);
        self.change(file, Some(hub), &path, &value, note)
    }

    /// The current year, last of all.
    fn current(&mut self) -> Result<()> {
        let site = &self.site.content.site;
        if site.edition >= self.plan.to {
            return Ok(());
        }
        let note = format!("the current year is {}; {} becomes an archive", self.plan.to, site.edition);
        let value = Plain::Words(self.plan.to.to_string());
        self.change(site.file, None, &[Step::Key("edition")], &value, note)
    }

    fn change(&mut self, file: FileId, hub: Option<&HubId>, way: &[Step], to: &Plain, note: String) -> Result<()> {
        let old = (self.site.open)(file)?;
        let path = self.site.sources.path(file).to_owned();
        match value::set(&old, Home::File, way, to) {
            Ok(new) => {
                let new = Contents::Text(new);
                self.plan.files.push(NewFile { path, hub: hub.cloned(), old: Some(old), new, notes: vec![note] });
            }
            Err(error) => {
                let words = format!("to be done by hand: {note}. {error}");
                self.plan.look.push(Look { path, line: 0, words });
            }
        }
        Ok(())
    }
}
