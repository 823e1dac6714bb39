//! `foldout review`: one change at a time, what there is to decide and what becomes of it.

mod ask;
mod editor;
mod show;

use super::args::Review;
use super::progress::Progress;
use super::site::{self, Site, Wanted};
use super::{choose, said};
use crate::error::{Error, Result};
use crate::finding::nearest;
use crate::model::ids::{HubId, ProgrammeId};
use crate::review::{Choice, INTRODUCTION, Question, decide, questions};
use ask::{Answer, Input};
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

/// Goes through what there is to decide in the site in `root`.
pub fn review(root: &Path, wanted: &Review) -> Result<ExitCode> {
    let mut input = Input::open()?;
    let mut site = read(root, wanted)?;
    let all = chosen(&site, wanted)?;
    if all.is_empty() {
        print("There is nothing to decide: every change is agreed with the national text as it is.\n")?;
        return Ok(ExitCode::SUCCESS);
    }
    if input.is_empty() {
        print(&show::list(&site.sources, &all))?;
        return Ok(ExitCode::SUCCESS);
    }
    let names: Vec<(HubId, String)> = all.iter().map(|one| (one.first().hub.clone(), one.name())).collect();
    let (mut decided, count) = (0, names.len());
    for (i, (_, name)) in names.iter().enumerate() {
        // Read anew each time: the last decision changed files, and others may be at work too.
        if i > 0 {
            site = read(root, wanted)?;
        }
        let open = chosen(&site, wanted)?;
        let Some(question) = open.iter().find(|question| question.name() == *name) else { continue };
        print(&format!("\n{} of {count}   {}", i + 1, show::question(&site.sources, question, colour())))?;
        match settle(root, &site, question, &mut input)? {
            Answer::Stop => break,
            Answer::Later => {}
            Answer::Chosen(_) => decided += 1,
        }
    }
    let left = chosen(&read(root, wanted)?, wanted)?.len();
    let rest = match left {
        0 => "Nothing is left to decide.".to_owned(),
        1 => "1 is left to decide.".to_owned(),
        left => format!("{left} are left to decide."),
    };
    print(&format!("\n{decided} decided. {rest}\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// Asks until there is an answer that can be done, and does it.
fn settle(root: &Path, site: &Site, question: &Question, input: &mut Input) -> Result<Answer> {
    loop {
        let answer = ask::ask(&site.sources, question, input)?;
        let Answer::Chosen(choice) = &answer else { return Ok(answer) };
        match decide(root, &site.sources, &site.checked.content, question, choice, site.day) {
            Ok(done) => {
                for (path, what) in &done.files {
                    print(&format!("  {path} {what}.\n"))?;
                }
                if done.files.is_empty() {
                    print("  Nothing had to be changed.\n")?;
                }
                return Ok(answer);
            }
            // Words that can't stand there can be written anew; anything else would fail again.
            Err(Error::Unsafe(why)) if matches!(choice, Choice::Edit(_)) => print(&format!("{why}\n"))?,
            Err(error) => return Err(error),
        }
    }
}

fn read(root: &Path, wanted: &Review) -> Result<Site> {
    let progress = Progress::start();
    let open = Wanted { hubs: &wanted.hubs, edition: wanted.edition.as_deref(), as_of: wanted.as_of, trace: false };
    site::open(root, &open, &progress)
}

/// What there is to decide of what the arguments name.
fn chosen<'a>(site: &'a Site, wanted: &Review) -> Result<Vec<Question<'a>>> {
    let edition = site.checked.merged.current.clone();
    let hubs = choose::hubs(&wanted.hubs, &site.checked.content)?;
    let known: Vec<&str> = site
        .checked
        .content
        .editions
        .get(&edition)
        .map_or(Vec::new(), |edition| edition.programmes.keys().map(ProgrammeId::as_str).collect());
    for name in wanted.programmes.iter().filter(|name| *name != INTRODUCTION) {
        if !known.contains(&name.as_str()) {
            let advice = match nearest(name, known.iter().copied()) {
                Some(near) => format!("Did you mean --programme {near}?"),
                None => format!("There are: {}.", known.join(", ")),
            };
            return Err(Error::Usage(format!("There is no programme {name:?} in {edition}. {advice}")));
        }
    }
    let programmes: Vec<ProgrammeId> = wanted.programmes.iter().map(|name| ProgrammeId::new(name)).collect();
    let programmes = (!programmes.is_empty()).then_some(programmes.as_slice());
    Ok(questions(&site.checked.standings, &edition, hubs.as_deref(), programmes))
}

fn colour() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    said(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}
