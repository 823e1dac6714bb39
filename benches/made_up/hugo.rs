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

/// Files of `hugo/`, by where they stand in the site.
macro_rules! files {
    ($($path:literal),* $(,)?) => { [$(($path, include_str!(concat!("hugo/", $path)))),*] };
}

const TEMPLATES: [(&str, &str); 45] = files![
    "hugo.toml",
    "content/_content.gotmpl",
    "layouts/404.html",
    "layouts/baseof.html",
    "layouts/booklet.html",
    "layouts/home.html",
    "layouts/home.programmes.json",
    "layouts/hub.feed.xml",
    "layouts/hub.html",
    "layouts/hub.ics",
    "layouts/hub.map.xml",
    "layouts/hub.missing.html",
    "layouts/hub.offerings.json",
    "layouts/hub.rules.txt",
    "layouts/national.html",
    "layouts/offering.html",
    "layouts/offering.ics",
    "layouts/robots.txt",
    "layouts/search.html",
    "layouts/sitemap.xml",
    "layouts/statement.html",
    "layouts/_partials/ask.html",
    "layouts/_partials/assets.html",
    "layouts/_partials/calendar.ics",
    "layouts/_partials/day.html",
    "layouts/_partials/escaped.ics",
    "layouts/_partials/events.ics",
    "layouts/_partials/facts.html",
    "layouts/_partials/folded.ics",
    "layouts/_partials/foot.html",
    "layouts/_partials/hour.html",
    "layouts/_partials/hub.html",
    "layouts/_partials/hub.json",
    "layouts/_partials/hubs.html",
    "layouts/_partials/linked.json",
    "layouts/_partials/links.html",
    "layouts/_partials/missing.html",
    "layouts/_partials/national-phases.html",
    "layouts/_partials/offered.html",
    "layouts/_partials/phases.html",
    "layouts/_partials/regions.html",
    "layouts/_partials/sections.html",
    "layouts/_partials/state.html",
    "layouts/_partials/text.html",
    "layouts/_partials/top.html",
];

const STYLES: &str = include_str!("../../themes/brochure/assets/brochure.css");
const SCRIPT: &str = include_str!("../../themes/brochure/assets/search.js");

/// Writes the site.
pub fn write(facts: &Facts, root: &Path, merging: Merging) {
    for (path, text) in TEMPLATES {
        put(root, path, text);
    }
    put(root, "assets/brochure.css", STYLES);
    put(root, "assets/search.js", SCRIPT);
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
    let mut text = format!(
        "title: {title}\nphase: {phase}\nsummary: {summary}\nnumber: {number}\naudience: [Teachers]\nsections:\n"
    );
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
        let _ = writeln!(text, "  - name: {}\n    venue: {}", cohort.name, cohort.venue);
        text.push_str("    start: \"09:30\"\n    end: \"15:30\"\n    days:\n");
        for day in &cohort.days {
            let _ = writeln!(text, "      - \"{day}\"");
        }
    }
    text
}

fn merged(programme: &Programme, hub: &Hub, offering: &Local) -> String {
    let Programme { id, title, phase, summary, number, .. } = programme;
    let mut text = format!(
        "---\ntitle: {title}\nlayout: offering\noutputs: [html, calendar]\nphase: {phase}\ndescription: {summary}\n\
         number: {number}\naudience: [Teachers]\nhub: {}\nprogramme: {id}\n{}---\n",
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
