//! Giving pages to the browser and taking PDFs from it.

use super::pages::Page;
use crate::chromium::{Answer, Browser, Tab};
use crate::cli::site::Site;
use crate::error::Result;
use crate::model::output::{File, Output, media_type};
use crate::model::when::Date;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};

/// How many pages are printed at a time: the browser has a process for each.
const TABS: usize = 2;

/// The address of a site that has none. No computer can have it.
const NOWHERE: &str = "https://foldout.invalid/";

/// On paper a link to a page whose address nobody knows is words.
const WITHOUT_DEAD_LINKS: &str = "document.querySelectorAll('a[href]').forEach(link => { \
    if (link.host === 'foldout.invalid' && !link.getAttribute('href').startsWith('#')) link.removeAttribute('href') })";

/// The site's files, by the address at which each is published.
pub struct Printer<'o> {
    files: BTreeMap<&'o str, &'o File<'o>>,
    /// From a hub to the address of its folder.
    bases: BTreeMap<String, String>,
    day: Date,
}

impl<'o> Printer<'o> {
    /// Knows every file of the output.
    pub fn new(site: &Site, output: &'o Output) -> Self {
        let merged = &site.checked.merged;
        let whole = merged.site.base_url.as_deref().unwrap_or(NOWHERE);
        let base =
            |hub: &crate::model::local::Hub| hub.base_url.clone().unwrap_or_else(|| format!("{whole}{}/", hub.id));
        Self {
            files: output.files.iter().map(|file| (file.path.as_str(), file)).collect(),
            bases: merged.hubs.iter().map(|hub| (hub.hub.id.to_string(), base(&hub.hub))).collect(),
            day: site.day,
        }
    }

    /// Prints each page, in no order, and hands each PDF over with its page's number. Stops at the first failure.
    pub fn print(
        &self,
        browser: &Browser,
        pages: &[Page],
        mut hand_over: impl FnMut(usize, Vec<u8>) -> Result<()>,
    ) -> Result<()> {
        let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
        std::thread::scope(|scope| {
            let (sender, receiver) = channel();
            for _ in 0..TABS.min(pages.len()) {
                let (sender, next, stop) = (sender.clone(), &next, &stop);
                scope.spawn(move || {
                    if let Err(error) = self.work(browser, pages, next, stop, &sender) {
                        let _ = sender.send(Err(error));
                    }
                });
            }
            drop(sender);
            let printed = receiver.into_iter().try_for_each(|printed: Result<(usize, Vec<u8>)>| {
                let (number, pdf) = printed?;
                hand_over(number, pdf)
            });
            stop.store(true, Ordering::Relaxed);
            printed
        })
    }

    fn work(
        &self,
        browser: &Browser,
        pages: &[Page],
        next: &AtomicUsize,
        stop: &AtomicBool,
        sender: &Sender<Result<(usize, Vec<u8>)>>,
    ) -> Result<()> {
        let mut tab = browser.tab()?;
        tab.scripts(false)?;
        // The tab has one hub's address after another.
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(page) = pages.get(number).filter(|_| !stop.load(Ordering::Relaxed)) else { return Ok(()) };
            if sender.send(Ok((number, self.pdf(&mut tab, page)?))).is_err() {
                return Ok(());
            }
        }
    }

    fn pdf<'t>(&'t self, tab: &mut Tab<'t>, page: &'t Page) -> Result<Vec<u8>> {
        let base = self.bases.get(&page.hub).map_or(NOWHERE, String::as_str);
        tab.answer_with(move |address| self.answer(&page.hub, base, address))?;
        let inside = page.path.strip_prefix(&format!("{}/", page.hub)).unwrap_or(&page.path);
        tab.open(&format!("{base}{}", inside.trim_end_matches("index.html")))?;
        tab.evaluate(WITHOUT_DEAD_LINKS)?;
        Ok(dated(tab.pdf()?, self.day))
    }

    fn answer(&self, hub: &str, base: &str, address: &str) -> Option<Answer> {
        let inside = address.strip_prefix(base)?.split(['?', '#']).next()?;
        let index = if inside.is_empty() || inside.ends_with('/') { "index.html" } else { "" };
        let file = self.files.get(format!("{hub}/{inside}{index}").as_str())?;
        Some(Answer { kind: media_type(&file.path).to_owned(), body: file.bytes().ok()?.into_owned() })
    }
}

/// The day for which the page was made in place of the clock's time, so that the same page gives the same bytes.
/// Places in the file stay what they are: the new words are as long as the old ones.
fn dated(mut pdf: Vec<u8>, day: Date) -> Vec<u8> {
    let new = format!("{:04}{:02}{:02}000000+00'00'", day.year(), day.month(), day.day());
    for name in [&b"/CreationDate (D:"[..], b"/ModDate (D:"] {
        let Some(at) = pdf.windows(name.len()).position(|part| part == name) else { continue };
        let start = at + name.len();
        let old = pdf.get_mut(start..start + new.len());
        if let Some(old) = old.filter(|old| old.ends_with(b"'00'")) {
            old.copy_from_slice(new.as_bytes());
        }
    }
    pdf
}

/// How many sides a PDF of Chromium's has: it writes each page's dictionary in clear text.
pub fn sides(pdf: &[u8]) -> usize {
    let page = b"/Type /Page";
    let after = pdf.windows(page.len() + 1).filter(|part| part.starts_with(page));
    after.filter(|part| !part.ends_with(b"s")).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pdf_has_the_day_of_its_page() {
        let pdf = b"1 <</CreationDate (D:20261122211010+00'00')\n/ModDate (D:20261122211010+00'00')>> 2".to_vec();
        let dated = dated(pdf.clone(), Date::constant(2022, 9, 5));
        assert_eq!(dated.len(), pdf.len());
        let text = "1 <</CreationDate (D:20220905000000+00'00')\n/ModDate (D:20220905000000+00'00')>> 2";
        assert_eq!(String::from_utf8(dated).unwrap(), text);
        assert_eq!(sides(b"<</Type /Pages\n/Kids 2>> <</Type /Page\n/A 1>> <</Type /Page /B>>"), 2);
    }
}
