//! What hubs agreed to: the national text that each change was last agreed with; and the national team's notes on
//! what it changed and why.

use super::ids::{EditionName, HubId, ProgrammeId, SectionId};
use super::when::Date;
use crate::source::{FileId, Span, Spanned};
use crate::words::even;
use std::fmt;
use std::sync::Arc;

/// What a hub agreed to in an edition, from its `agreed.yaml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreed {
    /// The hub.
    pub hub: HubId,
    /// The edition.
    pub edition: EditionName,
    /// The file.
    pub file: FileId,
    /// What was agreed, in file order. Entries that can't be trusted are left out; a finding says so.
    pub entries: Vec<Agreement>,
    /// Whether all of the file could be read. If not, it is better not to write to it.
    pub sound: bool,
}

/// The national text of one section that a hub's changes of it were last agreed with.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// The programme; `None` for the year's introduction.
    pub programme: Option<ProgrammeId>,
    /// The section, by the id that it had then.
    pub section: SectionId,
    /// The day.
    pub day: Date,
    /// The fingerprint of the text.
    pub fingerprint: Fingerprint,
    /// The national text as it was, without comments.
    pub text: Arc<str>,
    /// Where the section's key stands.
    pub span: Span,
}

impl Agreed {
    /// What was agreed about a section, under the first of its ids that is recorded: the present one, then old ones.
    pub fn find<'a>(
        &self,
        programme: Option<&ProgrammeId>,
        ids: impl IntoIterator<Item = &'a SectionId>,
    ) -> Option<&Agreement> {
        let entry = |id: &SectionId| {
            self.entries.iter().find(|entry| entry.programme.as_ref() == programme && entry.section == *id)
        };
        ids.into_iter().find_map(entry)
    }
}

/// What the national team says of a change to its text, from `changes.yaml`.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeNote {
    /// The programme; `None` for the year's introduction (`edition` in the file).
    pub programme: Option<ProgrammeId>,
    /// Where the programme is named.
    pub programme_span: Span,
    /// The section as written: its id, an old one or its heading. `None`: all sections of the programme.
    pub section: Option<Spanned<String>>,
    /// The day of the change.
    pub day: Date,
    /// What changed and why, one sentence.
    pub what: String,
    /// What it asks of hubs.
    pub level: NoteLevel,
    /// The last day on which a hub may still be without having agreed.
    pub due: Option<Date>,
    /// Where the note begins.
    pub span: Span,
}

/// What a change of the national text asks of hubs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub enum NoteLevel {
    /// Nothing but to look whether their words still fit.
    #[default]
    Wording,
    /// To act: a hub whose words may say otherwise has to agree by a day.
    Action,
}

impl NoteLevel {
    /// Every level with its name.
    pub const ALL: &'static [(&'static str, NoteLevel)] =
        &[("wording", NoteLevel::Wording), ("action", NoteLevel::Action)];
}

/// A text's fingerprint: the same for texts that differ only in white space or in the shape of quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// The fingerprint of a text.
    pub fn of(text: &str) -> Self {
        let hash = blake3::hash(even(text).as_bytes());
        let [a, b, c, d, e, f, g, h, ..] = *hash.as_bytes();
        Self(u64::from_be_bytes([a, b, c, d, e, f, g, h]))
    }

    /// The fingerprint of those sixteen digits.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit());
        digits.then(|| u64::from_str_radix(text, 16).ok()).flatten().map(Self)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_the_shape_of_quotation_marks_make_no_difference() {
        let one = "Schools\u{2019} work is \u{201c}free\u{201d}.\n\n- An item\n";
        let other = "  Schools' work\nis \"free\".\u{a0}- An  item";
        assert_eq!(even(one), "Schools' work is \"free\". - An item");
        assert_eq!(Fingerprint::of(one), Fingerprint::of(other));
        assert_ne!(Fingerprint::of(one), Fingerprint::of("Schools' work is \"free\". - An items"));
    }

    #[test]
    fn a_fingerprint_is_sixteen_digits() {
        let print = Fingerprint::of("words");
        assert_eq!(print.to_string().len(), 16);
        assert_eq!(Fingerprint::parse(&print.to_string()), Some(print));
        assert!(Fingerprint::parse("12").is_none() && Fingerprint::parse("+123456789abcdef").is_none());
    }
}
