//! Reading a session's line, and words that say that something is still to be confirmed.

use super::date::{day_month_year, take_date};
use super::{DASHES, Date, Time, Unreadable, Word, lower, parse_time, parse_times, plain_word, quoted, words};
use crate::model::practical::SessionDay;

/// A session on one line: `2022-11-03 09:30-15:30, Ridgeway School`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    /// When.
    pub day: SessionDay,
    /// From.
    pub start: Option<Time>,
    /// To.
    pub end: Option<Time>,
    /// Where, as written.
    pub venue: Option<String>,
    /// Whether it is online.
    pub online: bool,
}

/// Reads a session's line: the day or `to be confirmed`, then perhaps a time or a range, then perhaps the venue,
/// which may hold commas; the part `online` says that it is that.
///
/// # Errors
/// A day or time that can't be read. Words after the day that don't begin like a time are the venue.
pub fn parse_session_line(text: &str) -> Result<SessionLine, Unreadable> {
    let words = words(text);
    let (day, end) = day(&words, text)?;
    let rest = text.get(end..).unwrap_or("");
    let (times, rest) = match day {
        SessionDay::On(_) => times(rest)?,
        SessionDay::ToBeConfirmed(_) => (None, rest),
    };
    let (venue, online) = venue(rest)?;
    let (start, end) = times.map_or((None, None), |(start, end)| (Some(start), end));
    Ok(SessionLine { day, start, end, venue, online })
}

/// Reads `To be confirmed by 1 October 2022`, `TBC by …`, a bare `To be confirmed` or `TBC`; `None` for any
/// other text. A few words after `by` that are no date are an error: they were meant as one.
pub fn parse_to_be_confirmed(text: &str) -> Option<Result<Option<Date>, Unreadable>> {
    const SHORT: usize = 6;
    // Most texts that are asked are long answers, which begin otherwise.
    let first = text.split(|c: char| c == ',' || c.is_whitespace()).find(|word| !word.is_empty())?;
    if !["to", "tbc", "t.b.c"].contains(&plain_word(first).as_ref()) {
        return None;
    }
    let words = words(text);
    let (day, used) = match to_be_confirmed(&words)? {
        Ok(found) => found,
        Err(why) => return (words.len() <= SHORT + 4).then_some(Err(why)),
    };
    (used == words.len()).then_some(Ok(day))
}

/// `to be confirmed` at the start of `words`: until when, and how many words say so. `None` for other words.
fn to_be_confirmed(words: &[Word]) -> Option<Result<(Option<Date>, usize), Unreadable>> {
    let is = |at: usize, text: &str| words.get(at).is_some_and(|word| word.text == text);
    let used = if is(0, "tbc") || is(0, "t.b.c") {
        1
    } else if is(0, "to") && is(1, "be") && is(2, "confirmed") {
        3
    } else {
        return None;
    };
    if !is(used, "by") {
        return Some(Ok((None, used)));
    }
    let rest = words.get(used + 1..).unwrap_or_default();
    let shown: Vec<&str> = rest.iter().map(|word| word.text.as_ref()).collect();
    Some(take_date(rest, &shown.join(" ")).map(|(date, taken)| (Some(date), used + 1 + taken)))
}

fn day(words: &[Word], text: &str) -> Result<(SessionDay, usize), Unreadable> {
    let (day, used) = match to_be_confirmed(words) {
        Some(found) => found.map(|(by, used)| (SessionDay::ToBeConfirmed(by), used))?,
        None => take_date(words, text).map(|(date, used)| (SessionDay::On(date), used))?,
    };
    Ok((day, used.checked_sub(1).and_then(|last| words.get(last)).map_or(0, |word| word.end)))
}

/// A start and perhaps an end.
type Times = (Time, Option<Time>);

/// The time or range with which `rest` begins, and what follows it.
fn times(rest: &str) -> Result<(Option<Times>, &str), Unreadable> {
    let rest = rest.trim_start_matches(|c: char| c == ',' || c == '-' || DASHES.contains(&c) || c.is_whitespace());
    let rest = strip_word(strip_word(after_t(rest), "at"), "from");
    let part = rest.split(',').next().unwrap_or("");
    let ends = words(part).into_iter().map(|word| word.end).take(8).collect::<Vec<_>>();
    let found = ends.iter().rev().find_map(|end| {
        let start = part.get(..*end)?;
        let times = parse_times(start).map(|(start, end)| (start, Some(end)));
        times.or_else(|_| parse_time(start).map(|start| (start, None))).ok().map(|times| (times, *end))
    });
    match found {
        Some((times, end)) if times.1.is_some() || !goes_on(part.get(end..).unwrap_or("")) => {
            Ok((Some(times), rest.get(end..).unwrap_or("")))
        }
        None if !like_a_time(part) => Ok((None, rest)),
        _ => Err(unreadable_times(part)),
    }
}

fn unreadable_times(part: &str) -> Unreadable {
    let plain = lower(part);
    let of_range = plain.contains('-') || plain.contains(" to ") || plain.contains(" until ");
    let why = if of_range { parse_times(part).err() } else { parse_time(part).err() };
    why.unwrap_or_else(|| {
        Unreadable::new(format!("{} is no time.", quoted(part)), "Write it as 09:30-15:30 or 1pm to 4pm.")
    })
}

/// What follows the `T` of `2022-11-03T09:30`.
fn after_t(rest: &str) -> &str {
    rest.strip_prefix(['T', 't']).filter(|clock| clock.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(rest)
}

/// Whether a range seems to go on: `9am` of `9am to 25pm` is not all of it.
fn goes_on(after: &str) -> bool {
    words(after).first().is_some_and(|word| matches!(word.text.as_ref(), "to" | "until") || word.text.starts_with('-'))
}

/// Whether words look meant as a time, rather than as a venue such as `10 Station Road`.
fn like_a_time(part: &str) -> bool {
    let Some(first) = words(part).into_iter().next().map(|word| word.text) else { return false };
    let figures = first.starts_with(|c: char| c.is_ascii_digit());
    let all_figures = part.chars().all(|c| !c.is_alphabetic());
    first == "midnight"
        || (figures && (all_figures || first.contains(':') || first.ends_with("am") || first.ends_with("pm")))
}

/// The venue, and whether `online` is said.
fn venue(rest: &str) -> Result<(Option<String>, bool), Unreadable> {
    let mut online = false;
    let mut venue = Vec::new();
    for part in rest.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let plain = part.to_lowercase();
        if matches!(plain.as_str(), "cancelled" | "canceled" | "postponed" | "full") {
            return Err(Unreadable::new(
                format!("A session that is {plain} can't be written on one line."),
                format!(
                    "Write it on lines of its own, as in \"- date: 2022-11-03\" with \"status: {plain}\" below the date."
                ),
            ));
        }
        online |= plain.split(|c: char| !c.is_alphanumeric()).next() == Some("online");
        if plain != "online" {
            venue.push(part);
        }
    }
    let venue = venue.join(", ");
    let venue = strip_word(venue.trim_start_matches(['-', '–', '—', ' ']), "at").trim();
    Ok(((!venue.is_empty()).then(|| venue.to_owned()), online))
}

fn strip_word<'a>(text: &'a str, word: &str) -> &'a str {
    match text.get(..word.len()).zip(text.get(word.len()..)) {
        Some((first, rest)) if first.eq_ignore_ascii_case(word) && rest.starts_with(' ') => rest.trim_start(),
        _ => text,
    }
}

impl std::fmt::Display for SessionLine {
    /// The line in the form that can be read again.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.day {
            SessionDay::On(date) => write!(f, "{date}")?,
            SessionDay::ToBeConfirmed(None) => f.write_str("to be confirmed")?,
            SessionDay::ToBeConfirmed(Some(by)) => write!(f, "to be confirmed by {}", day_month_year(by))?,
        }
        if let Some(start) = self.start {
            write!(f, " {:02}:{:02}", start.hour(), start.minute())?;
        }
        if let Some(end) = self.end {
            write!(f, "-{:02}:{:02}", end.hour(), end.minute())?;
        }
        if let Some(venue) = &self.venue {
            write!(f, ", {venue}")?;
        }
        if self.online { f.write_str(", online") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_read() {
        for (text, expected) in [
            ("2022-11-03 09:30-15:30, Ridgeway School", "2022-11-03 09:30-15:30, Ridgeway School"),
            ("Thursday 1 December 2022, 1pm to 4pm, online", "2022-12-01 13:00-16:00, online"),
            ("Thursday, 1 December 2022, 1pm to 4pm, Online", "2022-12-01 13:00-16:00, online"),
            (
                "1 December 2022 at 9.30am, The Hall, 2 High Street, Ely",
                "2022-12-01 09:30, The Hall, 2 High Street, Ely",
            ),
            ("2022-11-03", "2022-11-03"),
            ("2022-11-03T09:30", "2022-11-03 09:30"),
            ("2022-11-03, Ridgeway School", "2022-11-03, Ridgeway School"),
            ("2022-11-03, 10 Station Road, Ely", "2022-11-03, 10 Station Road, Ely"),
            ("2022-11-03 1 to 4pm Ridgeway School", "2022-11-03 13:00-16:00, Ridgeway School"),
            ("2022-11-03 – 1pm – 4pm – Ridgeway School", "2022-11-03 13:00-16:00, Ridgeway School"),
            ("2022-11-03 1pm at Ridgeway School", "2022-11-03 13:00, Ridgeway School"),
            ("2022-11-03 1pm online", "2022-11-03 13:00, online"),
            ("3 November 2022, 1pm-4pm, online (by Teams)", "2022-11-03 13:00-16:00, online (by Teams), online"),
            ("to be confirmed", "to be confirmed"),
            ("To be confirmed.", "to be confirmed"),
            ("TBC", "to be confirmed"),
            ("to be confirmed by 2022-10-01", "to be confirmed by 1 October 2022"),
            ("TBC by 1 October 2022", "to be confirmed by 1 October 2022"),
            ("TBC by 1 October 2022, Ridgeway School", "to be confirmed by 1 October 2022, Ridgeway School"),
            ("TBC, online", "to be confirmed, online"),
        ] {
            let read = parse_session_line(text);
            assert_eq!(read.as_ref().map(ToString::to_string), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn lines_that_are_refused() {
        for (text, remedy) in [
            ("03/11/2022 1pm", "Write 3 November 2022 or 11 March 2022, whichever is meant."),
            ("2022-11-03 25:00-26:00", "Write it as 09:30, 9:30am, 9am or midday."),
            ("2022-11-03 9am to 25pm, Hall", "Write it as 09:30, 9:30am, 9am or midday."),
            ("2022-11-03 9-5, Hall", "Write 9am or 9pm, whichever is meant."),
            (
                "2022-11-03 4pm to 1pm",
                "Write the start first and then the end of the same day, as in 09:30-15:30 or 1pm to 4pm.",
            ),
            ("TBC by autumn", "Write it as 2022-11-03 or as 3 November 2022."),
            ("Ridgeway School", "Write it as 2022-11-03 or as 3 November 2022."),
            ("3 November, 1pm", "Write the year after it, such as 3 November 2022."),
            (
                "2022-11-03, Cancelled",
                "Write it on lines of its own, as in \"- date: 2022-11-03\" with \"status: cancelled\" below the date.",
            ),
        ] {
            assert_eq!(parse_session_line(text).map_err(|why| why.remedy), Err(remedy.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_says_that_it_is_to_be_confirmed() {
        let october = Date::constant(2022, 10, 1);
        for text in ["To be confirmed by 1 October 2022", "TBC by 2022-10-01.", "tbc by Saturday 1 October 2022"] {
            assert_eq!(parse_to_be_confirmed(text), Some(Ok(Some(october))), "{text}");
        }
        for text in ["To be confirmed", "to be\nconfirmed.", "TBC", "tbc.", " T.B.C. "] {
            assert_eq!(parse_to_be_confirmed(text), Some(Ok(None)), "{text}");
        }
        for text in ["", "We will confirm it", "To be confirmed with your school", "TBC\n\nMeet at the gate.", "to be"]
        {
            assert_eq!(parse_to_be_confirmed(text), None, "{text}");
        }
        for text in ["TBC by autumn", "To be confirmed by 3 November", "To be confirmed by"] {
            assert!(matches!(parse_to_be_confirmed(text), Some(Err(_))), "{text}");
        }
        let sentence = "To be confirmed by your school once the group has met and has chosen its lead";
        assert_eq!(parse_to_be_confirmed(sentence), None);
    }
}
