//! `deadline-after-start`: applications close after the first session of those whom they concern.

use super::{Input, Writing};
use crate::finding::{Finding, Report, Rule, Scope};
use crate::model::practical::{Apply, Cohort, Session, Status};
use crate::model::when::{Date, day_month_year, display_date};
use crate::source::{FileId, Span};

pub(super) fn check(input: &Input, _: &[Writing]) -> Report {
    let mut report = Report::default();
    for edition in input.content.editions.values() {
        for programme in edition.programmes.values() {
            let whole = Dates {
                apply: programme.apply.as_deref().unwrap_or_default(),
                cohorts: programme.cohorts.as_deref().unwrap_or_default(),
                sessions: programme.sessions.as_deref().unwrap_or_default(),
                local: None,
            };
            let scope =
                Scope::Programme { edition: programme.edition.to_string(), programme: programme.id.to_string() };
            whole.look(&scope, &mut report);
        }
    }
    let offerings = input.merged.hubs.iter().flat_map(|hub| &hub.editions).flat_map(|edition| &edition.offerings);
    for offering in offerings {
        // What no local file changes was looked at above.
        let Some(local) = &offering.local else { continue };
        let whole = Dates {
            apply: offering.apply.as_deref().unwrap_or_default(),
            cohorts: &offering.cohorts,
            sessions: &offering.sessions,
            local: Some(local.file),
        };
        let scope = Scope::Offering {
            hub: offering.hub.to_string(),
            edition: offering.edition.to_string(),
            programme: offering.id().to_string(),
        };
        whole.look(&scope, &mut report);
    }
    report
}

/// Dates and ways to apply that belong together.
struct Dates<'a> {
    apply: &'a [Apply],
    cohorts: &'a [Cohort],
    sessions: &'a [Session],
    /// The hub's file, where there is one: only what it says a part of is new.
    local: Option<FileId>,
}

impl Dates<'_> {
    fn look(&self, scope: &Scope, report: &mut Report) {
        if self.cohorts.is_empty() {
            self.compare(self.apply, first(self.sessions), scope, report);
        }
        for cohort in self.cohorts {
            let apply = cohort.apply.as_deref().unwrap_or(self.apply);
            let first = first(cohort.sessions.iter().chain(self.sessions));
            self.compare(apply, first, scope, report);
        }
    }

    fn compare(&self, apply: &[Apply], first: Option<(Date, Span)>, scope: &Scope, report: &mut Report) {
        let Some((start, start_span)) = first else { return };
        for way in apply {
            let Some(closes) = way.closes.filter(|closes| closes.date > start) else { continue };
            let closes_span = way.closes_span.unwrap_or(way.span);
            let (place, other, words) = match self.local {
                Some(local) if closes_span.file != local && start_span.file != local => continue,
                // The finding stands in the file that its reader can change.
                Some(local) if closes_span.file != local => (start_span, closes_span, "applications close here"),
                _ => (closes_span, start_span, "the first session stands here"),
            };
            let finding = Finding::new(
                Rule::DeadlineAfterStart,
                place,
                scope.clone(),
                format!(
                    "Applications close on {}, after the first session on {}.",
                    display_date(closes.date),
                    day_month_year(start)
                ),
                "Mend the date that is wrong, often its year. If people may join later, add this line to the front matter: allow: [deadline-after-start]",
            );
            report.push(finding.also(other, words));
        }
    }
}

/// The first session that takes place: its day, and where it stands.
fn first<'a>(sessions: impl IntoIterator<Item = &'a Session>) -> Option<(Date, Span)> {
    let takes_place = |session: &&Session| !matches!(session.status, Some(Status::Cancelled | Status::Postponed));
    let dated = sessions.into_iter().filter(takes_place).filter_map(|session| Some((session.date()?, session.span)));
    dated.min_by_key(|(date, _)| *date)
}

#[cfg(test)]
mod tests {
    use crate::check::samples::Sample;
    use crate::finding::Rule;

    #[test]
    fn applications_close_before_the_first_session_or_on_its_day() {
        for (closes, count) in [("2022-11-02 17:00", 0), ("2022-11-03", 0), ("2022-11-04", 1), ("4 December 2022", 1)] {
            let mut sample = Sample::new();
            sample.sessions(&["2022-12-01", "2022-11-03"]);
            sample.closes(closes);
            assert_eq!(sample.found(super::check, Rule::DeadlineAfterStart).len(), count, "{closes}");
        }
    }
}
