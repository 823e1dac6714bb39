//! Lines of prose that speak of a date or a year, which only a person can bring up to date.

use super::Look;
use crate::model::when::month_number;
use crate::yaml::front_matter;

/// Every such line of a file, in its text and in the words of its front matter.
pub fn dates(path: &str, text: &str) -> Vec<Look> {
    let body = front_matter::split(text).map_or(0, |front| front.body);
    let mut at = 0;
    let mut found = Vec::new();
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let in_front = at < body;
        at += line.len();
        let of_year = in_front && (line.starts_with("code:") || line.starts_with("runs:"));
        let comment = in_front && line.trim_start().starts_with('#');
        if !comment && (of_year || speaks_of_a_date(line)) {
            found.push(Look { path: path.to_owned(), line: number + 1, words: line.trim().to_owned() });
        }
    }
    found
}

/// Whether a line names a year, or a day of a month.
fn speaks_of_a_date(line: &str) -> bool {
    let tokens: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()).collect();
    let number = |token: &str| {
        let bare = ["st", "nd", "rd", "th"].iter().find_map(|end| token.strip_suffix(end)).unwrap_or(token);
        bare.len() <= 4 && bare.bytes().all(|b| b.is_ascii_digit()) && !bare.is_empty()
    };
    let year = |token: &&str| {
        token.len() == 4
            && (token.starts_with("19") || token.starts_with("20"))
            && token.bytes().all(|b| b.is_ascii_digit())
    };
    let month = |token: &str| month_number(token).is_some();
    tokens.iter().any(year)
        || tokens.windows(2).any(|pair| matches!(pair, [a, b] if number(a) && month(b) || month(a) && number(b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_years_are_seen_and_other_numbers_are_not() {
        for yes in ["on 3 November", "by June 12th", "in 2022-23", "2022-11-03", "since 1998"] {
            assert!(speaks_of_a_date(yes), "{yes}");
        }
        for no in ["20 schools may come", "Year 5 to 8", "March on", "Call 01223 456789", "TRG 12"] {
            assert!(!speaks_of_a_date(no), "{no}");
        }
    }
}
