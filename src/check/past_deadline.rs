//! `past-deadline`: applications closed before the day for which the site is built. Only for the current edition
//! and later ones, and not once the group has begun to meet: then it is as it should be.

use super::{Input, Writing};
use crate::finding::{Report, Rule};
use crate::model::practical::{Apply, Session};
use crate::model::when::{Date, display_moment};

pub(super) fn check(input: &Input, writings: &[Writing]) -> Report {
    let mut report = Report::default();
    for writing in
        writings.iter().filter(|writing| writing.edition.is_some_and(|edition| *edition >= input.merged.current))
    {
        let practical = writing.practical;
        let all = practical.groups().flatten();
        past(input.day, writing, practical.apply, all, &mut report);
        for cohort in practical.cohorts {
            let sessions = cohort.sessions.iter().chain(practical.sessions);
            past(input.day, writing, cohort.apply.as_deref().unwrap_or_default(), sessions, &mut report);
        }
    }
    report
}

fn past<'a>(
    day: Date,
    writing: &Writing,
    apply: &[Apply],
    sessions: impl IntoIterator<Item = &'a Session>,
    report: &mut Report,
) {
    if sessions.into_iter().any(|session| session.date().is_some_and(|date| date <= day)) {
        return;
    }
    for way in apply {
        let Some(closes) = way.closes.filter(|closes| closes.date < day) else { continue };
        report.push(writing.finding(
            Rule::PastDeadline,
            way.closes_span.unwrap_or(way.span),
            format!("Applications closed on {}.", display_moment(&closes)),
            "If there is a new deadline, write it here. If it is right, nothing needs to be done: the page says that applications are closed.",
        ));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::samples::Sample;
    use crate::finding::Rule;

    /// The samples' day is 1 October 2022.
    #[test]
    fn the_day_itself_counts_as_before() {
        for (closes, count) in [("2022-09-30 17:00", 1), ("2022-10-01 09:00", 0), ("2022-10-02", 0)] {
            let mut sample = Sample::new();
            sample.closes(closes);
            assert_eq!(sample.found(super::check, Rule::PastDeadline).len(), count, "{closes}");
        }
    }

    #[test]
    fn nothing_is_said_of_groups_that_meet_or_of_earlier_years() {
        let mut sample = Sample::new();
        sample.closes("2022-09-10");
        sample.sessions(&["2022-09-20", "2022-11-03"]);
        assert!(sample.found(super::check, Rule::PastDeadline).is_empty());
        let mut sample = Sample::new();
        sample.closes("2022-09-10");
        sample.site().edition = crate::model::ids::EditionName::new("2023-24");
        assert!(sample.found(super::check, Rule::PastDeadline).is_empty());
    }
}
