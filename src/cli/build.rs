//! `foldout build`: publishes the pages.

use super::args::{Build, Host};
use super::choose;
use super::print::{self, summary};
use super::progress::Progress;
use super::site::{self, Site, Wanted};
use super::{said, say};
use crate::error::{Error, Result};
use crate::finding::{Finding, Level};
use crate::inputs;
use crate::model::ids::HubId;
use crate::pipeline;
use crate::publish::{self, Published, publish};
use crate::render::{self, Request, Target};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// This program, told from every other one that might make other pages.
const PROGRAM: &str = concat!(env!("FOLDOUT_VERSION"), " ", env!("FOLDOUT_SOURCES"));

/// Builds the site in `root`.
pub fn build(root: &Path, wanted: &Build) -> Result<ExitCode> {
    let out = out(root, wanted)?;
    let never = [root.join("content"), root.join("themes")];
    let never = never.each_ref().map(PathBuf::as_path);
    if root.join("content/site.yaml").exists() {
        publish::refuse(&out, &never)?;
    }
    let progress = Progress::start();
    let chosen = Wanted { hubs: &wanted.hubs, edition: wanted.edition.as_deref(), as_of: wanted.as_of, trace: false };
    // Nothing comes after a build: the system takes back all that it held at once, quicker than piece by piece.
    let site = ManuallyDrop::new(site::open(root, &chosen, &progress)?);
    progress.say("Publishing");
    let clock = Instant::now();
    let published = render_and_publish(&site, wanted, &out, &never);
    let took = clock.elapsed();
    drop(progress);

    let (findings, later) = relevant(&site, wanted.drafts);
    said(print::text_to_stderr(&site.sources, &findings))?;
    let published = published?;
    let withheld = summary::withheld(&site.checked, &findings, wanted.drafts, site.hubs.as_deref());
    if let Some(published) = &published {
        let removed = summary::removed_pages(published, &withheld, site.hubs.as_deref());
        said(print::sentence_to_stderr(&removed))?;
    }
    said(print::sentence_to_stderr(&summary::sentence(&findings, &withheld)))?;
    said(print::sentence_to_stderr(&summary::later(later)))?;
    say(&summary::published(published.as_ref(), &out))?;
    if wanted.timings {
        say(&summary::timings(&timings(&site, took)))?;
    }
    let fails = findings.iter().any(|finding| finding.level == Level::Error);
    Ok(ExitCode::from(u8::from(fails)))
}

/// Where to publish to. A part of the site, or pages that are not for the public, never go where the whole site is by mistake.
fn out(root: &Path, wanted: &Build) -> Result<PathBuf> {
    let needs = |option: &str, example: &str| {
        Err(Error::Usage(format!(
            "With {option}, say which folder to publish to, so that the whole site's folder stays as it is.\n\
             For example: foldout build {example}"
        )))
    };
    match (&wanted.out, wanted.hubs.first()) {
        (Some(out), _) => Ok(out.clone()),
        (None, Some(hub)) => needs("--hub", &format!("--hub {hub} --out dist")),
        (None, None) if wanted.drafts => needs("--drafts", "--drafts --out drafts"),
        (None, None) if root == Path::new(".") => Ok("public".into()),
        (None, None) => Ok(root.join("public")),
    }
}

/// `None` where an error in `site.yaml` withholds everything: the folder stays as it was.
fn render_and_publish(site: &Site, wanted: &Build, out: &Path, never: &[&Path]) -> Result<Option<Published>> {
    let request = Request { day: site.day, drafts: wanted.drafts, hubs: site.hubs.clone(), preview: None };
    let (checked, target) = (&site.checked, target(wanted.target));
    let build = inputs::Build { program: PROGRAM, theme: &site.theme, request: &request, target };
    let (output, inputs) = rayon::join(
        || pipeline::render(checked, &site.theme, &request),
        || inputs::inputs(&site.sources, &checked.merged, &checked.withheld, &build),
    );
    match output? {
        Some(mut output) => {
            let host = render::host_files(&checked.merged, &checked.withheld, &request, target);
            output.files.extend(host);
            output.files.sort_by(|a, b| a.path.cmp(&b.path));
            output.inputs = inputs;
            let output = ManuallyDrop::new(output);
            publish(&output, out, &choice(site.hubs.as_deref(), wanted.drafts), never).map(Some)
        }
        None => Ok(None),
    }
}

fn target(host: Host) -> Target {
    match host {
        Host::Plain => Target::Plain,
        Host::Github => Target::Github,
        Host::Netlify => Target::Netlify,
        Host::Cloudflare => Target::Cloudflare,
        Host::Apache => Target::Apache,
    }
}

/// What is built, in words that the folder's manifest keeps.
fn choice(hubs: Option<&[HubId]>, drafts: bool) -> String {
    let what = match hubs {
        None => "whole site".to_owned(),
        Some(hubs) => format!("hubs {}", hubs.iter().map(HubId::as_str).collect::<Vec<_>>().join(", ")),
    };
    if drafts { format!("{what} with drafts") } else { what }
}

/// The findings that count for what is built; and how many of later editions don't.
fn relevant(site: &Site, drafts: bool) -> (Vec<&Finding>, usize) {
    let current = &site.checked.merged.current;
    let (later, counting): (Vec<_>, Vec<_>) =
        site.findings().into_iter().partition(|finding| !drafts && choose::is_later(finding, current));
    (counting, later.len())
}

fn timings(site: &Site, publishing: Duration) -> Vec<(&'static str, Duration)> {
    let mut timings = vec![("read", site.reading)];
    timings.extend(&site.checked.timings);
    timings.push(("render+publish", publishing));
    timings
}
