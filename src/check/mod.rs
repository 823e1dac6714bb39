//! Checking: what reading and merging can't see, one rule a file.
//!
//! 1. [`published`] gathers every text that would be published, once each: the national ones once for all hubs.
//! 2. Rules that read sentences share what [`reading`] makes out: each text's words, once for all of them.
//! 3. Every other rule looks at the texts as a whole, or at what was merged, and makes its own report.
//! 4. The reports are joined in the order of the rules and texts, so that the result doesn't depend on what ran first.

mod anchors;
mod find;
mod leaves;
mod phrases;
mod prose_dates;
mod published;
mod reading;
mod standing;
mod tokens;

mod accent_contrast;
mod agreed_without_file;
mod broken_link;
mod date_without_year;
mod deadline_after_start;
mod empty_item;
mod heading_order;
mod image_alt;
mod join_link;
mod leftover_prompt;
mod national_text_changed;
mod never_agreed;
mod other_hub;
mod outside_edition;
mod past_deadline;
mod redirect_from_page;
mod redundant_change;
mod session_order;
mod tbc;
mod unknown_edition;
mod unknown_glossary_term;
mod unknown_hub;
mod unknown_phase;
mod unknown_programme;
mod unknown_section;
mod unknown_stage;
mod vague_link_text;
mod wrong_weekday;

use crate::finding::Report;
use crate::model::{merged::Merged, site::Content, standing::Standing, when::Date};
use crate::source::Sources;
use published::Writing;
use rayon::prelude::*;
use reading::MakeReader;

/// What the rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The text as read, to find the place of a word.
    pub sources: &'a Sources,
    /// What was parsed.
    pub content: &'a Content,
    /// What was merged.
    pub merged: &'a Merged,
    /// How hubs' changes stand to the national text.
    pub standings: &'a [Standing],
    /// The theme's colour behind text, `#rrggbb`.
    pub ground: &'a str,
    /// The day for which the site is built.
    pub day: Date,
}

/// A rule: what it has to say of the site, given every text that would be published.
type Check = fn(&Input, &[Writing]) -> Report;

/// Every rule of this room that doesn't read sentences.
const CHECKS: &[Check] = &[
    unknown_programme::check,
    unknown_section::check,
    unknown_edition::check,
    unknown_phase::check,
    unknown_hub::check,
    unknown_stage::check,
    redirect_from_page::check,
    broken_link::check,
    join_link::check,
    tbc::check,
    session_order::check,
    deadline_after_start::check,
    outside_edition::check,
    vague_link_text::check,
    heading_order::check,
    empty_item::check,
    image_alt::check,
    accent_contrast::check,
    national_text_changed::check,
    past_deadline::check,
    redundant_change::check,
    never_agreed::check,
    agreed_without_file::check,
];

/// Every rule that reads sentences.
const READERS: &[MakeReader] = &[
    leftover_prompt::reader,
    wrong_weekday::reader,
    date_without_year::reader,
    other_hub::reader,
    unknown_glossary_term::reader,
];

/// Runs every rule.
pub fn check(input: &Input) -> Report {
    let writings = published::writings(input.content);
    let (looked, read) = rayon::join(
        || CHECKS.par_iter().map(|check| check(input, &writings)).collect::<Vec<Report>>(),
        || reading::read(input, READERS, &writings),
    );
    let mut all = Report::default();
    looked.into_iter().chain(read).for_each(|report| all.extend(report));
    all
}

/// The beginning of a remedy where a name was mistyped; empty where nothing is near.
fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    crate::finding::nearest(name, candidates).map_or(String::new(), |near| format!("Did you mean `{near}`? "))
}

#[cfg(test)]
mod samples;

#[cfg(test)]
mod tests {
    use super::samples::Sample;
    use super::{CHECKS, Input, READERS, reading};
    use crate::finding::{Report, Rule};

    /// Every rule on one sample: the sample's findings are of all rules at once.
    fn all(input: &Input, writings: &[super::Writing]) -> Report {
        let mut report = Report::default();
        CHECKS.iter().for_each(|check| report.extend(check(input, writings)));
        reading::read(input, READERS, writings).into_iter().for_each(|read| report.extend(read));
        report
    }

    #[test]
    fn no_words_make_a_rule_panic_or_mark_half_a_character() {
        let pieces = [
            "Thursday 3 ",
            "November",
            " 2022",
            "31 June 2022 ",
            "é",
            "日本",
            "\u{301}",
            "İ",
            "hub to ",
            "insert ",
            "here",
            "[name of ",
            "]",
            "@beta.example",
            "zoom.us/j/",
            "é1",
            "TRGs",
            "`code`",
            "[here](#é)",
            "(text here",
            "\n",
            "\n\n- ",
            "### ",
            "&amp;",
            "Beta Maths Hub",
            "\u{a0}",
            "hub(s",
            "lorem ipsum",
            "-",
            "0",
            "99999999999999999999",
        ];
        for a in pieces {
            for b in pieces {
                for c in [a, "é ", ". "] {
                    let mut sample = Sample::new();
                    sample.local_words(&format!("{a}{b}{c}"));
                    // Half a character can't be sliced: such a place would read as no words.
                    let found = sample.all_found(all);
                    assert!(found.iter().all(|found| !found.words.is_empty()), "{a:?} {b:?} {c:?}: {found:?}");
                }
            }
        }
    }

    #[test]
    fn a_long_text_full_of_findings_takes_no_long_time() {
        let mut sample = Sample::new();
        let line =
            "- The ABCD meets on Friday 3 November 2022, hub to insert, [here](https://zoom.us/j/1) &amp; 3 May\n";
        sample.local_words(&line.repeat(5000));
        let started = std::time::Instant::now();
        assert!(sample.found(all, Rule::WrongWeekday).len() == 5000);
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}
