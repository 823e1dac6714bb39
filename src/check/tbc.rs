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
            self.push(
                session.span,
                by,
                scope.clone(),
                "The date of this session",
                "Write its date, such as 2022-11-03",
            );
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
