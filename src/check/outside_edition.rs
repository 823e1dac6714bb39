//! `outside-edition`: a session outside the year of its file, or the last year of `runs`.

use super::{Input, Writing};
use crate::finding::{Report, Rule};
use crate::model::ids::edition_years;
use crate::model::when::{Date, display_date};

pub(super) fn check(_: &Input, writings: &[Writing]) -> Report {
    let mut report = Report::default();
    for writing in writings {
        let Some((first, last)) = writing.edition.and_then(|edition| edition_years(edition.as_str())) else { continue };
        let runs = writing.practical.runs.and_then(edition_years).map_or(last, |(_, end)| end.max(last));
        let Some((start, end)) = Date::new(first, 9, 1).ok().zip(Date::new(runs, 8, 31).ok()) else { continue };
        for session in writing.practical.groups().flatten() {
            let Some(date) = session.date().filter(|date| *date < start || *date > end) else { continue };
            report.push(writing.finding(
                Rule::OutsideEdition,
                session.span,
                format!("{} is outside the year from 1 September {first} to 31 August {runs}.", display_date(date)),
                remedy(date, start, end),
            ));
        }
    }
    report
}

/// The same day in a year that fits, where there is just one; a mistyped year is the usual cause.
fn remedy(date: Date, start: Date, end: Date) -> String {
    let fitting: Vec<Date> = (start.year()..=end.year())
        .filter_map(|year| Date::new(year, date.month(), date.day()).ok())
        .filter(|date| *date >= start && *date <= end)
        .collect();
    match fitting.as_slice() {
        [one] => format!(
            "If the year is mistyped, write {one}. If the date is right, add this line to the front matter: allow: [outside-edition]"
        ),
        _ => "Mend the date. If it is right, add this line to the front matter: allow: [outside-edition]".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::samples::Sample;
    use crate::finding::Rule;

    #[test]
    fn sessions_are_in_the_year_of_their_file() {
        let mut sample = Sample::new();
        sample.sessions(&["2022-09-01", "2023-08-31", "2021-11-03", "2023-09-01"]);
        let found = sample.found(super::check, Rule::OutsideEdition);
        let words: Vec<&str> = found.iter().map(|found| found.words.as_str()).collect();
        assert_eq!(words, ["2021-11-03", "2023-09-01"]);
        assert_eq!(
            found[0].remedy,
            "If the year is mistyped, write 2022-11-03. If the date is right, add this line to the front matter: allow: [outside-edition]"
        );
        sample.national().runs = Some("2022-24".into());
        assert_eq!(sample.found(super::check, Rule::OutsideEdition).len(), 1);
    }
}
