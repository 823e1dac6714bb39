//! The sentences after the findings: how many there were, what they withhold, what was published.

use crate::cli::choose;
use crate::finding::{Finding, Level, Scope};
use crate::model::ids::HubId;
use crate::model::merged::Merged;
use crate::pipeline::Checked;
use crate::publish::Published;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

/// How many pages are named before "and 12 more".
const NAMED: usize = 8;

/// What the errors among the findings withhold.
#[derive(Debug, Default)]
pub struct Withheld {
    /// Pages, by their address in the whole site. A hub that is withheld whole counts as one.
    pages: BTreeSet<String>,
    /// A year's introductions, which are left out of pages that stay.
    introductions: BTreeSet<String>,
    everything: bool,
}

/// Gathers what is withheld. `later`: of editions after the current one too. `hubs`: of these alone.
pub fn withheld(checked: &Checked, findings: &[&Finding], later: bool, hubs: Option<&[HubId]>) -> Withheld {
    let merged = &checked.merged;
    let mut withheld = Withheld::default();
    let errors = findings.iter().filter(|finding| finding.level == Level::Error);
    for finding in errors.filter(|finding| later || !choose::is_later(finding, &merged.current)) {
        match &finding.scope {
            Scope::Site => withheld.everything = true,
            Scope::Hub(hub) => withheld.pages.extend([format!("{hub}/")]),
            Scope::Offering { hub, edition, programme } => {
                withheld.pages.extend([page(merged, hub, edition, programme)]);
            }
            Scope::Programme { edition, programme } => {
                withheld.pages.insert(page(merged, "programmes", edition, programme));
                let hubs = offering_hubs(merged, edition, programme);
                withheld.pages.extend(hubs.map(|hub| page(merged, hub.as_str(), edition, programme)));
            }
            Scope::Introduction { edition } => withheld.introductions.extend([format!("national {edition}")]),
            Scope::HubIntroduction { hub, edition } => withheld.introductions.extend([format!("{hub} {edition}")]),
            Scope::Aside { .. } => {}
        }
    }
    if let Some(hubs) = hubs {
        let owner = |page: &str| page.split('/').next().unwrap_or_default().to_owned();
        withheld.pages.retain(|page| hubs.iter().any(|hub| hub.as_str() == owner(page)));
    }
    withheld
}

fn page(merged: &Merged, owner: &str, edition: &str, programme: &str) -> String {
    match edition == merged.current.as_str() {
        true => format!("{owner}/{programme}/"),
        false => format!("{owner}/{edition}/{programme}/"),
    }
}

fn offering_hubs<'a>(merged: &'a Merged, edition: &str, programme: &str) -> impl Iterator<Item = &'a HubId> {
    let edition = merged.editions.iter().find(|candidate| candidate.edition.as_str() == edition);
    let programmes = edition.map_or(&[][..], |edition| &edition.programmes);
    programmes.iter().filter(move |national| national.programme.id.as_str() == programme).flat_map(|it| &it.hubs)
}

/// `2 errors, 1 warning. 3 pages withheld: …`
pub fn sentence(findings: &[&Finding], withheld: &Withheld) -> String {
    let counts: Vec<String> = [Level::Error, Level::Warning, Level::Note]
        .into_iter()
        .map(|level| (level, findings.iter().filter(|finding| finding.level == level).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(level, count)| counted(count, level.name()))
        .collect();
    let mut text = if counts.is_empty() { "Nothing to put right.".into() } else { format!("{}.", counts.join(", ")) };
    if withheld.everything {
        text.push_str(" Everything is withheld until content/site.yaml is put right.");
        return text;
    }
    for (what, names) in [("page", &withheld.pages), ("introduction", &withheld.introductions)] {
        if !names.is_empty() {
            let _ = write!(text, " {} withheld: {}.", counted(names.len(), what), named(names));
        }
    }
    text
}

/// Which withheld pages were published before and are now gone; empty where none were.
pub fn removed_pages(published: &Published, withheld: &Withheld, hubs: Option<&[HubId]>) -> String {
    // A single hub's pages are published without the hub's folder.
    let alone = match hubs {
        Some([hub]) => format!("{hub}/"),
        _ => String::new(),
    };
    let gone = |page: &&String| {
        let path = page.strip_prefix(&alone).unwrap_or(page);
        published.removed.iter().any(|file| file.strip_prefix(path) == Some("index.html"))
    };
    let pages: BTreeSet<String> = withheld.pages.iter().filter(gone).cloned().collect();
    match pages.len() {
        0 => String::new(),
        1 => format!("Taken down: a page that was published before is withheld now: {}.", named(&pages)),
        count => format!("Taken down: {count} pages that were published before are withheld now: {}.", named(&pages)),
    }
}

/// That findings of later editions were left out.
pub fn later(count: usize) -> String {
    match count {
        0 => String::new(),
        _ => format!("{} of later editions not shown; to see them, type: foldout check", counted(count, "finding")),
    }
}

/// What publishing did.
pub fn published(published: Option<&Published>, out: &Path) -> String {
    let out = out.display();
    match published {
        None => format!("Nothing was published; {out} stays as it was.\n"),
        Some(Published { written, unchanged, removed }) => format!(
            "Published to {out}: {} written, {unchanged} unchanged, {} removed.\n",
            counted(*written, "file"),
            removed.len()
        ),
    }
}

/// Where the time went.
pub fn timings(timings: &[(&str, Duration)]) -> String {
    let mut text = String::new();
    let total = ("total", timings.iter().map(|(_, took)| *took).sum());
    for (stage, took) in timings.iter().chain([&total]) {
        let _ = writeln!(text, "{stage:<16}{:>9.1} ms", took.as_secs_f64() * 1000.0);
    }
    text
}

/// `1 page`, `2 pages`.
pub fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn named(pages: &BTreeSet<String>) -> String {
    let first = pages.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match pages.len().saturating_sub(NAMED) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}
