//! The small site of a case, in memory, and what is made of it.

use super::case::{Case, Made};
use super::{practical, writer::Writer};
use foldout::finding::{Finding, Place, Rule};
use foldout::model::ids::EditionName;
use foldout::model::merged::{HubEdition, Merged, Offering};
use foldout::model::theme::Theme;
use foldout::model::when::{Date, parse_date};
use foldout::pipeline::{self, Checked};
use foldout::source::{Body, SourceFile, Sources, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub const HUB: &str = "alpha";
pub const PROGRAMME: &str = "example";
pub const EDITION: &str = "2022-23";

const SITE: &[&str] =
    &["title: Brochures", "edition: 2022-23", "phases: [Primary, Secondary]", "base_url: https://brochures.example/"];
const HUB_LINES: &[&str] = &["name: Alpha Hub", "region: North", "lead_schools: [Hill School]"];
const FRONT_MATTER: &[&str] = &["title: Example", "phase: Primary", "summary: An example."];

/// A line of a file, and which line of the case's part it is; `None` for one that was supplied.
type Line = (String, Option<usize>);

pub struct SmallSite {
    sources: Sources,
    /// What the case calls each file, and its lines.
    shown: BTreeMap<String, (String, Vec<Line>)>,
    day: Date,
}

impl SmallSite {
    pub fn of(case: &Case) -> SmallSite {
        let mut shown: BTreeMap<String, (String, Vec<Line>)> = BTreeMap::new();
        let defaults = [("site", ""), ("hub", ""), ("national", "## Text\n\nWords.")];
        let defaults = defaults.into_iter().filter(|(marker, _)| case.part(marker).is_none());
        for (marker, body) in defaults.chain(case.given()).filter(|(marker, _)| *marker != "day") {
            let (path, lines) = match marker.split_once(' ').unwrap_or((marker, PROGRAMME)) {
                ("site", _) => ("content/site.yaml".to_owned(), yaml(body, SITE)),
                ("hub", _) => (format!("content/hubs/{HUB}/hub.yaml"), yaml(body, HUB_LINES)),
                ("national", "introduction") => (national("edition"), as_it_is(body)),
                ("national", programme) => (national(programme), markdown(body)),
                ("local", "introduction") => (local("edition"), as_it_is(body)),
                ("local", programme) => (local(programme), as_it_is(body)),
                ("file", path) => (path.to_owned(), as_it_is(body)),
                _ => panic!("there is no marker {marker}"),
            };
            let called = marker.strip_prefix("file ").unwrap_or(marker);
            shown.insert(path, (called.to_owned(), lines));
        }
        let files = shown.iter().map(|(path, (_, lines))| SourceFile {
            path: Arc::from(path.as_str()),
            body: body(path, lines.iter().map(|(line, _)| format!("{line}\n")).collect()),
        });
        let sources = Sources::new(files.collect(), folders(shown.keys()));
        let day = parse_date(case.part("day").unwrap_or("1 October 2022").trim()).unwrap();
        SmallSite { sources, shown, day }
    }

    /// All that the case wants to know.
    pub fn made(&self, case: &Case) -> Made {
        let theme = Theme {
            folder: "themes/brochure".into(),
            templates: Vec::new(),
            assets: BTreeMap::new(),
            ground: "#ffffff".into(),
            ground_dark: "#1b1e22".into(),
        };
        let checked = pipeline::check(pipeline::parse(&self.sources), &self.sources, &theme, None, self.day);
        let parts = case.wanted().into_iter().map(|marker| (marker.to_owned(), self.part(&checked, marker))).collect();
        // Whether the hub has agreed to the national text is not merging's business, and has cases of its own.
        let of_agreement = [Rule::NeverAgreed, Rule::RedundantChange];
        let findings = checked.report.findings.iter().filter(|finding| !of_agreement.contains(&finding.rule));
        let findings = findings.map(|finding| (self.line(finding), words(finding))).collect();
        Made { parts, findings }
    }

    fn part(&self, checked: &Checked, marker: &str) -> String {
        let merged = &checked.merged;
        let text = match marker {
            "national page" => self.national_page(merged),
            "offers" => offers(merged),
            "withheld" => withheld(checked),
            "offering" => offering(merged, PROGRAMME)
                .map_or("not offered".to_owned(), |offering| practical::written(&self.sources, offering)),
            "merged introduction" => match year(merged).and_then(|year| year.introduction.as_ref()) {
                None => "no introduction".to_owned(),
                Some(introduction) => {
                    let writer = Writer::new(&self.sources, merged, &introduction.text);
                    writer.for_hub(HUB).written() + &practical::introduction(introduction)
                }
            },
            marker => {
                let id = marker.strip_prefix("merged ").unwrap_or(PROGRAMME);
                match offering(merged, id) {
                    None => "not offered".to_owned(),
                    Some(offering) => Writer::new(&self.sources, merged, &offering.text)
                        .for_programme(&offering.programme)
                        .for_hub(HUB)
                        .written(),
                }
            }
        };
        text.trim_end().to_owned()
    }

    fn national_page(&self, merged: &Merged) -> String {
        let programmes = merged.editions.iter().flat_map(|edition| &edition.programmes);
        let programme = programmes.into_iter().find(|programme| programme.programme.id.as_str() == PROGRAMME).unwrap();
        Writer::new(&self.sources, merged, &programme.text).for_programme(&programme.programme).written()
    }

    /// A finding in a line.
    fn line(&self, finding: &Finding) -> String {
        let place = match &finding.place {
            Place::Span(span) => self.place(*span),
            Place::Path(path) => path.clone(),
        };
        let also: Vec<String> = finding.also.iter().map(|also| self.place(also.span)).collect();
        let also = if also.is_empty() { String::new() } else { format!(", see {}", also.join(", ")) };
        format!("{} {} {place}{also}", finding.level.name(), finding.rule.name())
    }

    /// A place by the case's name for the file, and the line and column that the case shows.
    fn place(&self, span: Span) -> String {
        let (called, lines) = &self.shown[self.sources.path(span.file)];
        let at = self.sources.position(span);
        match lines.get(at.line - 1) {
            Some((_, None)) => called.clone(),
            Some((_, Some(line))) => format!("{called}:{line}:{}", at.column),
            None => format!("{called}:{}:{}", at.line, at.column),
        }
    }
}

/// A file's text; images and documents are bytes, as they are when read from disk.
fn body(path: &str, text: String) -> Body {
    match path.ends_with(".md") || path.ends_with(".yaml") {
        true => Body::Text(text.into()),
        false => Body::Bytes(text.into_bytes().into()),
    }
}

fn words(finding: &Finding) -> String {
    format!("{}\n{}", finding.message, finding.remedy)
}

fn national(programme: &str) -> String {
    format!("content/national/{EDITION}/{programme}.md")
}

fn local(programme: &str) -> String {
    format!("content/hubs/{HUB}/{EDITION}/{programme}.md")
}

fn as_it_is(body: &str) -> Vec<Line> {
    body.lines().enumerate().map(|(at, line)| (line.to_owned(), Some(at + 1))).collect()
}

fn has_key(lines: &[Line], supplied: &str) -> bool {
    let key = supplied.split(':').next().unwrap();
    lines.iter().any(|(line, _)| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')))
}

/// Supplies what a YAML file lacks, at its end.
fn yaml(body: &str, defaults: &[&str]) -> Vec<Line> {
    let given = as_it_is(body);
    let missing = defaults.iter().filter(|line| !has_key(&given, line)).map(|line| ((*line).to_owned(), None));
    given.iter().cloned().chain(missing).collect()
}

/// Supplies what front matter lacks, at its end.
fn markdown(body: &str) -> Vec<Line> {
    let mut lines = as_it_is(body);
    let fence = || ("---".to_owned(), None);
    if lines.first().is_none_or(|(line, _)| line != "---") {
        lines.splice(0..0, [fence(), fence()]);
    }
    let Some(end) = lines.iter().skip(1).position(|(line, _)| line == "---").map(|at| at + 1) else { return lines };
    let missing: Vec<Line> = FRONT_MATTER
        .iter()
        .filter(|line| !has_key(&lines[..end], line))
        .map(|line| ((*line).to_owned(), None))
        .collect();
    lines.splice(end..end, missing);
    lines
}

/// Every folder above a file, below `content/`.
fn folders<'a>(paths: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut folders = BTreeSet::new();
    for path in paths {
        let ends = path.match_indices('/').map(|(at, _)| &path[..at]);
        folders.extend(ends.filter(|folder| *folder != "content").map(str::to_owned));
    }
    folders.into_iter().collect()
}

fn year(merged: &Merged) -> Option<&HubEdition> {
    let hub = merged.hubs.iter().find(|hub| hub.hub.id.as_str() == HUB)?;
    hub.editions.iter().find(|edition| edition.edition.as_str() == EDITION)
}

fn offering<'a>(merged: &'a Merged, id: &str) -> Option<&'a Offering> {
    year(merged)?.offerings.iter().find(|offering| offering.id().as_str() == id)
}

/// Every hub with what it offers.
fn offers(merged: &Merged) -> String {
    let mut out = String::new();
    for hub in &merged.hubs {
        for edition in &hub.editions {
            let ids: Vec<&str> = edition.offerings.iter().map(|offering| offering.id().as_str()).collect();
            out.push_str(&format!("{} {}: {}\n", hub.hub.id, edition.edition, ids.join(", ")));
        }
        if hub.editions.is_empty() {
            out.push_str(&format!("{}: nothing\n", hub.hub.id));
        }
    }
    out
}

/// The pages that errors hold back.
fn withheld(checked: &Checked) -> String {
    let withheld = &checked.withheld;
    if withheld.site() {
        return "everything".to_owned();
    }
    let mut out = String::new();
    let mut line = |is: bool, what: String| {
        if is {
            out.push_str(&what);
            out.push('\n');
        }
    };
    for edition in &checked.merged.editions {
        for programme in &edition.programmes {
            let id = &programme.programme.id;
            line(withheld.programme(edition.edition.as_str(), id.as_str()), format!("the national page of {id}"));
        }
    }
    for hub in &checked.merged.hubs {
        let id = hub.hub.id.as_str();
        if withheld.hub(id) {
            line(true, format!("every page of {id}"));
            continue;
        }
        for year in &hub.editions {
            let edition: &EditionName = &year.edition;
            let introduction = year.introduction.is_some() && withheld.introduction(id, edition.as_str());
            line(introduction, format!("the introduction of {id}"));
            for offering in &year.offerings {
                let programme = offering.id();
                line(withheld.offering(id, edition.as_str(), programme.as_str()), format!("{programme} of {id}"));
            }
        }
    }
    if out.is_empty() { "nothing".to_owned() } else { out }
}
