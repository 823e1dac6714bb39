//! Who links to whom. A hub's folder is a whole site: its pages link inside it by relative paths, to everything
//! else by full addresses, and where none is known they have words instead of links.

use super::plan::{HubPlan, NationalPage, Plan};
use crate::model::ids::{EditionName, HubId, ProgrammeId};
use crate::model::merged::MergedText;
use crate::model::national::Programme;
use crate::model::text::{Element, Node};

/// Where a page stands.
#[derive(Debug, Clone)]
pub struct Spot<'p, 'a> {
    /// In whose folder; `None` for the network's own pages.
    pub hub: Option<&'p HubPlan<'a>>,
    /// What leads from the page to the top of its folder: `../`, or for a page that may be shown anywhere, `/maths/`.
    pub root: String,
    /// Its path below its folder.
    pub path: String,
    /// For a booklet: the edition and the programmes that stand in it.
    pub booklet: Option<(&'a EditionName, Vec<&'a ProgrammeId>)>,
}

impl<'p, 'a> Spot<'p, 'a> {
    /// The page at `path`.
    pub fn new(hub: Option<&'p HubPlan<'a>>, path: impl Into<String>) -> Self {
        let path = path.into();
        Self { hub, root: "../".repeat(path.matches('/').count()), path, booklet: None }
    }
}

/// The address of a page below a published folder: without `index.html`, as people share it.
pub fn public(base: &str, path: &str) -> String {
    let path = path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/')).unwrap_or(path);
    format!("{base}{path}")
}

/// The path of an https address, with `/` at both ends; `/` where there is none. A path is its own.
pub fn path_of(base: Option<&str>) -> &str {
    if let Some(path) = base.filter(|base| base.starts_with('/')) {
        return path;
    }
    base.and_then(|base| base.split_once("://"))
        .and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)))
        .unwrap_or("/")
}

/// A file's name as part of an address.
pub fn encoded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Links between pages.
#[derive(Debug, Clone, Copy)]
pub struct Links<'s, 'a> {
    /// The pages.
    pub plan: &'s Plan<'a>,
    /// The whole site's address.
    pub base: Option<&'s str>,
}

impl<'a> Links<'_, 'a> {
    /// To a programme, perhaps at a section: the hub's own page of it, else the national page.
    pub fn programme(
        &self,
        spot: &Spot<'_, 'a>,
        edition: &EditionName,
        programme: &ProgrammeId,
        section: Option<&str>,
    ) -> Option<String> {
        if let Some(listed) = spot.hub.and_then(|hub| hub.find(edition, programme)).filter(|it| it.shown.is_page()) {
            let anchor = section.and_then(|section| anchor(&listed.offering.text, section));
            return Some(match &spot.booklet {
                Some((year, members)) if *year == edition && members.contains(&programme) => {
                    let anchor = anchor.map_or(String::new(), |anchor| format!("--{anchor}"));
                    format!("#{programme}{anchor}")
                }
                _ => with_anchor(format!("{}{}index.html", spot.root, listed.folder), anchor),
            });
        }
        let page = self.plan.year(edition)?.find(programme).filter(|page| page.shown.is_page())?;
        let anchor = section.and_then(|section| anchor(&page.national.text, section));
        Some(with_anchor(self.national(spot, page)?, anchor))
    }

    /// To a programme that comes after or before another one.
    pub fn neighbour(&self, spot: &Spot<'_, 'a>, from: &Programme, to: &ProgrammeId) -> Option<String> {
        self.programme(spot, &from.edition, to, None)
    }

    /// To a programme's national page.
    pub fn national(&self, spot: &Spot<'_, 'a>, page: &NationalPage<'_>) -> Option<String> {
        match spot.hub {
            None => Some(format!("{}{}", spot.root, page.path)),
            Some(_) => self.base.map(|base| public(base, &page.path)),
        }
    }

    /// To a hub's home.
    pub fn hub(&self, spot: &Spot<'_, 'a>, id: &HubId) -> Option<String> {
        let hub = self.plan.hub(id.as_str()).filter(|hub| hub.shown.is_page())?;
        match spot.hub {
            Some(own) if own.hub().id == *id => Some(format!("{}index.html", spot.root)),
            Some(_) => hub.lead.clone(),
            None => Some(self.inside_hub(spot, hub, "index.html")),
        }
    }

    /// From a page of the network into a hub's folder.
    pub fn inside_hub(&self, spot: &Spot<'_, 'a>, hub: &HubPlan<'_>, path: &str) -> String {
        match &hub.hub().base_url {
            Some(base) if !self.plan.preview => public(base, path),
            _ => format!("{}{}/{path}", spot.root, hub.hub().id),
        }
    }

    /// To the network's home.
    pub fn network(&self, spot: &Spot<'_, 'a>) -> Option<String> {
        match spot.hub {
            None => Some(format!("{}index.html", spot.root)),
            Some(_) => self.base.map(str::to_owned),
        }
    }

    /// To a year's introduction, which opens the hub's page of that edition.
    pub fn introduction(&self, spot: &Spot<'_, 'a>, edition: &EditionName) -> Option<String> {
        match spot.hub {
            Some(hub) => hub.year(edition).map(|year| format!("{}{}index.html", spot.root, year.folder)),
            None => self.network(spot),
        }
    }
}

fn with_anchor(address: String, anchor: Option<&str>) -> String {
    match anchor {
        Some(anchor) => format!("{address}#{anchor}"),
        None => address,
    }
}

/// The anchor that `wanted` means in a text as it is shown: a section by its id or an old one, or a heading.
/// `None` where a hub has left it out.
pub fn anchor<'t>(text: &'t MergedText, wanted: &str) -> Option<&'t str> {
    let sections = &text.sections;
    let by_id = sections.iter().find(|section| section.id.as_str() == wanted);
    let by_old = || sections.iter().find(|section| section.was.iter().any(|was| was.as_str() == wanted));
    if let Some(section) = by_id.or_else(by_old) {
        return Some(section.id.as_str());
    }
    let mut found = None;
    let blocks = sections.iter().flat_map(|section| &section.pieces).flat_map(|piece| piece.blocks.iter());
    for block in blocks {
        block.node.walk(&mut |node| match node {
            Node::Element(Element::Heading { id, .. }, _) if id == wanted && found.is_none() => {
                found = Some(id.as_str())
            }
            _ => {}
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_addresses_end_in_a_slash() {
        assert_eq!(public("https://a.org/", "index.html"), "https://a.org/");
        assert_eq!(public("https://a.org/x/", "p/index.html"), "https://a.org/x/p/");
        assert_eq!(public("https://a.org/", "p/dates.ics"), "https://a.org/p/dates.ics");
    }

    #[test]
    fn the_path_of_an_address() {
        assert_eq!(path_of(Some("https://a.org/maths/")), "/maths/");
        assert_eq!(path_of(Some("https://a.org/")), "/");
        assert_eq!(path_of(None), "/");
        assert_eq!(path_of(Some("/oak/")), "/oak/");
    }

    #[test]
    fn file_names_in_addresses_are_encoded() {
        assert_eq!(encoded("caf\u{e9} 1#.pdf"), "caf%C3%A9%201%23.pdf");
    }
}
