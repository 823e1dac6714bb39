//! `foldout impact`: what changes of the content do to the pages, before they are published.

mod json;
mod text;

use super::args::{Impact as Wanted, Plain};
use super::progress::Progress;
use super::{say, site};
use crate::error::Result;
use crate::impact::{Side, compare};
use crate::load;
use crate::pipeline::{self, Checked};
use crate::source::Sources;
use std::path::Path;
use std::process::ExitCode;

/// Prints what has become of the site since another state of it. Whatever that is, the exit status is 0.
pub fn impact(root: &Path, wanted: &Wanted) -> Result<ExitCode> {
    let progress = Progress::start();
    let now =
        site::open(root, &site::Wanted { hubs: &[], as_of: wanted.as_of, edition: None, trace: false }, &progress)?;
    progress.say("Comparing");
    let (against, sources) = other(root, &wanted.against)?;
    let then = pipeline::check(pipeline::parse(&sources), &sources, &now.theme, None, now.day);
    let impact = compare(&side(&then, &sources), &side(&now.checked, &now.sources));
    drop(progress);
    say(&match wanted.format {
        Plain::Text => text::text(&impact, &against),
        Plain::Json => json::json(&impact, &against),
    })
}

/// The other state: a folder with a site, else what git keeps under that name.
fn other(root: &Path, against: &str) -> Result<(String, Sources)> {
    let folder = Path::new(against);
    if !against.is_empty() && !against.starts_with('-') && folder.join("content/site.yaml").is_file() {
        return Ok((against.to_owned(), load::read(folder)?));
    }
    let revision = load::read_revision(root, against)?;
    Ok((format!("{against} ({})", revision.id), revision.sources))
}

fn side<'a>(checked: &'a Checked, sources: &'a Sources) -> Side<'a> {
    Side {
        sources,
        content: &checked.content,
        merged: &checked.merged,
        report: &checked.report,
        withheld: &checked.withheld,
    }
}
