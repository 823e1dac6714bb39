//! `national-text-changed`: the national text of a section has changed since the hub agreed to it, so that the hub's
//! words may say what is no longer so. An error once the day is past by which the national team asked hubs to act.

use super::standing::{agree, edition, finding, of_state, review, says};
use super::{Input, Writing};
use crate::finding::{Finding, Level, Report, Rule};
use crate::model::local::Verb;
use crate::model::standing::{ChangeState, Standing};
use crate::model::when::display_date;

pub(super) fn check(input: &Input, _: &[Writing]) -> Report {
    let mut report = Report::default();
    let changed = of_state(input, ChangeState::NationalChanged);
    // A hub that never agreed doesn't know of a change that asks it to act, either.
    let unknown = of_state(input, ChangeState::NeverAgreed).filter(|standing| standing.action().is_some());
    changed.chain(unknown).for_each(|standing| report.push(changed_finding(input, standing)));
    report
}

fn changed_finding(input: &Input, standing: &Standing) -> Finding {
    let overdue = standing.is_overdue(input.day);
    let mut message = match &standing.agreement {
        Some(agreement) => format!(
            "The national text of “{}” has changed since you agreed to it on {}.",
            standing.section_name(),
            display_date(agreement.day)
        ),
        None => format!("The national text of “{}” has changed.", standing.section_name()),
    };
    let note = standing.action().or_else(|| standing.notes.first());
    if let Some(note) = note {
        message.push_str(&says(note));
    }
    match standing.action().and_then(|note| note.due) {
        Some(due) if overdue => {
            message.push_str(&format!(" Hubs had to act by {}, so this page is held back.", display_date(due)));
        }
        Some(due) => message.push_str(&format!(" Hubs have to act by {}.", display_date(due))),
        None => {}
    }
    let fits = match standing.change.verb {
        Verb::Hide => "If it should still be hidden, say so",
        _ => "If your words are right as they are, or once they are, say so",
    };
    let remedy = format!(
        "To see what has changed and decide:\n{}{}\n{fits}:\n{}",
        review(standing),
        edition(input, standing),
        agree(input, standing, false)
    );
    let mut finding = finding(Rule::NationalTextChanged, standing, message, remedy);
    if let Some(note) = note {
        finding = finding.also(note.span, "the national team's note stands here");
    }
    if overdue { finding.level(Level::Error) } else { finding }
}
