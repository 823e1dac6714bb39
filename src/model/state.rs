//! States: whether people can apply, worked out for a day.
//!
//! For a cohort, or for an offering without one, the first that holds:
//!
//! 1. cancelled or postponed, by `status`;
//! 2. finished: the last session's day is past;
//! 3. full, by `status` or `places: none`; called waiting list while applications are open;
//! 4. coming soon: `opens` is still to come;
//! 5. closing soon: `closes` is today to 14 days off;
//! 6. open: `closes` is later, or there is a way to apply without `closes` and no session has begun;
//! 7. running: the first session's day has come;
//! 8. closed: `closes` is past;
//! 9. else none: people are told whom to ask.
//!
//! An offering with cohorts has the first of [`State::ALL`] that one of its cohorts has.

use super::merged::Offering;
use super::practical::{Apply, Cohort, Places, Session, Status};
use super::when::{Date, Moment};

/// How many days before its end an application counts as closing soon.
const SOON: i32 = 14;

/// Whether people can apply. In the order in which an offering takes its cohorts' states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum State {
    ClosingSoon,
    Open,
    WaitingList,
    ComingSoon,
    Running,
    Full,
    Closed,
    Postponed,
    Finished,
    Cancelled,
    /// Nothing is known: people are told whom to ask.
    None,
}

impl State {
    /// Every state, in order.
    pub const ALL: &'static [State] = &[
        State::ClosingSoon,
        State::Open,
        State::WaitingList,
        State::ComingSoon,
        State::Running,
        State::Full,
        State::Closed,
        State::Postponed,
        State::Finished,
        State::Cancelled,
        State::None,
    ];

    /// Its words for people; empty where nothing is known.
    pub fn words(self) -> &'static str {
        match self {
            State::ClosingSoon => "Closing soon",
            State::Open => "Open",
            State::WaitingList => "Waiting list",
            State::ComingSoon => "Coming soon",
            State::Running => "Running",
            State::Full => "Full",
            State::Closed => "Closed",
            State::Postponed => "Postponed",
            State::Finished => "Finished",
            State::Cancelled => "Cancelled",
            State::None => "",
        }
    }

    /// Its name for programs and style sheets: `closing-soon`.
    pub fn name(self) -> &'static str {
        match self {
            State::ClosingSoon => "closing-soon",
            State::Open => "open",
            State::WaitingList => "waiting-list",
            State::ComingSoon => "coming-soon",
            State::Running => "running",
            State::Full => "full",
            State::Closed => "closed",
            State::Postponed => "postponed",
            State::Finished => "finished",
            State::Cancelled => "cancelled",
            State::None => "none",
        }
    }

    /// Whether people can apply now, be it for a waiting list.
    pub fn takes_applications(self) -> bool {
        matches!(self, State::ClosingSoon | State::Open | State::WaitingList)
    }
}

/// A state with the days that it was worked out from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The state.
    pub state: State,
    /// The earliest `opens` of the ways to apply.
    pub opens: Option<Moment>,
    /// The latest `closes` of the ways to apply.
    pub closes: Option<Moment>,
    /// The first session's day.
    pub first: Option<Date>,
    /// The last session's day.
    pub last: Option<Date>,
}

/// An offering's standing on `day`: that of the cohort whose state comes first, or its own where it has no cohorts.
pub fn of_offering(offering: &Offering, day: Date) -> Standing {
    let cohorts = offering.cohorts.iter().map(|cohort| of_cohort(offering, cohort, day));
    // The first of equals is kept: of two open cohorts the one that stands first speaks.
    cohorts.min_by_key(|standing| standing.state).unwrap_or_else(|| {
        let ways = offering.apply.as_deref().unwrap_or_default();
        stand(offering.status, false, ways, offering.sessions.iter(), day)
    })
}

/// A cohort's standing on `day`. The offering's ways to apply count where it has none of its own, the offering's
/// sessions are its sessions too, and so is its `status`: what is cancelled as a whole runs in no cohort.
pub fn of_cohort(offering: &Offering, cohort: &Cohort, day: Date) -> Standing {
    let ways = cohort.apply.as_deref().or(offering.apply.as_deref()).unwrap_or_default();
    let sessions = cohort.sessions.iter().chain(&offering.sessions);
    let status = match offering.status {
        Some(Status::Cancelled | Status::Postponed) => offering.status,
        _ => cohort.status.or(offering.status),
    };
    stand(status, cohort.places == Some(Places::None), ways, sessions, day)
}

/// The standing of a year's introduction, which has ways to apply and no sessions.
pub fn of_ways(ways: &[Apply], day: Date) -> Standing {
    stand(None, false, ways, std::iter::empty(), day)
}

/// Whether a session takes place as far as is known: cancelled and postponed ones don't count.
pub fn takes_place(session: &Session) -> bool {
    !matches!(session.status, Some(Status::Cancelled | Status::Postponed))
}

fn stand<'a>(
    status: Option<Status>,
    no_places: bool,
    ways: &[Apply],
    sessions: impl Iterator<Item = &'a Session> + Clone,
    day: Date,
) -> Standing {
    let days = sessions.filter(|session| takes_place(session)).filter_map(Session::date);
    let mut standing = Standing {
        state: State::None,
        opens: ways.iter().filter_map(|way| way.opens).min_by_key(key),
        closes: ways.iter().filter_map(|way| way.closes).max_by_key(key),
        first: days.clone().min(),
        last: days.max(),
    };
    let begun = standing.first.is_some_and(|first| first <= day);
    let endless = !begun && ways.iter().any(|way| way.closes.is_none());
    standing.state = state(status, no_places, &standing, begun, endless, day);
    standing
}

fn state(status: Option<Status>, no_places: bool, known: &Standing, begun: bool, endless: bool, day: Date) -> State {
    let to_come = known.opens.is_some_and(|opens| day < opens.date);
    let left = known.closes.map(|closes| (closes.date - day).get_days());
    let accepting = !to_come && (left.is_some_and(|days| days >= 0) || endless);
    match status {
        Some(Status::Cancelled) => return State::Cancelled,
        Some(Status::Postponed) => return State::Postponed,
        _ => {}
    }
    if known.last.is_some_and(|last| last < day) {
        State::Finished
    } else if no_places || status == Some(Status::Full) {
        if accepting { State::WaitingList } else { State::Full }
    } else if to_come {
        State::ComingSoon
    } else if left.is_some_and(|days| (0..=SOON).contains(&days)) {
        State::ClosingSoon
    } else if accepting {
        State::Open
    } else if begun {
        State::Running
    } else if left.is_some() {
        State::Closed
    } else {
        State::None
    }
}

/// Orders moments; a day without a time stands for its end.
fn key(moment: &Moment) -> (Date, bool, Option<super::when::Time>) {
    (moment.date, moment.time.is_none(), moment.time)
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
