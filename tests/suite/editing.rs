//! Changing one thing in a file leaves every other byte as it was.

use foldout::edit::{self, Home, Original, Step, section, value};
use foldout::source::FileId;
use foldout::yaml::{self, Plain};
use std::fs;
use tempfile::TempDir;

/// Numbers that look random and are the same each time.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `sides`.
    pub fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    pub fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }

    pub fn often(&mut self, once_in: usize) -> bool {
        self.below(once_in) != 0
    }
}

/// Puts line ends of one kind, or mixed, and sometimes a byte order mark around a text's pieces.
fn on_disk(dice: &mut Dice, pieces: &[String]) -> Vec<String> {
    let kind = dice.below(4);
    let mut out: Vec<String> = pieces
        .iter()
        .map(|piece| {
            let mut text = String::new();
            for c in piece.chars() {
                match (c, kind) {
                    ('\n', 0) => text.push_str("\r\n"),
                    ('\n', 1) if dice.below(3) == 0 => text.push_str("\r\n"),
                    _ => text.push(c),
                }
            }
            text
        })
        .collect();
    if dice.below(3) == 0 {
        out[0].insert(0, '\u{feff}');
    }
    out
}

fn even(text: &str) -> String {
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n")
}

const FRONTS: &[&str] = &[
    "",
    "---\n# Ask Ms Ada before you change this\nanswers:\n  leader: 'Ms Ada' # since 2019\n---\n",
    "---\noffered: yes\n---\n\n\n",
    "<!-- ## Replace: not this one -->\n\n",
];
const HEADINGS: &[&str] = &[
    "## Replace: Funding\n",
    "## Add to:  *Funding*  \n",
    " ## Hide: The wider context ##\n",
    "##\tNew section: Meet us {after=leading}\n",
    "Add before: Funding\n---\n",
    "## replace – Funding\n",
];
const WORDS: &[&str] = &[
    "Words.",
    "  Words of ours,\n  on two lines.  ",
    "- one\n- two\n\n  more of two",
    "```\n## Replace: no heading, code\n```",
    "<!-- a comment\n\n## with a heading? no -->",
    "> ## quoted\n> words",
    "### Deeper\n\nWords “of” ours – costs £5.",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "\tcode with a tab",
];
const BLANKS: &[&str] = &["\n", "\n\n", "\n  \n", "\n\n\n"];

/// A hub's file in pieces: front, then heading, blank, words, blank of each section.
fn local_file(dice: &mut Dice) -> Vec<String> {
    let mut pieces = vec![dice.one(FRONTS).to_owned()];
    for _ in 0..1 + dice.below(4) {
        pieces.push(dice.one(HEADINGS).to_owned());
        pieces.push(dice.one(&["", "\n", "\n \n"]).to_owned());
        pieces.push(dice.one(WORDS).to_owned());
        // A comment in Markdown ends with its line, so that blank lines part it from what follows.
        pieces.push(if dice.often(3) { "\n\n".to_owned() } else { format!("\n{}", dice.one(BLANKS)) });
    }
    if let Some(last) = pieces.last_mut() {
        *last = dice.one(&["", "\n", "\n\n", "\n \n"]).to_owned();
    }
    on_disk(dice, &pieces)
}

/// Where section `i` of a file in pieces has its heading, in the text as read.
fn heading_at(pieces: &[String], i: usize) -> usize {
    even(&pieces[..1 + i * 4].concat()).len() + even(&pieces[1 + i * 4]).find(|c| c != ' ').unwrap()
}

#[test]
fn replacing_the_words_of_a_section_touches_nothing_else() {
    for seed in 0..1_000 {
        let mut dice = Dice::new(seed);
        let pieces = local_file(&mut dice);
        let i = dice.below((pieces.len() - 1) / 4);
        let new = dice.one(WORDS);
        let at = 1 + i * 4 + 2;
        let original = Original::new(pieces.concat());
        let edited = section::replace_words(&original, heading_at(&pieces, i), new)
            .unwrap_or_else(|error| panic!("seed {seed}: {error}\n{}", original.raw()));
        let (before, after) = (pieces[..at].concat(), pieces[at + 1..].concat());
        // Space behind the last word is no empty line, and goes with the words.
        let trailing = pieces[at].len() - pieces[at].trim_end().len();
        let after = format!("{}{after}", &pieces[at][pieces[at].len() - trailing..]);
        assert!(edited.starts_with(&before), "seed {seed}: {edited:?} should begin {before:?}");
        assert!(edited.ends_with(&after), "seed {seed}: {edited:?} should end {after:?}");
        assert_eq!(even(&edited[before.len()..edited.len() - after.len()]), new.trim_end(), "seed {seed}");
    }
}

#[test]
fn taking_a_section_out_leaves_all_others() {
    for seed in 0..1_000 {
        let mut dice = Dice::new(seed);
        let pieces = local_file(&mut dice);
        let sections = (pieces.len() - 1) / 4;
        let i = dice.below(sections);
        let original = Original::new(pieces.concat());
        let edited = section::remove(&original, heading_at(&pieces, i)).unwrap();
        if i + 1 < sections {
            let left = [pieces[..1 + i * 4].concat(), pieces[5 + i * 4..].concat()].concat();
            assert_eq!(edited, left, "seed {seed}");
        } else {
            let left = pieces[..1 + i * 4].concat();
            let left = left.trim_end_matches(['\n', '\r']);
            assert!(edited.starts_with(left), "seed {seed}: {edited:?}");
            assert!(edited[left.len()..].trim().is_empty(), "seed {seed}: {edited:?}");
        }
    }
}

#[test]
fn a_section_that_is_added_and_taken_out_again_leaves_no_trace() {
    for seed in 0..1_000 {
        let mut dice = Dice::new(seed);
        let before = local_file(&mut dice).concat();
        let original = Original::new(before.clone());
        let count = section::parts(original.text()).len();
        let added = Original::new(section::add(&original, "Add to: Funding", dice.one(WORDS)).unwrap());
        let parts = section::parts(added.text());
        assert_eq!(parts.len(), count + 1, "seed {seed}");
        assert_eq!(added.raw().ends_with('\n'), before.ends_with('\n'), "seed {seed}");
        let removed = section::remove(&added, parts[count].heading.start).unwrap();
        assert_eq!(removed, before, "seed {seed}");
    }
}

#[test]
fn a_verb_can_be_changed_alone() {
    for (heading, changed) in [
        ("## Replace: Funding {x=1}\n", "## Add to: Funding {x=1}\n"),
        ("##  **replace**: Funding\r\n", "##  **Add to: Funding\r\n"),
        ("Replace – Funding\n---\n", "Add to – Funding\n---\n"),
    ] {
        let original = Original::new(format!("\u{feff}{heading}\nWords."));
        let edited = section::change_verb(&original, 0, "Add to").unwrap();
        if !heading.contains("**") {
            assert_eq!(edited, format!("\u{feff}{changed}\nWords."));
        }
    }
}

#[test]
fn words_that_would_swallow_what_follows_are_refused() {
    let original = Original::new("## Replace: A\n\nWords.\n\n## Replace: B\n\nMore.\n");
    for words in ["```\nnever closed", "<!-- never closed", "## A heading", "# A title", "Title\n===", "", " \n "] {
        assert!(section::replace_words(&original, 0, words).is_err(), "{words:?}");
    }
    let open = Original::new("## Replace: A\n\n```\nnever closed\n");
    assert!(section::add(&open, "Hide: B", "Reason.").is_err());
}

// YAML.

const ENTRIES: &[&str] = &[
    "leader: Ms Ada\n",
    "leader: 'Ms “Ada”'   # since 2019\n",
    "answers:\n  # the next is for everybody\n  who: \"Ms Ada\" # yes\n\n  where: Hill School\n",
    "answers:\n    who: |\n      Ms Ada\n      # no comment\n    where: no\n",
    "sessions:\n  - 2022-11-03 09:30-15:30, Ridgeway School\n  # to be moved\n  - date: 2022-12-01\n    start: 13:00 # one\n    venue: 'Hill: School'\n  - to be confirmed\n",
    "sessions:\n- date: 3 November 2022\n  note: >-\n    long\n    words\n",
    "apply: {label: Apply, email: a@b.example, closes: 2022-06-04} # by e-mail\n",
    "with: [alpha, 'beta', gamma]\n",
    "empty:\n",
    "nothing: ~\n",
];
const BETWEEN: &[&str] = &["", "", "# a comment\n", "\n", "\n# above\n\n"];
const VALUES: &[&str] =
    &["words", "no", "- x", "a: b", "two\nlines", "“quoted” – £5", " space ", "0123", "#", "'", "x #y"];

/// A YAML text in pieces: what stands between entries, and entries.
fn yaml_file(dice: &mut Dice) -> Vec<String> {
    let mut pieces = vec![dice.one(&["", "# Ask Ms Ada\n", "# One\n\n# Two\n"]).to_owned()];
    let mut names: Vec<&str> = Vec::new();
    for _ in 0..1 + dice.below(5) {
        let entry = dice.one(ENTRIES);
        let name = entry.split(':').next().unwrap();
        if !names.contains(&name) {
            names.push(name);
            pieces.push(entry.to_owned());
            pieces.push(dice.one(BETWEEN).to_owned());
        }
    }
    pieces
}

/// Every way into a value.
fn ways(value: &Plain, way: &mut Vec<(Option<String>, usize)>, out: &mut Vec<Vec<(Option<String>, usize)>>) {
    if !way.is_empty() {
        out.push(way.clone());
    }
    match value {
        Plain::Map(entries) => {
            for (key, value) in entries {
                way.push((Some(key.clone()), 0));
                ways(value, way, out);
                way.pop();
            }
        }
        Plain::List(items) => {
            for (at, item) in items.iter().enumerate() {
                way.push((None, at));
                ways(item, way, out);
                way.pop();
            }
        }
        _ => {}
    }
}

fn steps(way: &[(Option<String>, usize)]) -> Vec<Step<'_>> {
    way.iter().map(|(key, at)| key.as_deref().map_or(Step::Item(*at), Step::Key)).collect()
}

fn plain(text: &str) -> Plain {
    let text = even(text);
    let yaml = yaml::front_matter::split(&text).unwrap().yaml.map_or("", |(yaml, _)| yaml);
    match yaml::parse(yaml, FileId(0), 0).unwrap_or_else(|failure| panic!("{failure:?}\n{yaml}")).plain() {
        Plain::Null => Plain::Map(Vec::new()),
        map => map,
    }
}

fn at<'p>(value: &'p Plain, way: &[Step]) -> Option<&'p Plain> {
    way.iter().try_fold(value, |value, step| match (value, step) {
        (Plain::Map(entries), Step::Key(key)) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
        (Plain::List(items), Step::Item(at)) => items.get(*at),
        _ => None,
    })
}

#[test]
fn a_value_of_front_matter_changes_alone() {
    let (mut done, mut refused) = (0, 0);
    for seed in 0..2_000 {
        let mut dice = Dice::new(seed);
        let yaml = yaml_file(&mut dice);
        let mut pieces = vec!["---\n".to_owned()];
        pieces.extend(yaml.clone());
        pieces.push("---\n\n## Replace: Funding\n\nWords.".to_owned());
        let pieces = on_disk(&mut dice, &pieces);
        let original = Original::new(pieces.concat());
        let before = plain(original.raw());
        let mut all = Vec::new();
        ways(&before, &mut Vec::new(), &mut all);
        let way = all[dice.below(all.len())].clone();
        let way = steps(&way);
        let words = Plain::Words(dice.one(VALUES).to_owned());
        let (act, result) = match dice.below(4) {
            0 => ("empty", value::empty(&original, Home::FrontMatter, &way)),
            1 => ("remove", value::remove(&original, Home::FrontMatter, &way)),
            2 => {
                let list = Plain::List(vec![words.clone(), Plain::Map(vec![("a".to_owned(), words.clone())])]);
                ("list", value::set(&original, Home::FrontMatter, &way, &list))
            }
            _ => ("set", value::set(&original, Home::FrontMatter, &way, &words)),
        };
        let Ok(edited) = result else {
            refused += 1;
            continue;
        };
        done += 1;
        let after = plain(&edited);
        match act {
            "set" => assert_eq!(at(&after, &way), Some(&words), "seed {seed}\n{}\n{edited}", original.raw()),
            "empty" => assert_eq!(at(&after, &way), Some(&Plain::Null), "seed {seed}\n{edited}"),
            _ => {}
        }
        // The entry in which the change was made, among the pieces.
        let Step::Key(top) = way[0] else { panic!() };
        let own = pieces.iter().position(|piece| even(piece).starts_with(&format!("{top}:"))).unwrap();
        let (head, tail) = (pieces[..own].concat(), pieces[own + 1..].concat());
        assert!(edited.starts_with(&head), "seed {seed} {act} {way:?}\n{}\n{edited}", original.raw());
        assert!(edited.ends_with(&tail), "seed {seed} {act} {way:?}\n{}\n{edited}", original.raw());
        // Comments inside the entry that are not the value's own stay too.
        if way.len() > 1 && act == "set" && !matches!(at(&before, &way), Some(Plain::Map(_) | Plain::List(_))) {
            for comment in ["# the next is for everybody", "# to be moved", "# by e-mail"] {
                let count = |text: &str| text.matches(comment).count();
                assert_eq!(count(original.raw()), count(&edited), "seed {seed} {way:?}\n{edited}");
            }
        }
    }
    println!("{done} done, {refused} refused");
    // An item between square brackets can be taken out, but not emptied.
    assert!(refused * 25 < done, "{refused} of {} were refused", done + refused);
}

#[test]
fn a_key_that_is_new_is_added_and_nothing_else_moves() {
    let mut refused = 0;
    for seed in 0..1_000 {
        let mut dice = Dice::new(seed);
        let pieces = yaml_file(&mut dice);
        let mut text = on_disk(&mut dice, &pieces).concat();
        if dice.below(3) == 0 {
            text = text.trim_end_matches(['\n', '\r']).to_owned();
        }
        let original = Original::new(text.clone());
        let words = Plain::Words(dice.one(VALUES).to_owned());
        let way: &[Step] =
            if dice.below(2) == 0 { &[Step::Key("new")] } else { &[Step::Key("new"), Step::Key("below")] };
        let Ok(edited) = value::set(&original, Home::File, way, &words) else {
            refused += 1;
            continue;
        };
        let common: usize =
            text.chars().zip(edited.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
        assert!(edited[common..].ends_with(&text[common..]), "seed {seed}\n{text}\n{edited}");
        let tree = yaml::parse(&even(&edited), FileId(0), 0).unwrap().plain();
        assert_eq!(at(&tree, way), Some(&words), "seed {seed}\n{edited}");
    }
    assert!(refused < 10, "{refused} of 1000 were refused");
}

#[test]
fn front_matter_is_made_where_there_is_none() {
    let words = Plain::Words("2022-11-03".to_owned());
    let way = [Step::Key("apply"), Step::Key("closes")];
    for (old, new) in [
        ("", "---\napply:\n  closes: 2022-11-03\n---\n"),
        ("## Hide: A\n", "---\napply:\n  closes: 2022-11-03\n---\n\n## Hide: A\n"),
        ("\u{feff}## Hide: A\r\n", "\u{feff}---\r\napply:\r\n  closes: 2022-11-03\r\n---\r\n\r\n## Hide: A\r\n"),
        ("---\n---\nWords", "---\napply:\n  closes: 2022-11-03\n---\nWords"),
        ("---\n# later\n---\nWords", "---\n# later\napply:\n  closes: 2022-11-03\n---\nWords"),
        ("---\napply:\n---\n", "---\napply:\n  closes: 2022-11-03\n---\n"),
    ] {
        assert_eq!(value::set(&Original::new(old), Home::FrontMatter, &way, &words).unwrap(), new, "{old:?}");
    }
}

#[test]
fn what_yaml_cannot_read_is_left_alone() {
    let words = Plain::Words("x".to_owned());
    for text in ["---\na: b: c\n---\n", "---\na: 1\na: 2\n---\n", "---\na: 1\n", "words above\n---\na: 1\n---\n"] {
        assert!(value::set(&Original::new(text), Home::FrontMatter, &[Step::Key("a")], &words).is_err(), "{text:?}");
    }
}

// Saving.

fn site() -> TempDir {
    let site = TempDir::new().unwrap();
    fs::create_dir_all(site.path().join("content/hubs/alpha")).unwrap();
    fs::write(site.path().join("content/hubs/alpha/a.md"), "\u{feff}One.\r\n").unwrap();
    site
}

const FILE: &str = "content/hubs/alpha/a.md";

#[test]
fn a_file_that_somebody_else_changed_is_left_alone() {
    let site = site();
    assert!(edit::open(site.path(), FILE, Some("One.")).is_err(), "not what was read");
    let original = edit::open(site.path(), FILE, Some("One.\n")).unwrap().unwrap();
    fs::write(site.path().join(FILE), "Theirs.\n").unwrap();
    let error = edit::save(site.path(), FILE, Some(&original), "Ours.\n").unwrap_err().to_string();
    assert!(error.contains("somebody else"), "{error}");
    assert_eq!(fs::read_to_string(site.path().join(FILE)).unwrap(), "Theirs.\n");
    assert!(edit::save(site.path(), FILE, None, "New.\n").is_err(), "it was not there when it was read");
    assert_eq!(fs::read_dir(site.path().join("content/hubs/alpha")).unwrap().count(), 1, "nothing is left behind");
}

#[test]
fn a_file_is_replaced_whole_and_keeps_its_permissions() {
    let site = site();
    let original = edit::open(site.path(), FILE, Some("One.\n")).unwrap().unwrap();
    #[cfg(unix)]
    let mode = |set: Option<u32>| {
        use std::os::unix::fs::PermissionsExt;
        let path = site.path().join(FILE);
        if let Some(mode) = set {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        }
        fs::metadata(&path).unwrap().permissions().mode() & 0o777
    };
    #[cfg(unix)]
    mode(Some(0o640));
    edit::save(site.path(), FILE, Some(&original), "\u{feff}Two.\r\n").unwrap();
    assert_eq!(fs::read_to_string(site.path().join(FILE)).unwrap(), "\u{feff}Two.\r\n");
    #[cfg(unix)]
    assert_eq!(mode(None), 0o640);
    let new = "content/hubs/alpha/agreed.yaml";
    assert_eq!(edit::open(site.path(), new, None).unwrap(), None);
    edit::save(site.path(), new, None, "x: 1\n").unwrap();
    assert_eq!(fs::read_to_string(site.path().join(new)).unwrap(), "x: 1\n");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let site = site();
    let other = TempDir::new().unwrap();
    fs::write(other.path().join("a.md"), "Theirs.\n").unwrap();
    let link =
        |target: &std::path::Path, name: &str| std::os::unix::fs::symlink(target, site.path().join(name)).unwrap();
    link(&other.path().join("a.md"), "content/hubs/alpha/b.md");
    link(other.path(), "content/hubs/beta");
    for path in ["content/hubs/alpha/b.md", "content/hubs/beta/a.md", "content/../../a.md", "/etc/hostname"] {
        assert!(edit::open(site.path(), path, Some("Theirs.\n")).is_err(), "{path}");
        assert!(edit::save(site.path(), path, Some(&Original::new("Theirs.\n")), "Ours.\n").is_err(), "{path}");
    }
    assert_eq!(fs::read_to_string(other.path().join("a.md")).unwrap(), "Theirs.\n");
}
