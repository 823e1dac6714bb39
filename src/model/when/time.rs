//! Reading times, and ranges of times.

use super::{Time, Unreadable, lower, quoted, write::display_time};

const FORMS: &str = "Write it as 09:30, 9:30am, 9am or midday.";

/// Reads a time: `09:30`, `9:30am`, `9.30am`, `9am`, `midday`.
///
/// # Errors
/// Anything else. `midnight` too: people mean either end of the day by it. And `1:30` to `6:30` without `am`
/// or `pm`, since few mean the small hours by them: `01:30` does.
pub fn parse_time(text: &str) -> Result<Time, Unreadable> {
    let clock = Clock::read(text)?;
    match clock.half {
        Some(half) => clock.in_half(half).ok_or_else(|| clock.beyond(half)),
        None => clock.plain(),
    }
}

/// Reads a range of times, with `-`, a dash or `to` between: `09:30-15:30`, `1pm to 4pm`, `1 to 4pm`.
///
/// # Errors
/// What is no range, and one whose end is not after its start.
pub fn parse_times(text: &str) -> Result<(Time, Time), Unreadable> {
    let plain = lower(text);
    let plain = plain.trim();
    let plain = plain.strip_prefix("from ").unwrap_or(plain);
    let words = plain.contains(' ').then(|| [" to ", " until "].iter().find_map(|mark| plain.split_once(mark)));
    let between = words.flatten().or_else(|| plain.split_once('-'));
    let Some((first, last)) = between else {
        return Err(Unreadable::new(
            format!("{} has no start and end.", quoted(text)),
            "Write both, as in 09:30-15:30 or 1pm to 4pm.",
        ));
    };
    let (start, end) = range(Clock::read(first)?, Clock::read(last)?)?;
    if end > start {
        return Ok((start, end));
    }
    Err(Unreadable::new(
        format!("{} does not come after {}.", display_time(end), display_time(start)),
        "Write the start first and then the end of the same day, as in 09:30-15:30 or 1pm to 4pm.",
    ))
}

/// Both ends of a range. An end without `am` or `pm` takes the other's, or else what makes a range of both:
/// `1 to 4pm` starts in the afternoon, `11 to 1pm` in the morning.
fn range(first: Clock, last: Clock) -> Result<(Time, Time), Unreadable> {
    let read = |clock: &Clock| match clock.half {
        Some(half) => clock.in_half(half).ok_or_else(|| clock.beyond(half)),
        None => clock.plain(),
    };
    match (first.half, last.half) {
        (None, Some(half)) if first.could_take_half() => {
            let end = read(&last)?;
            let start = [half, half.other()].iter().find_map(|half| first.in_half(*half).filter(|start| *start < end));
            start.map(|start| (start, end)).ok_or_else(|| first.beyond(half))
        }
        (Some(half), None) if last.could_take_half() => {
            let start = read(&first)?;
            let end = [half, half.other()].iter().find_map(|half| last.in_half(*half).filter(|end| *end > start));
            end.map(|end| (start, end)).ok_or_else(|| last.beyond(half))
        }
        _ => Ok((read(&first)?, read(&last)?)),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Am,
    Pm,
}

impl Half {
    fn other(self) -> Self {
        match self {
            Half::Am => Half::Pm,
            Half::Pm => Half::Am,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Half::Am => "am",
            Half::Pm => "pm",
        }
    }
}

/// A time as written.
#[derive(Debug)]
struct Clock {
    hour: i8,
    minute: Option<i8>,
    half: Option<Half>,
    /// Whether it can only be of the 24-hour clock: `09:30`, `15:30`, or `midday`.
    of_24: bool,
}

impl Clock {
    fn read(text: &str) -> Result<Self, Unreadable> {
        let mut word = lower(text);
        if word.contains(char::is_whitespace) {
            word = word.split_whitespace().collect();
        }
        match word.as_ref() {
            "midday" | "noon" | "12midday" | "12noon" => {
                return Ok(Self { hour: 12, minute: Some(0), half: None, of_24: true });
            }
            "midnight" | "12midnight" => return Err(midnight()),
            _ => {}
        }
        let (digits, half) = split_half(&word);
        let (hour, minute) = match digits.split_once([':', '.']) {
            Some((hour, minute)) => (hour, Some(minute)),
            None => (digits, None),
        };
        let two = |digits: &str, least: usize| {
            let fits = (least..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
            if fits { digits.parse::<i8>().ok() } else { None }
        };
        let clock = two(hour, 1).zip(minute.map_or(Some(None), |minute| two(minute, 2).map(Some)));
        let Some((number, minute)) = clock else { return Err(no_time(text, digits)) };
        if minute.is_some_and(|minute| minute > 59) {
            return Err(Unreadable::new(format!("{} is no time: minutes go up to 59.", quoted(text)), FORMS));
        }
        if number > 24 || (number == 24 && minute.is_none_or(|minute| minute > 0)) {
            return Err(Unreadable::new(format!("{} is no time: hours go up to 23.", quoted(text)), FORMS));
        }
        if number == 24 {
            return Err(midnight());
        }
        let of_24 = half.is_none() && ((hour.len() == 2 && hour.starts_with('0')) || number > 12);
        Ok(Self { hour: number, minute, half, of_24 })
    }

    fn could_take_half(&self) -> bool {
        !self.of_24
    }

    /// The time without `am` or `pm`.
    fn plain(&self) -> Result<Time, Unreadable> {
        let Some(minute) = self.minute else {
            let remedy = match self.hour {
                1..=12 if !self.of_24 => format!("Write {0}am or {0}pm, whichever is meant.", self.hour),
                _ => format!("Write {:02}:00.", self.hour),
            };
            return Err(Unreadable::new(format!("“{}” alone is no time.", self.hour), remedy));
        };
        if !self.of_24 && (1..=6).contains(&self.hour) {
            let written = format!("{}:{minute:02}", self.hour);
            return Err(Unreadable::new(
                format!("“{written}” may be in the afternoon or in the small hours."),
                format!("Write {written}pm or 0{written}, whichever is meant."),
            ));
        }
        Time::new(self.hour, minute, 0, 0).map_err(|_| Unreadable::new("This is no time.", FORMS))
    }

    /// The time in that half of the day.
    fn in_half(&self, half: Half) -> Option<Time> {
        if !(1..=12).contains(&self.hour) {
            return None;
        }
        let hour = self.hour % 12 + if half == Half::Pm { 12 } else { 0 };
        Time::new(hour, self.minute.unwrap_or(0), 0, 0).ok()
    }

    /// What to say of `13pm`, and of an end that makes no range.
    fn beyond(&self, half: Half) -> Unreadable {
        let minutes = self.minute.map_or(String::new(), |minute| format!(":{minute:02}"));
        if (1..=12).contains(&self.hour) {
            return Unreadable::new(
                format!("“{}{minutes}” makes no range with the other time.", self.hour),
                "Write am or pm after both times, as in 9am to 1pm.",
            );
        }
        let time = Time::new(self.hour, self.minute.unwrap_or(0), 0, 0).ok().map(display_time);
        Unreadable::new(
            format!("“{}{minutes}{}” is no time.", self.hour, half.name()),
            time.map_or(FORMS.to_owned(), |time| format!("Write {time}, if that is meant.")),
        )
    }
}

fn split_half(word: &str) -> (&str, Option<Half>) {
    let endings = [
        ("a.m.", Half::Am),
        ("p.m.", Half::Pm),
        ("a.m", Half::Am),
        ("p.m", Half::Pm),
        ("am", Half::Am),
        ("pm", Half::Pm),
    ];
    if !word.ends_with(['m', '.']) {
        return (word, None);
    }
    endings
        .iter()
        .find_map(|(ending, half)| word.strip_suffix(ending).map(|digits| (digits, Some(*half))))
        .unwrap_or((word, None))
}

fn midnight() -> Unreadable {
    Unreadable::new(
        "Midnight may mean the start or the end of a day.",
        "Write 11:59pm for the end of the day, or 00:00 for its start.",
    )
}

/// What to say of what is no time, with what it may mean: `0930`, `17:00:00`.
fn no_time(text: &str, digits: &str) -> Unreadable {
    let message = match text.trim() {
        "" => "There is no time here.".to_owned(),
        _ => format!("{} is no time.", quoted(text)),
    };
    let figures: String = digits.chars().filter(char::is_ascii_digit).collect();
    let only_figures = digits.chars().all(|c| c.is_ascii_digit() || c == ':' || c == '.');
    let clock = if only_figures && figures.len() >= 4 { figures.get(..2).zip(figures.get(2..4)) } else { None };
    let meant = clock.filter(|(hour, minute)| *hour < "24" && *minute < "60");
    Unreadable::new(message, meant.map_or(FORMS.to_owned(), |(hour, minute)| format!("Write {hour}:{minute}.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_that_are_read() {
        for (text, expected) in [
            ("09:30", "09:30:00"),
            ("9:30", "09:30:00"),
            ("9:30am", "09:30:00"),
            ("9.30am", "09:30:00"),
            ("9.30 AM", "09:30:00"),
            ("9.30 p.m.", "21:30:00"),
            ("9am", "09:00:00"),
            ("9 am", "09:00:00"),
            ("12pm", "12:00:00"),
            ("12am", "00:00:00"),
            ("12:30am", "00:30:00"),
            ("midday", "12:00:00"),
            ("Noon", "12:00:00"),
            ("12 noon", "12:00:00"),
            ("00:00", "00:00:00"),
            ("01:30", "01:30:00"),
            ("15:30", "15:30:00"),
            ("15.30", "15:30:00"),
        ] {
            assert_eq!(parse_time(text).map(|time| time.to_string()), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn times_that_are_refused_and_what_to_type_instead() {
        for (text, message, remedy) in [
            ("25:00", "“25:00” is no time: hours go up to 23.", FORMS),
            ("9:60", "“9:60” is no time: minutes go up to 59.", FORMS),
            ("5", "“5” alone is no time.", "Write 5am or 5pm, whichever is meant."),
            ("17", "“17” alone is no time.", "Write 17:00."),
            (
                "1:30",
                "“1:30” may be in the afternoon or in the small hours.",
                "Write 1:30pm or 01:30, whichever is meant.",
            ),
            ("13pm", "“13pm” is no time.", "Write 1pm, if that is meant."),
            ("0930", "“0930” is no time.", "Write 09:30."),
            ("17:00:00", "“17:00:00” is no time.", "Write 17:00."),
            ("9:3", "“9:3” is no time.", FORMS),
            (
                "midnight",
                "Midnight may mean the start or the end of a day.",
                "Write 11:59pm for the end of the day, or 00:00 for its start.",
            ),
            (
                "24:00",
                "Midnight may mean the start or the end of a day.",
                "Write 11:59pm for the end of the day, or 00:00 for its start.",
            ),
            ("after lunch", "“after lunch” is no time.", FORMS),
            ("", "There is no time here.", FORMS),
        ] {
            assert_eq!(parse_time(text), Err(Unreadable::new(message, remedy)), "{text}");
        }
    }

    #[test]
    fn ranges_that_are_read() {
        for (text, start, end) in [
            ("09:30-15:30", "9:30am", "3:30pm"),
            ("09:30 - 15:30", "9:30am", "3:30pm"),
            ("09:30\u{2013}15:30", "9:30am", "3:30pm"),
            ("9:30am \u{2014} 3:30pm", "9:30am", "3:30pm"),
            ("1pm to 4pm", "1pm", "4pm"),
            ("from 1pm until 4pm", "1pm", "4pm"),
            ("1 to 4pm", "1pm", "4pm"),
            ("1.30-4pm", "1:30pm", "4pm"),
            ("11 to 1pm", "11am", "1pm"),
            ("9:30-3pm", "9:30am", "3pm"),
            ("9-12pm", "9am", "midday"),
            ("9am-12", "9am", "midday"),
            ("10am to 3", "10am", "3pm"),
            ("9am to midday", "9am", "midday"),
            ("09:30 to 3pm", "9:30am", "3pm"),
        ] {
            let read = parse_times(text).map(|(start, end)| (display_time(start), display_time(end)));
            assert_eq!(read, Ok((start.to_owned(), end.to_owned())), "{text}");
        }
    }

    #[test]
    fn ranges_that_are_refused() {
        for (text, message) in [
            ("15:30-09:30", "9:30am does not come after 3:30pm."),
            ("1pm to 1pm", "1pm does not come after 1pm."),
            ("9 to 5", "“9” alone is no time."),
            ("9:30-3:30", "“3:30” may be in the afternoon or in the small hours."),
            ("09:30", "“09:30” has no start and end."),
            ("10pm to 9pm", "9pm does not come after 10pm."),
            ("4 to 1am", "“4” makes no range with the other time."),
        ] {
            assert_eq!(parse_times(text).map_err(|why| why.message), Err(message.to_owned()), "{text}");
        }
    }
}
