//! Small files around the pages: what stands where nothing is, where something was, and what crawlers read.

use super::here;
use crate::error::Result;
use crate::render::address::{Spot, public};
use crate::render::facts::Words;
use crate::render::plan::{Age, HubPlan};
use crate::render::shared::Shared;
use crate::render::templates::value;

/// The page for addresses where nothing is. It may be shown at any address, so its links begin with `/`.
pub fn not_found<'a>(shared: &Shared<'a>, plan: Option<&HubPlan<'a>>) -> Result<Vec<u8>> {
    let mut spot = Spot::new(plan, "404.html");
    spot.root = shared.absolute_root(plan);
    let mut page = shared.page(&spot, "Page not found".to_owned(), None);
    page.canonical = None;
    page.noindex = true;
    let year = plan.and_then(|plan| plan.years().iter().find(|year| year.age == Age::Current));
    let context = shared.context(&spot, year, &page)?;
    shared.templates.page("not-found.html", &context)
}

/// A page at an address that has moved. `to` is the new one, below the same folder or in full; without one the
/// page says so in words.
pub fn redirect<'a>(shared: &Shared<'a>, plan: Option<&HubPlan<'a>>, path: &str, to: Option<&str>) -> Result<Vec<u8>> {
    let spot = Spot::new(plan, path);
    let full = to
        .map(|to| if to.contains("://") || to.starts_with('/') { to.to_owned() } else { format!("{}{to}", spot.root) });
    let mut page = shared.page(&spot, "This page has moved".to_owned(), None);
    page.canonical = None;
    page.noindex = true;
    page.crumbs.push(here("This page has moved"));
    let mut context = shared.context(&spot, None, &page)?;
    context.insert_value(
        "to",
        value(&full.map(|href| Words { words: "Go to its new address".to_owned(), href: Some(href) }))?,
    );
    shared.templates.page("redirect.html", &context)
}

/// `robots.txt`.
pub fn robots(shared: &Shared, base: Option<&str>) -> String {
    if shared.drafts {
        return "User-agent: *\nDisallow: /\n".to_owned();
    }
    let map = base.map_or(String::new(), |base| format!("\nSitemap: {base}sitemap.xml\n"));
    format!("User-agent: *\nDisallow:\n{map}")
}

/// `sitemap.xml` of pages, each with the address of its folder and its path there.
pub fn sitemap<'p>(pages: impl Iterator<Item = (&'p str, &'p str)>) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (base, path) in pages {
        out.push_str("<url><loc>");
        crate::render::escape::text(&mut out, &public(base, path));
        out.push_str("</loc></url>\n");
    }
    out.push_str("</urlset>\n");
    out
}
