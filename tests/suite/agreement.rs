//! What was agreed, and how it is kept.

use crate::site::Site;
use foldout::finding::{Level, Place, Rule};
use foldout::model::agreement::{Agreed, Fingerprint, NoteLevel};
use foldout::model::standing::Standing;
use foldout::model::when::parse_date;
use foldout::source::{Body, SourceFile, Sources};
use foldout::{load, pipeline};

const SITE: &str = "title: T\nedition: 2022-23\nphases: [P]\nbase_url: https://example.org/\n";
const PROGRAMME: &str = "---\ntitle: T\nphase: P\nsummary: S.\n---\nThe intro.\n\n<!-- for us -->\n\n## Funding\n\n<!-- since 2019 -->\nIt is free.\n\n- For [[whom]]\n\n## Expectations {#expect}\nMuch.\n";

fn sources(files: &[(&str, &str)]) -> Sources {
    let file = |(path, text): &(&str, &str)| SourceFile { path: (*path).into(), body: Body::Text((*text).into()) };
    let folders = ["content", "content/national", "content/national/2022-23", "content/hubs", "content/hubs/alpha"];
    let folders = folders.iter().chain(&["content/hubs/alpha/2022-23"]).map(|folder| (*folder).to_owned()).collect();
    Sources::new(files.iter().map(file).collect(), folders)
}

fn entry(section: &str, text: &str) -> String {
    let print = Fingerprint::of(text);
    let text = text.replace('\n', "\n      ");
    format!("  {section}:\n    day: 2022-11-22\n    fingerprint: {print}\n    text: |\n      {text}\n")
}

/// What an `agreed.yaml` becomes, and what is said of it.
fn agreed(text: &str) -> (Agreed, Vec<String>) {
    let sources = sources(&[
        ("content/site.yaml", SITE),
        ("content/national/2022-23/example.md", PROGRAMME),
        ("content/hubs/alpha/hub.yaml", "name: A\nregion: R\nlead_schools: S\n"),
        ("content/hubs/alpha/2022-23/agreed.yaml", text),
    ]);
    let (content, report) = load::parse(&sources);
    let agreed = content.hubs["alpha"].editions["2022-23"].agreed.clone().unwrap();
    assert!(report.findings.iter().all(|finding| finding.level != Level::Error), "{:?}", report.findings);
    (Agreed::clone(&agreed), report.findings.into_iter().map(|finding| finding.message).collect())
}

fn sections(agreed: &Agreed) -> Vec<&str> {
    agreed.entries.iter().map(|entry| entry.section.as_str()).collect()
}

#[test]
fn a_sections_text_is_what_is_written_below_its_heading_without_comments() {
    let sources = sources(&[("content/site.yaml", SITE), ("content/national/2022-23/example.md", PROGRAMME)]);
    let (content, _) = load::parse(&sources);
    let programme = &content.editions["2022-23"].programmes["example"];
    let texts: Vec<&str> = programme.text.sections.iter().map(|section| &*section.text).collect();
    assert_eq!(texts, ["The intro.", "It is free.\n\n- For [[whom]]", "Much."]);
    let bodies: Vec<&str> = programme.text.sections.iter().map(|section| sources.slice(section.body)).collect();
    let funding = "\n<!-- since 2019 -->\nIt is free.\n\n- For [[whom]]\n\n";
    assert_eq!(bodies, ["The intro.\n\n<!-- for us -->\n\n", funding, "Much.\n"]);
}

#[test]
fn what_was_agreed_is_read_as_it_was_written() {
    let text =
        format!("# A note.\nedition:\n{}example:\n{}", entry("intro", "Hello."), entry("funding", "A [[b]]:\n\n  # c"));
    let (agreed, said) = agreed(&text);
    assert!(said.is_empty(), "{said:?}");
    assert!(agreed.sound && sections(&agreed) == ["intro", "funding"]);
    assert_eq!(agreed.entries[0].programme, None);
    assert_eq!(&*agreed.entries[1].text, "A [[b]]:\n\n  # c");
}

#[test]
fn an_entry_that_was_edited_by_hand_does_not_count() {
    let text = format!("example:\n{}{}", entry("expect", "Much."), entry("funding", "Free.").replace("Free", "Dear"));
    let (agreed, said) = agreed(&text);
    assert_eq!(sections(&agreed), ["expect"]);
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("edited by hand"), "{said:?}");
}

#[test]
fn of_a_file_that_ends_anywhere_what_is_whole_counts_and_no_page_is_withheld() {
    let text = format!("example:\n{}{}", entry("expect", "Much."), entry("funding", "It is\n\nfree."));
    let whole = text.find("  funding").unwrap();
    for end in 0..text.len() {
        let (agreed, _) = agreed(&text[..end]);
        let expected: &[&str] = if end >= text.len() - 1 {
            &["expect", "funding"]
        } else if end >= whole - 1 {
            &["expect"]
        } else {
            &[]
        };
        assert_eq!(sections(&agreed), expected, "{:?}", &text[..end]);
    }
}

#[test]
fn in_an_unfinished_merge_all_entries_count_but_those_between_the_marks() {
    let (one, two) = (entry("funding", "Free."), entry("funding", "Free of charge."));
    let text = format!(
        "example:\n{}<<<<<<< HEAD\n{one}=======\n{two}>>>>>>> theirs\nedition:\n{}",
        entry("expect", "Much."),
        entry("intro", "Hello.")
    );
    let (found, said) = agreed(&text);
    assert!(!found.sound);
    assert_eq!(sections(&found), ["expect", "intro"]);
    assert!(said.len() == 1 && said[0].contains("nobody has chosen"), "{said:?}");
    let (found, said) = agreed(&format!("example:\n{one}{}{two}", entry("expect", "Much.")));
    assert_eq!(sections(&found), ["expect"], "of two records it can't be told which holds");
    assert_eq!(said.len(), 1, "{said:?}");
}

#[test]
fn notes_on_changes_are_a_list() {
    let notes = "- programme: example\n  section: Funding\n  day: 3 November 2022\n  what: It costs money now.\n  level: action\n  due: 2022-12-01\n- programme: edition\n  day: 2022-11-04\n  what: A typo.\n";
    let sources = sources(&[
        ("content/site.yaml", SITE),
        ("content/national/2022-23/example.md", PROGRAMME),
        ("content/national/2022-23/changes.yaml", notes),
    ]);
    let (content, report) = load::parse(&sources);
    assert!(report.findings.iter().all(|finding| finding.rule.name() == "bad-value"), "{:?}", report.findings);
    let changes = &content.editions["2022-23"].changes;
    assert_eq!(changes.len(), 2);
    assert_eq!(changes[0].level, NoteLevel::Action);
    assert!(changes[0].due.is_some() && changes[0].programme.is_some());
    assert!(changes[1].programme.is_none() && changes[1].section.is_none());
}

// What is agreed to, by the command.

const LOCAL: &str = "## Replace: Funding\n\nPlaces cost nothing.\n\n## Add to: Expectations\n\nMore.\n";
const FILE: &str = "content/hubs/alpha/2022-23/agreed.yaml";

fn site() -> Site {
    let site = Site::empty();
    site.write("content/site.yaml", SITE);
    site.write("content/national/2022-23/example.md", PROGRAMME);
    site.write("content/hubs/alpha/hub.yaml", "name: Alpha\nregion: R\nlead_schools: S\n");
    site.write("content/hubs/alpha/2022-23/example.md", LOCAL);
    site
}

fn agree(site: &Site, target: &str) -> crate::site::Outcome {
    site.run(&["agree", target, "--as-of", "2022-09-01"])
}

fn read(site: &Site, path: &str) -> String {
    std::fs::read_to_string(site.path(path)).unwrap()
}

#[test]
fn agreeing_records_the_national_text_and_touches_nothing_else() {
    let site = site();
    let before = site.tree("content");
    let outcome = agree(&site, "alpha/example#funding");
    assert_eq!(outcome.status, 0, "{}", outcome.err);
    assert_eq!(
        outcome.out,
        "Recorded in content/hubs/alpha/2022-23/agreed.yaml, for Thursday 1 September 2022:\n  alpha/example#funding: for the first time\n"
    );
    let print = Fingerprint::of("It is free.\n\n- For [[whom]]");
    let entry = format!(
        "example:\n  funding:\n    day: 2022-09-01\n    fingerprint: {print}\n    text: |\n      It is free.\n\n      - For [[whom]]\n"
    );
    let recorded = read(&site, FILE);
    assert!(recorded.starts_with("# Written by") && recorded.ends_with(&entry), "{recorded}");
    let mut after = site.tree("content");
    after.retain(|path, _| !path.ends_with("agreed.yaml"));
    assert_eq!(after, before);
}

#[test]
fn agreeing_again_changes_nothing_until_the_text_does() {
    let site = site();
    agree(&site, "alpha");
    let first = read(&site, FILE);
    let again = site.run(&["agree", "alpha", "--as-of", "2022-10-01"]);
    assert_eq!((again.status, again.out.as_str()), (0, "2 changes of alpha were agreed with this text before.\n"));
    assert_eq!(read(&site, FILE), first);
    site.change("content/national/2022-23/example.md", "It is free.", "It costs £20.");
    let third = site.run(&["agree", "alpha", "--as-of", "2022-10-01"]);
    assert!(third.out.contains("alpha/example#funding: the text as it is now, which has changed since Thursday 1 September 2022\n1 change of alpha was agreed with this text before."), "{}", third.out);
    assert!(read(&site, FILE).contains("day: 2022-10-01") && read(&site, FILE).contains("It costs £20."));
}

#[test]
fn other_entries_stay_byte_for_byte_with_their_line_ends_and_comments() {
    let site = site();
    let other = entry("funding", "Old.").replace('\n', "\r\n") + "  # A remark.\r\n";
    let old = format!(
        "\u{feff}# Ours.\r\n\r\nexample:\r\n{other}\r\nzebra:\r\n{}",
        entry("stripes", "Many.").replace('\n', "\r\n")
    );
    site.write(FILE, &old);
    assert_eq!(agree(&site, "alpha/example#expect").status, 0);
    let new = read(&site, FILE);
    let added = entry("expect", "Much.").replace("2022-11-22", "2022-09-01").replace('\n', "\r\n");
    assert_eq!(new, old.replace("example:\r\n", &format!("example:\r\n{added}")));
}

#[test]
fn a_wrong_name_changes_nothing_and_the_right_one_is_suggested() {
    let site = site();
    for (target, advice) in [
        ("alhpa", "There is no hub \"alhpa\" in this site. Did you mean alpha?\n"),
        ("alpha/exmaple", "The hub alpha has no file \"exmaple\" for 2022-23. Did you mean alpha/example?\n"),
        (
            "alpha/example#fundign",
            "The file alpha/example changes no section \"fundign\". Did you mean alpha/example#funding?\n",
        ),
        (
            "alpha#funding",
            "A section belongs to a programme, and \"alpha#funding\" names none.\nFor example: foldout agree alpha/year-5-8-continuity#funding\n",
        ),
    ] {
        let outcome = site.run(&["agree", "alpha", target]);
        assert_eq!((outcome.status, outcome.err.as_str()), (2, advice), "{target}");
        assert!(!site.path(FILE).exists(), "nothing is written where one name is wrong");
    }
    assert_eq!(agree(&site, "alpha/example.md#Expectations").status, 0, "a file's name and a heading do as well");
}

#[test]
fn what_cannot_be_kept_is_not_written_to() {
    let site = site();
    let conflict = format!("example:\n<<<<<<< a\n{}=======\n>>>>>>> b\n", entry("funding", "Old."));
    let quoted = "\"example\": {funding: {day: 2022-09-01}}\n".to_owned();
    for old in [conflict, quoted, "example:\n  \"funding\":\n    day: 1\n".to_owned(), "- a list\n".to_owned()] {
        site.write(FILE, &old);
        let outcome = agree(&site, "alpha");
        assert_eq!(outcome.status, 2, "{old}{}", outcome.out);
        assert!(outcome.err.contains("nothing was written to it"), "{}", outcome.err);
        assert_eq!(read(&site, FILE), old);
    }
}

#[test]
fn a_record_that_was_edited_by_hand_is_put_right_by_agreeing_anew() {
    let site = site();
    site.write(FILE, &format!("example:\n{}", entry("funding", "Old.").replace("Old", "New")));
    assert_eq!(agree(&site, "alpha").status, 0);
    let outcome = site.run(&["check", "--as-of", "2022-10-01"]);
    assert!(!outcome.err.contains("agreed") && !read(&site, FILE).contains("New."), "{}", outcome.err);
}

// Whatever is edited on either side, in whatever order.

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

const TEXTS: &[&str] = &[
    "Free of charge.",
    "It’s “free”.",
    "It's \"free\".",
    "- one\n- two\n\n  more of two",
    "    code\n      more code",
    "\tcode after a tab",
    "Two spaces at an end  \nof a line.",
    "[[who|which ones?]]",
    "key: value # no comment",
    "<!-- a remark -->\nWords after a remark.",
    "***",
    "> quoted\n\n---\n\n> again",
    "A\u{a0}B caf\u{e9} \u{1f469}\u{200d}\u{1f3eb}",
    "A\u{85}B\u{2028}C\u{feff}D\u{7f}E\\ \"F\"",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "'",
    "|",
    "%",
    "@",
    "&a",
    "*b",
    "!c",
    "~",
    "null",
    "1e3",
    "a:",
    "  x",
    "",
];

/// Both sides of one programme: sections in their order (with their old id), a hub's changes, and what was agreed.
struct World {
    sections: Vec<(String, Option<String>, usize)>,
    changes: Vec<(&'static str, String, usize)>,
    agreed: Option<String>,
    day: usize,
    made: usize,
}

impl World {
    fn sources(&self) -> Sources {
        let mut national = "---\ntitle: T\nphase: P\nsummary: S.\n---\n".to_owned();
        for (id, was, text) in &self.sections {
            let was = was.as_ref().map_or(String::new(), |was| format!(" was={was}"));
            national += &format!("## {id} {{#{id}{was}}}\n\n{}\n\n", TEXTS[*text]);
        }
        let files = [
            ("content/site.yaml", SITE.to_owned()),
            ("content/national/2022-23/example.md", national),
            ("content/hubs/alpha/hub.yaml", "name: A\nregion: R\nlead_schools: S\n".to_owned()),
            ("content/hubs/alpha/2022-23/example.md", self.local()),
        ];
        let agreed = self.agreed.iter().map(|text| (FILE, text.clone()));
        let files: Vec<(&str, String)> = files.into_iter().chain(agreed).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        sources(&files)
    }

    fn local(&self) -> String {
        let part = |(verb, id, text): &(&str, String, usize)| format!("## {verb}: {id}\n\n{}\n\n", TEXTS[*text]);
        self.changes.iter().map(part).collect()
    }

    /// One edit, of either side.
    fn edit(&mut self, dice: &mut Dice) {
        let text = dice.roll(TEXTS.len());
        let section = dice.roll(self.sections.len());
        let id = self.sections[section].0.clone();
        match dice.roll(9) {
            0 => {
                let name = self.name();
                self.sections.push((name, None, text));
            }
            1 if self.sections.len() > 2 => drop(self.sections.remove(section)),
            2 => self.sections[section] = (self.name(), Some(id), self.sections[section].2),
            3 | 4 => self.sections[section].2 = text,
            5 => self.changes.push(("Add to", id, text)),
            6 => self.changes.push((["Replace", "Hide", "Add before"][dice.roll(3)], id, text)),
            7 if !self.changes.is_empty() => drop(self.changes.remove(text % self.changes.len())),
            8 if !self.changes.is_empty() => {
                let at = section % self.changes.len();
                self.changes[at].2 = text;
            }
            _ => {}
        }
    }

    fn name(&mut self) -> String {
        self.made += 1;
        format!("section-{}", self.made)
    }

    /// Agrees to what `wanted` names; every other entry stays as it is.
    fn agree(&mut self, wanted: impl Fn(&Standing) -> bool) {
        let sources = self.sources();
        let joined = pipeline::join(pipeline::parse(&sources), None);
        let chosen: Vec<&Standing> = joined.standings.iter().filter(|standing| wanted(standing)).collect();
        self.day += 1;
        let day = parse_date(&format!("2022-{:02}-{:02}", 1 + self.day / 28 % 12, 1 + self.day % 28)).unwrap();
        let agreeing = pipeline::agree(&sources, &joined.content, &chosen, day).unwrap();
        let Some(agreeing) = agreeing else { return };
        assert_eq!((agreeing.path.as_str(), &agreeing.old), (FILE, &self.agreed), "nothing else is ever written");
        let touched = |line: &str| {
            chosen.iter().any(|standing| names(standing).contains(&line.trim().trim_end_matches(':').to_owned()))
        };
        for kept in
            entries(self.agreed.as_deref().unwrap_or("")).iter().filter(|entry| !touched(entry.lines().next().unwrap()))
        {
            assert!(agreeing.new.contains(kept), "{kept}\nis gone from\n{}", agreeing.new);
        }
        self.agreed = Some(agreeing.new);
    }

    fn found(&self) -> Vec<(Rule, String)> {
        let sources = self.sources();
        let theme = load::read_theme(std::path::Path::new(env!("CARGO_MANIFEST_DIR")), "brochure").unwrap();
        let joined = pipeline::join(pipeline::parse(&sources), None);
        for change in &joined.content.hubs["alpha"].editions["2022-23"].programmes["example"].changes {
            let stands = joined.standings.iter().any(|standing| standing.change.span == change.span);
            let refused = joined.merged.hubs[0].editions[0].offerings[0].text.refused.iter();
            let refused = refused.filter(|refused| refused.span == change.span).count() > 0;
            assert!(stands || refused, "a change that nobody knows of: {change:?}");
        }
        let report = pipeline::examine(&joined, &sources, &theme, parse_date("2022-10-01").unwrap());
        report.findings.into_iter().map(|finding| (finding.rule, finding.message)).collect()
    }
}

/// The ids that a change's section has and had.
fn names(standing: &Standing) -> Vec<String> {
    let was = standing.section.iter().flat_map(|section| &section.was).map(ToString::to_string);
    was.chain([standing.section_id().to_string()]).collect()
}

/// The entries of an `agreed.yaml`, each as it stands there.
fn entries(text: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for line in text.split_inclusive('\n') {
        if line.starts_with("  ") && !line.starts_with("   ") {
            entries.push(line.to_owned());
        } else if line.starts_with("    ") || line.trim().is_empty() {
            entries.iter_mut().last().unwrap().push_str(line);
        }
    }
    entries
}

#[test]
fn whatever_is_edited_in_whatever_order_no_word_is_lost_and_all_can_be_agreed_to() {
    let of_agreement = [Rule::NationalTextChanged, Rule::RedundantChange, Rule::NeverAgreed];
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..150 {
        let mut dice = Dice(seed);
        let mut world = World { sections: Vec::new(), changes: Vec::new(), agreed: None, day: 0, made: 0 };
        for text in [0, 1, 3] {
            let name = world.name();
            world.sections.push((name, None, text));
        }
        for _ in 0..4 {
            for _ in 0..1 + dice.roll(6) {
                world.edit(&mut dice);
            }
            let local = world.local();
            seen.extend(world.found().into_iter().map(|(rule, _)| rule.name()));
            if dice.roll(2) == 0 {
                let id = world.sections[dice.roll(world.sections.len())].0.clone();
                world.agree(|standing| standing.section_id().as_str() == id);
            } else {
                world.agree(|_| true);
                let left: Vec<_> = world.found().into_iter().filter(|(rule, _)| of_agreement.contains(rule)).collect();
                assert!(left.is_empty(), "seed {seed}: {left:?}");
            }
            assert_eq!(world.local(), local);
        }
    }
    assert!(of_agreement.iter().all(|rule| seen.contains(rule.name())), "{seen:?}");
}

// The repo's own content.

#[test]
fn of_three_national_changes_the_hubs_concerned_are_told_and_no_others() {
    let sources = load::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let theme = load::read_theme(std::path::Path::new(env!("CARGO_MANIFEST_DIR")), "brochure").unwrap();
    let told = |sources: &Sources, day: &str| -> Vec<String> {
        let joined = pipeline::join(pipeline::parse(sources), None);
        let report = pipeline::examine(&joined, sources, &theme, parse_date(day).unwrap());
        let of_agreement = [Rule::NationalTextChanged, Rule::RedundantChange, Rule::NeverAgreed];
        let told = report.findings.iter().filter(|finding| of_agreement.contains(&finding.rule));
        let name = |span| sources.slice(span).trim().to_owned();
        told.map(|finding| match finding.place {
            Place::Span(span) => {
                format!("{} {} {}", finding.level.name(), finding.scope.hub().unwrap(), name(span))
            }
            Place::Path(_) => unreachable!(),
        })
        .collect()
    };
    let replaced = |sources: &Sources, path: &str, old: &str, new: &str| {
        let file = sources.find(path).unwrap();
        let text = sources.text(file);
        assert!(text.contains(old), "{path} has no {old:?}");
        sources.with(file, Body::Text(text.replacen(old, new, 1).into()))
    };
    assert_eq!(told(&sources, "2022-11-01"), [""; 0]);

    // A typo, in a section to which one hub adds; a rewording, in one that another hub replaced; and a new duty, in one
    // that the first hub hides.
    let (primary, embedding) = (
        "content/national/2022-23/sktm-primary-teachers.md",
        "content/national/2022-23/teaching-for-mastery-embedding.md",
    );
    let one = replaced(&sources, primary, "You have moved to primary from", "You moved to primary from");
    let two = replaced(&one, embedding, "your school goes on to", "schools usually go on to");
    let three = replaced(
        &two,
        primary,
        "Talk to your maths leader before you start.",
        "Your maths leader has to sign before you start.",
    );
    let notes = "content/national/2022-23/changes.yaml";
    let note = "- programme: sktm-primary-teachers\n  section: Back at school\n  day: 2022-10-10\n  what: A maths leader has to sign.\n  level: action\n  due: 2022-12-01\n- programme: year";
    let changed = replaced(&three, notes, "- programme: year", note);
    let (who, next) = ("jurassic ## Add before: Who it is for", "east-midlands-west ## ");
    let before = told(&changed, "2022-12-01");
    assert_eq!(before.len(), 3, "{before:?}");
    assert!(before[0].starts_with(&format!("warning {next}")), "{before:?}");
    assert_eq!(before[1..], [format!("warning {who}"), "warning jurassic ## Hide: Back at school".to_owned()]);
    let after = told(&changed, "2022-12-02");
    assert_eq!(after[1..], [format!("warning {who}"), "error jurassic ## Hide: Back at school".to_owned()]);

    // The first hub takes the national text of its duty, by not hiding it any more, and all agree to the rest.
    let local = changed.find("content/hubs/jurassic/2022-23/sktm-primary-teachers.md").unwrap();
    let text = changed.text(local);
    let hidden = text.find("## Hide: Back at school").unwrap();
    let end = text[hidden + 2..].find("\n## ").map_or(text.len(), |next| hidden + 2 + next + 1);
    let shown = changed.with(local, Body::Text([&text[..hidden], &text[end..]].concat().into()));
    let joined = pipeline::join(pipeline::parse(&shown), None);
    let mut decided = shown.clone();
    for hub in ["jurassic", "east-midlands-west"] {
        let of_hub = |standing: &&Standing| standing.hub.as_str() == hub && standing.edition.as_str() == "2022-23";
        let standings: Vec<&Standing> = joined.standings.iter().filter(of_hub).collect();
        let day = parse_date("2022-12-02").unwrap();
        let agreeing = pipeline::agree(&shown, &joined.content, &standings, day).unwrap().unwrap();
        decided = decided.with(decided.find(&agreeing.path).unwrap(), Body::Text(agreeing.new.into()));
    }
    assert_eq!(told(&decided, "2022-12-02"), [""; 0]);
}
