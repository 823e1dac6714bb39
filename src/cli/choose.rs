//! Which hubs, editions and findings a command is about.

use crate::error::{Error, Result};
use crate::finding::{Finding, nearest};
use crate::model::ids::{EditionName, HubId};
use crate::model::site::Content;

/// The hubs of those ids, in order and each once; `None` where none is named: all of them.
pub fn hubs(names: &[String], content: &Content) -> Result<Option<Vec<HubId>>> {
    let mut hubs = names
        .iter()
        .map(|name| match content.hubs.get_key_value(name.as_str()) {
            Some((hub, _)) => Ok(hub.clone()),
            None => Err(unknown("hub", "--hub", name, content.hubs.keys().map(HubId::as_str))),
        })
        .collect::<Result<Vec<_>>>()?;
    hubs.sort();
    hubs.dedup();
    Ok((!hubs.is_empty()).then_some(hubs))
}

/// The edition of that name.
pub fn edition(name: &str, content: &Content) -> Result<EditionName> {
    match content.editions.get_key_value(name) {
        Some((edition, _)) => Ok(edition.clone()),
        None => Err(unknown("edition", "--edition", name, content.editions.keys().map(EditionName::as_str))),
    }
}

/// Why a name that was typed is none, and what it may have meant.
pub fn unknown<'a>(what: &str, option: &str, name: &str, all: impl Iterator<Item = &'a str> + Clone) -> Error {
    let advice = match (nearest(name, all.clone()), all.clone().next()) {
        (Some(near), _) => format!("Did you mean {option} {near}?"),
        (None, Some(_)) => format!("There are: {}.\nFor example: {option} {}", list(all.clone()), list(all.take(1))),
        (None, None) => format!("The site has no {what} yet."),
    };
    Error::Usage(format!("There is no {what} {name:?} in this site. {advice}"))
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// Whether a finding concerns one of the hubs: theirs, and those of no hub.
pub fn concerns(finding: &Finding, hubs: Option<&[HubId]>) -> bool {
    match (finding.scope.hub(), hubs) {
        (Some(hub), Some(hubs)) => hubs.iter().any(|chosen| chosen.as_str() == hub),
        _ => true,
    }
}

/// Whether a finding is about an edition after the current one, of which nothing is published.
pub fn is_later(finding: &Finding, current: &EditionName) -> bool {
    finding.scope.edition().is_some_and(|edition| edition > current.as_str())
}
