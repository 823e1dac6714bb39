//! `foldout rollover`: a new year from the one before. Shows what it would do, and does it when told to.

use super::args::Rollover as Wanted;
use super::choose;
use super::progress::Progress;
use super::say;
use crate::edit;
use crate::error::{Error, Result};
use crate::load;
use crate::model::ids::{EditionName, is_edition_name};
use crate::model::site::Content;
use crate::pipeline;
use crate::rollover::{Contents, NewFile, Plan, Site, plan};
use crate::source::FileId;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

/// How many places to look at are named.
const NAMED: usize = 40;

/// Rolls the site in `root` over.
pub fn rollover(root: &Path, wanted: &Wanted) -> Result<ExitCode> {
    let progress = Progress::start();
    let sources = load::read(root)?;
    let content = pipeline::parse(&sources).content;
    let (from, to) = years(&content, wanted)?;
    let open = |file: FileId| {
        let path = sources.path(file);
        edit::open(root, path, Some(sources.text(file)))?
            .ok_or_else(|| Error::Usage(format!("{path} has just been taken away. Try again.")))
    };
    let site = Site { sources: &sources, content: &content, open: &open };
    let plan = plan(&site, &from, &to)?;
    drop(progress);
    say(&shown(&plan))?;
    if plan.files.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    if !wanted.yes && !agreed()? {
        return say(&format!("Nothing was changed. To do all this, type: foldout rollover {to} --yes\n"));
    }
    for file in &plan.files {
        write(root, file)?;
    }
    say(&format!(
        "Done: {} files written. What to do next:\n\
         1. Fill in the year\u{2019}s dates in content/national/{to}/.\n\
         2. To see what is left to do, type: foldout check\n\
         3. To see where each hub stands, type: foldout status\n",
        plan.files.len()
    ))
}

/// From which year, to which.
fn years(content: &Content, wanted: &Wanted) -> Result<(EditionName, EditionName)> {
    let example = || {
        let first = content.site.edition.first_year().unwrap_or(2022) + 1;
        format!("For example: foldout rollover {first}-{:02}", (first + 1) % 100)
    };
    if !is_edition_name(&wanted.to) {
        let to = &wanted.to;
        return Err(Error::Usage(format!(
            "{to:?} is no year: a year is called after two that follow each other.\n{}",
            example()
        )));
    }
    let to = EditionName::new(&wanted.to);
    let from = match &wanted.from {
        Some(from) => choose::edition(from, content)?,
        None => content.editions.keys().rev().find(|edition| **edition < to).cloned().ok_or_else(|| {
            Error::Usage(format!("The site has no year before {to} that could be carried over.\n{}", example()))
        })?,
    };
    if from >= to || to < content.site.edition {
        let current = &content.site.edition;
        return Err(Error::Usage(format!(
            "{to} is not a new year: {from} would be carried over, and the current year is {current}.\n{}",
            example()
        )));
    }
    Ok((from, to))
}

fn shown(plan: &Plan) -> String {
    let mut out = format!("A new year: {} from {}\n", plan.to, plan.from);
    if plan.files.is_empty() {
        out.push_str("Nothing is left to do: every file has been carried over.\n");
        return out;
    }
    let mut owners: BTreeSet<Option<&str>> = BTreeSet::new();
    owners.extend(plan.files.iter().map(|file| file.hub.as_ref().map(|hub| hub.as_str())));
    let is_site = |file: &&NewFile| file.path == "content/site.yaml";
    for owner in owners {
        let own = |file: &&NewFile| file.hub.as_ref().map(|hub| hub.as_str()) == owner && !is_site(file);
        let files: Vec<&NewFile> = plan.files.iter().filter(own).collect();
        if !files.is_empty() {
            let _ = writeln!(out, "\n{}", owner.unwrap_or("The national text"));
        }
        for file in files {
            line(&mut out, file);
        }
    }
    if let Some(site) = plan.files.iter().find(is_site) {
        out.push_str("\nLast of all\n");
        line(&mut out, site);
    }
    if plan.standing > 0 {
        let _ = writeln!(out, "\n{} of the new year are there already and stay as they are.", counted(plan.standing));
    }
    look(&mut out, plan);
    out.push('\n');
    out
}

fn line(out: &mut String, file: &NewFile) {
    let what = if file.old.is_some() { "changed" } else { "new" };
    let empties = file.old.is_none() && !file.notes.is_empty();
    let lead = if empties { "emptied: " } else { "" };
    let notes =
        if file.notes.is_empty() { String::new() } else { format!("\n           {lead}{}", file.notes.join(", ")) };
    let _ = writeln!(out, "  {what:<8} {}{notes}", file.path);
}

fn look(out: &mut String, plan: &Plan) {
    if plan.look.is_empty() {
        return;
    }
    out.push_str("\nFor a person to look at, because nothing of it is changed:\n");
    for look in plan.look.iter().take(NAMED) {
        let line = if look.line > 0 { format!(":{}", look.line) } else { String::new() };
        let words: String = look.words.chars().filter(|c| !c.is_control()).take(120).collect();
        let _ = writeln!(out, "  {}{line}\n           {words}", look.path);
    }
    if plan.look.len() > NAMED {
        let _ = writeln!(out, "  and {} more", plan.look.len() - NAMED);
    }
}

fn counted(count: usize) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}

/// Whether somebody at the terminal wants it done. Where nobody is there, nobody does.
fn agreed() -> Result<bool> {
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    let doing = Path::new("the terminal");
    let mut out = std::io::stdout();
    write!(out, "Do all this? [y/N] ").and_then(|()| out.flush()).map_err(Error::disk("write to", doing))?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer).map_err(Error::disk("read from", doing))?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

fn write(root: &Path, file: &NewFile) -> Result<()> {
    let target = root.join(&file.path);
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(Error::disk("make the folder", folder))?;
    }
    match &file.new {
        Contents::Text(new) => edit::save(root, &file.path, file.old.as_ref(), new),
        Contents::CopyOf(source) => copy(&root.join(source), &target),
    }
}

/// Copies a file, whole or not at all, unless there is one by now.
fn copy(source: &Path, target: &Path) -> Result<()> {
    // A name that no reader of the site takes up.
    let part = target.with_file_name(".foldout-rollover.part");
    fs::copy(source, &part).map_err(Error::disk("copy", source))?;
    if target.exists() {
        return fs::remove_file(&part).map_err(Error::disk("remove", &part));
    }
    fs::rename(&part, target).map_err(Error::disk("write", target))
}
