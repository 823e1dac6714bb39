//! What is kept of the last run is what a fresh run would make: after random edits, parsing and merging again give
//! the same as parsing and merging anew.

use foldout::finding::Report;
use foldout::pipeline::{Kept, join_again, parse, parse_again};
use foldout::source::{Body, SourceFile, Sources};
use std::collections::BTreeMap;
use std::sync::Arc;

const EDITION: &str = "2022-23";
const HUBS: usize = 6;
const PROGRAMMES: usize = 4;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }
}

fn national(dice: &mut Dice, number: usize) -> String {
    let previous = dice.one(&["", "", "previous: one\n", "previous: two\n"]);
    let every = dice.one(&["", "every_hub: yes\n"]);
    let required = dice.one(&["required: no", "required: no", "default: by agreement", "example: Ms Hall"]);
    let phase = dice.one(&["Primary", "Secondary"]);
    let ways =
        dice.one(&["", "apply: https://a.example/form\n", "sessions:\n  - 2022-11-03 09:30-15:30, the school\n"]);
    format!(
        "---\ntitle: Programme {number}\nphase: {phase}\nsummary: It is {}.\nnumber: {}\n{previous}{every}{ways}placeholders:\n  lead: {{ask: Who leads it?, {required}}}\n---\n\
         What it is.\n\n## Funding {}\n\n{} in your words: [[lead]].\n\n- [[when|When is it?]]\n- an item\n\n## Partners\n\nWith [[hub.name]], [[hub.email]], [[hub.phone]].\n",
        dice.below(9),
        dice.below(3),
        dice.one(&["", "{#money was=funding}", "{.locked}", "{.add}"]),
        dice.one(&["Paid", "Free", "![A picture](picture.png) it is", "See [this](two.md#partners)"]),
    )
}

fn local(dice: &mut Dice) -> String {
    let front = dice.one(&[
        "",
        "offered: no\n",
        "allow: [tbc, unused-answer]\n",
        "answers:\n  lead: Ms Hall\n  when: In May\n",
        "answers:\n  lead: none\n  when: To be confirmed\n",
        "answers:\n  nobody: asks\n",
        "local: yes\ntitle: Our own\nphase: Primary\nsummary: Ours alone.\n",
        "contact: someone@a.example\nsessions:\n  - 2022-12-01 13:00-16:00, online\n",
        "answers: [\n",
    ]);
    let body = dice.one(&[
        "",
        "## Replace: Funding\n\nIt costs nothing.\n",
        "## Add to: Funding\n\nSee [the form](form.docx), says [[hub.name]].\n",
        "## Hide: Partners\n\nWe have none.\n",
        "## New section: Ours {after=funding}\n\nWords with [[lead]].\n",
        "## Answer: when\n\nIn June.\n",
        "## Add to: Nothing\n\nLost.\n",
    ]);
    format!("---\n{front}---\n{body}")
}

fn hub(dice: &mut Dice, number: usize) -> String {
    let name = dice.one(&["Alpha", "Beta", "\u{c9}psilon", "alpha"]);
    let more = dice.one(&[
        "",
        "email: a@hub.example\n",
        "answers:\n  lead: the hub's lead\n",
        "answers:\n  leed: nobody\n",
        "offers:\n  2022-23: all\n",
        "offers:\n  2022-23: [one, two]\nphone: '01223 000000'\n",
        "logo: {src: logo.png, alt: Its sign}\n",
    ]);
    format!("name: {name} {number}\nregion: North\nlead_schools: [A School]\n{more}")
}

fn introduction(dice: &mut Dice, local: bool) -> String {
    match (local, dice.below(3)) {
        (true, 0) => "---\ndates:\n  - {date: 2022-10-03, what: It begins}\n---\n## Add to: The year\n\nOurs.\n".into(),
        (true, 1) => "---\nanswers:\n  where: here\n---\n".into(),
        (true, _) => "## Replace: The year\n\nAll ours.\n".into(),
        (false, 0) => "---\ntitle: A year\n---\n## The year\n\nIt is [[where|Where is it?]].\n".into(),
        (false, 1) => "---\ntitle: A year\ngoals:\n  Primary: More of it.\n---\n## The year\n\nFull.\n".into(),
        (false, _) => "---\ntitle: [\n---\n".into(),
    }
}

/// Every path that may be there, by what stands at it.
fn text(dice: &mut Dice, path: &str) -> String {
    let parts: Vec<&str> = path.split('/').collect();
    let number = path.len() + usize::from(path.as_bytes()[path.len() / 2]) % 3;
    match parts.as_slice() {
        ["content", "site.yaml"] => {
            let permission = dice.one(&["open", "add"]);
            format!("title: Made up\nedition: {EDITION}\nphases: [Primary, Secondary]\nsections: {permission}\n")
        }
        [.., "hub.yaml"] => hub(dice, number),
        [_, "national", _, "edition.md"] => introduction(dice, false),
        [.., "edition.md"] => introduction(dice, true),
        [_, "national", ..] => national(dice, number),
        _ => local(dice),
    }
}

fn paths() -> Vec<String> {
    let names = ["one", "two", "three", "four"];
    let mut paths = vec![
        "content/site.yaml".to_owned(),
        format!("content/national/{EDITION}/edition.md"),
        "content/national/2023-24/one.md".to_owned(),
    ];
    paths.extend(names.iter().take(PROGRAMMES).map(|name| format!("content/national/{EDITION}/{name}.md")));
    for hub in 0..HUBS {
        paths.push(format!("content/hubs/hub-{hub}/hub.yaml"));
        paths.push(format!("content/hubs/hub-{hub}/{EDITION}/edition.md"));
        paths.push(format!("content/hubs/hub-{hub}/{EDITION}/own.md"));
        paths.extend(names.iter().map(|name| format!("content/hubs/hub-{hub}/{EDITION}/{name}.md")));
    }
    paths
}

fn sources(files: &BTreeMap<String, Body>) -> Sources {
    let folders: std::collections::BTreeSet<&str> =
        files.keys().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at]).skip(1)).collect();
    let folders = folders.into_iter().map(str::to_owned).collect();
    let list = files.iter().map(|(path, body)| SourceFile { path: path.as_str().into(), body: body.clone() });
    Sources::new(list.collect(), folders)
}

fn sorted(mut report: Report, sources: &Sources) -> Report {
    report.sort(sources);
    report
}

#[test]
fn what_is_kept_is_what_would_be_made() {
    let mut dice = Dice(11);
    let paths = paths();
    let written = |dice: &mut Dice, path: &str| Body::Text(Arc::from(text(dice, path)));
    let mut files: BTreeMap<String, Body> = paths.iter().map(|path| (path.clone(), written(&mut dice, path))).collect();
    let picture = |byte: u8| Body::Bytes(Arc::from(vec![byte; 8]));
    files.insert(format!("content/national/{EDITION}/picture.png"), picture(0));
    files.insert(format!("content/hubs/hub-1/{EDITION}/form.docx"), picture(1));
    files.insert("content/hubs/hub-1/logo.png".to_owned(), picture(2));
    let mut kept = Kept::default();
    for round in 0..400 {
        for _ in 0..dice.below(3) {
            let path = paths[dice.below(paths.len())].clone();
            let hub_or_local = path.starts_with("content/hubs");
            match dice.below(12) {
                0 if hub_or_local => drop(files.remove(&path)),
                1 if hub_or_local => drop(files.insert(path, Body::Refused("is 3 MB".into()))),
                2 => drop(files.insert("content/hubs/hub-1/logo.png".into(), picture(dice.below(9) as u8))),
                // `site.yaml` counts for everything: it is changed seldom, or nothing would ever be kept.
                _ if path.ends_with("site.yaml") && round % 20 != 0 => {}
                _ => drop(files.insert(path.clone(), written(&mut dice, &path))),
            }
        }
        let sources = sources(&files);
        let again = join_again(parse_again(&sources, &mut kept), None, &mut kept);
        let fresh = join_again(parse(&sources), None, &mut Kept::default());
        assert_eq!(again.content, fresh.content, "round {round}");
        assert_eq!(again.merged, fresh.merged, "round {round}");
        let (again, fresh) = (sorted(again.reports.join(), &sources), sorted(fresh.reports.join(), &sources));
        assert_eq!(again.findings, fresh.findings, "round {round}");
    }
}

#[test]
fn what_a_change_does_not_touch_stays_the_same_value() {
    let mut dice = Dice(5);
    let paths = paths();
    let mut files: BTreeMap<String, Body> =
        paths.iter().map(|path| (path.clone(), Body::Text(Arc::from(text(&mut dice, path))))).collect();
    for hub in 0..HUBS {
        files.insert(
            format!("content/hubs/hub-{hub}/{EDITION}/one.md"),
            Body::Text("---\nanswers:\n  lead: x\n---\n".into()),
        );
    }
    let mut kept = Kept::default();
    let mut merged = |files: &BTreeMap<String, Body>| {
        let sources = sources(files);
        join_again(parse_again(&sources, &mut kept), None, &mut kept).merged
    };
    let before = merged(&files);
    let path = format!("content/hubs/hub-2/{EDITION}/one.md");
    files.insert(path, Body::Text("---\nanswers:\n  lead: y\n---\n".into()));
    let after = merged(&files);
    let others = before.hubs.iter().filter(|hub| after.hubs.iter().any(|other| Arc::ptr_eq(hub, other)));
    assert_eq!(others.count(), HUBS - 1);
    assert!(before.editions.iter().zip(&after.editions).all(|(before, after)| Arc::ptr_eq(before, after)));
}
