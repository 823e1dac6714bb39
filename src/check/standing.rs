//! What the rules about agreement have in common: which changes they look at, and how they speak of them.

use super::Input;
use crate::finding::{Finding, Rule, Scope};
use crate::model::agreement::ChangeNote;
use crate::model::ids::ProgrammeId;
use crate::model::standing::{ChangeState, Standing};
use crate::model::when::display_date;

/// The changes of that state in the current edition and later ones. Earlier ones are an archive: nobody is asked to
/// look at them again.
pub(super) fn of_state<'a>(input: &'a Input, state: ChangeState) -> impl Iterator<Item = &'a Standing> {
    let current = &input.merged.current;
    input.standings.iter().filter(move |standing| standing.state == state && standing.edition >= *current)
}

/// What an error about a change withholds.
pub(super) fn scope(standing: &Standing) -> Scope {
    let (hub, edition) = (standing.hub.to_string(), standing.edition.to_string());
    match &standing.programme {
        Some(programme) => Scope::Offering { hub, edition, programme: programme.to_string() },
        None => Scope::HubIntroduction { hub, edition },
    }
}

/// A finding about a change, with the national section below it.
pub(super) fn finding(rule: Rule, standing: &Standing, message: String, remedy: String) -> Finding {
    let finding = Finding::new(rule, standing.change.span, scope(standing), message, remedy);
    match &standing.section {
        Some(section) => finding.also(section.span, "the national text stands here"),
        None => finding,
    }
}

/// The command that agrees to the national text of a change, of an edition that needs naming or not.
pub(super) fn agree(input: &Input, standing: &Standing, whole_file: bool) -> String {
    let name = if whole_file { standing.file_name() } else { standing.name() };
    format!("foldout agree {name}{}", edition(input, standing))
}

/// ` --edition 2023-24`, for an edition that is not the current one.
pub(super) fn edition(input: &Input, standing: &Standing) -> String {
    let is_current = standing.edition == input.merged.current;
    if is_current { String::new() } else { format!(" --edition {}", standing.edition) }
}

/// The command that shows what is to be decided.
pub(super) fn review(standing: &Standing) -> String {
    let programme = standing.programme.as_ref().map_or(String::new(), |id: &ProgrammeId| format!(" --programme {id}"));
    format!("foldout review --hub {}{programme}", standing.hub)
}

/// What the national team says of it.
pub(super) fn says(note: &ChangeNote) -> String {
    format!(" The national team says: “{}” ({}).", note.what, display_date(note.day))
}
