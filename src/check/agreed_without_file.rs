//! `agreed-without-file`: what a hub agreed to is still recorded, and the file that it was recorded for is gone.

use super::{Input, Writing};
use crate::finding::{Finding, Report, Rule, Scope};
use crate::model::agreement::Agreement;
use crate::model::site::LocalEdition;
use std::collections::BTreeMap;

pub(super) fn check(input: &Input, _: &[Writing]) -> Report {
    let mut report = Report::default();
    for (hub, entry) in &input.content.hubs {
        let years = entry.editions.iter().filter(|(edition, _)| **edition >= input.merged.current);
        for (edition, files) in years {
            for (programme, entries) in without_file(files) {
                let Some((first, _)) = entries.split_first() else { continue };
                let programme = programme.unwrap_or("edition");
                let file = format!("content/hubs/{hub}/{edition}/{programme}.md");
                let message = format!("What you agreed to for “{programme}” is recorded here, and {file} is gone.");
                let remedy = "If the file went by mistake, put it back. If it is to stay away, these lines can go too.";
                let scope = Scope::Aside { hub: Some(hub.to_string()) };
                report.push(Finding::new(Rule::AgreedWithoutFile, first.span, scope, message, remedy));
            }
        }
    }
    report
}

/// What was agreed, by programmes for which the hub has no file (any more).
fn without_file(files: &LocalEdition) -> BTreeMap<Option<&str>, Vec<&Agreement>> {
    let mut gone: BTreeMap<Option<&str>, Vec<&Agreement>> = BTreeMap::new();
    for entry in files.agreed.iter().flat_map(|agreed| &agreed.entries) {
        let is_there = match &entry.programme {
            Some(programme) => files.programmes.contains_key(programme),
            None => files.introduction.is_some(),
        };
        if !is_there {
            gone.entry(entry.programme.as_ref().map(|id| id.as_str())).or_default().push(entry);
        }
    }
    gone
}
