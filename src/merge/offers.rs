//! Which programmes a hub offers.

use crate::model::ids::EditionName;
use crate::model::local::{Hub, LocalFile, Offers};
use crate::model::national::Programme;
use crate::model::site::HubContent;
use crate::source::{FileId, Span};

/// Where a hub says that it offers a programme: its file, the line in `hub.yaml`, or `hub.yaml` as a whole where
/// the programme is for every hub. `None`: it doesn't offer it.
pub fn offered(entry: &HubContent, programme: &Programme, local: Option<&LocalFile>) -> Option<Span> {
    match local {
        Some(file) if file.offered == Some(false) => None,
        Some(file) => Some(Span::whole(file.file)),
        None if programme.hub.is_some() => None,
        None => listed(&entry.hub, programme).or_else(|| programme.every_hub.then(|| whole(&entry.hub))),
    }
}

fn listed(hub: &Hub, programme: &Programme) -> Option<Span> {
    hub.offers.iter().filter(|(edition, _)| edition.value == programme.edition).find_map(|(_, offers)| match offers {
        Offers::All(span) => Some(*span),
        Offers::These(ids) => ids.iter().find(|id| id.value == programme.id).map(|id| id.span),
    })
}

/// Where findings about a hub's year stand that has no file of its own.
pub fn asked_at(hub: &Hub, edition: &EditionName) -> Span {
    hub.offers.iter().find(|(name, _)| name.value == *edition).map_or_else(|| whole(hub), |(name, _)| name.span)
}

fn whole(hub: &Hub) -> Span {
    Span::whole(hub.file.unwrap_or(FileId(0)))
}
