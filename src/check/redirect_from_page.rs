//! `bad-value` for a redirect in `site.yaml` from an address at which there is a page.

use super::{Input, Writing};
use crate::finding::{Finding, Report, Rule, Scope};
use crate::model::ids::{EditionName, slug};
use crate::model::merged::{HubEdition, Merged};
use std::collections::BTreeSet;

pub(super) fn check(input: &Input, _: &[Writing]) -> Report {
    let mut report = Report::default();
    let redirects = &input.content.site.redirects;
    if redirects.is_empty() {
        return report;
    }
    let pages = pages(input.merged, &input.content.site.phases);
    for from in redirects.iter().map(|redirect| &redirect.from) {
        if pages.contains(folder(&from.value)) {
            report.push(Finding::new(
                Rule::BadValue,
                from.span,
                Scope::Site,
                format!("There is a page at “{}”, so nobody can be led on from there.", from.value),
                "Write the old address, at which there is nothing any more, or take the line out.",
            ));
        }
    }
    report
}

/// A page's address without what may be left out of it: `alpha/` and `alpha/index.html` as `alpha`.
fn folder(path: &str) -> &str {
    let path = path.trim_matches('/');
    let path = path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/')).unwrap_or(path);
    path.trim_end_matches('/')
}

/// The address of every page and file that may be published, without regard to what is withheld today.
fn pages(merged: &Merged, phases: &[String]) -> BTreeSet<String> {
    let mut pages = BTreeSet::from([String::new()]);
    pages.extend(["404.html", "search", "programmes.json", "robots.txt", "sitemap.xml"].map(String::from));
    let of_year = |edition: &EditionName| match edition == &merged.current {
        true => String::new(),
        false => format!("/{edition}"),
    };
    for year in merged.editions.iter().filter(|year| year.edition <= merged.current) {
        let year_folder = of_year(&year.edition);
        pages.extend(year.programmes.iter().map(|page| format!("programmes{year_folder}/{}", page.programme.id)));
    }
    for hub in &merged.hubs {
        let id = &hub.hub.id;
        pages.insert(id.to_string());
        let files = [
            "accessibility",
            "search",
            "404.html",
            "dates.ics",
            "feed.xml",
            "offerings.json",
            "robots.txt",
            "sitemap.xml",
        ];
        pages.extend(files.map(|file| format!("{id}/{file}")));
        for year in hub.editions.iter().filter(|year| year.edition <= merged.current) {
            of_hub_year(&format!("{id}{}", of_year(&year.edition)), year, phases, &mut pages);
        }
    }
    pages
}

fn of_hub_year(folder: &str, year: &HubEdition, phases: &[String], pages: &mut BTreeSet<String>) {
    if year.offerings.is_empty() && year.introduction.is_none() {
        return;
    }
    pages.insert(folder.to_owned());
    for offering in &year.offerings {
        pages.insert(format!("{folder}/{}", offering.id()));
        pages.insert(format!("{folder}/{}/dates.ics", offering.id()));
    }
    let shown = phases.iter().filter(|phase| year.offerings.iter().any(|offering| offering.programme.phase == **phase));
    pages.extend(shown.map(|phase| format!("{folder}/{}", slug(phase))));
}

#[cfg(test)]
mod tests {
    use super::folder;

    #[test]
    fn an_address_names_its_folder() {
        for (path, expected) in [
            ("alpha", "alpha"),
            ("/alpha/", "alpha"),
            ("alpha/index.html", "alpha"),
            ("index.html", ""),
            ("alpha/my-index.html", "alpha/my-index.html"),
        ] {
            assert_eq!(folder(path), expected);
        }
    }
}
