//! Merging: national text and hubs' answers and changes become every hub's own text.
//!
//! Pure, and the same for the same files in whatever order. For each offering:
//! 1. find each change's section (`find`), refuse what its permission forbids, and what contradicts itself;
//! 2. put replacements, additions (`sections`) and new sections (`new_sections`) where they belong;
//! 3. find the words for each placeholder that still stands in the text (`answers`);
//! 4. take out unfilled optional placeholders with what they leave empty (`prune`);
//! 5. report required placeholders and facts that are left unfilled (`unfilled`).
//!
//! Blocks are shared with the text they come from; only what pruning changes is copied, once for all hubs alike.

mod answers;
mod find;
mod new_sections;
mod offers;
mod order;
mod prune;
mod sections;
mod text;
mod unfilled;

use crate::finding::{Finding, Report, Rule, Scope};
use crate::model::ids::{EditionName, HubId, PlaceholderName, slug};
use crate::model::local::{Hub, LocalFile};
use crate::model::merged::{
    HubEdition, Merged, MergedEdition, MergedHub, MergedIntroduction, NationalProgramme, Offering,
};
use crate::model::national::{Introduction, Programme};
use crate::model::practical::Contact;
use crate::model::site::Content;
use crate::source::Span;
use prune::Prunings;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use text::Merging;

/// Which hub-wide answers were used, by hub.
type Used = BTreeSet<(HubId, PlaceholderName)>;

/// Merges. `edition` is taken as current in place of the site's.
pub fn merge(content: &Content, edition: Option<&EditionName>) -> (Merged, Report) {
    let mut report = Report::default();
    let mut used = Used::new();
    let mut hubs: Vec<MergedHub> =
        content.hubs.values().map(|entry| MergedHub { hub: entry.hub.clone(), editions: Vec::new() }).collect();
    let mut editions = Vec::new();
    for name in edition_names(content) {
        let year = merge_year(content, &name);
        report.extend(year.report);
        used.extend(year.used);
        editions.push(year.national);
        for (hub, edition) in hubs.iter_mut().zip(year.hubs) {
            if edition.introduction.is_some() || !edition.offerings.is_empty() {
                hub.editions.push(edition);
            }
        }
    }
    unused_hub_answers(content, &used, &mut report);
    // By the alphabet: capitals and accents make no difference.
    hubs.sort_by_cached_key(|hub| (slug(&hub.hub.name), hub.hub.name.clone(), hub.hub.id.clone()));
    let merged = Merged {
        site: content.site.clone(),
        current: edition.unwrap_or(&content.site.edition).clone(),
        editions,
        hubs,
        assets: content.assets.clone(),
    };
    (merged, report)
}

/// The editions that there is anything about, earliest first.
fn edition_names(content: &Content) -> BTreeSet<EditionName> {
    content.editions.keys().cloned().collect()
}

/// A year, merged.
struct Year {
    national: MergedEdition,
    /// In the order of `Content::hubs`.
    hubs: Vec<HubEdition>,
    report: Report,
    used: Used,
}

/// A programme of a year, merged for all its hubs.
struct ForAll {
    national: Option<NationalProgramme>,
    offerings: Vec<Offering>,
    report: Report,
    used: Used,
}

fn merge_year(content: &Content, name: &EditionName) -> Year {
    let edition = &content.editions[name];
    let own = own_programmes(content, name);
    let programmes: Vec<&Arc<Programme>> = edition.programmes.values().chain(own).collect();
    let mut merged: Vec<ForAll> = programmes.par_iter().map(|programme| for_all(content, programme)).collect();
    let mut report = Report::default();
    let mut used = Used::new();
    for one in &mut merged {
        report.extend(std::mem::take(&mut one.report));
        used.append(&mut one.used);
    }
    let hubs = introductions(content, name, &mut merged, &mut report, &mut used);
    let national = order::by_display(
        merged.into_iter().filter_map(|one| one.national).collect(),
        &content.site,
        |national: &NationalProgramme| &national.programme,
    );
    let national =
        MergedEdition { edition: name.clone(), introduction: edition.introduction.clone(), programmes: national };
    Year { national, hubs, report, used }
}

/// The hubs' own programmes of a year.
fn own_programmes<'a>(content: &'a Content, name: &'a EditionName) -> impl Iterator<Item = &'a Arc<Programme>> {
    content
        .hubs
        .values()
        .filter_map(move |hub| hub.editions.get(name))
        .flat_map(|edition| edition.programmes.values().filter_map(|file| file.own.as_ref()))
}

/// A programme nationally and for every hub that offers it.
fn for_all(content: &Content, programme: &Arc<Programme>) -> ForAll {
    let mut report = Report::default();
    let mut used = Used::new();
    let mut prunings = Prunings::default();
    let mut offerings = Vec::new();
    for (id, entry) in &content.hubs {
        if programme.hub.as_ref().is_some_and(|owner| owner != id) {
            continue;
        }
        let local = entry.editions.get(&programme.edition).and_then(|edition| edition.programmes.get(&programme.id));
        let Some(asked_at) = offers::offered(entry, programme, local.map(Arc::as_ref)) else { continue };
        let scope = Scope::Offering {
            hub: id.to_string(),
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
            prunings: &mut prunings,
        };
        let text = merging.merge();
        offerings.push(offering(&entry.hub, programme, local, text));
    }
    let national = programme.hub.is_none().then(|| NationalProgramme {
        text: text::national(&programme.text, programme_scope(programme), &mut report),
        hubs: offerings.iter().map(|offering| offering.hub.clone()).collect(),
        programme: programme.clone(),
    });
    ForAll { national, offerings, report, used }
}

fn programme_scope(programme: &Programme) -> Scope {
    Scope::Programme { edition: programme.edition.to_string(), programme: programme.id.to_string() }
}

fn offering(
    hub: &Hub,
    programme: &Arc<Programme>,
    local: Option<&Arc<LocalFile>>,
    text: crate::model::merged::MergedText,
) -> Offering {
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

/// Each hub's year: its introduction, and its offerings taken out of `merged` in display order.
fn introductions(
    content: &Content,
    name: &EditionName,
    merged: &mut [ForAll],
    report: &mut Report,
    used: &mut Used,
) -> Vec<HubEdition> {
    let mut by_hub: BTreeMap<HubId, Vec<Offering>> = BTreeMap::new();
    for offering in merged.iter_mut().flat_map(|one| one.offerings.drain(..)) {
        by_hub.entry(offering.hub.clone()).or_default().push(offering);
    }
    let mut prunings = Prunings::default();
    let national = content.editions.get(name).and_then(|edition| edition.introduction.as_ref());
    content
        .hubs
        .iter()
        .map(|(id, entry)| {
            let offerings = by_hub.remove(id).unwrap_or_default();
            let local = entry.editions.get(name).and_then(|edition| edition.introduction.as_ref());
            let wanted = local.is_some() || (national.is_some() && !offerings.is_empty());
            let introduction = wanted.then(|| {
                let mut merging = Merging {
                    hub: &entry.hub,
                    local: local.map(Arc::as_ref),
                    description: national.map_or(&text::NO_TEXT, |introduction| &introduction.text),
                    programme: None,
                    edition: name,
                    asked_at: local.map_or_else(|| offers::asked_at(&entry.hub, name), |file| Span::whole(file.file)),
                    scope: Scope::HubIntroduction { hub: id.to_string(), edition: name.to_string() },
                    report,
                    used,
                    prunings: &mut prunings,
                };
                let text = merging.merge();
                introduction(national, local, text)
            });
            let offerings = order::by_display(offerings, &content.site, |offering: &Offering| &offering.programme);
            HubEdition { edition: name.clone(), introduction, offerings }
        })
        .collect()
}

fn introduction(
    national: Option<&Arc<Introduction>>,
    local: Option<&Arc<LocalFile>>,
    text: crate::model::merged::MergedText,
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

/// Hub-wide answers that no offering uses.
fn unused_hub_answers(content: &Content, used: &Used, report: &mut Report) {
    for (id, entry) in &content.hubs {
        for (name, _) in &entry.hub.answers {
            if used.contains(&(id.clone(), name.value.clone())) {
                continue;
            }
            let known = content.editions.values().flat_map(|edition| {
                edition.programmes.values().flat_map(|programme| programme.text.placeholders.keys())
            });
            let known: BTreeSet<&str> = known.map(PlaceholderName::as_str).collect();
            let near = if known.contains(name.value.as_str()) {
                String::new()
            } else {
                crate::finding::nearest(name.value.as_str(), known.iter().copied())
                    .map_or(String::new(), |near| format!("Did you mean `{near}`? "))
            };
            report.push(
                Finding::new(
                    Rule::UnusedAnswer,
                    name.span,
                    Scope::Hub(id.to_string()),
                    format!("None of the hub's pages uses the answer `{}`.", name.value),
                    format!("{near}Take it out, or give it the name of a placeholder that the hub's programmes have."),
                )
                .level(crate::finding::Level::Warning),
            );
        }
    }
}
