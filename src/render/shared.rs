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
use super::plan::{Age, HubPlan, NationalYear, Plan, Shown, YearPlan};
use super::practical::Practical;
use super::templates::{Templates, kept, value};
use crate::error::Result;
use crate::finding::Withheld;
use crate::model::ids::{EditionName, slug};
use crate::model::merged::Merged;
use crate::model::national::Programme;
use crate::model::theme::Theme;
use crate::model::when::Date;
use crate::source::Sources;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
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
    site: Value,
    styles: Value,
    scripts: Value,
    /// `[[network.hubs]]` as every hub's pages show it: with full addresses, so that all show the same.
    hubs_in_folder: OnceLock<Arc<str>>,
    /// In the order of the plan's hubs.
    hub_values: Vec<OnceLock<Value>>,
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
    pub linked: Vec<linked::Thing>,
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

/// A region with its hubs, as `hubs.html` gets them.
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
    pub fn new(merged: &'a Merged, withheld: &'a Withheld, theme: &'a Theme, request: &Request) -> Result<Self> {
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
        Ok(Self {
            site: value(&site_view)?,
            styles: value(&styles)?,
            scripts: value(&scripts)?,
            templates: Templates::new(theme)?,
            assets,
            ground: &theme.ground,
            ground_dark: &theme.ground_dark,
            merged,
            hub_values: plan.hubs.iter().map(|_| OnceLock::new()).collect(),
            plan,
            day: request.day,
            drafts: request.drafts,
            origins: request.preview.as_ref().and_then(|preview| preview.origins.clone()),
            hubs_in_folder: OnceLock::new(),
        })
    }

    /// Links between pages.
    pub fn links(&self) -> Links<'_, 'a> {
        Links { plan: &self.plan, base: self.plan.lead.as_deref() }
    }

    /// Dates and ways to apply for the page at `spot`.
    pub fn practical<'s>(&self, spot: &'s Spot<'s, 'a>) -> Practical<'s, 'a> {
        Practical { spot, assets: &self.merged.assets, day: self.day }
    }

    /// Joins texts of an edition for the page at `spot`: those of a programme, or else of its introduction.
    pub fn joiner<'s>(&'s self, spot: &'s Spot<'s, 'a>, speaker: Speaker<'a>, ready: &'s Ready) -> Joiner<'s, 'a> {
        let desk = Desk {
            library: match speaker.programme {
                Some(programme) => self.library(programme),
                None => self.plan.year(speaker.edition).and_then(|year| self.library_of_year(year)),
            },
            links: self.links(),
            assets: &self.merged.assets,
            glossary: &self.merged.site.glossary,
            drafts: self.drafts,
            origins: self.origins.as_deref(),
        };
        Joiner::new(desk, spot, speaker, ready, Box::new(|| self.network_hubs(spot)))
    }

    /// A national programme's text as many pages show it, compiled when the first one does.
    fn library(&self, programme: &Programme) -> Option<&Library<'a>> {
        let page = self.plan.year(&programme.edition)?.find(&programme.id)?;
        let national = &page.national.programme;
        let glossary = &self.merged.site.glossary;
        let compile = || {
            let mut library = Library::of(&national.text, glossary);
            library.add_national(&page.national.text, glossary);
            // Only what is optional is ever left out.
            if national.text.placeholders.values().any(|placeholder| !placeholder.required) {
                let years = self.merged.hubs.iter().flat_map(|hub| &hub.editions);
                let years = years.filter(|year| year.edition == national.edition);
                let offerings = years.flat_map(|year| &year.offerings);
                let its = offerings.filter(|offering| Arc::ptr_eq(&offering.programme, national));
                its.for_each(|offering| library.add_national(&offering.text, glossary));
            }
            library
        };
        programme.hub.is_none().then(|| page.library.get_or_init(compile))
    }

    /// A year's introduction, likewise.
    fn library_of_year<'s>(&'s self, year: &'s NationalYear<'a>) -> Option<&'s Library<'a>> {
        let introduction = year.introduction?;
        let glossary = &self.merged.site.glossary;
        let compile = || {
            let mut library = Library::of(&introduction.text, glossary);
            let years = self.merged.hubs.iter().flat_map(|hub| &hub.editions);
            let its = years.filter(|its| its.edition == *year.edition).filter_map(|year| year.introduction.as_ref());
            its.for_each(|introduction| library.add_national(&introduction.text, glossary));
            library
        };
        Some(year.library.get_or_init(compile))
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
    fn network_hubs(&self, spot: &Spot<'_, 'a>) -> Result<Arc<str>> {
        let make = |href: &dyn Fn(&HubPlan<'a>) -> Option<String>| {
            let html = self.templates.piece("hubs.html", [("regions", value(&self.regions(href))?)])?;
            Ok(Arc::from(html))
        };
        if spot.hub.is_none() {
            return make(&|hub| self.links().hub(spot, &hub.hub().id));
        }
        if let Some(made) = self.hubs_in_folder.get() {
            return Ok(made.clone());
        }
        let made = make(&|hub| hub.lead.clone().filter(|_| hub.shown.is_page()))?;
        Ok(self.hubs_in_folder.get_or_init(|| made).clone())
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
        context.insert_value("hub", spot.hub.map_or(Ok(Value::none()), |hub| self.hub_value(hub))?);
        context.insert_value("nav", year.map_or_else(|| Ok(Value::from(Vec::<Value>::new())), nav)?);
        let linked = self.linked(spot, page);
        context.insert_value("linked", linked.map_or(Value::none(), |text| Value::safe_string(&text)));
        Ok(context)
    }

    /// What the page says to search engines, where they are to look at it.
    fn linked(&self, spot: &Spot<'_, 'a>, page: &PageView) -> Option<String> {
        if page.noindex {
            return None;
        }
        let mut graph = page.linked.clone();
        let base = spot.hub.map_or(self.merged.site.base_url.as_deref(), |hub| hub.base.as_deref());
        if let (Some(base), Some(here)) = (base, &page.canonical) {
            graph.extend(linked::breadcrumbs(&page.crumbs, &spot.root, base, here));
        }
        (!graph.is_empty()).then(|| linked::text(&graph))
    }

    /// The network's name.
    pub fn network_name(&self) -> &'a str {
        self.merged.site.network.as_deref().unwrap_or(&self.merged.site.title)
    }

    /// What templates get of a hub, made once.
    fn hub_value(&self, plan: &HubPlan<'a>) -> Result<Value> {
        match self.plan.number(plan.hub().id.as_str()).and_then(|number| self.hub_values.get(number)) {
            Some(place) => kept(place, || self.view_hub(plan)),
            None => self.view_hub(plan),
        }
    }

    fn view_hub(&self, plan: &HubPlan<'a>) -> Result<Value> {
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
    pub fn has_feed<'p>(&self, plan: &'p HubPlan<'a>) -> Option<&'p str> {
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
            let words = format!("This is a draft of {} for colleagues. It is not published.", page.day);
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
        for year in plan.years() {
            if let Some((introduction, _)) = year.introduction {
                let library = self.plan.year(year.edition).and_then(|year| self.library_of_year(year));
                needed.text(&introduction.text, library);
                needed.ways(&introduction.apply);
            }
            for listed in year.offerings.iter().filter(|listed| listed.shown.is_page()) {
                let offering = listed.offering;
                needed.text(&offering.text, self.library(&offering.programme));
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
        if self.merged.assets.is_empty() {
            return needed;
        }
        for page in self.plan.years.iter().flat_map(|year| &year.programmes).filter(|page| page.shown.is_page()) {
            needed.text(&page.national.text, self.library(&page.national.programme));
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

fn nav(year: &YearPlan) -> Result<Value> {
    let phases = year.phases.iter().filter_map(|phase| {
        let folder = phase.folder.as_ref()?;
        Some(NavItem { words: phase.name.to_owned(), path: format!("{folder}index.html") })
    });
    kept(&year.nav, || value(&phases.collect::<Vec<_>>()))
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
