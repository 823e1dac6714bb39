//! `wrong-weekday`: a weekday in prose that doesn't match its date.

use super::Input;
use super::reading::Reader;
use crate::finding::Rule;
use crate::model::when::{day_month_year, weekday_name};

pub(super) fn reader<'a>(input: &'a Input<'a>) -> Reader<'a> {
    Box::new(move |reading, report| {
        let writing = reading.writing;
        for line in reading.sentences() {
            let passage = line.passage;
            for found in &line.dates {
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
    })
}

#[cfg(test)]
mod tests {
    use crate::check::samples::read_in_words;
    use crate::finding::Rule;

    #[test]
    fn weekdays_are_compared_with_their_dates() {
        let found = read_in_words(
            super::reader,
            Rule::WrongWeekday,
            "We meet on Friday 3 November 2022, not Thursday 10 November 2022.",
        );
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].words, "Friday 3 November 2022");
        assert_eq!(found[0].message, "3 November 2022 is a Thursday, not a Friday.");
        assert_eq!(found[0].remedy, "Write Thursday 3 November 2022, or mend the date.");
    }
}
