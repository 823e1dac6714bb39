//! Merging: national text and hubs' answers and changes become every hub's own text.
//!
//! Pure, and the same for the same files in whatever order. For each offering (`cell`):
//! 1. find each change's section (`find`), refuse what its permission forbids, and what contradicts itself;
//! 2. put replacements, additions (`sections`) and new sections (`new_sections`) where they belong;
//! 3. find the words for each placeholder that still stands in the text (`answers`);
//! 4. take out unfilled optional placeholders with what they leave empty (`prune`);
//! 5. report required placeholders and facts that are left unfilled (`unfilled`).
//!
//! A year (`year`) is a table: a row for each hub, a column for each national programme, an offering in each cell.
//! A cell is made of three values alone, the hub, the programme and the hub's file. So [`merge_again`] makes anew
//! only the cells whose values are others than last time, and every part of the result that holds none of these is
//! the very same part as before.
//!
//! Blocks are shared with the text they come from; only what pruning changes is copied, once for all hubs alike.

mod answers;
mod cell;
mod find;
mod introductions;
mod new_sections;
mod offers;
mod order;
mod prune;
mod sections;
mod text;
mod unfilled;
mod unused;
mod year;

use crate::finding::{Report, Reports};
use crate::model::ids::{EditionName, HubId, PlaceholderName, slug};
use crate::model::merged::{Merged, MergedHub};
use crate::model::site::{Content, Site};
use std::collections::BTreeSet;
use std::sync::Arc;
use year::Year;

/// Which of a hub's answers for every programme were used.
type Used = BTreeSet<PlaceholderName>;

/// Merges. `edition` is taken as current in place of the site's.
pub fn merge(content: &Content, edition: Option<&EditionName>) -> (Merged, Report) {
    let (merged, reports) = merge_again(content, edition, &mut Kept::default());
    (merged, reports.join())
}

/// What was merged last, to be kept where it still holds.
#[derive(Debug, Default)]
pub struct Kept {
    site: Option<Arc<Site>>,
    ids: Vec<HubId>,
    years: Vec<Year>,
    /// In the order of `ids`.
    hubs: Vec<Arc<MergedHub>>,
}

impl Kept {
    /// Whether the table has the same rows and columns as it would have for `content`.
    fn fits(&self, content: &Content) -> bool {
        self.site.as_ref().is_some_and(|site| Arc::ptr_eq(site, &content.site))
            && self.ids.iter().eq(content.hubs.keys())
            && self.years.iter().map(Year::name).eq(content.editions.keys())
            && self.years.iter().zip(content.editions.values()).all(|(year, edition)| year.fits(edition))
    }

    fn new(content: &Content) -> Self {
        Self {
            site: Some(content.site.clone()),
            ids: content.hubs.keys().cloned().collect(),
            years: content.editions.keys().map(Year::new).collect(),
            hubs: Vec::new(),
        }
    }
}

/// Merges what has changed since `kept` was made, and keeps the rest. The result is that of [`merge`].
pub fn merge_again(content: &Content, edition: Option<&EditionName>, kept: &mut Kept) -> (Merged, Reports) {
    if !kept.fits(content) {
        *kept = Kept::new(content);
    }
    let mut reports = Reports::default();
    let mut changed = vec![kept.hubs.is_empty(); kept.ids.len()];
    for year in &mut kept.years {
        year.merge(content, &mut changed);
        year.report(&mut reports);
    }
    let hubs = content.hubs.values().enumerate().map(|(at, entry)| match kept.hubs.get(at) {
        Some(same) if !changed[at] && Arc::ptr_eq(&same.hub, &entry.hub) => same.clone(),
        _ => Arc::new(MergedHub {
            hub: entry.hub.clone(),
            editions: kept.years.iter().filter_map(|year| year.of_hub(at)).collect(),
        }),
    });
    kept.hubs = hubs.collect();
    reports.push(Arc::new(unused::hub_answers(content, &kept.years)));
    let mut hubs = kept.hubs.clone();
    // By the alphabet: capitals and accents make no difference.
    hubs.sort_by_cached_key(|hub| (slug(&hub.hub.name), hub.hub.name.clone(), hub.hub.id.clone()));
    let merged = Merged {
        site: content.site.clone(),
        current: edition.unwrap_or(&content.site.edition).clone(),
        editions: kept.years.iter().filter_map(Year::national).collect(),
        hubs,
        assets: content.assets.clone(),
    };
    (merged, reports)
}
