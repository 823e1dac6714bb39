//! How a hub's change stands to the national text.

use super::agreement::{Agreement, ChangeNote, NoteLevel};
use super::ids::{EditionName, HubId, ProgrammeId, SectionId, slug};
use super::local::Change;
use super::national::Section;
use super::when::Date;
use crate::source::FileId;
use std::sync::Arc;

/// A hub's change of a national section (a replacement, an addition, or hiding it; no new section) with what it was
/// last agreed with and what the national text says now.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The hub.
    pub hub: HubId,
    /// The edition.
    pub edition: EditionName,
    /// The programme; `None` for the year's introduction.
    pub programme: Option<ProgrammeId>,
    /// The hub's file.
    pub file: FileId,
    /// The change: what the hub says.
    pub change: Change,
    /// The national section as it is now; `None` where there is none.
    pub section: Option<Arc<Section>>,
    /// What was last agreed; `None` where nothing was.
    pub agreement: Option<Agreement>,
    /// How it stands.
    pub state: ChangeState,
    /// The national team's notes that apply: those of the section and of the whole programme since the last
    /// agreement, the gravest first. None where the change is current or redundant.
    pub notes: Vec<ChangeNote>,
}

/// How a change stands to the national text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeState {
    /// The hub agreed to the national text as it is.
    Current,
    /// The national text has changed since the hub agreed.
    NationalChanged,
    /// The national section is gone; the error about it is `unknown-section`.
    Gone,
    /// The hub's words stand in the national text as well, and the hub hasn't agreed to that.
    Redundant,
    /// The hub never agreed to any national text of this section.
    NeverAgreed,
}

impl ChangeState {
    /// Its name for other programs.
    pub fn name(self) -> &'static str {
        match self {
            ChangeState::Current => "current",
            ChangeState::NationalChanged => "national-changed",
            ChangeState::Gone => "gone",
            ChangeState::Redundant => "redundant",
            ChangeState::NeverAgreed => "never-agreed",
        }
    }
}

impl Standing {
    /// The section's id: the present one, or what the hub calls it where it is gone.
    pub fn section_id(&self) -> SectionId {
        match &self.section {
            Some(section) => section.id.clone(),
            None => SectionId::new(&slug(&self.change.section.value)),
        }
    }

    /// What people call the section.
    pub fn section_name(&self) -> String {
        self.section.as_ref().map_or_else(|| self.change.section.value.clone(), |section| section.name())
    }

    /// The national text as it is now, without comments; empty where there is none.
    pub fn national(&self) -> &str {
        self.section.as_ref().map_or("", |section| &section.text)
    }

    /// What commands call the file: `cambridge/year-5-8-continuity`.
    pub fn file_name(&self) -> String {
        format!("{}/{}", self.hub, self.programme.as_ref().map_or("edition", ProgrammeId::as_str))
    }

    /// What commands call the change: `cambridge/year-5-8-continuity#funding`.
    pub fn name(&self) -> String {
        format!("{}#{}", self.file_name(), self.section_id())
    }

    /// The note that asks hubs to act, where one applies: the one with the earliest last day.
    pub fn action(&self) -> Option<&ChangeNote> {
        self.notes.iter().find(|note| note.level == NoteLevel::Action)
    }

    /// Whether the hub should have acted before that day.
    pub fn is_overdue(&self, day: Date) -> bool {
        self.action().and_then(|note| note.due).is_some_and(|due| due < day)
    }

    /// Whether somebody has to look at it: everything but a current change.
    pub fn is_open(&self) -> bool {
        self.state != ChangeState::Current
    }
}
