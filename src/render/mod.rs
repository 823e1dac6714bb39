//! Rendering: from merged text to the files of the published site, as values.
//!
//! 1. [`plan`] works out which pages there are and where they lie.
//! 2. [`html`] compiles national text once, into HTML with holes; [`shared`] keeps that and the theme's templates.
//! 3. A page is made when its bytes are asked for: [`join`] fills the holes for it, and a template of the theme,
//!    which gets what [`pages`] says, puts everything around.
//!    What two files have alike is made for the first, which leaves it for the other ([`handed`]).
//!
//! [`address`] alone knows who links to whom, [`escape`] alone writes characters into HTML.

mod address;
mod calendar;
mod colour;
pub mod escape;
pub mod facts;
mod feed;
mod files;
mod handed;
mod hosts;
mod html;
mod indented;
mod join;
mod json;
mod lines;
mod linked;
mod lookup;
mod origin;
mod pages;
mod plan;
mod practical;
mod redirects;
mod shared;
mod standing;
mod templates;

use crate::error::{Error, Result};
use crate::finding::Withheld;
use crate::model::output::{Body, File, Inputs, Output};
use crate::model::{ids::HubId, merged::Merged, theme::Theme, when::Date};
use crate::source::Sources;
use files::Needed;
pub use hosts::Target;
pub use join::prompt_anchor;
pub use lookup::Pages;
use plan::{Age, HubPlan, Listed, YearPlan};
use redirects::Moved;
use shared::Shared;
use std::collections::HashSet;
use std::sync::Arc;

/// What to render.
#[derive(Debug, Clone)]
pub struct Request {
    /// The day for which states are worked out.
    pub day: Date,
    /// Whether withheld pages are written too, with a banner and their prompts marked; later editions as well.
    pub drafts: bool,
    /// Only these hubs: one puts its pages at the root, several each into its own folder. `None`: the whole site.
    pub hubs: Option<Vec<HubId>>,
    /// For the preview only: pages that lead to each other, and that may tell where their words come from.
    pub preview: Option<Preview>,
}

/// What the preview wants of pages beyond what is published.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    /// Whether each block says its origin, file and line, which are looked up here.
    pub origins: Option<Arc<Sources>>,
}

/// Renders.
///
/// # Errors
/// A theme's template that can't be read, or a hub asked for that the site doesn't have.
pub fn render<'a>(
    merged: &'a Merged,
    withheld: &'a Withheld,
    theme: &'a Theme,
    request: &Request,
) -> Result<Output<'a>> {
    let mut listing = Listing::new(Arc::new(Shared::new(merged, withheld, theme, request)?));
    match &request.hubs {
        None => listing.whole_site(),
        Some(hubs) => listing.these_hubs(hubs)?,
    }
    Ok(Output { files: listing.finish(), inputs: Inputs::default() })
}

/// What the host needs beside the pages, in the root of each folder that is published by itself.
pub fn host_files<'a>(merged: &Merged, withheld: &Withheld, request: &Request, target: Target) -> Vec<File<'a>> {
    let plan = plan::Plan::new(merged, withheld, request);
    let moved = redirects::moved(&merged.site, &plan);
    let place = |folder: String, base: Option<&str>, moved: &[Moved]| {
        let files = hosts::files(target, address::path_of(base), moved).into_iter();
        files.map(move |(name, text)| File {
            path: format!("{folder}{name}"),
            body: Body::Bytes(Arc::from(text.into_bytes())),
        })
    };
    let Some(hubs) = &request.hubs else {
        let whole: Vec<Moved> = moved.iter().map(|moved| redirects::from_the_top(moved, &plan)).collect();
        return place(String::new(), merged.site.base_url.as_deref(), &whole).collect();
    };
    let own = plan.hubs.iter().enumerate().filter(|(_, hub)| hubs.contains(&hub.hub().id) && hub.shown.is_page());
    own.flat_map(|(number, hub)| {
        let folder = if hubs.len() == 1 { String::new() } else { format!("{}/", hub.hub().id) };
        let here: Vec<Moved> = moved.iter().filter(|moved| moved.hub == Some(number)).cloned().collect();
        place(folder, hub.base.as_deref(), &here).collect::<Vec<_>>()
    })
    .collect()
}

/// The files of the site, being listed.
struct Listing<'a> {
    shared: Arc<Shared<'a>>,
    moved: Arc<Vec<Moved>>,
    files: Vec<File<'a>>,
}

impl<'a> Listing<'a> {
    fn new(shared: Arc<Shared<'a>>) -> Self {
        let moved = Arc::new(redirects::moved(&shared.merged.site, &shared.plan));
        Self { shared, moved, files: Vec::new() }
    }

    /// A list of the same site with nothing in it.
    fn empty(&self) -> Self {
        Self { shared: self.shared.clone(), moved: self.moved.clone(), files: Vec::new() }
    }

    fn whole_site(&mut self) {
        let shared = self.shared.clone();
        self.network();
        self.network_assets();
        self.redirects(None, "");
        for (number, hub) in shared.plan.hubs.iter().enumerate() {
            self.hub(number, &format!("{}/", hub.hub().id));
        }
        self.site_map();
    }

    fn hub(&mut self, number: usize, folder: &str) {
        self.hub_pages(number, folder);
        self.hub_assets(number, folder);
        self.redirects(Some(number), folder);
    }

    fn site_map(&mut self) {
        if let Some(base) = self.shared.merged.site.base_url.clone() {
            self.made("sitemap.xml", move |shared| Ok(site_map(shared, &base).into_bytes()));
        }
    }

    fn these_hubs(&mut self, hubs: &[HubId]) -> Result<()> {
        for id in hubs {
            let number = self.shared.plan.hubs.iter().position(|hub| hub.hub().id == *id);
            let number = number.ok_or_else(|| Error::Usage(format!("There is no hub called \u{201c}{id}\u{201d}.")))?;
            let folder = if hubs.len() == 1 { String::new() } else { format!("{id}/") };
            self.hub(number, &folder);
        }
        Ok(())
    }

    /// The files, each path once: what was listed first stays.
    fn finish(self) -> Vec<File<'a>> {
        let mut seen = HashSet::new();
        let mut files = self.files;
        files.retain(|file| seen.insert(file.path.to_lowercase()));
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    /// A file that is made when it is asked for.
    fn made(&mut self, path: impl Into<String>, make: impl Fn(&Shared<'a>) -> Result<Vec<u8>> + Send + Sync + 'a) {
        let shared = self.shared.clone();
        self.files.push(File { path: path.into(), body: Body::Made(Box::new(move || make(&shared))) });
    }

    /// A file of a hub that is made when it is asked for.
    fn of_hub(
        &mut self,
        number: usize,
        path: String,
        make: impl Fn(&Shared<'a>, &HubPlan<'a>) -> Result<Vec<u8>> + Send + Sync + 'a,
    ) {
        self.made(path, move |shared| make(shared, shared.plan.hubs.get(number).ok_or_else(lost)?));
    }

    fn bytes(&mut self, path: String, bytes: Arc<[u8]>) {
        self.files.push(File { path, body: Body::Bytes(bytes) });
    }

    fn assets(&mut self, folder: &str, needed: &Needed) {
        let shared = self.shared.clone();
        for (name, bytes) in &shared.assets {
            self.bytes(format!("{folder}assets/{name}"), bytes.clone());
        }
        for asset in needed.files.iter().filter_map(|file| shared.merged.assets.get(file)) {
            self.bytes(format!("{folder}assets/{}", asset.name), asset.bytes.clone());
        }
    }

    /// The network's own pages.
    fn network(&mut self) {
        let shared = self.shared.clone();
        self.made("index.html", |shared| pages::network(shared));
        for (y, year) in shared.plan.years.iter().enumerate() {
            for (p, page) in year.programmes.iter().enumerate().filter(|(_, page)| page.shown.is_page()) {
                self.made(page.path.clone(), move |shared| {
                    let year = shared.plan.years.get(y).ok_or_else(lost)?;
                    pages::programme(shared, year, year.programmes.get(p).ok_or_else(lost)?)
                });
            }
        }
        self.made("programmes.json", |shared| Ok(json::programmes(shared.merged, &shared.plan, shared.day)));
        self.made("search/index.html", |shared| pages::network_search(shared));
        self.made("404.html", |shared| pages::not_found(shared, None));
        let base = shared.merged.site.base_url.as_deref();
        self.bytes("robots.txt".to_owned(), Arc::from(pages::robots(&shared, base).into_bytes()));
    }

    fn network_assets(&mut self) {
        let needed = self.shared.needed_by_network();
        self.assets("", &needed);
    }

    fn hub_assets(&mut self, number: usize, folder: &str) {
        let shared = self.shared.clone();
        let Some(plan) = shared.plan.hubs.get(number).filter(|plan| plan.shown.is_page()) else { return };
        self.assets(folder, &shared.needed(plan));
        if let Some((name, sheet)) = shared.colours(plan) {
            self.bytes(format!("{folder}assets/{name}"), sheet);
        }
    }

    /// A hub's pages, put into `folder` of the output.
    fn hub_pages(&mut self, number: usize, folder: &str) {
        let shared = self.shared.clone();
        let Some(plan) = shared.plan.hubs.get(number).filter(|plan| plan.shown.is_page()) else { return };
        for (y, year) in plan.years().iter().enumerate() {
            self.year(number, folder, y, year);
        }
        self.of_hub(number, format!("{folder}accessibility/index.html"), pages::accessibility);
        if let Some(y) = plan.years().iter().position(|year| year.age == Age::Current) {
            self.of_hub(number, format!("{folder}search/index.html"), move |shared, plan| {
                pages::hub_search(shared, plan, plan.years().get(y).ok_or_else(lost)?)
            });
        }
        self.of_hub(number, format!("{folder}404.html"), |shared, plan| pages::not_found(shared, Some(plan)));
        self.of_hub(number, format!("{folder}offerings.json"), |shared, plan| {
            Ok(json::offerings(shared.merged, plan, shared.day))
        });
        if listed(plan).any(|listed| calendar::has_dates(listed.offering)) {
            self.of_hub(number, format!("{folder}dates.ics"), |shared, plan| {
                let name = &plan.hub().name;
                Ok(calendar::calendar(shared.merged, plan, name, listed(plan), shared.day).into_bytes())
            });
        }
        let base = plan.base.as_deref();
        self.bytes(format!("{folder}robots.txt"), Arc::from(pages::robots(&shared, base).into_bytes()));
        if plan.base.is_some() {
            self.of_hub(number, format!("{folder}sitemap.xml"), |_, plan| {
                let base = plan.base.as_deref().unwrap_or_default();
                let paths = hub_paths(plan);
                Ok(pages::sitemap(paths.iter().map(|path| (base, path.as_str()))).into_bytes())
            });
        }
        if shared.has_feed(plan).is_some() {
            self.of_hub(number, format!("{folder}{}", feed::NAME), |shared, plan| {
                Ok(shared.feed(plan).unwrap_or_default().into_bytes())
            });
        }
    }

    /// A hub's pages of a year.
    fn year(&mut self, number: usize, folder: &str, y: usize, year: &YearPlan<'a>) {
        self.of_hub(number, format!("{folder}{}index.html", year.folder), move |shared, plan| {
            pages::home(shared, plan, plan.years().get(y).ok_or_else(lost)?)
        });
        for (p, phase) in year.phases.iter().enumerate() {
            let Some(booklet) = phase.folder.clone() else { continue };
            self.of_hub(number, format!("{folder}{booklet}index.html"), move |shared, plan| {
                let year = plan.years().get(y).ok_or_else(lost)?;
                pages::booklet(shared, plan, year, year.phases.get(p).ok_or_else(lost)?, &booklet)
            });
        }
        for (o, listed) in year.offerings.iter().enumerate().filter(|(_, listed)| listed.shown.is_page()) {
            self.of_hub(number, format!("{folder}{}index.html", listed.folder), move |shared, plan| {
                let (year, listed) = offering(plan, y, o)?;
                pages::offering(shared, plan, year, listed)
            });
            if calendar::has_dates(listed.offering) {
                self.of_hub(number, format!("{folder}{}dates.ics", listed.folder), move |shared, plan| {
                    let (_, listed) = offering(plan, y, o)?;
                    let name = format!("{} \u{2013} {}", listed.offering.programme.title, plan.hub().name);
                    let one = std::iter::once(listed);
                    Ok(calendar::calendar(shared.merged, plan, &name, one, shared.day).into_bytes())
                });
            }
        }
    }

    fn redirects(&mut self, hub: Option<usize>, folder: &str) {
        for moved in self.moved.clone().iter().filter(|moved| moved.hub == hub).cloned() {
            self.made(format!("{folder}{}", moved.path), move |shared| {
                let plan = moved.hub.and_then(|hub| shared.plan.hubs.get(hub));
                pages::redirect(shared, plan, &moved.path, moved.to.as_deref())
            });
        }
    }
}

fn offering<'p, 'a>(plan: &'p HubPlan<'a>, y: usize, o: usize) -> Result<(&'p YearPlan<'a>, &'p Listed<'a>)> {
    let year = plan.years().get(y).ok_or_else(lost)?;
    Ok((year, year.offerings.get(o).ok_or_else(lost)?))
}

/// Numbers of pages come from the plan that they are looked up in, so this is never seen.
fn lost() -> Error {
    Error::Usage("Foldout has a mistake: a page that it planned is not there.".to_owned())
}

/// A hub's offerings that have a page.
fn listed<'p, 'a>(plan: &'p HubPlan<'a>) -> impl Iterator<Item = &'p Listed<'a>> + Clone {
    plan.years().iter().flat_map(|year| &year.offerings).filter(|listed| listed.shown.is_page())
}

/// The paths of a hub's published pages.
fn hub_paths(plan: &HubPlan) -> Vec<String> {
    let mut paths = Vec::new();
    for year in plan.years() {
        paths.push(format!("{}index.html", year.folder));
        paths.extend(year.phases.iter().filter_map(|phase| Some(format!("{}index.html", phase.folder.as_ref()?))));
        let shown = year.offerings.iter().filter(|listed| listed.shown.is_page());
        paths.extend(shown.map(|listed| format!("{}index.html", listed.folder)));
    }
    paths.extend(["search/index.html", "accessibility/index.html"].map(str::to_owned));
    paths
}

/// The whole site's map: the network's pages, and those of the hubs that are published below it.
fn site_map(shared: &Shared, base: &str) -> String {
    let mut pages = vec![(base.to_owned(), "index.html".to_owned()), (base.to_owned(), "search/index.html".to_owned())];
    for page in shared.plan.years.iter().flat_map(|year| &year.programmes).filter(|page| page.shown.is_page()) {
        pages.push((base.to_owned(), page.path.clone()));
    }
    let below = shared.plan.hubs.iter().filter(|hub| hub.shown.is_page() && hub.hub().base_url.is_none());
    for plan in below {
        let base = plan.base.clone().unwrap_or_default();
        pages.extend(hub_paths(plan).into_iter().map(|path| (base.clone(), path)));
    }
    pages::sitemap(pages.iter().map(|(base, path)| (base.as_str(), path.as_str())))
}
