//! What a page is about, told from its address, and which findings concern it.

use crate::finding::{Finding, Level, Scope};
use crate::model::ids::slug;
use crate::model::merged::{Merged, Offering};

/// What a page is about. Names are plain words, as in findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The network, or a page that is about nothing in particular.
    Network,
    /// A programme nationally.
    Programme(String, String),
    /// A hub in an edition.
    Hub(String, String),
    /// A phase of it.
    Booklet(String, String, String),
    /// An offering: hub, edition, programme.
    Offering(String, String, String),
}

impl Subject {
    /// What the page at `path` is about.
    pub fn of(path: &str, merged: &Merged) -> Self {
        let current = merged.current.as_str();
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != "index.html").collect();
        let is_edition = |name: &str| merged.editions.iter().any(|year| year.edition.as_str() == name);
        let owned = |hub: &str, edition: &str| (hub.to_owned(), edition.to_owned());
        match parts.as_slice() {
            ["programmes", edition, programme] => Subject::Programme((*edition).to_owned(), (*programme).to_owned()),
            ["programmes", programme] => Subject::Programme(current.to_owned(), (*programme).to_owned()),
            [hub, rest @ ..] if merged.hubs.iter().any(|it| it.hub.id.as_str() == *hub) => {
                let (edition, rest) = match rest {
                    [edition, rest @ ..] if is_edition(edition) => (*edition, rest),
                    rest => (current, rest),
                };
                let (hub, edition) = owned(hub, edition);
                match rest {
                    [name] if offering(merged, &hub, &edition, name).is_some() => {
                        Subject::Offering(hub, edition, (*name).to_owned())
                    }
                    [name] if merged.site.phases.iter().any(|phase| slug(phase) == *name) => {
                        Subject::Booklet(hub, edition, (*name).to_owned())
                    }
                    _ => Subject::Hub(hub, edition),
                }
            }
            _ => Subject::Network,
        }
    }

    /// The hub.
    pub fn hub(&self) -> Option<&str> {
        match self {
            Subject::Hub(hub, _) | Subject::Booklet(hub, ..) | Subject::Offering(hub, ..) => Some(hub),
            Subject::Network | Subject::Programme(..) => None,
        }
    }

    /// Edition and programme.
    pub fn programme(&self) -> Option<(&str, &str)> {
        match self {
            Subject::Programme(edition, programme) | Subject::Offering(_, edition, programme) => {
                Some((edition, programme))
            }
            _ => None,
        }
    }

    /// Whether a finding is something to do for this page.
    pub fn concerns(&self, finding: &Finding, merged: &Merged) -> bool {
        let scope = &finding.scope;
        match (self, scope) {
            // What concerns every page a little would stand on each: it stands on the network's.
            (subject, Scope::Site) => *subject == Subject::Network || finding.level == Level::Error,
            (subject, Scope::Hub(hub)) => subject.hub() == Some(hub),
            (Subject::Network, Scope::Aside { hub: None }) => true,
            (Subject::Hub(own, _), Scope::Aside { hub: Some(hub) }) => own == hub,
            (Subject::Hub(_, year), Scope::Introduction { edition }) => year == edition,
            (Subject::Hub(own, year), Scope::HubIntroduction { hub, edition }) => own == hub && year == edition,
            (Subject::Booklet(own, year, phase), scope) => {
                let of_hub = scope.hub().is_none_or(|hub| hub == own) && scope.edition() == Some(year);
                let programme = scope.programme().filter(|_| of_hub);
                let offering = programme.and_then(|programme| offering(merged, own, year, programme));
                offering.is_some_and(|offering| slug(&offering.programme.phase) == *phase)
            }
            (Subject::Programme(..), Scope::Programme { edition, programme }) => {
                self.programme() == Some((edition, programme))
            }
            (Subject::Offering(own, ..), scope) => {
                let programme = scope.edition().zip(scope.programme());
                programme.is_some() && programme == self.programme() && scope.hub().is_none_or(|hub| hub == own)
            }
            _ => false,
        }
    }
}

/// A hub's offering of a programme.
pub fn offering<'m>(merged: &'m Merged, hub: &str, edition: &str, programme: &str) -> Option<&'m Offering> {
    let hub = merged.hubs.iter().find(|it| it.hub.id.as_str() == hub)?;
    let year = hub.editions.iter().find(|year| year.edition.as_str() == edition)?;
    year.offerings.iter().map(|offering| &**offering).find(|offering| offering.id().as_str() == programme)
}

/// The address of a hub's page of a programme, or without one of its year.
pub fn address(merged: &Merged, hub: &str, edition: &str, programme: &str) -> String {
    let year = if edition == merged.current.as_str() { String::new() } else { format!("{edition}/") };
    match programme {
        "" => format!("/{hub}/{year}"),
        programme => format!("/{hub}/{year}{programme}/"),
    }
}
