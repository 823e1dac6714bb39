//! `redundant-change`: a hub's words stand in the national text as well.

use super::standing::{agree, finding, of_state};
use super::{Input, Writing};
use crate::finding::{Report, Rule};
use crate::model::local::Verb;
use crate::model::standing::ChangeState;

pub(super) fn check(input: &Input, _: &[Writing]) -> Report {
    let mut report = Report::default();
    for standing in of_state(input, ChangeState::Redundant) {
        let name = standing.section_name();
        let message = match standing.change.verb {
            Verb::Replace => format!("These words say the same as the national text of “{name}”."),
            _ => format!("These words stand in the national text of “{name}” already, so the page says them twice."),
        };
        let remedy = format!(
            "Take this heading and its words out: the page then has the national words, and follows when they change. To keep your own:\n{}",
            agree(input, standing, false)
        );
        report.push(finding(Rule::RedundantChange, standing, message, remedy));
    }
    report
}
