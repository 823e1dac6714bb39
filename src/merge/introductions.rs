//! A year's introduction as a hub tells it.

use super::prune::Prunings;
use super::text::{self, Merging};
use super::{Used, offers};
use crate::finding::{Report, Scope};
use crate::model::ids::EditionName;
use crate::model::local::{Hub, LocalFile};
use crate::model::merged::{MergedIntroduction, MergedText};
use crate::model::national::Introduction;
use crate::model::site::HubContent;
use crate::source::Span;
use std::sync::Arc;

/// A hub's introduction to a year, with what it was made of.
#[derive(Debug)]
pub struct Preface {
    hub: Arc<Hub>,
    national: Option<Arc<Introduction>>,
    local: Option<Arc<LocalFile>>,
    offers: bool,
    /// The introduction; `None` where there is nothing to say.
    pub made: Option<Arc<MergedIntroduction>>,
    /// What was found.
    pub report: Arc<Report>,
    /// Hub-wide answers that were used.
    pub used: Used,
}

impl Preface {
    /// Merges a hub's introduction. The national one alone is shown where the hub offers anything in that year.
    pub fn new(
        entry: &HubContent,
        name: &EditionName,
        national: Option<&Arc<Introduction>>,
        offers: bool,
        prunings: &mut Prunings,
    ) -> Self {
        let (mut report, mut used) = (Report::default(), Used::new());
        let local = local(entry, name);
        let wanted = local.is_some() || (national.is_some() && offers);
        let made = wanted.then(|| {
            let mut merging = Merging {
                hub: &entry.hub,
                local: local.map(Arc::as_ref),
                description: national.map_or(&text::NO_TEXT, |introduction| &introduction.text),
                programme: None,
                edition: name,
                asked_at: local.map_or_else(|| offers::asked_at(&entry.hub, name), |file| Span::whole(file.file)),
                scope: Scope::HubIntroduction { hub: entry.hub.id.to_string(), edition: name.to_string() },
                report: &mut report,
                used: &mut used,
                prunings,
            };
            let text = merging.merge();
            Arc::new(introduction(national, local, text))
        });
        let (national, local) = (national.cloned(), local.cloned());
        Self { hub: entry.hub.clone(), national, local, offers, made, report: Arc::new(report), used }
    }

    /// Whether it would be the same again.
    pub fn fits(
        &self,
        entry: &HubContent,
        name: &EditionName,
        national: Option<&Arc<Introduction>>,
        offers: bool,
    ) -> bool {
        self.offers == offers
            && Arc::ptr_eq(&self.hub, &entry.hub)
            && same(self.national.as_ref(), national)
            && same(self.local.as_ref(), local(entry, name))
    }
}

fn same<T>(one: Option<&Arc<T>>, other: Option<&Arc<T>>) -> bool {
    one.map(Arc::as_ptr) == other.map(Arc::as_ptr)
}

fn local<'e>(entry: &'e HubContent, name: &EditionName) -> Option<&'e Arc<LocalFile>> {
    entry.editions.get(name)?.introduction.as_ref()
}

fn introduction(
    national: Option<&Arc<Introduction>>,
    local: Option<&Arc<LocalFile>>,
    text: MergedText,
) -> MergedIntroduction {
    MergedIntroduction {
        text,
        apply: local
            .and_then(|file| file.apply.clone())
            .or_else(|| national.map(|introduction| introduction.apply.clone()))
            .unwrap_or_default(),
        dates: local
            .and_then(|file| file.dates.clone())
            .or_else(|| national.map(|introduction| introduction.dates.clone()))
            .unwrap_or_default(),
        national: national.cloned(),
        local: local.cloned(),
    }
}
