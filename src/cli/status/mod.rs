//! `foldout status`: where each hub stands with each programme of a year.

mod csv;
mod html;
mod json;
mod text;

use super::args::{Status as Wanted, Table};
use super::progress::Progress;
use super::{say, site};
use crate::error::Result;
use crate::model::ids::HubId;
use crate::status::{HubStatus, Status};
use std::path::Path;
use std::process::ExitCode;

/// Prints where hubs stand. Its exit status says nothing of what was found: `check` does.
pub fn status(root: &Path, wanted: &Wanted) -> Result<ExitCode> {
    let progress = Progress::start();
    let asked =
        site::Wanted { hubs: &wanted.hubs, as_of: wanted.as_of, edition: wanted.edition.as_deref(), trace: true };
    let site = site::open(root, &asked, &progress)?;
    drop(progress);
    let merged = &site.checked.merged;
    let mut status = Status::of(merged, &site.checked.report, &merged.current, site.day);
    let chosen = site.hubs.as_deref();
    status.hubs.retain(|hub| is_chosen(hub, chosen));
    say(&match wanted.format {
        Table::Text if chosen.is_some() => text::programmes(&status),
        Table::Text => text::hubs(&status),
        Table::Json => json::json(&status),
        Table::Csv => csv::csv(&status),
        Table::Html => html::html(&status, &merged.site.title),
    })
}

fn is_chosen(hub: &HubStatus, chosen: Option<&[HubId]>) -> bool {
    chosen.is_none_or(|chosen| chosen.contains(&hub.hub.id))
}

/// `1 error`, `2 errors`.
fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
