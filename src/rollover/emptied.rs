//! Emptying the dates and deadlines of a year: their keys stay, so that a person sees what to fill in.

use crate::edit::Original;
use crate::edit::value::{self, Home, Step};
use crate::source::FileId;
use crate::yaml::{self, Plain, front_matter};

/// A file with some of it taken out.
pub struct Emptied {
    /// The file.
    pub original: Original,
    /// What was taken out, in words.
    pub notes: Vec<String>,
    /// What could not be.
    pub trouble: Vec<String>,
}

impl Emptied {
    /// The same, changed further.
    pub fn then(self, change: impl FnOnce(Original) -> Emptied) -> Self {
        let done = change(self.original);
        let together = |mut first: Vec<String>, second: Vec<String>| {
            first.extend(second);
            first
        };
        Self {
            original: done.original,
            notes: together(self.notes, done.notes),
            trouble: together(self.trouble, done.trouble),
        }
    }
}

/// What holds for one year only in a national programme.
pub const PROGRAMME: &[&str] = &["apply", "cohorts", "sessions", "published"];
/// In a year's introduction.
pub const INTRODUCTION: &[&str] = &["apply", "dates"];
/// In a hub's file for a programme.
pub const LOCAL: &[&str] = &["apply", "cohorts", "sessions", "notice", "status", "published"];
/// In a hub's file for a year's introduction.
pub const LOCAL_INTRODUCTION: &[&str] = &["apply", "dates"];

/// Of a way to apply.
const OF_APPLY: &[&str] = &["opens", "closes"];
/// Of a cohort.
const OF_COHORT: &[&str] = &["sessions", "status", "places", "apply"];

/// A step on the way to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Key(String),
    Item(usize),
}

/// The file with what holds for one year only emptied, as far as it stands under `keys` of its front matter.
pub fn emptied(original: Original, keys: &[&str]) -> Emptied {
    let mut done = Emptied { original, notes: Vec::new(), trouble: Vec::new() };
    let Some(front) = plain(&done.original) else { return done };
    for way in below(&front, keys) {
        let steps: Vec<Step> = way
            .iter()
            .map(|part| match part {
                Part::Key(key) => Step::Key(key),
                Part::Item(at) => Step::Item(*at),
            })
            .collect();
        match value::empty(&done.original, Home::FrontMatter, &steps) {
            Ok(new) => {
                done.original = Original::new(new);
                done.notes.push(name(&way));
            }
            Err(error) => done.trouble.push(format!("`{}` is to be emptied by hand: {error}", name(&way))),
        }
    }
    done.notes.dedup();
    done
}

fn plain(original: &Original) -> Option<Plain> {
    let (yaml, start) = front_matter::split(original.text()).ok()?.yaml?;
    Some(yaml::parse(yaml, FileId(0), start).ok()?.plain())
}

/// The ways to all values that are to be emptied below a map.
fn below(map: &Plain, keys: &[&str]) -> Vec<Vec<Part>> {
    let Plain::Map(entries) = map else { return Vec::new() };
    let wanted = entries.iter().filter(|(key, value)| keys.contains(&key.as_str()) && *value != Plain::Null);
    wanted
        .flat_map(|(key, value)| {
            let ways = match key.as_str() {
                "apply" => each(value, OF_APPLY),
                "cohorts" => each(value, OF_COHORT),
                _ => vec![Vec::new()],
            };
            ways.into_iter().map(move |rest| [vec![Part::Key(key.clone())], rest].concat())
        })
        .collect()
}

/// Below a map, or each map of a list.
fn each(value: &Plain, keys: &[&str]) -> Vec<Vec<Part>> {
    match value {
        Plain::Map(_) => below(value, keys),
        Plain::List(items) => {
            let item = |(at, item): (usize, &Plain)| {
                below(item, keys).into_iter().map(move |rest| [vec![Part::Item(at)], rest].concat())
            };
            items.iter().enumerate().flat_map(item).collect()
        }
        Plain::Words(_) | Plain::Null => Vec::new(),
    }
}

/// As people say it: `cohorts sessions`, whichever cohort it is.
fn name(way: &[Part]) -> String {
    let keys: Vec<&str> = way
        .iter()
        .filter_map(|part| match part {
            Part::Key(key) => Some(key.as_str()),
            Part::Item(_) => None,
        })
        .collect();
    keys.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(front: &str) -> (String, Vec<String>) {
        let done = emptied(Original::new(format!("---\n{front}---\n\n## Answer: lead\n\nAlex\n")), LOCAL);
        assert!(done.trouble.is_empty(), "{:?}", done.trouble);
        let raw = done.original.raw().strip_prefix("---\n").and_then(|rest| rest.split_once("---\n")).map(|it| it.0);
        (raw.unwrap_or_default().to_owned(), done.notes)
    }

    #[test]
    fn dates_go_and_words_stay() {
        let (front, notes) = after(
            "# ours\napply:\n  label: Apply now\n  link: https://a.example/form\n  closes: 2022-10-01 # noon\ncohorts:\n  - name: North\n    venue: Oak School\n    sessions:\n      - 2022-11-03 09:30-15:30, Oak School\n      - 2022-12-01\n    status: full\n  - name: South\nstatus: postponed\ncontact: a@b.example\n",
        );
        assert!(!front.contains("2022"), "{front}");
        for kept in
            ["# ours", "label: Apply now", "name: North", "venue: Oak School", "name: South", "contact: a@b.example"]
        {
            assert!(front.contains(kept), "{front}");
        }
        assert_eq!(notes, ["apply closes", "cohorts sessions", "cohorts status", "status"]);
    }

    #[test]
    fn what_is_empty_already_is_left_alone() {
        let front = "apply: https://a.example/form\nsessions:\nanswers:\n  lead: Alex\n";
        assert_eq!(after(front), (front.to_owned(), Vec::new()));
    }
}
