//! What a decision does to the hub's files.

use super::question::{Choice, INTRODUCTION, Question};
use crate::edit::{self, Home, Original, Step, section, value};
use crate::error::{Error, Result};
use crate::model::ids::ProgrammeId;
use crate::model::site::Content;
use crate::model::standing::Standing;
use crate::model::when::Date;
use crate::pipeline;
use crate::source::Sources;
use std::path::Path;

/// The file that keeps words which were taken out for the national ones. Its name keeps it from ever being published.
pub const TAKEN_OUT: &str = "_taken-out.md";

/// What was done, file by file: its path from the site's folder, and a sentence's end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// The files that were written.
    pub files: Vec<(String, &'static str)>,
}

/// A site as it was read, and where it stands.
#[derive(Debug, Clone, Copy)]
struct Desk<'a> {
    site: &'a Path,
    sources: &'a Sources,
}

/// Does what was chosen, in the files of the site in `site`, which must still be as they were read.
///
/// # Errors
/// A file was changed in the meantime, or can't be changed without harm to anything else in it. What was written
/// before that stays, and the question stays open.
pub fn decide(
    site: &Path,
    sources: &Sources,
    content: &Content,
    question: &Question,
    choice: &Choice,
    day: Date,
) -> Result<Done> {
    let desk = Desk { site, sources };
    let mut done = Done::default();
    match choice {
        Choice::KeepOurs if !question.can_keep() => return Err(not_here()),
        Choice::KeepOurs => {}
        Choice::TakeMerged => {
            let suggestion = question.suggestion(sources).ok_or_else(not_here)?;
            desk.replace(question, &[suggestion], &mut done)?;
        }
        Choice::Edit(words) => desk.replace(question, words, &mut done)?,
        Choice::TakeNational => {
            desk.keep_aside(question, day, &mut done)?;
            desk.take_out(question, &mut done)?;
            desk.forget(question, content, &mut done)?;
            return Ok(done);
        }
        Choice::OwnSection => {
            if !question.can_be_own() {
                return Err(not_here());
            }
            desk.make_own(question, &mut done)?;
            desk.forget(question, content, &mut done)?;
            return Ok(done);
        }
    }
    if question.can_keep() {
        desk.agree(question, content, day, &mut done)?;
    }
    Ok(done)
}

fn not_here() -> Error {
    Error::Unsafe("This can't be chosen here, so nothing was changed.".to_owned())
}

impl Desk<'_> {
    /// Changes the hub's file, change by change, from the last one up, so that places above stay right.
    fn local(
        &self,
        question: &Question,
        what: &'static str,
        done: &mut Done,
        change: impl Fn(&Original, usize, usize) -> Result<String>,
    ) -> Result<()> {
        let file = question.first().file;
        let path = self.sources.path(file);
        let old = edit::open(self.site, path, Some(self.sources.text(file)))?.ok_or_else(not_here)?;
        let mut new = old.clone();
        let mut places: Vec<(usize, usize)> =
            question.standings.iter().enumerate().map(|(i, one)| (one.change.span.start as usize, i)).collect();
        places.sort_unstable_by(|a, b| b.cmp(a));
        for (at, i) in places {
            new = Original::new(change(&new, at, i)?);
        }
        if new != old {
            edit::save(self.site, path, Some(&old), new.raw())?;
            done.files.push((path.to_owned(), what));
        }
        Ok(())
    }

    fn replace(&self, question: &Question, words: &[String], done: &mut Done) -> Result<()> {
        if words.len() != question.standings.len() {
            return Err(not_here());
        }
        self.local(question, "holds the new words", done, |text, at, i| section::replace_words(text, at, &words[i]))
    }

    fn take_out(&self, question: &Question, done: &mut Done) -> Result<()> {
        self.local(question, "no longer holds them, so that the national text stands", done, |text, at, _| {
            section::remove(text, at)
        })
    }

    fn make_own(&self, question: &Question, done: &mut Done) -> Result<()> {
        self.local(question, "holds your words as a section of your own", done, |text, at, _| {
            section::change_verb(text, at, "New section")
        })
    }

    /// Puts the words that are going to be taken out into a file of their own, below what stands there.
    fn keep_aside(&self, question: &Question, day: Date, done: &mut Done) -> Result<()> {
        let local = self.sources.path(question.first().file);
        let (folder, name) = local.rsplit_once('/').ok_or_else(not_here)?;
        let path = format!("{folder}/{TAKEN_OUT}");
        let words: String = question
            .ours(self.sources)
            .iter()
            .map(|(heading, words)| format!("<!-- from {name}, {day} -->\n{heading}\n\n{words}\n\n"))
            .collect();
        // Nobody reads this file for the site, so there is nothing that it must still be.
        let old = edit::reopen(self.site, &path)?;
        let new = match &old {
            Some(old) => {
                let end = old.text().len();
                let gap = if old.text().is_empty() || old.text().ends_with("\n\n") { "" } else { "\n\n" };
                old.splice(end..end, &format!("{gap}{}\n", words.trim_end()))
            }
            None => format!("{}\n", words.trim_end()),
        };
        edit::save(self.site, &path, old.as_ref(), &new)?;
        done.files.push((path, "keeps your words; it is never published"));
        Ok(())
    }

    /// Records that the hub agrees to the national text as it is now.
    fn agree(&self, question: &Question, content: &Content, day: Date, done: &mut Done) -> Result<()> {
        let Some(agreeing) = pipeline::agree(self.sources, content, &question.standings, day)? else { return Ok(()) };
        let old = edit::open(self.site, &agreeing.path, agreeing.old.as_deref())?;
        let new = old.as_ref().map_or_else(|| agreeing.new.clone(), |old| old.with_text(&agreeing.new));
        edit::save(self.site, &agreeing.path, old.as_ref(), &new)?;
        done.files.push((agreeing.path, "records what you agreed to"));
        Ok(())
    }

    /// Takes out the record of what was agreed, where no change is left that it could be about.
    fn forget(&self, question: &Question, content: &Content, done: &mut Done) -> Result<()> {
        let first = question.first();
        let Some(entry) = &first.agreement else { return Ok(()) };
        let edition = content.hubs.get(&first.hub).and_then(|hub| hub.editions.get(&first.edition));
        let Some(agreed) = edition.and_then(|edition| edition.agreed.as_ref()).filter(|agreed| agreed.sound) else {
            return Ok(());
        };
        let path = self.sources.path(agreed.file);
        let Some(old) = edit::open(self.site, path, Some(self.sources.text(agreed.file)))? else { return Ok(()) };
        let programme = programme_key(first);
        let last = agreed.entries.iter().filter(|other| other.programme == first.programme).count() < 2;
        let way = [Step::Key(programme), Step::Key(entry.section.as_str())];
        let way = if last { &way[..1] } else { &way[..] };
        let new = value::remove(&old, Home::File, way)?;
        edit::save(self.site, path, Some(&old), &new)?;
        done.files.push((path.to_owned(), "no longer records an agreement about it"));
        Ok(())
    }
}

fn programme_key(standing: &Standing) -> &str {
    standing.programme.as_ref().map_or(INTRODUCTION, ProgrammeId::as_str)
}
