//! The facts as Foldout's files.

use super::facts::{EDITION, Facts, Hub, Local, PHASES, Programme};
use super::put;
use std::fmt::Write;
use std::path::Path;

/// Writes the site.
pub fn write(facts: &Facts, root: &Path) {
    let phases = PHASES.join(", ");
    let site = format!(
        "title: A made-up network\nedition: {EDITION}\nphases: [{phases}]\nbase_url: https://network.example/\n\
         network: Hubs\n"
    );
    put(root, "content/site.yaml", &site);
    for programme in &facts.programmes {
        put(root, &format!("content/national/{EDITION}/{}.md", programme.id), &national(programme));
    }
    for hub in &facts.hubs {
        put(root, &format!("content/hubs/{}/hub.yaml", hub.id), &about(hub));
        for (programme, offering) in facts.programmes.iter().zip(&hub.offerings) {
            let path = format!("content/hubs/{}/{EDITION}/{}.md", hub.id, programme.id);
            put(root, &path, &local(programme, offering));
        }
    }
}

fn national(programme: &Programme) -> String {
    let Programme { title, phase, summary, number, .. } = programme;
    let mut text = format!(
        "---\ntitle: {title}\nphase: {phase}\nsummary: {summary}\nnumber: {number}\naudience: [Teachers]\n---\n"
    );
    for section in &programme.sections {
        let _ = write!(text, "## {} {{#{}}}\n\n{}\n\n", section.heading, section.id, section.first);
        for item in &section.items {
            let _ = writeln!(text, "- {item}");
        }
        let _ = write!(text, "\n{}\n\n[[{}|What happens at your hub?]]\n\n", section.second, section.asks);
    }
    text
}

fn about(hub: &Hub) -> String {
    let Hub { name, region, lead, email, .. } = hub;
    format!("name: {name}\nregion: {region}\nlead_schools: [{lead}]\nemail: {email}\n")
}

fn local(programme: &Programme, offering: &Local) -> String {
    let mut text = "---\nanswers:\n".to_owned();
    for (section, answer) in programme.sections.iter().zip(&offering.answers) {
        if let Some(answer) = answer {
            let _ = writeln!(text, "  {}: {answer}", section.asks);
        }
    }
    let _ = write!(text, "apply:\n  label: Apply\n  link: https://apply.example/\n  closes: {}\n", offering.closes);
    if !offering.cohorts.is_empty() {
        text.push_str("cohorts:\n");
    }
    for cohort in &offering.cohorts {
        let _ = writeln!(text, "  - name: {}\n    venue: {}\n    sessions:", cohort.name, cohort.venue);
        for day in &cohort.days {
            let _ = writeln!(text, "      - {day} 09:30-15:30");
        }
    }
    text.push_str("---\n");
    for change in &offering.changes {
        let section = &programme.sections[change.section].id;
        let _ = write!(text, "## {}: {section}\n\n{}\n\n", change.verb, change.text);
    }
    text
}
