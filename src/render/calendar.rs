//! Calendar files by RFC 5545.

use super::lines::Lines;
use super::plan::{HubPlan, Listed};
use super::practical::place_words;
use crate::model::ids::slug;
use crate::model::local::Hub;
use crate::model::merged::{Merged, Offering};
use crate::model::practical::{Cohort, Session, Status};
use crate::model::when::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use std::sync::Arc;

/// Whether an offering has a session with a date.
pub fn has_dates(offering: &Offering) -> bool {
    dates(offering).next().is_some()
}

/// Whether something does not take place as planned.
pub fn is_off(status: Option<Status>) -> bool {
    matches!(status, Some(Status::Cancelled | Status::Postponed))
}

/// The dates of its sessions.
fn dates(offering: &Offering) -> impl Iterator<Item = Date> {
    let sessions = offering.cohorts.iter().flat_map(|cohort| &cohort.sessions).chain(&offering.sessions);
    sessions.filter_map(Session::date)
}

/// The calendar of some of a hub's offerings.
pub fn calendar<'l, 'a: 'l>(
    merged: &Merged,
    plan: &HubPlan,
    name: &str,
    offerings: impl Iterator<Item = &'l Listed<'a>> + Clone,
    day: Date,
) -> String {
    let (zone, zone_name) = match TimeZone::get(&merged.site.timezone) {
        Ok(zone) => (zone, merged.site.timezone.as_str()),
        Err(_) => (TimeZone::UTC, "UTC"),
    };
    let events_of = |listed: &Listed<'a>| {
        listed.events.take().unwrap_or_else(|| {
            let made: Arc<str> = Arc::from(events(plan, listed, zone_name, day));
            listed.events.leave(made.clone());
            made
        })
    };
    let events: Vec<Arc<str>> = offerings.clone().map(events_of).collect();
    let mut out = Lines::default();
    out.text.reserve(1024 + events.iter().map(|events| events.len()).sum::<usize>());
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//Foldout//Brochure//EN");
    out.line("CALSCALE:GREGORIAN");
    out.line("METHOD:PUBLISH");
    out.property("X-WR-CALNAME", &[name]);
    let dates = || offerings.clone().flat_map(|listed| dates(listed.offering));
    if let (Some(first), Some(last)) = (dates().min(), dates().max()) {
        time_zone(&mut out, &zone, zone_name, first, last);
    }
    events.iter().for_each(|events| out.text.push_str(events));
    out.line("END:VCALENDAR");
    out.text
}

/// An offering's events: the same lines in its own calendar and in its hub's.
fn events(plan: &HubPlan, listed: &Listed, zone: &str, day: Date) -> String {
    let offering = listed.offering;
    let path = || format!("{}index.html", listed.folder);
    let address = plan.base.as_deref().map(|base| super::address::public(base, &path()));
    // Cohorts may have names that make the same slug, or none: their place tells them apart.
    let cohorts = offering.cohorts.iter().enumerate();
    let cohorts = cohorts.map(|(i, cohort)| (Some(cohort), format!("{}-{}", i + 1, slug(&cohort.name))));
    let mut out = Lines::default();
    for (cohort, id) in cohorts.chain([(None, "all".to_owned())]) {
        let group = Group {
            offering,
            cohort,
            hub: plan.hub(),
            uid: format!("{}.{}.{}.{id}.", offering.hub, offering.edition, offering.id()),
            address: address.as_deref(),
            zone,
            day,
        };
        let sessions = cohort.map_or(&offering.sessions, |cohort| &cohort.sessions);
        let about = if sessions.is_empty() { String::new() } else { group.about(None) };
        for (number, session) in sessions.iter().enumerate() {
            if let Some(date) = session.date() {
                group.event(&mut out, number + 1, session, date, &about);
            }
        }
    }
    out.text
}

/// Those who meet together.
struct Group<'g> {
    offering: &'g Offering,
    cohort: Option<&'g Cohort>,
    hub: &'g Hub,
    /// With what the names of its events begin.
    uid: String,
    address: Option<&'g str>,
    zone: &'g str,
    day: Date,
}

impl Group<'_> {
    /// A dated session; `about` is what to know of one without a note.
    fn event(&self, out: &mut Lines, number: usize, session: &Session, date: Date, about: &str) {
        out.line("BEGIN:VEVENT");
        out.property("UID", &[&self.uid, &number.to_string(), "@foldout"]);
        // The calendar's own day, not the clock's: the same day gives the same bytes.
        out.put("DTSTAMP:");
        out.day(self.day);
        out.put("T000000Z");
        out.end();
        self.times(out, session, date);
        self.what_and_where(out, session);
        match session.note.as_deref() {
            None => out.text.push_str(about),
            note => out.text.push_str(&self.about(note)),
        }
        if let Some(address) = self.address {
            out.put("URL:");
            out.put(address);
            out.end();
        }
        out.line(if self.off(session).is_some() { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
        out.line("END:VEVENT");
    }

    fn name(&self) -> Option<&str> {
        self.cohort.map(|cohort| cohort.name.as_str())
    }

    /// Why a session does not take place as planned.
    fn off(&self, session: &Session) -> Option<Status> {
        let all = [self.offering.status, self.cohort.and_then(|cohort| cohort.status), session.status];
        all.into_iter().flatten().find(|status| is_off(Some(*status)))
    }

    fn what_and_where(&self, out: &mut Lines, session: &Session) {
        out.put("SUMMARY:");
        if let Some(status) = self.off(session) {
            out.words(super::standing::status_words(status));
            out.put(": ");
        }
        out.words(&self.offering.programme.title);
        if let Some(own) = session.title.as_deref().or(self.name()) {
            out.put(": ");
            out.words(own);
        }
        out.end();
        let place = place_words(session);
        let place = place.as_deref().or_else(|| self.cohort.and_then(|cohort| cohort.venue.as_deref()));
        if let Some(place) = place {
            out.property("LOCATION", &[place]);
        }
    }

    /// What to know of an event, as a line.
    fn about(&self, note: Option<&str>) -> String {
        let mut out = Lines::default();
        out.put("DESCRIPTION:");
        out.words(&self.hub.name);
        out.put(": ");
        out.words(&self.offering.programme.summary);
        for more in self.name().into_iter().chain(note) {
            out.put("\\n");
            out.words(more);
        }
        out.end();
        out.text
    }

    fn times(&self, out: &mut Lines, session: &Session, date: Date) {
        match session.start {
            Some(start) => {
                self.at(out, "DTSTART", date, start);
                if let Some(end) = session.end.filter(|end| *end > start) {
                    self.at(out, "DTEND", date, end);
                }
            }
            None => {
                for (name, day) in [("DTSTART", date), ("DTEND", date.tomorrow().unwrap_or(date))] {
                    out.put(name);
                    out.put(";VALUE=DATE:");
                    out.day(day);
                    out.end();
                }
            }
        }
    }

    fn at(&self, out: &mut Lines, name: &str, date: Date, time: Time) {
        let is_utc = self.zone == "UTC";
        out.put(name);
        if !is_utc {
            out.put(";TZID=");
            out.put(self.zone);
        }
        out.put(":");
        out.day(date);
        out.time(time);
        out.put(if is_utc { "Z" } else { "" });
        out.end();
    }
}

/// The zone's offsets over the days of the calendar, each with the moment from which it holds.
fn time_zone(out: &mut Lines, zone: &TimeZone, name: &str, first: Date, last: Date) {
    if name == "UTC" {
        return;
    }
    let start = first.to_zoned(zone.clone()).map(|start| start.timestamp()).unwrap_or(Timestamp::UNIX_EPOCH);
    let end = last.tomorrow().and_then(|end| end.to_zoned(zone.clone())).map_or(start, |end| end.timestamp());
    out.line("BEGIN:VTIMEZONE");
    out.put("TZID:");
    out.put(name);
    out.end();
    let before = zone.preceding(start).next();
    match &before {
        Some(change) => observance(out, zone, change.timestamp(), change.abbreviation(), change.dst().is_dst()),
        None => {
            let info = zone.to_offset_info(start);
            out.line("BEGIN:STANDARD");
            out.line("DTSTART:19700101T000000");
            for name in ["TZOFFSETFROM:", "TZOFFSETTO:"] {
                out.put(name);
                out.offset(info.offset());
                out.end();
            }
            out.line("END:STANDARD");
        }
    }
    for change in zone.following(start).take_while(|change| change.timestamp() <= end) {
        observance(out, zone, change.timestamp(), change.abbreviation(), change.dst().is_dst());
    }
    out.line("END:VTIMEZONE");
}

fn observance(out: &mut Lines, zone: &TimeZone, at: Timestamp, name: &str, is_summer: bool) {
    let before = at.checked_sub(1.second()).map_or_else(|_| zone.to_offset(at), |before| zone.to_offset(before));
    let after = zone.to_offset(at);
    // The onset is written in the time that held before it.
    let onset = before.to_datetime(at);
    let (begin, end) = match is_summer {
        true => ("BEGIN:DAYLIGHT", "END:DAYLIGHT"),
        false => ("BEGIN:STANDARD", "END:STANDARD"),
    };
    out.line(begin);
    out.put("DTSTART:");
    out.day(onset.date());
    out.time(onset.time());
    out.end();
    for (name, offset) in [("TZOFFSETFROM:", before), ("TZOFFSETTO:", after)] {
        out.put(name);
        out.offset(offset);
        out.end();
    }
    out.property("TZNAME", &[name]);
    out.line(end);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn londons_offsets_over_a_school_year() {
        let zone = TimeZone::get("Europe/London").unwrap();
        let mut out = Lines::default();
        time_zone(&mut out, &zone, "Europe/London", Date::constant(2022, 9, 15), Date::constant(2023, 5, 1));
        let expected = [
            "BEGIN:VTIMEZONE",
            "TZID:Europe/London",
            "BEGIN:DAYLIGHT",
            "DTSTART:20220327T010000",
            "TZOFFSETFROM:+0000",
            "TZOFFSETTO:+0100",
            "TZNAME:BST",
            "END:DAYLIGHT",
            "BEGIN:STANDARD",
            "DTSTART:20221030T020000",
            "TZOFFSETFROM:+0100",
            "TZOFFSETTO:+0000",
            "TZNAME:GMT",
            "END:STANDARD",
            "BEGIN:DAYLIGHT",
            "DTSTART:20230326T010000",
            "TZOFFSETFROM:+0000",
            "TZOFFSETTO:+0100",
            "TZNAME:BST",
            "END:DAYLIGHT",
            "END:VTIMEZONE",
            "",
        ];
        assert_eq!(out.text, expected.join("\r\n"));
    }
}
