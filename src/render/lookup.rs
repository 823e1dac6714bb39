//! Pages that are looked up one by one: a folder is listed when something in it is first asked for.

use super::shared::Shared;
use super::{Listing, Request};
use crate::error::Result;
use crate::finding::Withheld;
use crate::model::output::File;
use crate::model::{merged::Merged, theme::Theme};
use std::sync::{Arc, OnceLock};

/// The files of a whole site, to be looked up by their paths: the same ones as [`render`](super::render()) lists.
pub struct Pages<'a> {
    empty: Listing<'a>,
    network: Folder<'a>,
    /// In the order of the plan's hubs.
    hubs: Vec<Folder<'a>>,
}

/// What is published in a folder, by path. Which assets it has is not known without a look at all of its texts.
#[derive(Default)]
struct Folder<'a> {
    pages: OnceLock<Vec<File<'a>>>,
    assets: OnceLock<Vec<File<'a>>>,
}

impl<'a> Pages<'a> {
    /// Makes what all pages share; nothing is listed yet.
    ///
    /// # Errors
    /// A theme's template that can't be read.
    pub fn new(merged: &'a Merged, withheld: &'a Withheld, theme: &'a Theme, request: &Request) -> Result<Self> {
        let empty = Listing::new(Arc::new(Shared::new(merged, withheld, theme, request)?));
        let hubs = empty.shared.plan.hubs.iter().map(|_| Folder::default()).collect();
        Ok(Self { empty, network: Folder::default(), hubs })
    }

    /// Whether there is a file at that path.
    pub fn has(&self, path: &str) -> bool {
        self.find(path).is_some()
    }

    /// The file at that path.
    pub fn find(&self, path: &str) -> Option<&File<'a>> {
        let network = self.network.find(
            path,
            "",
            |part, list| match part {
                Part::Assets => list.network_assets(),
                Part::Pages => {
                    list.network();
                    list.redirects(None, "");
                    list.site_map();
                }
            },
            &self.empty,
        );
        network.or_else(|| {
            let (id, _) = path.split_once('/')?;
            let number = self.empty.shared.plan.number(id)?;
            let folder = format!("{id}/");
            self.hubs.get(number)?.find(
                path,
                &folder,
                |part, list| match part {
                    Part::Assets => list.hub_assets(number, &folder),
                    Part::Pages => {
                        list.hub_pages(number, &folder);
                        list.redirects(Some(number), &folder);
                    }
                },
                &self.empty,
            )
        })
    }
}

/// What of a folder is listed at once.
#[derive(Clone, Copy)]
enum Part {
    Assets,
    Pages,
}

impl<'a> Folder<'a> {
    /// The file at `path`. An asset stands before a page of the same name, as it does when all is listed.
    fn find(
        &self,
        path: &str,
        folder: &str,
        list: impl Fn(Part, &mut Listing<'a>),
        empty: &Listing<'a>,
    ) -> Option<&File<'a>> {
        let rest = path.strip_prefix(folder)?;
        let listed = |part: Part| {
            let mut listing = empty.empty();
            list(part, &mut listing);
            listing.finish()
        };
        let assets = rest.starts_with("assets/").then(|| self.assets.get_or_init(|| listed(Part::Assets)));
        let in_assets = assets.and_then(|assets| at(assets, path));
        in_assets.or_else(|| at(self.pages.get_or_init(|| listed(Part::Pages)), path))
    }
}

fn at<'f, 'a>(files: &'f [File<'a>], path: &str) -> Option<&'f File<'a>> {
    files.get(files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?)
}
