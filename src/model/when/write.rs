//! Writing dates and times, for people and for machines.

use super::date::{push_day_month_year, weekday_name};
use super::{Date, Moment, Time};

/// Every number of two figures.
const FIGURES: &str = "\
    0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
    5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";

/// A date in full: `Monday 4 June 2018`.
pub fn display_date(date: Date) -> String {
    let mut out = String::with_capacity("Wednesday 30 September 2018".len());
    out.push_str(weekday_name(date));
    out.push(' ');
    push_day_month_year(&mut out, date);
    out
}

/// A time as people say it: `5pm`, `9:30am`, `midday`, `midnight`.
pub fn display_time(time: Time) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    let half = if hour < 12 { "am" } else { "pm" };
    let on_dial = if hour % 12 == 0 { 12 } else { hour % 12 };
    match (hour, minute) {
        (12, 0) => "midday".into(),
        (0, 0) => "midnight".into(),
        (_, 0) => [&on_dial.to_string(), half].concat(),
        _ => {
            let mut out = on_dial.to_string();
            out.push(':');
            two_figures(&mut out, minute.into());
            out.push_str(half);
            out
        }
    }
}

/// A moment in full: `Monday 4 June 2018, 5pm`.
pub fn display_moment(moment: &Moment) -> String {
    match moment.time {
        Some(time) => [&display_date(moment.date), ", ", &display_time(time)].concat(),
        None => display_date(moment.date),
    }
}

/// A date by ISO 8601: `2018-06-04`.
pub fn iso_date(date: Date) -> String {
    let mut out = String::with_capacity("2018-06-04T17:00".len());
    two_figures(&mut out, date.year() / 100);
    two_figures(&mut out, date.year());
    out.push('-');
    two_figures(&mut out, date.month().into());
    out.push('-');
    two_figures(&mut out, date.day().into());
    out
}

/// A time as a clock shows it: `17:00`.
pub fn clock(time: Time) -> String {
    let mut out = String::with_capacity("17:00".len());
    push_clock(&mut out, time);
    out
}

/// A moment by ISO 8601, without a zone: `2018-06-04T17:00`.
pub fn iso_moment(moment: &Moment) -> String {
    let mut out = iso_date(moment.date);
    if let Some(time) = moment.time {
        out.push('T');
        push_clock(&mut out, time);
    }
    out
}

fn push_clock(out: &mut String, time: Time) {
    two_figures(out, time.hour().into());
    out.push(':');
    two_figures(out, time.minute().into());
}

/// Appends the last two figures of a number.
pub fn two_figures(out: &mut String, number: i16) {
    let at = 2 * usize::try_from(number % 100).unwrap_or_default();
    out.push_str(FIGURES.get(at..at + 2).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_are_written_in_full() {
        let date = Date::constant(2018, 6, 4);
        assert_eq!(display_date(date), "Monday 4 June 2018");
        for (hour, minute, words) in [
            (17, 0, "5pm"),
            (9, 30, "9:30am"),
            (9, 5, "9:05am"),
            (12, 0, "midday"),
            (12, 30, "12:30pm"),
            (0, 0, "midnight"),
            (0, 30, "12:30am"),
        ] {
            assert_eq!(display_time(Time::constant(hour, minute, 0, 0)), words);
        }
        let five = Time::constant(17, 0, 0, 0);
        assert_eq!(display_moment(&Moment { date, time: Some(five) }), "Monday 4 June 2018, 5pm");
        assert_eq!(display_moment(&Moment { date, time: None }), "Monday 4 June 2018");
        assert_eq!(iso_moment(&Moment { date, time: Some(five) }), "2018-06-04T17:00");
        assert_eq!(iso_moment(&Moment { date, time: None }), date.to_string());
    }
}
