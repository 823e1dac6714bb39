//! `foldout agree`: a hub has read the national text, and its changes fit it.

use super::args::Agree;
use super::progress::Progress;
use super::site::{self, Site, Wanted};
use super::{choose, say};
use crate::error::{Error, Result};
use crate::finding::nearest;
use crate::model::ids::{HubId, ProgrammeId};
use crate::model::section::Found;
use crate::model::standing::{ChangeState, Standing};
use crate::model::when::display_date;
use crate::{edit, pipeline};
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

/// Agrees to the present national text of what the targets name.
pub fn agree(root: &Path, wanted: &Agree) -> Result<ExitCode> {
    let progress = Progress::start();
    let open = Wanted { edition: wanted.edition.as_deref(), as_of: wanted.as_of, ..Wanted::default() };
    let site = site::open(root, &open, &progress)?;
    drop(progress);
    // All names first: nothing is written where one of them is wrong.
    let targets = wanted.targets.iter().map(|name| Target::find(&site, name)).collect::<Result<Vec<_>>>()?;
    let mut by_hub: Vec<(HubId, Vec<&Standing>)> = Vec::new();
    for standing in site.checked.standings.iter().filter(|standing| targets.iter().any(|target| target.is(standing))) {
        match by_hub.last_mut().filter(|(hub, _)| *hub == standing.hub) {
            Some((_, standings)) => standings.push(standing),
            None => by_hub.push((standing.hub.clone(), vec![standing])),
        }
    }
    let mut said = String::new();
    for target in targets.iter().filter(|target| !by_hub.iter().flat_map(|(_, all)| all).any(|one| target.is(one))) {
        let _ =
            writeln!(said, "{} changes nothing of the national text, so there is nothing to agree to.", target.name);
    }
    for (_, standings) in by_hub {
        said.push_str(&for_hub(root, &site, &standings)?);
    }
    say(&said)
}

/// Writes one hub's file, and says what was written.
fn for_hub(root: &Path, site: &Site, standings: &[&Standing]) -> Result<String> {
    let mut said = String::new();
    if let Some(agreeing) = pipeline::agree(&site.sources, &site.checked.content, standings, site.day)? {
        let file = edit::open(root, &agreeing.path, agreeing.old.as_deref())?;
        let new = file.as_ref().map_or_else(|| agreeing.new.clone(), |file| file.with_text(&agreeing.new));
        edit::save(root, &agreeing.path, file.as_ref(), &new)?;
        let _ = writeln!(said, "Recorded in {}, for {}:", agreeing.path, display_date(site.day));
        let mut told = Vec::new();
        for standing in standings {
            let name = standing.name();
            if let Some(how) = how(standing).filter(|_| !told.contains(&name)) {
                let _ = writeln!(said, "  {name}: {how}");
                told.push(name);
            }
        }
    }
    let current = standings.iter().filter(|standing| standing.state == ChangeState::Current).count();
    if current > 0 {
        let (changes, were) = if current == 1 { ("change", "was") } else { ("changes", "were") };
        let _ = writeln!(said, "{current} {changes} of {} {were} agreed with this text before.", standings[0].hub);
    }
    for gone in standings.iter().filter(|standing| standing.state == ChangeState::Gone) {
        let (file, section) = (gone.file_name(), &gone.change.section.value);
        let _ = writeln!(
            said,
            "{file}: the national text has no section “{section}”, so there is nothing to agree to. Type foldout check."
        );
    }
    Ok(said)
}

/// What is agreed to, in words.
fn how(standing: &Standing) -> Option<String> {
    let since = |agreement: &crate::model::agreement::Agreement| display_date(agreement.day);
    match (&standing.state, &standing.agreement) {
        (ChangeState::Current | ChangeState::Gone, _) => None,
        (ChangeState::Redundant, _) => Some("your own copy of words that the national text has too".to_owned()),
        (_, Some(agreement)) => Some(format!("the text as it is now, which has changed since {}", since(agreement))),
        (_, None) => Some("for the first time".to_owned()),
    }
}

/// What is agreed to.
struct Target {
    /// As typed.
    name: String,
    hub: HubId,
    /// The file: a programme's, or (`None` inside) the year's introduction.
    programme: Option<Option<ProgrammeId>>,
    /// The section, by its present id.
    section: Option<String>,
    edition: String,
}

impl Target {
    fn is(&self, standing: &Standing) -> bool {
        standing.hub == self.hub
            && standing.edition.as_str() == self.edition
            && self.programme.as_ref().is_none_or(|programme| standing.programme == *programme)
            && self.section.as_ref().is_none_or(|section| standing.section_id().as_str() == section)
    }

    /// What was typed, found in the site.
    fn find(site: &Site, name: &str) -> Result<Self> {
        let (file, section) = name.split_once('#').map_or((name, None), |(file, section)| (file, Some(section)));
        let (hub, programme) = file.split_once('/').map_or((file, None), |(hub, rest)| (hub, Some(rest)));
        let hubs = choose::hubs(&[hub.to_owned()], &site.checked.content).map_err(|_| unknown_hub(site, hub))?;
        let hub = hubs.and_then(|hubs| hubs.into_iter().next()).ok_or_else(|| unknown_hub(site, hub))?;
        let edition = site.checked.merged.current.to_string();
        let mut target = Target { name: name.to_owned(), hub, programme: None, section: None, edition };
        let Some(programme) = programme.map(|name| name.trim_end_matches(".md").trim_end_matches('/')) else {
            return match section {
                Some(_) => Err(Error::Usage(format!(
                    "A section belongs to a programme, and {name:?} names none.\n\
                     For example: foldout agree {}/year-5-8-continuity#funding",
                    target.hub
                ))),
                None => Ok(target),
            };
        };
        target.programme = Some(target.programme(site, programme)?);
        target.section = section.map(|section| target.section(site, section)).transpose()?;
        Ok(target)
    }

    /// One of the hub's files of the edition.
    fn programme(&self, site: &Site, name: &str) -> Result<Option<ProgrammeId>> {
        let hub = site.checked.content.hubs.get(&self.hub);
        let local = hub.and_then(|hub| hub.editions.get(self.edition.as_str()));
        let own = local.into_iter().flat_map(|local| local.programmes.keys().map(ProgrammeId::as_str));
        let files: Vec<&str> = own.chain(local.and_then(|it| it.introduction.as_ref()).map(|_| "edition")).collect();
        if files.contains(&name) {
            return Ok((name != "edition").then(|| ProgrammeId::new(name)));
        }
        let (hub, edition) = (&self.hub, &self.edition);
        let advice = match nearest(name, files.iter().copied()) {
            Some(near) => format!("Did you mean {hub}/{near}?"),
            None if files.is_empty() => "It has none in that year.".to_owned(),
            None => format!("It has: {}.", files.join(", ")),
        };
        Err(Error::Usage(format!("The hub {hub} has no file {name:?} for {edition}. {advice}")))
    }

    /// The id of a section that the file changes.
    fn section(&self, site: &Site, name: &str) -> Result<String> {
        let edition = site.checked.content.editions.get(self.edition.as_str());
        let description = edition.and_then(|edition| match self.programme.as_ref()? {
            Some(id) => edition.programmes.get(id).map(|programme| &programme.text),
            None => edition.introduction.as_ref().map(|introduction| &introduction.text),
        });
        let wanted = match description.map(|description| description.find(name)) {
            Some(Found::One(_, section)) => section.id.to_string(),
            _ => crate::model::ids::slug(name),
        };
        let changed: Vec<String> = site
            .checked
            .standings
            .iter()
            .filter(|standing| self.is(standing))
            .map(|standing| standing.section_id().to_string())
            .collect();
        if changed.contains(&wanted) {
            return Ok(wanted);
        }
        let file = self.name.split('#').next().unwrap_or_default();
        let advice = match nearest(name, changed.iter().map(String::as_str)) {
            Some(near) => format!("Did you mean {file}#{near}?"),
            None if changed.is_empty() => "It changes no section.".to_owned(),
            None => format!("It changes: {}.", changed.join(", ")),
        };
        Err(Error::Usage(format!("The file {file} changes no section {name:?}. {advice}")))
    }
}

fn unknown_hub(site: &Site, name: &str) -> Error {
    let hubs: Vec<&str> = site.checked.content.hubs.keys().map(HubId::as_str).collect();
    let advice = match nearest(name, hubs.iter().copied()) {
        Some(near) => format!("Did you mean {near}?"),
        None if hubs.is_empty() => "The site has no hub yet.".to_owned(),
        None => format!("There are: {}.", hubs.join(", ")),
    };
    Error::Usage(format!("There is no hub {name:?} in this site. {advice}"))
}
