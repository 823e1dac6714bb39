//! `tbc`: what is still to be confirmed; an error once the day by which it was promised is past.

use super::{Input, Writing};
use crate::finding::{Finding, Level, Report, Rule, Scope};
use crate::model::merged::{Fill, MergedHub, MergedText, Origin, Value};
use crate::model::practical::{Session, SessionDay, Status};
use crate::model::when::{Date, day_month_year};
use crate::source::Span;
use std::collections::BTreeSet;

pub(super) fn check(input: &Input, writings: &[Writing]) -> Report {
    let mut found = Found { day: input.day, seen: BTreeSet::new(), report: Report::default() };
    for edition in &input.merged.editions {
        for programme in &edition.programmes {
            found.answers(&programme.text, |_| Scope::Programme {
                edition: edition.edition.to_string(),
                programme: programme.programme.id.to_string(),
            });
        }
    }
    for hub in &input.merged.hubs {
        found.hub(hub);
    }
    for writing in writings {
        for session in writing.practical.groups().flatten() {
            found.session(session, &writing.scope);
        }
    }
    found.report
}

struct Found {
    day: Date,
    /// Places that have been spoken of: an answer may stand in many texts.
    seen: BTreeSet<Span>,
    report: Report,
}

impl Found {
    fn hub(&mut self, hub: &MergedHub) {
        let id = || hub.hub.id.to_string();
        for edition in &hub.editions {
            let name = || edition.edition.to_string();
            if let Some(introduction) = &edition.introduction {
                self.answers(&introduction.text, |origin| match origin {
                    Origin::HubAnswer => Scope::Hub(id()),
                    Origin::Default => Scope::Introduction { edition: name() },
                    _ => Scope::HubIntroduction { hub: id(), edition: name() },
                });
            }
            for offering in &edition.offerings {
                let programme = || offering.id().to_string();
                self.answers(&offering.text, |origin| match origin {
                    Origin::HubAnswer => Scope::Hub(id()),
                    Origin::Default if offering.programme.hub.is_none() => {
                        Scope::Programme { edition: name(), programme: programme() }
                    }
                    _ => Scope::Offering { hub: id(), edition: name(), programme: programme() },
                });
            }
        }
    }

    /// The answers that stand in a text; `scope` says whose pages one concerns, by where it comes from.
    fn answers(&mut self, text: &MergedText, scope: impl Fn(Origin) -> Scope) {
        for fill in text.fills.values() {
            if let Fill::Words { words, value: Value::ToBeConfirmed(by), origin } = fill
                && self.seen.insert(words.span)
            {
                let remedy = "Write the answer in its place";
                self.push(words.span, *by, scope(*origin), "This answer", remedy);
            }
        }
    }

    fn session(&mut self, session: &Session, scope: &Scope) {
        if let SessionDay::ToBeConfirmed(by) = session.day
            && !matches!(session.status, Some(Status::Cancelled | Status::Postponed))
        {
            self.push(session.span, by, scope.clone(), "The date of this session", "Write its date in its place");
        }
    }

    fn push(&mut self, span: Span, by: Option<Date>, scope: Scope, what: &str, remedy: &str) {
        let (level, message, remedy) = match by {
            None => (
                Level::Warning,
                format!("{what} is still to be confirmed, and nobody can tell by when."),
                format!("{remedy}, or say by when: To be confirmed by 1 October 2022, with your day."),
            ),
            Some(by) if self.day > by => (
                Level::Error,
                format!("{what} was to be confirmed by {}, which is past.", day_month_year(by)),
                format!("{remedy}, or name a later day."),
            ),
            Some(by) => (
                Level::Warning,
                format!("{what} is still to be confirmed. After {} this holds the page back.", day_month_year(by)),
                format!("{remedy} by then."),
            ),
        };
        self.report.push(Finding::new(Rule::Tbc, span, scope, message, remedy).level(level));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::samples::Sample;
    use crate::finding::{Level, Rule, Scope};
    use crate::model::merged::Origin;
    use crate::model::when::Date;

    /// The samples' day is 1 October 2022.
    #[test]
    fn the_day_itself_counts_as_before() {
        for (by, level) in [
            (None, Level::Warning),
            (Some(Date::constant(2022, 10, 1)), Level::Warning),
            (Some(Date::constant(2022, 9, 30)), Level::Error),
        ] {
            let mut sample = Sample::new();
            sample.unconfirmed(by, Origin::Answer);
            let found = sample.found(super::check, Rule::Tbc);
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].level, level, "{by:?}");
            assert!(matches!(found[0].scope, Scope::Offering { .. }));
        }
    }

    #[test]
    fn an_answer_for_every_programme_concerns_the_hub() {
        let mut sample = Sample::new();
        sample.unconfirmed(None, Origin::HubAnswer);
        assert_eq!(sample.found(super::check, Rule::Tbc)[0].scope, Scope::Hub("alpha".into()));
    }

    #[test]
    fn sessions_may_be_to_be_confirmed() {
        let mut sample = Sample::new();
        sample.sessions(&["TBC by 2022-09-01", "to be confirmed by 1 November 2022", "2022-11-03"]);
        let found = sample.found(super::check, Rule::Tbc);
        let levels: Vec<Level> = found.iter().map(|found| found.level).collect();
        assert_eq!(levels, [Level::Error, Level::Warning]);
        assert_eq!(
            found[0].message,
            "The date of this session was to be confirmed by 1 September 2022, which is past."
        );
    }
}
