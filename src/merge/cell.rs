//! A cell of a year's table: a programme at a hub.

use super::Used;
use super::offers;
use super::prune::Prunings;
use super::text::{self, Merging};
use crate::finding::{Report, Scope};
use crate::model::local::{Hub, LocalFile};
use crate::model::merged::{MergedText, NationalProgramme, Offering};
use crate::model::national::Programme;
use crate::model::practical::Contact;
use crate::model::site::HubContent;
use rayon::prelude::*;
use std::sync::Arc;

/// The fewest hubs for which it pays to share the work.
const SHARE: usize = 64;

/// A programme at a hub, with what it was made of.
#[derive(Debug)]
pub struct Cell {
    hub: Arc<Hub>,
    local: Option<Arc<LocalFile>>,
    made: Option<Made>,
}

/// What a cell became, where the hub offers the programme.
#[derive(Debug)]
pub struct Made {
    /// The offering.
    pub offering: Arc<Offering>,
    /// What was found.
    pub report: Arc<Report>,
    /// Hub-wide answers that were used.
    pub used: Used,
}

impl Cell {
    /// Merges a programme for a hub.
    pub fn new(entry: &HubContent, programme: &Arc<Programme>, prunings: &mut Prunings) -> Self {
        let local = local(entry, programme);
        let asked_at = offers::offered(entry, programme, local.map(Arc::as_ref));
        let made = asked_at.map(|asked_at| {
            let (mut report, mut used) = (Report::default(), Used::new());
            let scope = Scope::Offering {
                hub: entry.hub.id.to_string(),
                edition: programme.edition.to_string(),
                programme: programme.id.to_string(),
            };
            let mut merging = Merging {
                hub: &entry.hub,
                local: local.map(Arc::as_ref),
                description: &programme.text,
                programme: Some(programme),
                edition: &programme.edition,
                asked_at,
                scope,
                report: &mut report,
                used: &mut used,
                prunings,
            };
            let text = merging.merge();
            let offering = Arc::new(offering(&entry.hub, programme, local, text));
            Made { offering, report: Arc::new(report), used }
        });
        Self { hub: entry.hub.clone(), local: local.cloned(), made }
    }

    /// Whether it would be the same again, the programme being the same.
    pub fn fits(&self, entry: &HubContent, programme: &Programme) -> bool {
        let same_file = match (&self.local, local(entry, programme)) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        };
        same_file && Arc::ptr_eq(&self.hub, &entry.hub)
    }

    /// What it became.
    pub fn made(&self) -> Option<&Made> {
        self.made.as_ref()
    }
}

/// A programme at every hub, in the order of the hubs.
pub fn column(hubs: &[&Arc<HubContent>], programme: &Arc<Programme>) -> Vec<Cell> {
    let share = hubs.len().div_ceil(rayon::current_num_threads()).max(SHARE);
    let cells = hubs.par_chunks(share).flat_map_iter(|hubs| {
        let mut prunings = Prunings::default();
        hubs.iter().map(move |entry| Cell::new(entry, programme, &mut prunings))
    });
    cells.collect()
}

/// A programme without a hub; the hubs that offer it are not known yet.
pub fn national(programme: &Arc<Programme>) -> (NationalProgramme, Report) {
    let mut report = Report::default();
    let scope = Scope::Programme { edition: programme.edition.to_string(), programme: programme.id.to_string() };
    let text = text::national(&programme.text, scope, &mut report);
    (NationalProgramme { programme: programme.clone(), text, hubs: Vec::new() }, report)
}

fn local<'e>(entry: &'e HubContent, programme: &Programme) -> Option<&'e Arc<LocalFile>> {
    entry.editions.get(&programme.edition)?.programmes.get(&programme.id)
}

fn offering(hub: &Hub, programme: &Arc<Programme>, local: Option<&Arc<LocalFile>>, text: MergedText) -> Offering {
    let of_hub = Contact { name: None, email: hub.email.clone(), phone: hub.phone.clone() };
    Offering {
        hub: hub.id.clone(),
        edition: programme.edition.clone(),
        programme: programme.clone(),
        text,
        apply: local.and_then(|file| file.apply.clone()).or_else(|| programme.apply.clone()),
        cohorts: local.and_then(|file| file.cohorts.clone()).or_else(|| programme.cohorts.clone()).unwrap_or_default(),
        sessions: local
            .and_then(|file| file.sessions.clone())
            .or_else(|| programme.sessions.clone())
            .unwrap_or_default(),
        status: local.and_then(|file| file.status),
        cost: local.and_then(|file| file.cost.clone()).or_else(|| programme.cost.clone()),
        published: local.and_then(|file| file.published).or(programme.published),
        contact: local.and_then(|file| file.contact.clone()).unwrap_or(of_hub),
        local: local.cloned(),
    }
}
