//! Each clause of the states, one test each.

use super::*;
use crate::model::ids::{EditionName, HubId, ProgrammeId};
use crate::model::merged::MergedText;
use crate::model::national::{Description, Programme};
use crate::model::practical::{Contact, SessionDay};
use crate::model::when::Time;
use crate::source::{FileId, Span};
use std::sync::Arc;

const HERE: Span = Span { file: FileId(0), start: 0, end: 0 };

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn way(opens: Option<&str>, closes: Option<&str>) -> Apply {
    let moment = |text: &str| Moment { date: day(text), time: None };
    Apply {
        label: None,
        link: None,
        email: None,
        form: None,
        opens: opens.map(moment),
        closes: closes.map(moment),
        needs: None,
        span: HERE,
        closes_span: None,
    }
}

fn session(on: &str) -> Session {
    Session {
        day: SessionDay::On(day(on)),
        start: None,
        end: None,
        venue: None,
        online: false,
        title: None,
        status: None,
        note: None,
        span: HERE,
    }
}

fn cohort(sessions: &[&str]) -> Cohort {
    Cohort {
        name: "A".into(),
        area: None,
        lead: None,
        mode: None,
        venue: None,
        places: None,
        status: None,
        note: None,
        apply: None,
        sessions: sessions.iter().map(|on| session(on)).collect(),
        span: HERE,
    }
}

fn offering() -> Offering {
    let programme = Programme {
        id: ProgrammeId::new("p"),
        edition: EditionName::new("2022-23"),
        file: FileId(0),
        hub: None,
        title: "P".into(),
        phase: "Primary".into(),
        summary: "S.".into(),
        code: None,
        number: None,
        stage: None,
        audience: vec![],
        commitment: None,
        cost: None,
        published: None,
        links: vec![],
        runs: None,
        next: None,
        previous: None,
        every_hub: false,
        apply: None,
        cohorts: None,
        sessions: None,
        text: Description::default(),
    };
    Offering {
        hub: HubId::new("h"),
        edition: EditionName::new("2022-23"),
        programme: Arc::new(programme),
        local: None,
        text: MergedText::default(),
        apply: None,
        cohorts: vec![],
        sessions: vec![],
        status: None,
        cost: None,
        published: None,
        contact: Contact::default(),
    }
}

fn with(apply: &[Apply], sessions: &[&str]) -> Offering {
    Offering { apply: Some(apply.to_vec()), sessions: sessions.iter().map(|on| session(on)).collect(), ..offering() }
}

fn on(offering: &Offering, today: &str) -> State {
    of_offering(offering, day(today)).state
}

#[test]
fn nothing_known_is_no_state() {
    assert_eq!(on(&offering(), "2022-10-01"), State::None);
    assert_eq!(on(&with(&[], &["2022-11-03"]), "2022-10-01"), State::None);
}

#[test]
fn before_opens_it_is_coming_soon_and_on_that_day_it_is_not() {
    let it = with(&[way(Some("2022-09-12"), Some("2022-12-31"))], &[]);
    assert_eq!(on(&it, "2022-09-11"), State::ComingSoon);
    assert_eq!(on(&it, "2022-09-12"), State::Open);
}

#[test]
fn closing_soon_is_today_to_fourteen_days_off() {
    let it = with(&[way(None, Some("2022-10-20"))], &[]);
    assert_eq!(on(&it, "2022-10-05"), State::Open);
    assert_eq!(on(&it, "2022-10-06"), State::ClosingSoon);
    assert_eq!(on(&it, "2022-10-20"), State::ClosingSoon);
    assert_eq!(on(&it, "2022-10-21"), State::Closed);
}

#[test]
fn the_days_off_are_counted_across_months_and_years() {
    let it = with(&[way(None, Some("2023-01-10"))], &[]);
    assert_eq!(on(&it, "2022-12-27"), State::ClosingSoon);
    assert_eq!(on(&it, "2022-12-26"), State::Open);
    assert_eq!(on(&it, "2022-01-05"), State::Open);
}

#[test]
fn without_closes_it_is_open_until_a_session_has_begun() {
    let it = with(&[way(None, None)], &["2022-11-03", "2022-12-01"]);
    assert_eq!(on(&it, "2022-11-02"), State::Open);
    assert_eq!(on(&it, "2022-11-03"), State::Running);
    assert_eq!(on(&it, "2022-12-01"), State::Running);
    assert_eq!(on(&it, "2022-12-02"), State::Finished);
    assert_eq!(on(&with(&[way(None, None)], &[]), "2040-01-01"), State::Open);
}

#[test]
fn with_closes_it_stays_open_after_the_first_session() {
    let it = with(&[way(None, Some("2022-12-31"))], &["2022-11-03", "2023-03-01"]);
    assert_eq!(on(&it, "2022-11-10"), State::Open);
    assert_eq!(on(&it, "2022-12-31"), State::ClosingSoon);
    assert_eq!(on(&it, "2023-01-01"), State::Running);
}

#[test]
fn of_several_ways_the_earliest_opens_and_the_latest_closes_count() {
    let it = with(&[way(Some("2022-09-20"), Some("2022-10-01")), way(Some("2022-09-10"), Some("2022-11-30"))], &[]);
    assert_eq!(on(&it, "2022-09-09"), State::ComingSoon);
    assert_eq!(on(&it, "2022-09-10"), State::Open);
    assert_eq!(on(&it, "2022-10-02"), State::Open);
    assert_eq!(on(&it, "2022-11-30"), State::ClosingSoon);
    assert_eq!(on(&it, "2022-12-01"), State::Closed);
}

#[test]
fn a_way_without_closes_keeps_it_open_after_another_has_closed() {
    let it = with(&[way(None, Some("2022-10-01")), way(None, None)], &["2022-11-03"]);
    assert_eq!(on(&it, "2022-10-10"), State::Open);
    assert_eq!(on(&it, "2022-11-03"), State::Running);
}

#[test]
fn status_cancelled_and_postponed_come_first() {
    for (status, state) in [(Status::Cancelled, State::Cancelled), (Status::Postponed, State::Postponed)] {
        let it = Offering { status: Some(status), ..with(&[way(None, None)], &["2022-11-03"]) };
        assert_eq!(on(&it, "2022-10-01"), state);
        assert_eq!(on(&it, "2023-10-01"), state);
    }
}

#[test]
fn full_is_a_waiting_list_while_applications_are_open() {
    let it = Offering { status: Some(Status::Full), ..with(&[way(Some("2022-09-10"), Some("2022-10-20"))], &[]) };
    assert_eq!(on(&it, "2022-09-09"), State::Full);
    assert_eq!(on(&it, "2022-10-20"), State::WaitingList);
    assert_eq!(on(&it, "2022-10-21"), State::Full);
    assert_eq!(on(&Offering { status: Some(Status::Full), ..offering() }, "2022-10-01"), State::Full);
}

#[test]
fn full_comes_before_running_and_after_finished() {
    let it = Offering { status: Some(Status::Full), ..with(&[], &["2022-11-03", "2022-12-01"]) };
    assert_eq!(on(&it, "2022-11-10"), State::Full);
    assert_eq!(on(&it, "2022-12-02"), State::Finished);
}

#[test]
fn places_none_makes_a_cohort_full() {
    let full = Cohort { places: Some(Places::None), ..cohort(&["2022-11-03"]) };
    let it = Offering { cohorts: vec![full], ..with(&[way(None, None)], &[]) };
    assert_eq!(on(&it, "2022-10-01"), State::WaitingList);
    assert_eq!(on(&it, "2022-11-03"), State::Full);
}

#[test]
fn cancelled_postponed_and_undated_sessions_do_not_count() {
    let mut it = with(&[way(None, None)], &["2022-11-03", "2022-12-01"]);
    it.sessions[0].status = Some(Status::Cancelled);
    assert_eq!(on(&it, "2022-11-10"), State::Open);
    it.sessions[1].status = Some(Status::Postponed);
    assert_eq!(on(&it, "2023-01-10"), State::Open);
    it.sessions[1].day = SessionDay::ToBeConfirmed(None);
    assert_eq!(on(&it, "2023-01-10"), State::Open);
}

#[test]
fn a_cohorts_apply_replaces_the_offerings() {
    let own = Cohort { apply: Some(vec![way(None, Some("2022-10-01"))]), ..cohort(&["2022-11-03"]) };
    let it = Offering { cohorts: vec![own], ..with(&[way(None, Some("2023-06-01"))], &[]) };
    assert_eq!(on(&it, "2022-10-02"), State::Closed);
}

#[test]
fn sessions_beside_cohorts_belong_to_all() {
    let it = Offering { cohorts: vec![cohort(&["2022-11-03"])], ..with(&[], &["2022-10-01", "2023-05-01"]) };
    assert_eq!(on(&it, "2022-10-01"), State::Running);
    assert_eq!(on(&it, "2023-01-01"), State::Running);
    assert_eq!(on(&it, "2023-05-02"), State::Finished);
}

#[test]
fn an_offerings_status_holds_for_cohorts_without_one() {
    let it = Offering { cohorts: vec![cohort(&[])], status: Some(Status::Cancelled), ..with(&[way(None, None)], &[]) };
    assert_eq!(on(&it, "2022-10-01"), State::Cancelled);
}

#[test]
fn an_offering_takes_the_first_state_of_its_cohorts() {
    let cancelled = Cohort { status: Some(Status::Cancelled), ..cohort(&[]) };
    let open = Cohort { apply: Some(vec![way(None, None)]), ..cohort(&[]) };
    let finished = cohort(&["2022-01-01"]);
    let unknown = cohort(&[]);
    let at = |cohorts: &[&Cohort]| {
        on(&Offering { cohorts: cohorts.iter().map(|it| (*it).clone()).collect(), ..offering() }, "2022-10-01")
    };
    assert_eq!(at(&[&cancelled, &open, &finished]), State::Open);
    assert_eq!(at(&[&cancelled, &finished]), State::Finished);
    assert_eq!(at(&[&unknown, &cancelled]), State::Cancelled);
    assert_eq!(at(&[&unknown]), State::None);
    let order: Vec<_> = State::ALL.iter().map(|state| state.name()).collect();
    assert_eq!(
        order.join(", "),
        "closing-soon, open, waiting-list, coming-soon, running, full, closed, postponed, finished, cancelled, none"
    );
}

#[test]
fn the_time_of_a_deadline_does_not_matter_on_its_day_but_orders_deadlines() {
    let mut early = way(None, Some("2022-10-20"));
    early.closes = Some(Moment { date: day("2022-10-20"), time: Some(Time::constant(9, 0, 0, 0)) });
    let mut late = early.clone();
    late.closes = Some(Moment { date: day("2022-10-20"), time: Some(Time::constant(17, 0, 0, 0)) });
    let it = with(&[late.clone(), early], &[]);
    assert_eq!(on(&it, "2022-10-20"), State::ClosingSoon);
    assert_eq!(of_offering(&it, day("2022-10-20")).closes, late.closes);
}
