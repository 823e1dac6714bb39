//! States in words, with dates in full.

use super::plan::Listed;
use super::templates::{kept, value};
use crate::error::Result;
use crate::model::practical::{Apply, Status};
use crate::model::state::{Standing, State};
use crate::model::when::{Date, Moment, display_date, display_moment};
use serde::Serialize;

/// A state for templates.
#[derive(Debug, Clone, Serialize)]
pub struct StateView {
    /// Its name: `closing-soon`.
    pub name: &'static str,
    /// Its words; empty where nothing is known.
    pub words: &'static str,
    /// A sentence with the days that matter; may be empty.
    pub sentence: String,
}

/// A standing for templates.
pub fn view(standing: &Standing) -> StateView {
    StateView { name: standing.state.name(), words: standing.state.words(), sentence: sentence(standing) }
}

/// An offering's, which is made once.
///
/// # Errors
/// None in practice.
pub fn of_listed(listed: &Listed) -> Result<tera::Value> {
    kept(&listed.state, || value(&view(&listed.standing)))
}

fn sentence(standing: &Standing) -> String {
    let closes = |before: &str, without: &str| match standing.closes {
        Some(closes) => format!("{before} {}.", display_moment(&closes)),
        None => without.to_owned(),
    };
    match standing.state {
        State::ClosingSoon => closes("Applications close on", ""),
        State::Open => closes("Apply by", "Applications are open."),
        State::WaitingList => closes(
            "All places are taken. You can join the waiting list until",
            "All places are taken. You can join the waiting list.",
        ),
        State::ComingSoon => {
            standing.opens.map_or(String::new(), |opens| format!("Applications open on {}.", display_moment(&opens)))
        }
        State::Running => running(standing.first, standing.last),
        State::Full => "All places are taken.".to_owned(),
        State::Closed => closes("Applications closed on", ""),
        State::Postponed => "It will take place later. New dates will follow.".to_owned(),
        State::Finished => {
            standing.last.map_or(String::new(), |last| format!("The last session was on {}.", display_date(last)))
        }
        State::Cancelled => "It will not take place.".to_owned(),
        State::None => String::new(),
    }
}

fn running(first: Option<Date>, last: Option<Date>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if last > first => {
            format!("It began on {}; the last session is on {}.", display_date(first), display_date(last))
        }
        (Some(first), _) => format!("The session is on {}.", display_date(first)),
        _ => String::new(),
    }
}

/// What to say of one way to apply on `day`, and whether people can use it.
pub fn of_way(way: &Apply, day: Date) -> (Vec<String>, bool) {
    let to_come = way.opens.filter(|opens| day < opens.date);
    let past = way.closes.is_some_and(|closes| closes.date < day);
    let say = |words: &str, moment: Option<Moment>| moment.map(|it| format!("{words} {}.", display_moment(&it)));
    let said = [say("Opens on", to_come), say(if past { "Closed on" } else { "Closes on" }, way.closes)];
    (said.into_iter().flatten().collect(), to_come.is_none() && !past)
}

/// What dates don't tell, in a word.
pub fn status_words(status: Status) -> &'static str {
    match status {
        Status::Cancelled => "Cancelled",
        Status::Postponed => "Postponed",
        Status::Full => "Full",
    }
}
