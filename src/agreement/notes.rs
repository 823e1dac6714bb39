//! Which of the national team's notes apply to a change.

use crate::model::agreement::{Agreement, ChangeNote, NoteLevel};
use crate::model::ids::ProgrammeId;
use crate::model::national::{Description, Section};
use crate::model::section::Found;
use std::cmp::Reverse;

/// The notes of a section, and of all sections of its programme, that a hub hasn't agreed to: all of them where it
/// never agreed, else those since that day (the day itself too, for nobody knows which came first). Those that ask
/// to act first, by their last day; the others after them, the latest first.
pub(super) fn applying(
    notes: &[ChangeNote],
    programme: Option<&ProgrammeId>,
    description: &Description,
    section: &Section,
    agreement: Option<&Agreement>,
) -> Vec<ChangeNote> {
    let is_of = |note: &ChangeNote| match &note.section {
        None => true,
        Some(name) => matches!(description.find(&name.value), Found::One(_, found) if found.id == section.id),
    };
    let mut all: Vec<ChangeNote> = notes
        .iter()
        .filter(|note| note.programme.as_ref() == programme)
        .filter(|note| agreement.is_none_or(|agreement| note.day >= agreement.day))
        .filter(|note| is_of(note))
        .cloned()
        .collect();
    // A note without a last day never becomes an error, so it comes after those that have one.
    all.sort_by_key(|note| (note.level != NoteLevel::Action, note.due.is_none(), note.due, Reverse(note.day)));
    all
}
