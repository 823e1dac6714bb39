//! Dates inside sentences: `Thursday 3 November`, `3 and 10 November 2022`, `Friday 2022-11-03`.

use super::tokens::{Token, gap_before};
use crate::model::ids::edition_years;
use crate::model::when::{Date, month_number, weekday_number};
use std::ops::Range;

/// A date in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ProseDate {
    /// The weekday before it, Monday being 1.
    pub weekday: Option<usize>,
    /// The day of the month.
    pub day: i8,
    /// The month, from 1.
    pub month: i8,
    /// The year, which may stand with a later date of the sentence.
    pub year: Option<i16>,
    /// Where it stands in the text, from the weekday on; up to the month's end, or the year's.
    pub range: Range<usize>,
}

impl ProseDate {
    /// The day it means, where it has a year and there is such a day.
    pub fn date(&self) -> Option<Date> {
        Date::new(self.year?, self.month, self.day).ok()
    }

    /// The day of an edition, from September to August, that it probably means; where there is a weekday, one
    /// that fits it.
    pub fn in_edition(&self, edition: &str) -> Option<Date> {
        let (first, last) = edition_years(edition)?;
        let fits = |date: &Date| self.weekday.is_none_or(|day| date.weekday().to_monday_one_offset() as usize == day);
        let year = if self.month >= 9 { first } else { last };
        Date::new(year, self.month, self.day).ok().filter(fits)
    }
}

/// How many words a list of days may have before its month, or a sentence before its year.
const REACH: usize = 16;

/// The dates of a text, whose words are given.
pub(super) fn prose_dates(text: &str, tokens: &[Token]) -> Vec<ProseDate> {
    let reader = Reader { text, tokens };
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        // All begin with a number.
        if !token.text.starts_with(|c: char| c.is_ascii_digit()) {
            at += 1;
            continue;
        }
        let next = reader.iso(at, &mut out).or_else(|| reader.days(at, &mut out));
        at = next.unwrap_or(at + 1);
    }
    out
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Token<'a>],
}

/// A day of a list that shares its month: `3` of `3 and 10 November`.
struct Member {
    weekday: Option<usize>,
    day: i8,
    range: Range<usize>,
}

impl Reader<'_> {
    fn lower(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &token.lower)
    }

    fn gap(&self, at: usize) -> &str {
        gap_before(self.text, self.tokens, at)
    }

    /// Whether a token stands in the same phrase as the one before it.
    fn joined(&self, at: usize) -> bool {
        self.gap(at).chars().all(|c| c.is_whitespace() && c != '\n' || matches!(c, ',' | '-' | '–' | '—' | '/' | '&'))
    }

    /// `2022-11-03`.
    fn iso(&self, at: usize, out: &mut Vec<ProseDate>) -> Option<usize> {
        let number = |at: usize, digits: usize| {
            let word = self.lower(at);
            let fits = word.len() == digits && word.bytes().all(|b| b.is_ascii_digit());
            if fits { word.parse::<i16>().ok() } else { None }
        };
        let (year, month, day) = (number(at, 4)?, number(at + 1, 2)?, number(at + 2, 2)?);
        if self.gap(at + 1) != "-" || self.gap(at + 2) != "-" {
            return None;
        }
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        let (weekday, start) = self.weekday_before(at);
        let end = self.tokens.get(at + 2)?.range.end;
        out.push(ProseDate { weekday, day, month, year: Some(year), range: start..end });
        Some(at + 3)
    }

    /// A day, or several that share a month, and perhaps a year.
    fn days(&self, at: usize, out: &mut Vec<ProseDate>) -> Option<usize> {
        self.day(at)?;
        if self.counts_something(at) {
            // All of `Years 5 and 6` is counted.
            let more =
                (at + 1..).take_while(|at| self.joined(*at) && (self.day(*at).is_some() || self.is_between(*at)));
            return Some(at + 1 + more.take(REACH).count());
        }
        let mut members = Vec::new();
        let mut next = at;
        let month = loop {
            if next > at + REACH || (next > at && !self.joined(next)) {
                return None;
            }
            if let Some(day) = self.day(next) {
                let (weekday, start) = self.weekday_before(next);
                members.push(Member { weekday, day, range: start..self.tokens.get(next)?.range.end });
            } else if let Some(month) = self.month(next) {
                break month;
            } else if !self.is_between(next) {
                return None;
            }
            next += 1;
        };
        let month_end = self.tokens.get(next)?.range.end;
        let year = self.year(next + 1);
        let shared = year.or_else(|| self.later_year(next, month));
        if shared.is_none() && self.every_year(next + 1) {
            return Some(next + 1);
        }
        let end = if year.is_some() { self.tokens.get(next + 1)?.range.end } else { month_end };
        let count = members.len();
        for (i, member) in members.into_iter().enumerate() {
            let range = if i + 1 == count { member.range.start..end } else { member.range };
            out.push(ProseDate { weekday: member.weekday, day: member.day, month, year: shared, range });
        }
        Some(next + 1)
    }

    /// `3`, `03`, `3rd`.
    fn day(&self, at: usize) -> Option<i8> {
        let word = self.lower(at);
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word);
        let day = if digits.len() <= 2 { digits.parse::<i8>().ok()? } else { return None };
        (1..=31).contains(&day).then_some(day)
    }

    /// A month's name. `may` and `march` are verbs unless they have a capital.
    fn month(&self, at: usize) -> Option<i8> {
        let token = self.tokens.get(at)?;
        let month = month_number(&token.lower).and_then(|month| i8::try_from(month).ok())?;
        let capital = token.text.starts_with(char::is_uppercase);
        let telling = token.lower.len() > 4 && token.lower != "march";
        (capital || telling).then_some(month)
    }

    fn year(&self, at: usize) -> Option<i16> {
        let word = self.lower(at);
        let near = self.gap(at).chars().all(|c| c == ' ' || c == ',' || c == '.' || c == '\u{a0}');
        let year = if near && word.len() == 4 { word.parse::<i16>().ok()? } else { return None };
        (1900..=2199).contains(&year).then_some(year)
    }

    /// The weekday before a day, and where the date then begins.
    fn weekday_before(&self, at: usize) -> (Option<usize>, usize) {
        let own = self.tokens.get(at).map_or(0, |token| token.range.start);
        let Some(mut before) = at.checked_sub(1) else { return (None, own) };
        if self.lower(before) == "the" && self.joined(at) {
            let Some(earlier) = before.checked_sub(1) else { return (None, own) };
            before = earlier;
        }
        let joined =
            (before + 1..=at).all(|at| self.gap(at).chars().all(|c| c.is_whitespace() || matches!(c, ',' | '.')));
        match weekday_number(self.lower(before)).filter(|_| joined) {
            Some(weekday) => (Some(weekday), self.tokens.get(before).map_or(own, |token| token.range.start)),
            None => (None, own),
        }
    }

    /// Words that may stand between the days of a list and their month.
    fn is_between(&self, at: usize) -> bool {
        matches!(self.lower(at), "and" | "or" | "to" | "until" | "the" | "of")
            || weekday_number(self.lower(at)).is_some()
    }

    /// Whether a number belongs to the word before it: `Year 5`, `session 3`, `10.30`.
    fn counts_something(&self, at: usize) -> bool {
        const COUNTED: [&str; 23] = [
            "year", "years", "room", "ks", "stage", "stages", "phase", "week", "weeks", "session", "sessions", "group",
            "number", "no", "part", "unit", "step", "level", "cohort", "module", "grade", "page", "key",
        ];
        let gap = self.gap(at);
        let tight =
            at > 0 && !gap.is_empty() && !gap.contains(char::is_whitespace) && !gap.contains(['(', '–', '—', '-', '/']);
        let before = at.checked_sub(1).map_or("", |before| self.lower(before));
        gap.ends_with(['£', '€', '$']) || tight || (gap.chars().all(char::is_whitespace) && COUNTED.contains(&before))
    }

    /// The year of a later date of the same phrase: `3 October to 10 November 2022`.
    fn later_year(&self, month_at: usize, month: i8) -> Option<i16> {
        let mut last_month = None;
        for at in month_at + 1..(month_at + 1 + REACH) {
            if !self.joined(at) {
                return None;
            }
            if let (Some(year), Some(last)) = (self.year(at), last_month) {
                return Some(if month > last { year - 1 } else { year });
            }
            if let Some(month) = self.month(at) {
                last_month = Some(month);
            } else if self.day(at).is_none() && !self.is_between(at) {
                return None;
            }
        }
        None
    }

    fn every_year(&self, at: usize) -> bool {
        matches!((self.lower(at), self.lower(at + 1)), ("each" | "every" | "a", "year"))
            || (self.lower(at) == "of"
                && matches!((self.lower(at + 1), self.lower(at + 2)), ("each" | "every", "year")))
    }
}

#[cfg(test)]
mod tests {
    use super::prose_dates;
    use crate::check::tokens::tokens;

    fn read(text: &str) -> Vec<String> {
        let year = |year: Option<i16>| year.map_or("no year".to_owned(), |year| year.to_string());
        let one = |date: super::ProseDate| {
            let weekday = date.weekday.map_or(String::new(), |day| format!(" weekday {day}"));
            format!("{} = {}/{} {}{weekday}", &text[date.range.clone()], date.day, date.month, year(date.year))
        };
        let tokens: Vec<_> = tokens(text).collect();
        prose_dates(text, &tokens).into_iter().map(one).collect()
    }

    #[test]
    fn dates_are_found_in_sentences() {
        for (text, expected) in [
            ("We meet on Thursday 3 November 2022 at noon.", vec!["Thursday 3 November 2022 = 3/11 2022 weekday 4"]),
            ("Thursday, 3rd of November 2022", vec!["Thursday, 3rd of November 2022 = 3/11 2022 weekday 4"]),
            ("on Thursday the 3rd of November, 2022", vec!["Thursday the 3rd of November, 2022 = 3/11 2022 weekday 4"]),
            ("By 3 Nov. 2022.", vec!["3 Nov. 2022 = 3/11 2022"]),
            ("Friday 2022-11-03", vec!["Friday 2022-11-03 = 3/11 2022 weekday 5"]),
            ("Thursday 3 November, 1pm to 4pm", vec!["Thursday 3 November = 3/11 no year weekday 4"]),
            ("3 november", vec!["3 november = 3/11 no year"]),
            ("3 and 10 November 2022", vec!["3 = 3/11 2022", "10 November 2022 = 10/11 2022"]),
            (
                "Tuesday 3, Wednesday 4 and Thursday 5 May 2022",
                vec![
                    "Tuesday 3 = 3/5 2022 weekday 2",
                    "Wednesday 4 = 4/5 2022 weekday 3",
                    "Thursday 5 May 2022 = 5/5 2022 weekday 4",
                ],
            ),
            ("3 October to 10 November 2022", vec!["3 October = 3/10 2022", "10 November 2022 = 10/11 2022"]),
            ("12 December and 9 January 2023", vec!["12 December = 12/12 2022", "9 January 2023 = 9/1 2023"]),
            ("3–5 May", vec!["3 = 3/5 no year", "5 May = 5/5 no year"]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_date_is_left() {
        for text in [
            "Up to 3 may join",
            "Year 5 March event",
            "In Years 5 and 6 May is busy",
            "between 1 September each year and the summer",
            "£3 March offer",
            "at 10.30 May joins us",
            "November 2022",
            "In November",
            "Session 3. May comes.",
            "40 May blossoms",
            "",
        ] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }
}
