//! Which pages are to be printed.

use super::usage;
use crate::cli::choose;
use crate::cli::site::Site;
use crate::error::Result;
use crate::model::ids::slug;
use crate::model::merged::{HubEdition, MergedHub};
use crate::model::output::Output;
use std::collections::BTreeSet;

/// A page and where its PDF goes.
#[derive(Debug)]
pub struct Page {
    /// Its hub.
    pub hub: String,
    /// Its path in the whole site: `cambridge/year-5-8-continuity/index.html`.
    pub path: String,
    /// Its PDF below the folder of PDFs: `cambridge/year-5-8-continuity.pdf`.
    pub pdf: String,
    /// Whether it is a phase's booklet.
    pub is_booklet: bool,
}

impl Page {
    fn new(hub: &str, name: &str, is_booklet: bool) -> Self {
        let (path, pdf) = (format!("{hub}/{name}/index.html"), format!("{hub}/{name}.pdf"));
        Self { hub: hub.to_owned(), path, pdf, is_booklet }
    }
}

/// The programmes that were named; none: all of them, and booklets.
#[derive(Debug)]
pub struct Asked {
    programmes: BTreeSet<String>,
}

impl Asked {
    /// Refuses a programme that nobody offers.
    pub fn new(site: &Site, programmes: &[String]) -> Result<Self> {
        let offered: BTreeSet<&str> = years(site, None)
            .flat_map(|(_, year)| year.offerings.iter().map(|offering| offering.id().as_str()))
            .collect();
        if let Some(name) = programmes.iter().find(|name| !offered.contains(name.as_str())) {
            return Err(choose::unknown("programme", "--programme", name, offered.iter().copied()));
        }
        let asked = Self { programmes: programmes.iter().cloned().collect() };
        if asked.wanted(site).next().is_none() {
            let year = &site.checked.merged.current;
            return usage(match &site.hubs {
                Some(hubs) => {
                    let hubs: Vec<&str> = hubs.iter().map(|hub| hub.as_str()).collect();
                    format!("There is nothing to print: {} offers none of it in {year}.", hubs.join(" or "))
                }
                None => format!("There is nothing to print: no hub offers anything in {year}."),
            });
        }
        Ok(asked)
    }

    /// The pages to print, in the site's order; and those that are asked for and not published.
    pub fn pages(&self, site: &Site, output: &Output) -> (Vec<Page>, Vec<String>) {
        let published: BTreeSet<&str> = output.files.iter().map(|file| file.path.as_str()).collect();
        let (mut pages, mut left_out) = (Vec::new(), Vec::new());
        for page in self.wanted(site) {
            match published.contains(page.path.as_str()) {
                true => pages.push(page),
                // A phase of which everything is withheld has no booklet.
                false if page.is_booklet => {}
                false => left_out.push(page.path.replace("/index.html", "/")),
            }
        }
        (pages, left_out)
    }

    fn wanted<'s>(&'s self, site: &'s Site) -> impl Iterator<Item = Page> + 's {
        years(site, site.hubs.as_deref()).flat_map(move |(hub, year)| {
            let hub = hub.hub.id.as_str();
            let names = |name: &str| self.programmes.is_empty() || self.programmes.contains(name);
            let offerings =
                year.offerings.iter().map(|offering| offering.id().as_str()).filter(move |name| names(name));
            let phases: BTreeSet<String> = year.offerings.iter().map(|it| slug(&it.programme.phase)).collect();
            let booklets = phases.into_iter().filter(|_| self.programmes.is_empty());
            let offerings: Vec<Page> = offerings.map(|name| Page::new(hub, name, false)).collect();
            offerings.into_iter().chain(booklets.map(|name| Page::new(hub, &name, true)))
        })
    }
}

/// The hubs' current years.
fn years<'s>(
    site: &'s Site,
    hubs: Option<&'s [crate::model::ids::HubId]>,
) -> impl Iterator<Item = (&'s MergedHub, &'s HubEdition)> {
    let merged = &site.checked.merged;
    let chosen = merged.hubs.iter().filter(move |it| hubs.is_none_or(|hubs| hubs.contains(&it.hub.id)));
    chosen.filter_map(|hub| {
        let year = hub.editions.iter().find(|year| year.edition == merged.current)?;
        Some((&**hub, &**year))
    })
}
