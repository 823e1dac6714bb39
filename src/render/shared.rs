//! What the pages of a site share, made once: compiled text, templates, the plan, and values for templates.

use super::Request;
use super::address::{Links, Spot, path_of, public};
use super::colour;
use super::facts::{self, Asking, Speaker, Words, lead_schools};
use super::feed;
use super::files::Needed;
use super::html::Library;
use super::join::{Desk, Joiner, Ready};
use super::linked;
use super::plan::{Age, HubPlan, Plan, Shown, YearPlan};
use super::practical::Practical;
use super::templates::{Templates, value};
use crate::error::Result;
use crate::finding::Withheld;
use crate::model::ids::{EditionName, slug};
use crate::model::merged::Merged;
use crate::model::national::Programme;
use crate::model::theme::Theme;
use crate::model::when::Date;
use crate::source::Sources;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use tera::{Context, Value};

/// What every page of a site may look at.
pub struct Shared<'a> {
    /// The merged site.
    pub merged: &'a Merged,
    /// The pages.
    pub plan: Plan<'a>,
    /// The day for which states are worked out.
    pub day: Date,
    /// Whether withheld pages are written too.
    pub drafts: bool,
    /// Where the preview looks up file and line of each block; `None`: pages say nothing of their origin.
    pub origins: Option<Arc<Sources>>,
    /// The theme's templates.
    pub templates: Templates,
    /// The theme's assets by the names under which they are published.
    pub assets: Assets,
    ground: &'a str,
    ground_dark: &'a str,
    library: Library<'a>,
    site: Value,
    styles: Value,
    scripts: Value,
    /// `[[network.hubs]]` as every hub's pages show it: with full addresses, so that all show the same.
    hubs_in_folder: String,
    hub_values: HashMap<&'a str, Value>,
}

/// Files of the theme by the names under which they are published.
pub type Assets = BTreeMap<String, Arc<[u8]>>;

/// A colour sheet of a hub: its name in `assets/` and its text.
pub type ColourSheet = (String, Arc<[u8]>);

#[derive(Serialize)]
struct SiteView<'v> {
    title: &'v str,
    description: Option<&'v str>,
    network: &'v str,
    edition: &'v str,
    national_team: Option<Words>,
    hub_count: usize,
}

/// The head of a page, and what stands around its content.
#[derive(Debug, Serialize)]
pub struct PageView {
    /// For the window and search engines.
    pub title: String,
    /// One sentence.
    pub description: Option<String>,
    /// The page's full address, where it has one.
    pub canonical: Option<String>,
    /// Whether search engines are to leave it out.
    pub noindex: bool,
    /// Sentences above everything: a draft, an earlier edition.
    pub banners: Vec<Banner>,
    /// The way from the top of the folder to here.
    pub crumbs: Vec<Crumb>,
    /// Its path below its folder.
    pub path: String,
    /// The edition that it is about; `None` for pages that belong to none.
    pub edition: Option<String>,
    /// The day for which its states are right, in full.
    pub day: String,
    /// What it says to search engines.
    #[serde(skip)]
    pub linked: Vec<serde_json::Value>,
}

/// A sentence above everything.
#[derive(Debug, Serialize)]
pub struct Banner {
    /// `draft` or `edition`.
    pub kind: &'static str,
    /// The words.
    pub words: String,
    /// Where they lead.
    pub link: Option<Words>,
}

/// A step on the way to a page.
#[derive(Debug, Serialize)]
pub struct Crumb {
    /// Its words.
    pub words: String,
    /// Its page; `None` for the page itself.
    pub href: Option<String>,
}

#[derive(Serialize)]
struct HubView<'v> {
    id: &'v str,
    name: &'v str,
    region: &'v str,
    lead_schools: Option<String>,
    leads: usize,
    place: Option<&'v str>,
    area: Option<&'v str>,
    address: Option<&'v str>,
    partners: &'v [String],
    former_names: &'v [String],
    ask: Asking,
    logo: Option<LogoView<'v>>,
    colours: Option<String>,
    feed: Option<&'static str>,
    network: Option<String>,
}

#[derive(Serialize)]
struct LogoView<'v> {
    src: String,
    alt: &'v str,
    width: Option<usize>,
    height: Option<usize>,
}

#[derive(Serialize)]
struct NavItem {
    words: String,
    path: String,
}

/// What `hubs.html` gets: all hubs by region.
#[derive(Serialize)]
struct HubsView {
    regions: Vec<RegionView>,
}

/// A region with its hubs.
#[derive(Debug, Serialize)]
pub struct RegionView {
    name: String,
    hubs: Vec<HubLine>,
}

#[derive(Debug, Serialize)]
struct HubLine {
    name: String,
    href: Option<String>,
    lead_schools: Option<String>,
    place: Option<String>,
    withheld: bool,
}

impl<'a> Shared<'a> {
    /// Makes what the pages share.
    ///
    /// # Errors
    /// A theme's template that can't be read.
    pub fn new(merged: &'a Merged, withheld: &Withheld, theme: &'a Theme, request: &Request) -> Result<Self> {
        let plan = Plan::new(merged, withheld, request);
        let site = &merged.site;
        let team = &site.national_team;
        let site_view = SiteView {
            title: &site.title,
            description: site.description.as_deref(),
            network: site.network.as_deref().unwrap_or(&site.title),
            edition: merged.current.as_str(),
            national_team: team.name.as_ref().or(team.url.as_ref()).map(|words| Words {
                words: words.clone(),
                href: team.url.as_deref().and_then(super::escape::safe_address).map(str::to_owned),
            }),
            hub_count: merged.hubs.len(),
        };
        let (assets, [styles, scripts]) = published_assets(theme);
        let mut shared = Self {
            library: library(merged),
            site: value(&site_view)?,
            styles: value(&styles)?,
            scripts: value(&scripts)?,
            templates: Templates::new(theme)?,
            assets,
            ground: &theme.ground,
            ground_dark: &theme.ground_dark,
            merged,
            plan,
            day: request.day,
            drafts: request.drafts,
            origins: request.preview.as_ref().and_then(|preview| preview.origins.clone()),
            hubs_in_folder: String::new(),
            hub_values: HashMap::new(),
        };
        let regions = shared.regions(|hub| hub.lead.clone().filter(|_| hub.shown.is_page()));
        shared.hubs_in_folder = shared.templates.piece("hubs.html", &HubsView { regions })?;
        let hub_values = shared.plan.hubs.iter().map(|hub| Ok((hub.hub().id.as_str(), shared.hub_value(hub)?)));
        shared.hub_values = hub_values.collect::<Result<_>>()?;
        Ok(shared)
    }

    /// Links between pages.
    pub fn links(&self) -> Links<'_, 'a> {
        Links { plan: &self.plan, base: self.plan.lead.as_deref() }
    }

    /// Dates and ways to apply for the page at `spot`.
    pub fn practical<'s>(&self, spot: &'s Spot<'s, 'a>) -> Practical<'s, 'a> {
        Practical { spot, assets: &self.merged.assets, day: self.day }
    }

    /// Joins texts for the page at `spot`.
    pub fn joiner<'s>(&'s self, spot: &'s Spot<'s, 'a>, speaker: Speaker<'a>, ready: &'s Ready) -> Joiner<'s, 'a> {
        let desk = Desk {
            library: &self.library,
            links: self.links(),
            assets: &self.merged.assets,
            glossary: &self.merged.site.glossary,
            drafts: self.drafts,
            origins: self.origins.as_deref(),
        };
        Joiner::new(desk, spot, speaker, ready)
    }

    /// Who speaks on the page at `spot`.
    pub fn speaker(
        &self,
        spot: &Spot<'_, 'a>,
        edition: &'a EditionName,
        programme: Option<&'a Programme>,
    ) -> Speaker<'a> {
        Speaker { hub: spot.hub.map(HubPlan::hub), programme, edition, hubs: self.merged.hubs.len() }
    }

    /// `[[network.hubs]]` for the page at `spot`.
    ///
    /// # Errors
    /// The template's own mistake.
    pub fn network_hubs(&self, spot: &Spot<'_, 'a>) -> Result<String> {
        match spot.hub {
            Some(_) => Ok(self.hubs_in_folder.clone()),
            None => {
                let regions = self.regions(|hub| self.links().hub(spot, &hub.hub().id));
                self.templates.piece("hubs.html", &HubsView { regions })
            }
        }
    }

    /// The hubs by region, both alphabetically.
    pub fn regions(&self, href: impl Fn(&HubPlan<'a>) -> Option<String>) -> Vec<RegionView> {
        let mut regions: BTreeMap<(bool, String, &str), Vec<HubLine>> = BTreeMap::new();
        for plan in &self.plan.hubs {
            let hub = plan.hub();
            // A withheld hub may lack its region: it stands last, under words of its own.
            let (unknown, region) = match hub.region.trim() {
                "" => (true, "Other hubs"),
                region => (false, region),
            };
            regions.entry((unknown, slug(region), region)).or_default().push(HubLine {
                name: hub.name.clone(),
                href: href(plan),
                lead_schools: lead_schools(hub),
                place: hub.place.clone(),
                withheld: !plan.shown.is_page(),
            });
        }
        regions.into_iter().map(|((_, _, name), hubs)| RegionView { name: name.to_owned(), hubs }).collect()
    }

    /// What every page's template gets.
    ///
    /// # Errors
    /// None in practice.
    pub fn context(&self, spot: &Spot<'_, 'a>, year: Option<&YearPlan<'a>>, page: &PageView) -> Result<Context> {
        let mut context = Context::new();
        context.insert_value("root", Value::normal_string(&spot.root));
        context.insert_value("site", self.site.clone());
        context.insert_value("styles", self.styles.clone());
        context.insert_value("scripts", self.scripts.clone());
        context.insert_value("page", value(page)?);
        let hub = spot.hub.and_then(|hub| self.hub_values.get(hub.hub().id.as_str()));
        context.insert_value("hub", hub.cloned().unwrap_or_else(Value::none));
        context.insert_value("nav", value(&nav(year))?);
        let linked = self.linked(spot, page);
        context.insert_value("linked", linked.map_or(Value::none(), |text| Value::safe_string(&text)));
        Ok(context)
    }

    /// What the page says to search engines, where they are to look at it.
    fn linked(&self, spot: &Spot<'_, 'a>, page: &PageView) -> Option<String> {
        let mut graph = page.linked.clone();
        let base = spot.hub.map_or(self.merged.site.base_url.as_deref(), |hub| hub.base.as_deref());
        if let (Some(base), Some(here)) = (base, &page.canonical) {
            graph.extend(linked::breadcrumbs(&page.crumbs, &spot.root, base, here));
        }
        (!graph.is_empty() && !page.noindex).then(|| linked::text(graph))
    }

    /// The network's name.
    pub fn network_name(&self) -> &'a str {
        self.merged.site.network.as_deref().unwrap_or(&self.merged.site.title)
    }

    fn hub_value(&self, plan: &HubPlan<'a>) -> Result<Value> {
        let hub = plan.hub();
        let logo = hub.logo.as_ref().and_then(|logo| {
            let asset = self.merged.assets.get(&logo.file)?;
            let (width, height) = asset.size.unzip();
            Some(LogoView { src: super::address::encoded(&asset.name), alt: &logo.alt, width, height })
        });
        value(&HubView {
            id: hub.id.as_str(),
            name: &hub.name,
            region: &hub.region,
            lead_schools: lead_schools(hub),
            leads: hub.lead_schools.len(),
            place: hub.place.as_deref(),
            area: hub.area.as_deref(),
            address: hub.address.as_deref(),
            partners: &hub.partners,
            former_names: &hub.former_names,
            ask: facts::asking_hub(hub),
            logo,
            colours: self.colours(plan).map(|(name, _)| name),
            feed: self.has_feed(plan).map(|_| feed::NAME),
            network: self.plan.lead.clone(),
        })
    }

    /// The address under which a hub's feed is read. Drafts have none, nor do pages without an address.
    fn has_feed<'p>(&self, plan: &'p HubPlan<'a>) -> Option<&'p str> {
        plan.base.as_deref().filter(|_| !self.drafts && self.merged.current.first_year().is_some())
    }

    /// A hub's feed of what is new.
    pub fn feed(&self, plan: &HubPlan<'a>) -> Option<String> {
        feed::feed(plan, self.has_feed(plan)?, self.day)
    }

    /// A hub's colours as a style sheet.
    pub fn colours(&self, plan: &HubPlan<'a>) -> Option<ColourSheet> {
        let accent = plan.hub().accent.as_ref()?;
        let sheet = colour::style_sheet(&accent.value, self.ground, self.ground_dark)?;
        Some((format!("hub-{}.css", short_hash(sheet.as_bytes())), Arc::from(sheet.into_bytes())))
    }

    /// The head of the page at `spot`.
    pub fn page(&self, spot: &Spot<'_, 'a>, title: String, description: Option<&str>) -> PageView {
        let base = match spot.hub {
            Some(hub) => hub.base.as_deref(),
            None => self.merged.site.base_url.as_deref(),
        };
        let mut page = PageView {
            title,
            description: description.map(str::to_owned),
            canonical: base.map(|base| public(base, &spot.path)),
            noindex: self.drafts,
            banners: Vec::new(),
            crumbs: Vec::new(),
            path: spot.path.clone(),
            edition: None,
            day: crate::model::when::display_date(self.day),
            linked: Vec::new(),
        };
        if self.drafts {
            let words = "This is a draft for colleagues. It is not published.".to_owned();
            page.banners.push(Banner { kind: "draft", words, link: None });
        }
        page
    }

    /// What leads from a page that may be shown at any address to the top of its folder.
    pub fn absolute_root(&self, hub: Option<&HubPlan<'a>>) -> String {
        let base = hub.map_or(self.plan.lead.as_deref(), |hub| hub.lead.as_deref());
        path_of(base).to_owned()
    }

    /// The files that a hub's folder needs.
    pub fn needed(&self, plan: &HubPlan<'a>) -> Needed {
        let mut needed = Needed::default();
        if self.merged.assets.is_empty() {
            return needed;
        }
        needed.hub(plan.hub());
        for year in &plan.years {
            if let Some((introduction, _)) = year.introduction {
                needed.text(&introduction.text, &self.library);
                needed.ways(&introduction.apply);
            }
            for listed in year.offerings.iter().filter(|listed| listed.shown.is_page()) {
                let offering = listed.offering;
                needed.text(&offering.text, &self.library);
                needed.links(&offering.programme.links);
                needed.ways(offering.apply.as_deref().unwrap_or_default());
                for cohort in &offering.cohorts {
                    needed.ways(cohort.apply.as_deref().unwrap_or_default());
                }
                if let Some(notice) = offering.local.as_ref().and_then(|local| local.notice.as_ref()) {
                    needed.blocks(&notice.text, None);
                }
            }
        }
        needed
    }

    /// The files that the network's own pages need.
    pub fn needed_by_network(&self) -> Needed {
        let mut needed = Needed::default();
        for page in self.plan.years.iter().flat_map(|year| &year.programmes).filter(|page| page.shown.is_page()) {
            needed.text(&page.national.text, &self.library);
            needed.links(&page.national.programme.links);
        }
        needed
    }
}

/// Says on a page of another year than the current one which year it is of.
pub fn edition_banner(age: Age, edition: &EditionName, current: Option<Words>) -> Option<Banner> {
    let words = match age {
        Age::Current => return None,
        Age::Earlier => format!("This page is about an earlier year, {edition}."),
        Age::Later => format!("This page is about a coming year, {edition}. It is a draft."),
    };
    Some(Banner { kind: "edition", words, link: current })
}

/// Says on a page that is withheld why it is seen at all.
pub fn withheld_banner(shown: Shown) -> Option<Banner> {
    (shown == Shown::Draft).then(|| Banner {
        kind: "withheld",
        words: "This page is withheld: something in it is wrong or missing. Foldout's messages say what.".to_owned(),
        link: None,
    })
}

fn nav(year: Option<&YearPlan>) -> Vec<NavItem> {
    let phases = year.iter().flat_map(|year| &year.phases).filter_map(|phase| {
        let folder = phase.folder.as_ref()?;
        Some(NavItem { words: phase.name.to_owned(), path: format!("{folder}index.html") })
    });
    phases.collect()
}

/// Compiles what many pages share: national text, and what pruning has left of it, which hubs share too.
fn library(merged: &Merged) -> Library<'_> {
    let glossary = &merged.site.glossary;
    let mut library = Library::default();
    for year in &merged.editions {
        for national in &year.programmes {
            for section in &national.programme.text.sections {
                library.add(&section.blocks, glossary);
            }
            for default in national.programme.text.placeholders.values().filter_map(|it| it.default.as_ref()) {
                library.add(&default.blocks, glossary);
            }
            library.add_national(&national.text, glossary);
        }
        for section in year.introduction.iter().flat_map(|introduction| &introduction.text.sections) {
            library.add(&section.blocks, glossary);
        }
    }
    for year in merged.hubs.iter().flat_map(|hub| &hub.editions) {
        for text in year.introduction.iter().map(|it| &it.text).chain(year.offerings.iter().map(|it| &it.text)) {
            library.add_national(text, glossary);
        }
    }
    library
}

/// The theme's assets, and where its style sheets and scripts are published: the name of such a file holds its hash,
/// so that a page never gets another build's.
fn published_assets(theme: &Theme) -> (Assets, [BTreeMap<String, String>; 2]) {
    let mut assets = BTreeMap::new();
    let mut linked = [BTreeMap::new(), BTreeMap::new()];
    for (path, bytes) in &theme.assets {
        let mut name = path.clone();
        for (ending, known) in [".css", ".js"].into_iter().zip(&mut linked) {
            if let Some(stem) = path.strip_suffix(ending) {
                name = format!("{stem}-{}{ending}", short_hash(bytes));
                known.insert(path.clone(), format!("assets/{}", super::address::encoded(&name)));
            }
        }
        assets.insert(name, bytes.clone());
    }
    (assets, linked)
}

fn short_hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().chars().take(10).collect()
}
