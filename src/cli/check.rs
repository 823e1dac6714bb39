//! `foldout check`: says what is wrong, and publishes nothing.

use super::args::{Check, Format};
use super::print::{self, summary};
use super::progress::Progress;
use super::site::{self, Wanted};
use super::{said, say};
use crate::error::Result;
use crate::finding::Level;
use std::path::Path;
use std::process::ExitCode;

/// Checks the site in `root`.
pub fn check(root: &Path, wanted: &Check) -> Result<ExitCode> {
    let progress = Progress::start();
    let site =
        site::open(root, &Wanted { hubs: &wanted.hubs, as_of: wanted.as_of, edition: None, trace: true }, &progress)?;
    drop(progress);
    let findings = site.findings();
    match wanted.format {
        Format::Text => {
            said(print::text_to_stderr(&site.sources, &findings))?;
            let withheld = summary::withheld(&site.checked, &findings, false, site.hubs.as_deref());
            said(print::sentence_to_stderr(&summary::sentence(&findings, &withheld)))?;
        }
        Format::Json => say(&print::json(&site.sources, &findings)).map(|_| ())?,
        Format::Github => say(&print::github(&site.sources, &findings, root)).map(|_| ())?,
    }
    let gravest = if wanted.strict { Level::Warning } else { Level::Error };
    let fails = findings.iter().any(|finding| finding.level <= gravest);
    Ok(ExitCode::from(u8::from(fails)))
}
