//! The facts as Hugo's users would keep them, and the site's templates beside them.
//!
//! National text and each hub's words are data files. Who merges is the comparison's choice: a content adapter does it
//! in Hugo's own templates, or the pages stand there merged.

use super::facts::{Change, Facts, Hub, Local, Programme, Section};
use super::put;
use std::fmt::Write;
use std::path::Path;

/// Who merges national text and a hub's words.
#[derive(Clone, Copy, PartialEq)]
pub enum Merging {
    /// Hugo, by its content adapter.
    ByTemplates,
    /// Nobody: the offerings are written merged.
    Done,
}

const TEMPLATES: [(&str, &str); 15] = [
    ("hugo.toml", include_str!("hugo/hugo.toml")),
    ("content/_content.gotmpl", include_str!("hugo/content.gotmpl")),
    ("layouts/baseof.html", include_str!("hugo/baseof.html")),
    ("layouts/home.html", include_str!("hugo/home.html")),
    ("layouts/home.json", include_str!("hugo/home.json")),
    ("layouts/hub.html", include_str!("hugo/hub.html")),
    ("layouts/hub.json", include_str!("hugo/hub.json")),
    ("layouts/booklet.html", include_str!("hugo/booklet.html")),
    ("layouts/national.html", include_str!("hugo/national.html")),
    ("layouts/_partials/glance.html", include_str!("hugo/glance.html")),
    ("layouts/offering.html", include_str!("hugo/offering.html")),
    ("layouts/_partials/calendar.ics", include_str!("hugo/calendar.ics")),
    ("layouts/hub.ics", include_str!("hugo/hub.ics")),
    ("layouts/offering.ics", include_str!("hugo/offering.ics")),
    ("layouts/statement.html", include_str!("hugo/statement.html")),
];

const STYLES: &str = include_str!("../../themes/brochure/assets/brochure.css");

/// Writes the site.
pub fn write(facts: &Facts, root: &Path, merging: Merging) {
    for (path, text) in TEMPLATES {
        put(root, path, text);
    }
    put(root, "static/assets/brochure.css", STYLES);
    put(root, "data/merging.yaml", &format!("byTemplates: {}\n", merging == Merging::ByTemplates));
    for programme in &facts.programmes {
        put(root, &format!("data/national/{}.yaml", programme.id), &national(programme));
    }
    for hub in &facts.hubs {
        put(root, &format!("data/hubs/{}/about.yaml", hub.id), &about(hub));
        for (programme, offering) in facts.programmes.iter().zip(&hub.offerings) {
            match merging {
                Merging::ByTemplates => {
                    put(root, &format!("data/hubs/{}/{}.yaml", hub.id, programme.id), &local(programme, offering));
                }
                Merging::Done => {
                    put(root, &format!("content/{}/{}.md", hub.id, programme.id), &merged(programme, hub, offering));
                }
            }
        }
    }
}

fn national(programme: &Programme) -> String {
    let Programme { title, phase, summary, number, .. } = programme;
    let mut text = format!("title: {title}\nphase: {phase}\nsummary: {summary}\nnumber: {number}\nsections:\n");
    for section in &programme.sections {
        let _ = write!(text, "  - id: {}\n    heading: \"{}\"\n    text: |\n", section.id, section.heading);
        block(&mut text, "      ", &body(section, &format!("[[{}]]", section.asks)));
    }
    text
}

/// A section's Markdown with words in its placeholder's place.
fn body(section: &Section, words: &str) -> String {
    let items: String = section.items.iter().map(|item| format!("- {item}\n")).collect();
    format!("{}\n\n{items}\n{}\n\n{words}", section.first, section.second)
}

fn block(text: &mut String, indent: &str, words: &str) {
    for line in words.lines() {
        let _ = writeln!(text, "{}{line}", if line.is_empty() { "" } else { indent });
    }
}

fn about(hub: &Hub) -> String {
    let Hub { name, region, lead, email, .. } = hub;
    format!("name: {name}\nregion: {region}\nlead: {lead}\nemail: {email}\n")
}

fn local(programme: &Programme, offering: &Local) -> String {
    let mut text = "answers:\n".to_owned();
    for (section, answer) in programme.sections.iter().zip(&offering.answers) {
        if let Some(answer) = answer {
            let _ = writeln!(text, "  {}: {answer}", section.asks);
        }
    }
    text.push_str("changes:\n");
    for change in &offering.changes {
        let section = &programme.sections[change.section].id;
        let _ = writeln!(text, "  {section}:\n    verb: {}\n    text: {}", change.verb, change.text);
    }
    text.push_str(&facts(offering));
    text
}

fn facts(offering: &Local) -> String {
    let mut text = format!("closes: \"{}\"\ncohorts:\n", offering.closes);
    for cohort in &offering.cohorts {
        let _ = writeln!(text, "  - name: {}\n    venue: {}\n    days:", cohort.name, cohort.venue);
        for day in &cohort.days {
            let _ = writeln!(text, "      - \"{day}\"");
        }
    }
    text
}

fn merged(programme: &Programme, hub: &Hub, offering: &Local) -> String {
    let Programme { id, title, phase, summary, number, .. } = programme;
    let mut text = format!(
        "---\ntitle: {title}\nlayout: offering\noutputs: [html, calendar]\nphase: {phase}\nsummary: {summary}\n\
         number: {number}\nhub: {}\nprogramme: {id}\n{}---\n",
        hub.id,
        facts(offering)
    );
    for (at, section) in programme.sections.iter().enumerate() {
        let own = body(section, offering.answers[at].as_deref().unwrap_or_default());
        let change = offering.changes.iter().find(|change| change.section == at);
        let words = match change {
            Some(Change { verb: "Hide", .. }) => continue,
            Some(Change { verb: "Replace", text, .. }) => text.clone(),
            Some(Change { verb: "Add before", text, .. }) => format!("{text}\n\n{own}"),
            Some(Change { text, .. }) => format!("{own}\n\n{text}"),
            None => own,
        };
        let _ = write!(text, "## {} {{#{}}}\n\n{words}\n\n", section.heading, section.id);
    }
    text
}
