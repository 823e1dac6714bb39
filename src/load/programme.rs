//! A programme's file and a year's introduction.

use super::description::{description, permission};
use super::fields::{Fields, words};
use super::front_matter::split;
use super::practical;
use super::reading::{Reading, did_you_mean};
use super::shape::{EDITION, PROGRAMME};
use super::yaml::{Key, Node};
use crate::finding::Rule;
use crate::model::ids::{EditionName, ProgrammeId, edition_years, slug};
use crate::model::national::{Introduction, Programme};
use crate::model::site::Site;
use crate::source::Spanned;

/// Reads a national programme.
pub fn programme(reading: &mut Reading, site: &Site, edition: &EditionName, id: &ProgrammeId) -> Programme {
    let Some((mut fields, body)) = Fields::of_markdown(reading) else {
        return unreadable(reading, site, edition, id);
    };
    fields.against(reading, &[PROGRAMME]);
    fields.allowed(reading);
    of_fields(reading, site, edition, id, &mut fields, body)
}

/// A programme whose front matter can't be read: what can be told of it, so that lists can name it in its place.
/// That it can't be read is the only finding.
fn unreadable(reading: &mut Reading, site: &Site, edition: &EditionName, id: &ProgrammeId) -> Programme {
    const TOLD: [&str; 7] = ["title", "phase", "summary", "number", "every_hub", "next", "previous"];
    let text = reading.text();
    let front = split(text).ok().and_then(|front| front.yaml).unwrap_or(("", 0));
    let mut fields = Fields::rescued(reading, front.0, front.1).only(&|name| TOLD.contains(&name));
    let found = reading.report.findings.len();
    let programme = of_fields(reading, site, edition, id, &mut fields, text.len());
    reading.report.findings.truncate(found);
    programme
}

/// Takes a programme's keys and reads its body, which begins at byte `body`.
pub fn of_fields(
    reading: &mut Reading,
    site: &Site,
    edition: &EditionName,
    id: &ProgrammeId,
    fields: &mut Fields,
    body: usize,
) -> Programme {
    let permission = permission(reading, fields).unwrap_or(site.sections);
    Programme {
        id: id.clone(),
        edition: edition.clone(),
        file: reading.file,
        hub: reading.hub.clone(),
        title: fields.text(reading, "title").unwrap_or_else(|| in_words(id.as_str())),
        phase: phase(reading, site, fields),
        summary: fields.text(reading, "summary").unwrap_or_default(),
        code: fields.text(reading, "code"),
        number: number(reading, fields),
        stage: fields.words(reading, "stage"),
        audience: fields.texts(reading, "audience").into_iter().map(|text| text.value).collect(),
        commitment: fields.text(reading, "commitment"),
        cost: fields.text(reading, "cost"),
        published: fields.date(reading, "published"),
        links: practical::links(reading, fields),
        runs: runs(reading, fields),
        next: neighbour(reading, fields, "next"),
        previous: neighbour(reading, fields, "previous"),
        every_hub: fields.yes_no(reading, "every_hub").unwrap_or(false),
        apply: practical::apply(reading, fields),
        cohorts: practical::cohorts(reading, fields),
        sessions: practical::sessions(reading, fields),
        text: description(reading, fields, body, permission),
    }
}

/// An id in words: `year-5-8` as `Year 5 8`.
fn in_words(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn phase(reading: &mut Reading, site: &Site, fields: &mut Fields) -> String {
    let Some(phase) = fields.words(reading, "phase") else {
        return site.phases.last().cloned().unwrap_or_default();
    };
    if let Some(known) = site.phases.iter().find(|known| slug(known) == slug(&phase.value)) {
        return known.clone();
    }
    if !site.phases.is_empty() {
        let near = did_you_mean(&phase.value, site.phases.iter().map(String::as_str));
        reading.find(
            Rule::UnknownPhase,
            phase.span,
            format!("There is no phase “{}”.", phase.value),
            format!("{near}The phases in content/site.yaml are: {}.", site.phases.join(", ")),
        );
    }
    phase.value
}

fn number(reading: &mut Reading, fields: &mut Fields) -> Option<u32> {
    let given = fields.words(reading, "number")?;
    let number = given.value.parse().ok();
    if number.is_none() {
        reading.find(
            Rule::BadValue,
            given.span,
            format!("“{}” is no whole number.", given.value),
            "Write digits only: number: 3",
        );
    }
    number
}

fn runs(reading: &mut Reading, fields: &mut Fields) -> Option<String> {
    let given = fields.words(reading, "runs")?;
    if edition_years(&given.value).is_none() {
        reading.find(
            Rule::BadValue,
            given.span,
            format!("“{}” is no run of years.", given.value),
            "Write the first year in full and the last one in two digits: runs: 2018-20",
        );
        return None;
    }
    Some(given.value)
}

fn neighbour(reading: &mut Reading, fields: &mut Fields, name: &str) -> Option<Spanned<ProgrammeId>> {
    let given = fields.words(reading, name)?;
    let id = given.value.strip_suffix(".md").unwrap_or(&given.value);
    practical::is_id(reading, id, given.span, name).then(|| Spanned::new(ProgrammeId::new(id), given.span))
}

/// Reads a year's introduction.
pub fn introduction(reading: &mut Reading, site: &Site, edition: &EditionName) -> Introduction {
    let (mut fields, body) =
        Fields::of_markdown(reading).unwrap_or_else(|| (Fields::empty(reading), reading.text().len()));
    fields.against(reading, &[EDITION]);
    fields.allowed(reading);
    let permission = permission(reading, &mut fields).unwrap_or(site.sections);
    Introduction {
        edition: edition.clone(),
        file: reading.file,
        title: fields.text(reading, "title"),
        goals: entries(reading, &mut fields, "goals"),
        stages: entries(reading, &mut fields, "stages").into_iter().map(|(key, text)| (key.value, text)).collect(),
        dates: practical::year_dates(reading, &mut fields).unwrap_or_default(),
        apply: practical::apply(reading, &mut fields).unwrap_or_default(),
        text: description(reading, &mut fields, body, permission),
    }
}

/// A map from words to words.
fn entries(reading: &mut Reading, fields: &mut Fields, name: &str) -> Vec<(Spanned<String>, String)> {
    let map: Vec<(Key, Node)> = fields.map(reading, name);
    map.into_iter()
        .filter_map(|(key, node)| {
            let text = words(reading, node, name)?.value;
            Some((Spanned::new(key.name, key.span), text))
        })
        .collect()
}
