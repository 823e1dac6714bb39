//! Addresses that have moved: small pages at the old ones.

use super::address::public;
use super::hub_paths;
use super::plan::{HubPlan, Plan};
use crate::model::address::is_web;
use crate::model::site::Site;
use std::collections::HashSet;

/// A folder's first page.
const HOME: &str = "index.html";

/// A page at an old address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// In whose folder; `None` for the network's.
    pub hub: Option<usize>,
    /// The page's path below that folder.
    pub path: String,
    /// The new address: below the same folder, or in full. `None` where none is known.
    pub to: Option<String>,
}

/// The site's redirects as pages.
pub fn moved(site: &Site, plan: &Plan) -> Vec<Moved> {
    let old: HashSet<_> =
        site.redirects.iter().filter_map(|redirect| Some(folder_of(plan, page_path(&redirect.from.value)?))).collect();
    let pages = site.redirects.iter().filter_map(|redirect| {
        let (hub, path) = folder_of(plan, page_path(&redirect.from.value)?);
        if hub.and_then(|hub| plan.hubs.get(hub)).is_some_and(|hub| !hub.shown.is_page()) {
            return None;
        }
        if is_web(&redirect.to.value) {
            return Some(Moved { hub, path, to: Some(redirect.to.value.clone()) });
        }
        let (to, anchor) = match redirect.to.value.split_once('#') {
            Some((to, anchor)) => (to, format!("#{anchor}")),
            None => (redirect.to.value.as_str(), String::new()),
        };
        let (to_hub, mut to_path) = folder_of(plan, page_path(to)?);
        let mut to_hub = to_hub;
        if to_hub.and_then(|hub| plan.hubs.get(hub)).is_some_and(|hub| !hub.shown.is_page()) {
            (to_hub, to_path) = (None, HOME.to_owned());
        } else if !is_there(plan, to_hub, &to_path) && !old.contains(&(to_hub, to_path.clone())) {
            // What is withheld, or gone: people find the rest from the top.
            to_path = HOME.to_owned();
        }
        let anchor = if to_path == HOME { String::new() } else { anchor };
        let to = if to_hub == hub { Some(to_path) } else { across(plan, hub, to_hub, &to_path) };
        Some(Moved { hub, path, to: to.map(|to| format!("{to}{anchor}")) })
    });
    pages.collect()
}

/// The same, told from the top of the whole site.
pub fn from_the_top(moved: &Moved, plan: &Plan) -> Moved {
    let folder = moved.hub.and_then(|hub| plan.hubs.get(hub)).map_or(String::new(), |hub| format!("{}/", hub.hub().id));
    let below = |path: &str| if path.contains("://") { path.to_owned() } else { format!("{folder}{path}") };
    Moved { hub: None, path: below(&moved.path), to: moved.to.as_deref().map(below) }
}

/// From one folder into another: the network's pages lead into hubs' folders by path, everything else in full.
fn across(plan: &Plan, from: Option<usize>, to: Option<usize>, path: &str) -> Option<String> {
    match to.and_then(|to| plan.hubs.get(to)) {
        Some(hub) if from.is_none() && (plan.preview || hub.hub().base_url.is_none()) => {
            Some(format!("{}/{path}", hub.hub().id))
        }
        Some(hub) => hub.lead.as_ref().map(|base| public(base, path)),
        None => plan.lead.as_ref().map(|base| public(base, path)),
    }
}

/// Whether a page is published at `path` of a folder.
fn is_there(plan: &Plan, hub: Option<usize>, path: &str) -> bool {
    match hub.and_then(|hub| plan.hubs.get(hub)) {
        Some(hub) => hub_paths(hub).iter().any(|page| page == path),
        None => {
            let mut pages = plan.years.iter().flat_map(|year| &year.programmes);
            [HOME, "search/index.html"].contains(&path) || pages.any(|page| page.shown.is_page() && page.path == path)
        }
    }
}

fn folder_of(plan: &Plan, path: String) -> (Option<usize>, String) {
    let is_of = |hub: &HubPlan, first: &str| hub.hub().id.as_str() == first;
    let found = path.split_once('/').and_then(|(first, rest)| {
        let hub = plan.hubs.iter().position(|hub| is_of(hub, first))?;
        Some((Some(hub), rest.to_owned()))
    });
    found.unwrap_or((None, path))
}

/// The path of the page at an address below the site. `None` for what is no plain path.
fn page_path(address: &str) -> Option<String> {
    let address = address.trim_start_matches('/');
    let parts: Vec<&str> = address.trim_end_matches('/').split('/').collect();
    let plain = |part: &&str| {
        let odd = |c: char| c.is_control() || "\\:*?\"<>|#%".contains(c);
        !part.is_empty() && !part.starts_with('.') && !part.ends_with('.') && !part.contains(odd)
    };
    let whole = parts.join("/");
    if whole.is_empty() {
        return Some("index.html".to_owned());
    }
    parts.iter().all(plain).then(|| match whole.strip_suffix(".html").or_else(|| whole.strip_suffix(".htm")) {
        Some(_) if !address.ends_with('/') => whole,
        _ => format!("{whole}/index.html"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_page_that_stands_there() {
        let path = |address| page_path(address).unwrap_or_default();
        assert_eq!(path("cambridge/old/"), "cambridge/old/index.html");
        assert_eq!(path("cambridge/old"), "cambridge/old/index.html");
        assert_eq!(path("/old.html"), "old.html");
        assert_eq!(path("old.aspx"), "old.aspx/index.html");
        assert_eq!(path(""), "index.html");
    }

    #[test]
    fn a_path_that_leads_away_makes_no_page() {
        for bad in ["../x", "a/../../x", "a//b", ".git/x", "a\\b", "c:/x", "a\u{0}b"] {
            assert_eq!(page_path(bad), None, "{bad}");
        }
    }
}
