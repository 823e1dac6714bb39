//! Reading dates, and dates with a time.

use super::{Date, Moment, Unreadable, Word, parse_time, quoted, words, write::display_moment};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const FORMS: &str = "Write it as 2022-11-03 or as 3 November 2022.";

/// Reads a date: `2022-11-03` or `3 November 2022`, a weekday before it allowed and checked.
///
/// # Errors
/// Anything else, impossible days, a weekday that isn't that day's, years not written in full.
pub fn parse_date(text: &str) -> Result<Date, Unreadable> {
    let words = words(text);
    let (date, used) = take_date(&words, text)?;
    match words.get(used) {
        None => Ok(date),
        Some(_) => Err(Unreadable::new(
            format!("There is more than a date in {}.", quoted(text)),
            format!("Write only the date: {}.", day_month_year(date)),
        )),
    }
}

/// Reads a date or a date and time: `2018-06-04 17:00`, `4 June 2018, 5pm`, `Monday 4 June 2018 at 5pm`.
///
/// # Errors
/// As [`parse_date`] and [`parse_time`].
pub fn parse_moment(text: &str) -> Result<Moment, Unreadable> {
    let words = words(text);
    let (date, mut used) = take_date(&words, text).map_err(|why| time_first(&words).unwrap_or(why))?;
    if words.get(used).is_some_and(|word| matches!(word.text.as_ref(), "at" | "by" | "-")) {
        used += 1;
    }
    let rest: Vec<&str> = words.iter().skip(used).map(|word| word.text.as_ref()).collect();
    let time = if rest.is_empty() { None } else { Some(parse_time(&rest.join(" "))?) };
    Ok(Moment { date, time })
}

/// What to say of `5pm on 4 June 2018`.
fn time_first(words: &[Word]) -> Option<Unreadable> {
    let text = |words: &[Word]| words.iter().map(|word| word.text.as_ref()).collect::<Vec<_>>().join(" ");
    (1..words.len().min(4)).find_map(|count| {
        let (first, rest) = words.split_at(count);
        let rest = rest.strip_prefix_word("on");
        let time = parse_time(&text(first)).ok()?;
        let date = parse_date(&text(rest)).ok()?;
        let right = display_moment(&Moment { date, time: Some(time) });
        Some(Unreadable::new("The time stands before the date.", format!("Write the date first: {right}.")))
    })
}

trait StripWord {
    fn strip_prefix_word(&self, word: &str) -> &Self;
}

impl StripWord for [Word<'_>] {
    fn strip_prefix_word(&self, word: &str) -> &Self {
        match self.split_first() {
            Some((first, rest)) if first.text == word => rest,
            _ => self,
        }
    }
}

/// Reads a date from the first of `words`, which are those of `text`. Also says how many it took.
pub(super) fn take_date(words: &[Word], text: &str) -> Result<(Date, usize), Unreadable> {
    let weekday = words.first().and_then(|word| weekday_number(&word.text));
    let skipped = usize::from(weekday.is_some());
    let rest = words.get(skipped..).unwrap_or_default();
    let (date, used) = match rest.first() {
        None => return Err(no_date(text)),
        Some(first) if first.text.starts_with(|c: char| c.is_ascii_digit()) && first.text.contains(['-', '/', '.']) => {
            (figures(&first.text)?, 1)
        }
        Some(_) => in_words(rest, text)?,
    };
    match weekday {
        Some(weekday) if weekday != weekday_of(date) => Err(wrong_weekday(date, weekday)),
        _ => Ok((date, used + skipped)),
    }
}

fn no_date(text: &str) -> Unreadable {
    let message = match text.trim() {
        "" => "There is no date here.".to_owned(),
        _ => format!("{} is no date.", quoted(text)),
    };
    Unreadable::new(message, FORMS)
}

fn wrong_weekday(date: Date, written: usize) -> Unreadable {
    let right = name(&WEEKDAYS, weekday_of(date));
    let day = day_month_year(date);
    Unreadable::new(
        format!("{day} is a {right}, not a {}.", name(&WEEKDAYS, written)),
        format!("Write {right} {day}, or mend the date."),
    )
}

/// A date of figures only. `2022-11-03` is one; the others are refused with what they may mean.
fn figures(word: &str) -> Result<Date, Unreadable> {
    let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
    let &[a, b, c] = parts.as_slice() else { return Err(no_date(word)) };
    if let Some(month) = month_number(b) {
        // 3-Nov-2022
        let (day, month, year) = (number(a, 2), Some(month), number(c, 4));
        let meant = day.zip(month).zip(year).and_then(|((d, m), y)| date_of(y, m, d).ok());
        return Err(spaces(word, meant));
    }
    let (Some(first), Some(second), Some(third)) = (number(a, 4), number(b, 2), number(c, 4)) else {
        return Err(no_date(word));
    };
    if a.len() == 4 {
        let date = date_of(first, second, third)?;
        let as_here = (b.len(), c.len()) == (2, 2) && !word.contains(['/', '.']);
        return if as_here {
            Ok(date)
        } else {
            Err(Unreadable::new(
                format!("{} is not written as dates are here.", quoted(word)),
                format!("Write {date}."),
            ))
        };
    }
    Err(two_readings(word, first, second, if c.len() == 2 { third + 2000 } else { third }))
}

fn spaces(word: &str, meant: Option<Date>) -> Unreadable {
    let remedy = meant.map_or(FORMS.to_owned(), |date| format!("Write {}.", day_month_year(date)));
    Unreadable::new(format!("{} is not written as dates are here.", quoted(word)), remedy)
}

/// What to say of `03/11/2022`: both readings, or the only possible one.
fn two_readings(word: &str, first: i16, second: i16, year: i16) -> Unreadable {
    let mut readings: Vec<String> = [(second, first), (first, second)]
        .into_iter()
        .filter_map(|(month, day)| date_of(year, month, day).ok())
        .map(day_month_year)
        .collect();
    readings.dedup();
    match readings.as_slice() {
        [] => no_date(word),
        [one] => Unreadable::new(
            format!(
                "{} is not written as dates are here: with figures alone, day and month are easily mixed up.",
                quoted(word)
            ),
            format!("Write {one}."),
        ),
        _ => Unreadable::new(
            format!("{} can be read in two ways.", quoted(word)),
            format!("Write {}, whichever is meant.", readings.join(" or ")),
        ),
    }
}

/// A date in words: `3 November 2022`, `3rd Nov 2022`.
fn in_words(words: &[Word], text: &str) -> Result<(Date, usize), Unreadable> {
    let word = |at: usize| words.get(at).map(|word| word.text.as_ref());
    let day = word(0).and_then(day_number);
    let of = usize::from(word(1) == Some("of"));
    let month = word(1 + of).and_then(month_number);
    let (Some(day), Some(month)) = (day, month) else { return Err(month_first(words, text)) };
    let so_far = format!("{day} {}", name(&MONTHS, month as usize));
    let year = word(2 + of).filter(|word| word.bytes().all(|b| b.is_ascii_digit()) && !word.is_empty());
    match year {
        Some(year) if year.len() == 4 => {
            let year = number(year, 4).ok_or_else(|| no_date(text))?;
            Ok((date_of(year, month, day)?, 3 + of))
        }
        Some(year) if year.len() == 2 => Err(Unreadable::new(
            format!("The year of {} is not written in full.", quoted(&format!("{so_far} {year}"))),
            format!("Write {so_far} 20{year}."),
        )),
        Some(year) => Err(Unreadable::new(
            format!("{} is no year.", quoted(year)),
            format!("Write the year with four figures, such as {so_far} 2022."),
        )),
        None => Err(Unreadable::new(
            format!("{} has no year.", quoted(&so_far)),
            format!("Write the year after it, such as {so_far} 2022."),
        )),
    }
}

/// What to say of `November 3, 2022`, and of what is no date at all.
fn month_first(words: &[Word], text: &str) -> Unreadable {
    let word = |at: usize| words.get(at).map(|word| word.text.as_ref());
    let meant =
        word(0).and_then(month_number).zip(word(1).and_then(day_number)).zip(word(2).and_then(|y| number(y, 4)));
    match meant.and_then(|((month, day), year)| date_of(year, month, day).ok()) {
        Some(date) => Unreadable::new(
            format!("{} is not written as dates are here.", quoted(text)),
            format!("Write the day first: {}.", day_month_year(date)),
        ),
        None => no_date(text),
    }
}

fn date_of(year: i16, month: i16, day: i16) -> Result<Date, Unreadable> {
    if !(1900..=2199).contains(&year) {
        return Err(Unreadable::new(
            format!("{year} is hardly the year that is meant."),
            "Write the year with its four figures, such as 2022.",
        ));
    }
    let first = i8::try_from(month).ok().and_then(|month| Date::new(year, month, 1).ok());
    let Some(first) = first else {
        return Err(Unreadable::new(
            format!("There is no month {month}: months go from 1 to 12."),
            "Write the year, then the month, then the day, as in 2022-11-03 for 3 November 2022.",
        ));
    };
    let days = first.days_in_month();
    i8::try_from(day).ok().and_then(|day| Date::new(year, first.month(), day).ok()).ok_or_else(|| {
        let month = name(&MONTHS, first.month() as usize);
        Unreadable::new(
            format!("There is no {day} {month} {year}."),
            format!("Write a day from 1 to {days}: {month} {year} has {days} days."),
        )
    })
}

/// A date without its weekday: `3 November 2022`.
pub fn day_month_year(date: Date) -> String {
    let mut out = String::with_capacity("30 September 2018".len());
    push_day_month_year(&mut out, date);
    out
}

/// Appends it.
pub(super) fn push_day_month_year(out: &mut String, date: Date) {
    out.push_str(&date.day().to_string());
    out.push(' ');
    out.push_str(name(&MONTHS, date.month() as usize));
    out.push(' ');
    out.push_str(&date.year().to_string());
}

/// The weekday of a date: `Thursday`.
pub fn weekday_name(date: Date) -> &'static str {
    name(&WEEKDAYS, weekday_of(date))
}

fn weekday_of(date: Date) -> usize {
    date.weekday().to_monday_one_offset() as usize
}

/// The name of that number, from 1.
fn name(names: &[&'static str], number: usize) -> &'static str {
    names.get(number.wrapping_sub(1)).copied().unwrap_or("")
}

/// A month by its name or the first three letters of it, in any case, from 1.
pub fn month_number(word: &str) -> Option<i16> {
    if begins_with_figure(word) {
        return None;
    }
    let at = MONTHS
        .iter()
        .position(|month| is_name(word, month) || (*month == "September" && word.eq_ignore_ascii_case("sept")))?;
    i16::try_from(at + 1).ok()
}

/// A weekday by its name or a usual short form of it, in any case, Monday being 1.
pub fn weekday_number(word: &str) -> Option<usize> {
    if begins_with_figure(word) {
        return None;
    }
    let short = |day: &str| match day {
        "Tuesday" => word.eq_ignore_ascii_case("tues"),
        "Wednesday" => word.eq_ignore_ascii_case("weds"),
        "Thursday" => word.eq_ignore_ascii_case("thur") || word.eq_ignore_ascii_case("thurs"),
        _ => false,
    };
    WEEKDAYS.iter().position(|day| is_name(word, day) || short(day)).map(|at| at + 1)
}

/// What is no name is seen by its first character, mostly.
fn begins_with_figure(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

fn is_name(word: &str, full: &str) -> bool {
    word.eq_ignore_ascii_case(full) || full.get(..3).is_some_and(|three| word.eq_ignore_ascii_case(three))
}

/// `3`, `03`, `3rd`.
fn day_number(word: &str) -> Option<i16> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
    number(digits, 2)
}

fn number(word: &str, longest: usize) -> Option<i16> {
    let plain = !word.is_empty() && word.len() <= longest && word.bytes().all(|b| b.is_ascii_digit());
    if plain { word.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_are_read() {
        for text in [
            "2022-11-03",
            " 2022-11-03 ",
            "3 November 2022",
            "03 november 2022",
            "3 NOV 2022",
            "3 Nov. 2022",
            "3rd November 2022",
            "3rd of November, 2022",
            "Thursday 3 November 2022",
            "Thursday, 3 November 2022",
            "thu 3 Nov 2022",
            "Thurs 3 Nov 2022",
            "Thursday 2022-11-03",
            "3\u{a0}November\u{a0}2022",
            "2022\u{2011}11\u{2011}03",
        ] {
            assert_eq!(parse_date(text).map(|date| date.to_string()), Ok("2022-11-03".to_owned()), "{text}");
        }
        assert_eq!(parse_date("29 February 2024").map(|date| date.to_string()), Ok("2024-02-29".to_owned()));
        assert_eq!(parse_date("1 Sept 2022").map(|date| date.to_string()), Ok("2022-09-01".to_owned()));
    }

    #[test]
    fn dates_that_are_refused_and_what_to_type_instead() {
        for (text, message, remedy) in [
            (
                "03/11/2022",
                "“03/11/2022” can be read in two ways.",
                "Write 3 November 2022 or 11 March 2022, whichever is meant.",
            ),
            (
                "25/12/2022",
                "“25/12/2022” is not written as dates are here: with figures alone, day and month are easily mixed up.",
                "Write 25 December 2022.",
            ),
            (
                "3.11.22",
                "“3.11.22” can be read in two ways.",
                "Write 3 November 2022 or 11 March 2022, whichever is meant.",
            ),
            (
                "11/11/2022",
                "“11/11/2022” is not written as dates are here: with figures alone, day and month are easily mixed up.",
                "Write 11 November 2022.",
            ),
            ("31/31/2022", "“31/31/2022” is no date.", FORMS),
            ("2022/11/03", "“2022/11/03” is not written as dates are here.", "Write 2022-11-03."),
            ("2022-11-3", "“2022-11-3” is not written as dates are here.", "Write 2022-11-03."),
            ("3-Nov-2022", "“3-nov-2022” is not written as dates are here.", "Write 3 November 2022."),
            ("31 June 2022", "There is no 31 June 2022.", "Write a day from 1 to 30: June 2022 has 30 days."),
            ("2022-02-29", "There is no 29 February 2022.", "Write a day from 1 to 28: February 2022 has 28 days."),
            (
                "2022-13-01",
                "There is no month 13: months go from 1 to 12.",
                "Write the year, then the month, then the day, as in 2022-11-03 for 3 November 2022.",
            ),
            ("3 November", "“3 November” has no year.", "Write the year after it, such as 3 November 2022."),
            ("3 November 22", "The year of “3 November 22” is not written in full.", "Write 3 November 2022."),
            (
                "Friday 3 November 2022",
                "3 November 2022 is a Thursday, not a Friday.",
                "Write Thursday 3 November 2022, or mend the date.",
            ),
            (
                "November 3, 2022",
                "“November 3, 2022” is not written as dates are here.",
                "Write the day first: 3 November 2022.",
            ),
            (
                "3 November 2022 or so",
                "There is more than a date in “3 November 2022 or so”.",
                "Write only the date: 3 November 2022.",
            ),
            ("soon", "“soon” is no date.", FORMS),
            ("Thursday", "“Thursday” is no date.", FORMS),
            ("", "There is no date here.", FORMS),
            (
                "0022-11-03",
                "22 is hardly the year that is meant.",
                "Write the year with its four figures, such as 2022.",
            ),
        ] {
            assert_eq!(parse_date(text), Err(Unreadable::new(message, remedy)), "{text}");
        }
    }

    #[test]
    fn moments_are_dates_with_or_without_a_time() {
        for (text, expected) in [
            ("2018-06-04", "Monday 4 June 2018"),
            ("2018-06-04 17:00", "Monday 4 June 2018, 5pm"),
            ("2018-06-04T17:00", "Monday 4 June 2018, 5pm"),
            ("4 June 2018, 5pm", "Monday 4 June 2018, 5pm"),
            ("4 June 2018 5 pm", "Monday 4 June 2018, 5pm"),
            ("Monday 4 June 2018 at 5pm", "Monday 4 June 2018, 5pm"),
            ("Monday 4 June 2018, midday", "Monday 4 June 2018, midday"),
            ("Monday, 4 June 2018 at 9.30 a.m.", "Monday 4 June 2018, 9:30am"),
        ] {
            assert_eq!(parse_moment(text).map(|moment| display_moment(&moment)), Ok(expected.to_owned()), "{text}");
        }
        for (text, remedy) in [
            ("5pm on 4 June 2018", "Write the date first: Monday 4 June 2018, 5pm."),
            ("4 June 2018 at 5", "Write 5am or 5pm, whichever is meant."),
            ("04/06/2018 17:00", "Write 4 June 2018 or 6 April 2018, whichever is meant."),
            ("5pm", FORMS),
        ] {
            assert_eq!(parse_moment(text).map_err(|why| why.remedy), Err(remedy.to_owned()), "{text}");
        }
    }
}
