//! Calendar files by RFC 5545.

use super::plan::{HubPlan, Listed};
use super::practical::place_words;
use crate::model::ids::slug;
use crate::model::local::Hub;
use crate::model::merged::{Merged, Offering};
use crate::model::practical::{Cohort, Session, Status};
use crate::model::when::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Longest line, in octets.
const LINE: usize = 75;

/// Whether an offering has a session with a date.
pub fn has_dates(offering: &Offering) -> bool {
    events(offering).any(|(_, session)| session.date().is_some())
}

/// Whether something does not take place as planned.
pub fn is_off(status: Option<Status>) -> bool {
    matches!(status, Some(Status::Cancelled | Status::Postponed))
}

/// Sessions with their cohort.
fn events(offering: &Offering) -> impl Iterator<Item = (Option<&Cohort>, &Session)> {
    let cohorts = offering.cohorts.iter();
    let of_cohorts = cohorts.flat_map(|cohort| cohort.sessions.iter().map(move |session| (Some(cohort), session)));
    of_cohorts.chain(offering.sessions.iter().map(|session| (None, session)))
}

/// The calendar of some of a hub's offerings.
pub fn calendar<'l, 'a: 'l>(
    merged: &Merged,
    plan: &HubPlan,
    name: &str,
    offerings: impl Iterator<Item = &'l Listed<'a>> + Clone,
    day: Date,
) -> String {
    let mut out = Lines::default();
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//Foldout//Brochure//EN");
    out.line("CALSCALE:GREGORIAN");
    out.line("METHOD:PUBLISH");
    out.text("X-WR-CALNAME", name);
    let events = offerings.clone().flat_map(|listed| events(listed.offering));
    let dates: Vec<Date> = events.filter_map(|(_, session)| session.date()).collect();
    let (zone, zone_name) = match TimeZone::get(&merged.site.timezone) {
        Ok(zone) => (zone, merged.site.timezone.as_str()),
        Err(_) => (TimeZone::UTC, "UTC"),
    };
    if let (Some(first), Some(last)) = (dates.iter().min(), dates.iter().max()) {
        time_zone(&mut out, &zone, zone_name, *first, *last);
    }
    for listed in offerings {
        offering(&mut out, plan, listed, zone_name, day);
    }
    out.line("END:VCALENDAR");
    out.text
}

fn offering(out: &mut Lines, plan: &HubPlan, listed: &Listed, zone: &str, day: Date) {
    let offering = listed.offering;
    let address =
        plan.base.as_deref().map(|base| super::address::public(base, &format!("{}index.html", listed.folder)));
    // Cohorts may have names that make the same slug, or none: their place tells them apart.
    let cohorts = offering.cohorts.iter().enumerate();
    let groups = cohorts.map(|(i, cohort)| Group {
        cohort: Some(cohort),
        id: format!("{}-{}", i + 1, slug(&cohort.name)),
        sessions: &cohort.sessions,
    });
    let all = Group { cohort: None, id: "all".to_owned(), sessions: &offering.sessions };
    for group in groups.chain([all]) {
        for (number, session) in group.sessions.iter().enumerate() {
            if let Some(date) = session.date() {
                let uid = format!(
                    "{}.{}.{}.{}.{}@foldout",
                    offering.hub,
                    offering.edition,
                    offering.id(),
                    group.id,
                    number + 1
                );
                out.line("BEGIN:VEVENT");
                out.text("UID", &uid);
                // The calendar's own day, not the clock's: the same day gives the same bytes.
                out.line(&format!("DTSTAMP:{}T000000Z", compact(day)));
                times(out, session, date, zone);
                words(out, plan.hub(), offering, group.cohort, session);
                if let Some(address) = &address {
                    out.line(&format!("URL:{address}"));
                }
                let off = off(offering, group.cohort, session);
                out.line(if off.is_some() { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
                out.line("END:VEVENT");
            }
        }
    }
}

/// Sessions that belong together.
struct Group<'a> {
    cohort: Option<&'a Cohort>,
    id: String,
    sessions: &'a [Session],
}

/// Why a session does not take place as planned.
fn off(offering: &Offering, cohort: Option<&Cohort>, session: &Session) -> Option<Status> {
    let all = [offering.status, cohort.and_then(|cohort| cohort.status), session.status];
    all.into_iter().flatten().find(|status| is_off(Some(*status)))
}

/// What an event is, where, and what to know of it.
fn words(out: &mut Lines, hub: &Hub, offering: &Offering, cohort: Option<&Cohort>, session: &Session) {
    let name = cohort.map(|cohort| cohort.name.as_str());
    let mut title = String::new();
    if let Some(status) = off(offering, cohort, session) {
        title = format!("{}: ", super::standing::status_words(status));
    }
    title.push_str(&offering.programme.title);
    if let Some(own) = session.title.as_deref().or(name) {
        title.push_str(": ");
        title.push_str(own);
    }
    out.text("SUMMARY", &title);
    let place = place_words(session).or_else(|| cohort.and_then(|cohort| cohort.venue.clone()));
    if let Some(place) = place {
        out.text("LOCATION", &place);
    }
    let mut about = format!("{}: {}", hub.name, offering.programme.summary);
    for more in name.into_iter().chain(session.note.as_deref()) {
        about.push('\n');
        about.push_str(more);
    }
    out.text("DESCRIPTION", &about);
}

fn times(out: &mut Lines, session: &Session, date: Date, zone: &str) {
    let at = |time: crate::model::when::Time| {
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        let local = format!("{}T{hour:02}{minute:02}{second:02}", compact(date));
        if zone == "UTC" { format!(":{local}Z") } else { format!(";TZID={zone}:{local}") }
    };
    match session.start {
        Some(start) => {
            out.line(&format!("DTSTART{}", at(start)));
            if let Some(end) = session.end.filter(|end| *end > start) {
                out.line(&format!("DTEND{}", at(end)));
            }
        }
        None => {
            out.line(&format!("DTSTART;VALUE=DATE:{}", compact(date)));
            let next = date.tomorrow().unwrap_or(date);
            out.line(&format!("DTEND;VALUE=DATE:{}", compact(next)));
        }
    }
}

fn compact(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// The zone's offsets over the days of the calendar, each with the moment from which it holds.
fn time_zone(out: &mut Lines, zone: &TimeZone, name: &str, first: Date, last: Date) {
    if name == "UTC" {
        return;
    }
    let start = first.to_zoned(zone.clone()).map(|start| start.timestamp()).unwrap_or(Timestamp::UNIX_EPOCH);
    let end = last.tomorrow().and_then(|end| end.to_zoned(zone.clone())).map_or(start, |end| end.timestamp());
    out.line("BEGIN:VTIMEZONE");
    out.line(&format!("TZID:{name}"));
    let before = zone.preceding(start).next();
    match &before {
        Some(change) => observance(out, zone, change.timestamp(), change.abbreviation(), change.dst().is_dst()),
        None => {
            let info = zone.to_offset_info(start);
            let offset = offset_words(info.offset());
            out.line("BEGIN:STANDARD");
            out.line("DTSTART:19700101T000000");
            out.line(&format!("TZOFFSETFROM:{offset}"));
            out.line(&format!("TZOFFSETTO:{offset}"));
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
    let kind = if is_summer { "DAYLIGHT" } else { "STANDARD" };
    out.line(&format!("BEGIN:{kind}"));
    out.line(&format!(
        "DTSTART:{}T{:02}{:02}{:02}",
        compact(onset.date()),
        onset.hour(),
        onset.minute(),
        onset.second()
    ));
    out.line(&format!("TZOFFSETFROM:{}", offset_words(before)));
    out.line(&format!("TZOFFSETTO:{}", offset_words(after)));
    out.text("TZNAME", name);
    out.line(&format!("END:{kind}"));
}

fn offset_words(offset: jiff::tz::Offset) -> String {
    let seconds = offset.seconds();
    let (sign, seconds) = if seconds < 0 { ('-', -seconds) } else { ('+', seconds) };
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if seconds == 0 {
        format!("{sign}{hours:02}{minutes:02}")
    } else {
        format!("{sign}{hours:02}{minutes:02}{seconds:02}")
    }
}

/// Content lines, folded.
#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    /// A line whose characters need no escape.
    fn line(&mut self, line: &str) {
        let start = self.text.len();
        self.text.push_str(line);
        self.end(start);
    }

    /// A property whose value is text.
    fn text(&mut self, name: &str, value: &str) {
        let start = self.text.len();
        self.text.push_str(name);
        self.text.push(':');
        let mut from = 0;
        for (at, special) in value.match_indices(['\\', ';', ',', '\n']) {
            self.text.push_str(&value[from..at]);
            self.text.push_str(match special {
                "\\" => "\\\\",
                ";" => "\\;",
                "," => "\\,",
                _ => "\\n",
            });
            from = at + special.len();
        }
        self.text.push_str(&value[from..]);
        self.end(start);
    }

    /// Ends the line that begins at `start`: without control characters, folded where it is too long.
    fn end(&mut self, start: usize) {
        let line = &self.text[start..];
        if line.len() > LINE || line.contains(char::is_control) {
            let line = self.text.split_off(start);
            let mut room = LINE;
            for c in line.chars().filter(|c| !c.is_control()) {
                if c.len_utf8() > room {
                    self.text.push_str("\r\n ");
                    room = LINE - 1;
                }
                room -= c.len_utf8();
                self.text.push(c);
            }
        }
        self.text.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Lines)) -> String {
        let mut lines = Lines::default();
        write(&mut lines);
        lines.text
    }

    #[test]
    fn text_is_escaped_and_cannot_begin_a_property() {
        assert_eq!(
            written(|out| out.text("SUMMARY", "a,b;c\\d\ne\r\nATTENDEE:x")),
            "SUMMARY:a\\,b\\;c\\\\d\\ne\\nATTENDEE:x\r\n"
        );
    }

    #[test]
    fn long_lines_are_folded_at_75_octets_between_characters() {
        let folded = written(|out| out.text("SUMMARY", &"\u{e9}\u{20ac}a".repeat(60)));
        let lines: Vec<_> = folded.strip_suffix("\r\n").unwrap().split("\r\n").collect();
        assert!(lines.len() > 4);
        assert!(lines.iter().all(|line| line.len() <= 75));
        assert!(lines.iter().skip(1).all(|line| line.starts_with(' ')));
        let unfolded: String = lines.iter().enumerate().map(|(i, line)| &line[usize::from(i > 0)..]).collect();
        assert_eq!(unfolded, format!("SUMMARY:{}", "\u{e9}\u{20ac}a".repeat(60)));
    }

    #[test]
    fn londons_offsets_over_a_school_year() {
        let zone = TimeZone::get("Europe/London").unwrap();
        let text = written(|out| {
            time_zone(out, &zone, "Europe/London", Date::constant(2022, 9, 15), Date::constant(2023, 5, 1));
        });
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
        assert_eq!(text, expected.join("\r\n"));
    }
}
