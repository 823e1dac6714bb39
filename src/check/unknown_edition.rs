//! `unknown-edition`: `offers` in `hub.yaml` names a year that has no national text.

use super::{Input, Writing, did_you_mean};
use crate::finding::{Finding, Report, Rule, Scope};
use crate::model::ids::EditionName;

pub(super) fn check(input: &Input, _: &[Writing]) -> Report {
    let mut report = Report::default();
    let editions = &input.content.editions;
    for hub in input.content.hubs.values() {
        for (named, _) in hub.hub.offers.iter().filter(|(named, _)| !editions.contains_key(&named.value)) {
            let known = editions.keys().map(EditionName::as_str);
            let all: Vec<&str> = known.clone().collect();
            report.push(Finding::new(
                Rule::UnknownEdition,
                named.span,
                Scope::Hub(hub.hub.id.to_string()),
                format!("There is no edition `{}`.", named.value),
                format!("{}The editions are: {}.", did_you_mean(named.value.as_str(), known), all.join(", ")),
            ));
        }
    }
    report
}
