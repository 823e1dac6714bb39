//! `session-order`: a group's sessions that don't stand in the order of their dates.

use super::{Input, Writing};
use crate::finding::{Report, Rule};
use crate::model::practical::{Session, Status};
use crate::model::when::{Date, Time, day_month_year, display_date};

pub(super) fn check(_: &Input, writings: &[Writing]) -> Report {
    let mut report = Report::default();
    for writing in writings {
        for group in writing.practical.groups() {
            let mut last: Option<((Date, Option<Time>), &Session)> = None;
            for (when, session) in group.iter().filter_map(|session| Some((when(session)?, session))) {
                let Some((before, earlier)) = last.filter(|(before, _)| *before > when) else {
                    last = Some((when, session));
                    continue;
                };
                let finding = writing.finding(
                    Rule::SessionOrder,
                    session.span,
                    format!(
                        "The session on {} stands after the one on {}.",
                        display_date(when.0),
                        day_month_year(before.0)
                    ),
                    "Mend the date, often its year, or put the lines into the order of their dates.",
                );
                report.push(finding.also(earlier.span, "this later session stands before it"));
            }
        }
    }
    report
}

/// When a session is, where it has a day and takes place. Without a time it fits anywhere in its day.
fn when(session: &Session) -> Option<(Date, Option<Time>)> {
    match session.status {
        Some(Status::Cancelled | Status::Postponed) => None,
        _ => session.date().map(|date| (date, session.start)),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::samples::Sample;
    use crate::finding::Rule;

    #[test]
    fn sessions_stand_in_the_order_of_their_dates() {
        let mut sample = Sample::new();
        sample.sessions(&["2022-11-03 09:30-12:30, Ely", "2022-01-12 09:30", "tbc", "2023-02-01", "2023-02-01 9am"]);
        let found = sample.found(super::check, Rule::SessionOrder);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].words, "2022-01-12 09:30");
        assert_eq!(
            found[0].message,
            "The session on Wednesday 12 January 2022 stands after the one on 3 November 2022."
        );
    }
}
