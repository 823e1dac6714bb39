//! Writing dates and times for people.

use super::date::{day_month_year, weekday_name};
use super::{Date, Moment, Time};

/// A date in full: `Monday 4 June 2018`.
pub fn display_date(date: Date) -> String {
    [weekday_name(date), " ", &day_month_year(date)].concat()
}

/// A time as people say it: `5pm`, `9:30am`, `midday`, `midnight`.
pub fn display_time(time: Time) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    let half = if hour < 12 { "am" } else { "pm" };
    let on_dial = if hour % 12 == 0 { 12 } else { hour % 12 };
    match (hour, minute) {
        (12, 0) => "midday".into(),
        (0, 0) => "midnight".into(),
        _ => {
            let digit = |number: i8| char::from(b'0' + number.unsigned_abs() % 10);
            let mut out = String::with_capacity(7);
            out.extend((on_dial > 9).then_some('1'));
            out.push(digit(on_dial));
            if minute > 0 {
                out.extend([':', digit(minute / 10), digit(minute)]);
            }
            out + half
        }
    }
}

/// A moment in full: `Monday 4 June 2018, 5pm`.
pub fn display_moment(moment: &Moment) -> String {
    match moment.time {
        Some(time) => display_date(moment.date) + ", " + &display_time(time),
        None => display_date(moment.date),
    }
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
    }
}
