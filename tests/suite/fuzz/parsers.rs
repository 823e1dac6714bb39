//! Each parser by itself: thousands of changed texts of one kind of file, of which only that file is parsed anew.
//!
//! A text that brings out a finding which none brought out before is kept, and changed further: so the tries wander
//! into every corner that has something to say. A site's texts are the beginning.

use super::{Ground, Row, SOON, changed, cut, ground, keep, longer, panicked};
use foldout::finding::Place;
use foldout::model::{address, ids, when};
use foldout::pipeline::{Kept, parse_again};
use foldout::source::{Body, FileId, Sources};
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How many texts of each kind the ordinary run tries, and how long it does so at most.
const TEXTS: usize = 2_000;
const BOUND: Duration = Duration::from_secs(4);
/// The most texts that are kept to be changed further.
const KEPT: usize = 4_000;
/// The longest text that is changed further.
const LONGEST: usize = 40_000;

/// Front matter that few of the site's own texts have, to be mixed into them.
const RARE: &str = "---
offered: no
local: yes
every_hub: yes
runs: 2018-20
apply:
  - {label: Apply, email: a@b.example, opens: 2022-10-01, closes: 3 November 2022 5pm, needs: A letter}
  - form: form.docx
cohorts:
  - name: North
    mode: online
    places: few
    status: full
    apply: https://a.example/form
    sessions:
      - {date: 2022-11-03, start: '09:30', end: 3.30pm, venue: A school, status: cancelled, note: x}
      - to be confirmed by 2022-10-01
sessions: [to be confirmed]
contact: {name: A, email: a@b.example, phone: 0123}
notice: {text: Closed, until: 2022-12-24}
with: [cambridge]
logo: {src: logo.png, alt: A hub}
accent: '#1d70b8'
offers: {2022-23: all, 2018-19: [readiness]}
accessibility: {contact: a@b.example, reviewed: 2022-01-01}
glossary: {TRG: Teacher research group}
redirects: {old/: index.html}
national_team: {name: A, url: https://a.example, email: a@b.example}
placeholders:
  lead: {ask: Who?, kind: email, required: no, default: none, example: x, hint: y, was: [who, led], next-year: clear}
links: [{label: More, link: https://a.example}]
goals: {Primary: Grow}
stages: {New: First}
dates: [{date: 2022-11-03, what: A day, where: Online}]
allow: [tbc]
---
";

/// Tries changed texts of the files of `kind`, until time or tries are up.
fn try_files(kind: &str, is_its: fn(&str) -> bool) {
    let Ground { sources, .. } = &ground();
    let files: Vec<FileId> = sources.files().filter(|(_, file)| is_its(&file.path)).map(|(id, _)| id).collect();
    let mut texts: Vec<String> = files.iter().map(|id| sources.text(*id).to_owned()).collect();
    assert!(!texts.is_empty(), "the site has no {kind}");
    texts.push(RARE.to_owned());
    let mut changing = sources.clone();
    let mut kept = Kept::default();
    let mut said = HashSet::new();
    let mut row = Row(7);
    let mut tried = 0;
    let began = Instant::now();
    let (bound, most) = longer().map_or((BOUND, TEXTS), |bound| (bound, usize::MAX));
    while tried < most && began.elapsed() < bound {
        let id = files[row.below(files.len())];
        let (one, other) = (&texts[row.below(texts.len())], &texts[row.below(texts.len())]);
        let text = changed(one, other, &mut row);
        changing.put(id, Body::Text(Arc::from(text.as_str())));
        let clock = Instant::now();
        let found = catch_unwind(AssertUnwindSafe(|| said_of(&changing, id, &mut kept)));
        match found.map_err(|panic| panicked(&*panic)) {
            Ok(Ok(found)) if clock.elapsed() < SOON => {
                let new = found.into_iter().filter(|words| said.insert(words.clone())).count() > 0;
                if new && texts.len() < KEPT && text.len() < LONGEST {
                    texts.push(text);
                }
            }
            Ok(Ok(_)) => fail(&changing, id, &format!("it took {:?}", clock.elapsed())),
            Ok(Err(why)) | Err(why) => fail(&changing, id, &why),
        }
        changing.put(id, sources.file(id).body.clone());
        tried += 1;
    }
    println!("{kind}: {tried} texts in {:?}, {} different findings", began.elapsed(), said.len());
    assert!(tried > 20, "a machine that tries {tried} texts in {bound:?} says nothing");
    assert!(said.len() > 5, "only {} different findings: the changes hardly change anything", said.len());
}

fn fail(sources: &Sources, id: FileId, why: &str) -> ! {
    let path = sources.path(id);
    let case = keep(&path.replace(['/', '.'], "-"), path, sources.text(id));
    panic!("{path}: {why}. The text is in {}.", case.display());
}

/// What was found in a file, without what differs from text to text.
fn said_of(sources: &Sources, file: FileId, kept: &mut Kept) -> Result<Vec<String>, String> {
    let parsed = parse_again(sources, kept);
    let mut said = Vec::new();
    for finding in parsed.reports.findings() {
        let Place::Span(span) = finding.place else { continue };
        if sources.text(span.file).get(span.range()).is_none() {
            return Err(format!("{} marks half a character, or what is not there: {span:?}", finding.rule.name()));
        }
        if span.file == file {
            let words = finding.message.split(['\u{201c}', '`']).step_by(2).collect::<String>();
            let words: String = words.chars().filter(|c| !c.is_ascii_digit()).take(60).collect();
            said.push(format!("{} {words}", finding.rule.name()));
        }
    }
    Ok(said)
}

fn stem(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[test]
fn sites() {
    try_files("site.yaml", |path| path == "content/site.yaml");
}

#[test]
fn programmes() {
    let its = |path: &str| path.starts_with("content/national/") && path.ends_with(".md") && stem(path) != "edition.md";
    try_files("programmes", its);
}

#[test]
fn introductions() {
    try_files("introductions", |path| stem(path) == "edition.md");
}

#[test]
fn what_changed() {
    try_files("changes.yaml", |path| stem(path) == "changes.yaml");
}

#[test]
fn hubs() {
    try_files("hub.yaml", |path| stem(path) == "hub.yaml");
}

#[test]
fn local_files() {
    let its = |path: &str| path.starts_with("content/hubs/") && path.ends_with(".md") && stem(path) != "edition.md";
    try_files("local files", its);
}

#[test]
fn what_was_agreed() {
    try_files("agreed.yaml", |path| stem(path) == "agreed.yaml");
}

/// What people write as dates, times, sessions and addresses.
const VALUES: [&str; 16] = [
    "2022-11-03",
    "3 November 2022",
    "Thursday 3rd November 2022, 5pm",
    "03/11/2022",
    "2022-11-03 09:30-15:30, Ridgeway School",
    "Thursday 1 December 2022, 1pm to 4pm, online",
    "2022-11-03T09:30 \u{2013} midday",
    "to be confirmed by 2022-10-01",
    "TBC by 1 October",
    "9.30am",
    "12 noon - midnight",
    "29 February 2023",
    "office@hub.example",
    "Mr. A <office@hub.example>",
    "https://www.hub.example/a?b=[c]",
    "(www.hub.example)",
];

#[test]
fn values() {
    let mut row = Row(11);
    let began = Instant::now();
    let (bound, most) = longer().map_or((BOUND, 10 * TEXTS), |bound| (bound, usize::MAX));
    let mut tried = 0;
    while tried < most && began.elapsed() < bound {
        let (one, other) = (VALUES[row.below(VALUES.len())], VALUES[row.below(VALUES.len())]);
        let mut text = changed(one, other, &mut row);
        text.truncate(cut(&text, &mut row));
        let read = catch_unwind(|| {
            let _ = (when::parse_date(&text), when::parse_moment(&text), when::parse_time(&text));
            let _ = (when::parse_times(&text), when::parse_session_line(&text), when::parse_to_be_confirmed(&text));
            let _ =
                (address::email(&text), address::web(&text), ids::is_edition_name(&text), ids::edition_years(&text));
            let slug = ids::slug(&text);
            assert!(slug.is_empty() || ids::is_id(&slug), "{slug:?} is no id");
        });
        assert!(read.is_ok(), "{text:?} can't be read");
        tried += 1;
    }
    println!("values: {tried} texts in {:?}", began.elapsed());
}
