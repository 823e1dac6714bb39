//! `foldout pdf`: pages as PDFs.
//!
//! 1. The site is built as for `foldout build`, but kept as values ([`pages`] chooses those to print).
//! 2. [`folder`] makes sure that nothing of anybody else's stands where the PDFs are to go.
//! 3. [`printer`] gives each page to the browser, at the address at which it is published, so that its links lead
//!    there from paper too. The browser gets every file from us and nothing from elsewhere, and runs no scripts.
//! 4. Each PDF goes to its place as soon as it is there.

mod folder;
mod pages;
mod printer;

use super::args::Pdf;
use super::print::{self, summary};
use super::progress::Progress;
use super::site::{self, Site, Wanted};
use super::{said, say};
use crate::chromium::{self, Browser};
use crate::error::{Error, Result};
use crate::finding::{Finding, Level};
use crate::publish;
use crate::render::Request;
use folder::Folder;
use pages::Page;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A leaflet has two sides.
const LEAFLET: usize = 2;

/// Prints pages of the site in `root`.
pub fn pdf(root: &Path, wanted: &Pdf) -> Result<ExitCode> {
    let out =
        wanted.out.clone().unwrap_or_else(|| if root == Path::new(".") { "pdf".into() } else { root.join("pdf") });
    let never = [root.join("content"), root.join("themes")];
    if root.join("content/site.yaml").exists() {
        publish::refuse(&out, &never.each_ref().map(PathBuf::as_path))?;
    }
    let progress = Progress::start();
    let chosen = Wanted { hubs: &wanted.hubs, edition: wanted.edition.as_deref(), as_of: wanted.as_of, trace: false };
    let site = site::open(root, &chosen, &progress)?;
    let asked = pages::Asked::new(&site, &wanted.programmes)?;
    let request = Request { day: site.day, drafts: false, hubs: None, preview: None };
    let output = crate::pipeline::render(&site.checked, &site.theme, &request)?;
    let Some(output) = output else {
        drop(progress);
        said(print::sentence_to_stderr("Everything is withheld until content/site.yaml is put right: foldout check"))?;
        return Ok(ExitCode::from(1));
    };
    let (pages, left_out) = asked.pages(&site, &output);
    let sides = if pages.is_empty() { Vec::new() } else { print_all(&site, &output, &pages, &out, &progress)? };
    drop(progress);

    said(print::sentence_to_stderr(&withheld(&site, &left_out)))?;
    said(print::sentence_to_stderr(&too_long(&pages, &sides)))?;
    say(&result(&sides, &out))?;
    Ok(ExitCode::from(u8::from(!left_out.is_empty())))
}

/// Prints each page and gives how many sides each takes.
fn print_all(
    site: &Site,
    output: &crate::model::output::Output,
    pages: &[Page],
    out: &Path,
    progress: &Progress,
) -> Result<Vec<usize>> {
    // Where there is no browser, no folder is made.
    let program = chromium::find()?;
    let mut folder = Folder::open(out, pages)?;
    progress.say("Starting the browser");
    let browser = Browser::start_program(&program)?;
    progress.say("Printing");
    let mut sides = vec![0; pages.len()];
    let printer = printer::Printer::new(site, output);
    let printed = printer.print(&browser, pages, |number, pdf| {
        if let (Some(place), Some(page)) = (sides.get_mut(number), pages.get(number)) {
            *place = printer::sides(&pdf);
            folder.write(&page.pdf, &pdf)?;
        }
        Ok(())
    });
    // What has been printed stays, and is known as ours, also when something went wrong.
    folder.close()?;
    printed.map(|()| sides)
}

/// Which of the pages that were asked for are withheld.
fn withheld(site: &Site, left_out: &[String]) -> String {
    if left_out.is_empty() {
        return String::new();
    }
    let errors: Vec<&Finding> = site.findings().into_iter().filter(|it| it.level == Level::Error).collect();
    let count = summary::counted(left_out.len(), "page");
    let names = left_out.join(", ");
    match errors.is_empty() {
        true => format!("Left out: {count} that the site does not publish: {names}."),
        false => format!("Left out: {count} that errors withhold: {names}. To see the errors, type: foldout check"),
    }
}

/// Which leaflets are longer than a leaflet is.
fn too_long(pages: &[Page], sides: &[usize]) -> String {
    let mut text = String::new();
    for (page, sides) in pages.iter().zip(sides).filter(|(page, sides)| !page.is_booklet && **sides > LEAFLET) {
        let _ = writeln!(
            text,
            "{} takes {sides} sides; a leaflet has {LEAFLET}. Shorter words, or fewer, would help.",
            page.pdf
        );
    }
    text.trim_end().to_owned()
}

fn result(sides: &[usize], out: &Path) -> String {
    if sides.is_empty() {
        return "Nothing was printed.\n".to_owned();
    }
    let total = sides.iter().sum();
    format!(
        "Printed to {}: {}, {} in all.\n",
        out.display(),
        summary::counted(sides.len(), "PDF"),
        summary::counted(total, "side")
    )
}

/// For a command that makes no sense.
fn usage<T>(text: String) -> Result<T> {
    Err(Error::Usage(text))
}
