//! `wrong-weekday`: a weekday in prose that doesn't match its date.

use super::leaves::Sort;
use super::prose_dates::prose_dates;
use super::{Input, Writing};
use crate::finding::{Report, Rule};
use crate::model::when::{day_month_year, weekday_name};

pub(super) fn check(input: &Input, writings: &[Writing]) -> Report {
    let mut report = Report::default();
    for writing in writings {
        for passage in writing.passages.iter().filter(|passage| matches!(passage.sort, Sort::Words | Sort::Label)) {
            for found in prose_dates(&passage.text) {
                let Some((date, weekday)) = found.date().zip(found.weekday) else { continue };
                let right = weekday_name(date);
                if date.weekday().to_monday_one_offset() as usize == weekday {
                    continue;
                }
                let written = passage.text.get(found.range.clone()).and_then(|words| words.split([' ', ',']).next());
                report.push(writing.finding(
                    Rule::WrongWeekday,
                    passage.place(input.sources, found.range.clone()),
                    format!("{} is a {right}, not a {}.", day_month_year(date), written.unwrap_or_default()),
                    format!("Write {right} {}, or mend the date.", day_month_year(date)),
                ));
            }
        }
    }
    report
}

#[cfg(test)]
mod tests {
    use crate::check::samples::found_in_words;
    use crate::finding::Rule;

    #[test]
    fn weekdays_are_compared_with_their_dates() {
        let found = found_in_words(
            super::check,
            Rule::WrongWeekday,
            "We meet on Friday 3 November 2022, not Thursday 10 November 2022.",
        );
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].words, "Friday 3 November 2022");
        assert_eq!(found[0].message, "3 November 2022 is a Thursday, not a Friday.");
        assert_eq!(found[0].remedy, "Write Thursday 3 November 2022, or mend the date.");
    }
}
