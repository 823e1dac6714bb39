//! `date-without-year`: a date in prose that doesn't say its year.

use super::prose_dates::ProseDate;
use super::reading::Reader;
use super::{Input, Writing};
use crate::finding::Rule;
use crate::model::when::{day_month_year, display_date};

pub(super) fn reader<'a>(input: &'a Input<'a>) -> Reader<'a> {
    Box::new(move |reading, report| {
        let writing = reading.writing;
        for line in reading.sentences() {
            let passage = line.passage;
            for found in line.dates.iter().filter(|date| date.year.is_none()) {
                let written = passage.text.get(found.range.clone()).unwrap_or_default();
                report.push(writing.finding(
                    Rule::DateWithoutYear,
                    passage.place(input.sources, found.range.clone()),
                    format!("“{written}” has no year, so nobody can tell later which one is meant."),
                    remedy(found, written, writing),
                ));
            }
        }
    })
}

fn remedy(found: &ProseDate, written: &str, writing: &Writing) -> String {
    let edition = writing.edition.map_or("", |edition| edition.as_str());
    match found.in_edition(edition) {
        Some(date) if found.weekday.is_some() => format!("Write {}, if that is the day.", display_date(date)),
        Some(date) => format!("Write {}, if that is the day.", day_month_year(date)),
        None => format!("Write the year after it: {written} and then the year in full."),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::samples::read_in_words;
    use crate::finding::Rule;

    #[test]
    fn a_date_says_its_year() {
        let found = read_in_words(
            super::reader,
            Rule::DateWithoutYear,
            "We meet on Thursday 3 November and then on 9 February 2023.",
        );
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].words, "Thursday 3 November");
        assert_eq!(found[0].remedy, "Write Thursday 3 November 2022, if that is the day.");
        let found = read_in_words(super::reader, Rule::DateWithoutYear, "The last day is 14 June.");
        assert_eq!(found[0].remedy, "Write 14 June 2023, if that is the day.");
        assert!(read_in_words(super::reader, Rule::DateWithoutYear, "On `3 November`").is_empty());
    }
}
