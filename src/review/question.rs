//! What there is to decide.

use crate::edit::section::part_at;
use crate::model::ids::{EditionName, HubId, ProgrammeId};
use crate::model::local::Verb;
use crate::model::standing::{ChangeState, Standing};
use crate::source::Sources;
use crate::words;

/// What the year's introduction is called where programmes are named.
pub const INTRODUCTION: &str = "edition";

/// A hub's changes of one section, which are decided together.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// The changes, in file order; never none.
    pub standings: Vec<&'a Standing>,
}

/// What can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// The hub's words stay as they are, and the hub agrees to the national text.
    KeepOurs,
    /// The hub's changes go, and the national text stands.
    TakeNational,
    /// The suggestion takes the place of the hub's words.
    TakeMerged,
    /// These words take the place of the hub's, one text for each change.
    Edit(Vec<String>),
    /// The hub's words become a section of its own, where the national one is gone.
    OwnSection,
}

/// Everything that somebody has to look at, of those hubs and programmes (`None`: all) in an edition. The year's
/// introduction counts as a programme of the name `edition`.
pub fn questions<'a>(
    standings: &'a [Standing],
    edition: &EditionName,
    hubs: Option<&[HubId]>,
    programmes: Option<&[ProgrammeId]>,
) -> Vec<Question<'a>> {
    let is_wanted = |standing: &&Standing| {
        standing.is_open()
            && standing.edition == *edition
            && hubs.is_none_or(|hubs| hubs.contains(&standing.hub))
            && programmes.is_none_or(|programmes| {
                let name = standing.programme.as_ref().map_or(INTRODUCTION, ProgrammeId::as_str);
                programmes.iter().any(|programme| programme.as_str() == name)
            })
    };
    let mut questions: Vec<Question> = Vec::new();
    for standing in standings.iter().filter(is_wanted) {
        let same = |question: &&mut Question| {
            let first = question.standings[0];
            first.file == standing.file && first.section_id() == standing.section_id()
        };
        match questions.iter_mut().find(same) {
            Some(question) => question.standings.push(standing),
            None => questions.push(Question { standings: vec![standing] }),
        }
    }
    questions
}

impl<'a> Question<'a> {
    /// The first change, which stands for all in what they have in common.
    pub fn first(&self) -> &'a Standing {
        self.standings[0]
    }

    /// What commands and addresses call it: `cambridge/year-5-8-continuity#funding`.
    pub fn name(&self) -> String {
        self.first().name()
    }

    /// What the national text said when the hub last agreed. `None` where it never did.
    pub fn agreed(&self) -> Option<&'a str> {
        self.first().agreement.as_ref().map(|agreement| &*agreement.text)
    }

    /// What the national text says now; empty where there is none.
    pub fn national(&self) -> &'a str {
        self.first().national()
    }

    /// Each change's heading and words, as they stand in the file.
    pub fn ours<'s>(&self, sources: &'s Sources) -> Vec<(&'s str, &'s str)> {
        let text = sources.text(self.first().file);
        let of = |standing: &&Standing| {
            let part = part_at(text, standing.change.span.start as usize)?;
            Some((text[part.heading.clone()].trim(), &text[part.words(text)]))
        };
        self.standings.iter().filter_map(of).collect()
    }

    /// A text that holds what the hub and what the national team changed. `None` where both changed the same.
    pub fn suggestion(&self, sources: &Sources) -> Option<String> {
        let [only] = self.standings.as_slice() else { return None };
        if only.change.verb != Verb::Replace || only.state != ChangeState::NationalChanged {
            return None;
        }
        let (_, ours) = *self.ours(sources).first()?;
        words::merge(self.agreed()?, ours, self.national())
    }

    /// Whether the hub can agree to a national text: there is one.
    pub fn can_keep(&self) -> bool {
        self.first().state != ChangeState::Gone
    }

    /// Whether the words can become a section of the hub's own: there are some that were shown.
    pub fn can_be_own(&self) -> bool {
        !self.can_keep() && self.standings.iter().all(|standing| standing.change.verb != Verb::Hide)
    }

    /// What has happened, as a sentence.
    pub fn reason(&self) -> String {
        let since = self.first().agreement.as_ref().map(|agreement| crate::model::when::display_date(agreement.day));
        match (self.first().state, since) {
            (ChangeState::NationalChanged, Some(day)) => {
                format!("The national text has changed since you agreed on {day}.")
            }
            (ChangeState::NationalChanged, None) => "The national text has changed.".to_owned(),
            (ChangeState::Gone, _) => {
                "The national text no longer has this section, so your words are shown nowhere.".to_owned()
            }
            (ChangeState::Redundant, _) => {
                "The national text now says what you say, so your words are not needed.".to_owned()
            }
            (ChangeState::NeverAgreed | ChangeState::Current, _) => {
                "You never agreed to a national text here, so it can't be told whether it has changed.".to_owned()
            }
        }
    }
}
