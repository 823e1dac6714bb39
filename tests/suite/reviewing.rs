//! Deciding what becomes of hubs' words where the national text has changed, as people do it: with real files, the
//! real program, and answers that are typed.

use foldout::words::even;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

const NATIONAL: &str = "content/national/2022-23/example.md";
const LOCAL: &str = "content/hubs/alpha/2022-23/example.md";
const AGREED: &str = "content/hubs/alpha/2022-23/agreed.yaml";
const TAKEN_OUT: &str = "content/hubs/alpha/2022-23/_taken-out.md";

/// A site on disk.
struct Site(TempDir);

impl Site {
    fn new(national: &str, local: &str) -> Site {
        let site = Site(TempDir::new().unwrap());
        site.write(
            "content/site.yaml",
            "title: T\nedition: 2022-23\nphases: [Primary]\nbase_url: https://t.example/\n",
        );
        site.write(
            "content/hubs/alpha/hub.yaml",
            "name: Alpha\nregion: North\nlead_schools: [Hill School]\nemail: a@b.example\n",
        );
        site.national(national);
        site.write(LOCAL, local);
        site
    }

    fn national(&self, body: &str) {
        self.write(NATIONAL, &format!("---\ntitle: Example\nphase: Primary\nsummary: An example.\n---\n{body}"));
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|_| "(there is no such file)\n".to_owned())
    }

    fn run(&self, args: &[&str], answers: &str) -> String {
        run(self.0.path(), args, answers, None)
    }
}

/// What the program prints, both ways, when it is given answers.
fn run(site: &Path, args: &[&str], answers: &str, editor: Option<&str>) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_foldout"));
    command.args(args).current_dir(site).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.env_remove("VISUAL").env_remove("EDITOR");
    if let Some(editor) = editor {
        command.env("EDITOR", editor);
    }
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A case: its fact, and what follows each marker.
fn read_case(text: &str) -> (String, Vec<(String, String)>) {
    let (fact, rest) = text.split_once("\n=== ").unwrap();
    let part = |part: &str| {
        let (marker, body) = part.split_once('\n').unwrap_or((part, ""));
        (marker.trim().to_owned(), body.trim_end_matches('\n').to_owned() + "\n")
    };
    (fact.trim().to_owned(), rest.split("\n=== ").map(part).collect())
}

#[test]
fn decisions() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/review");
    let rewrite = std::env::var_os("FOLDOUT_REWRITE_CASES").is_some();
    let mut wrong = String::new();
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    assert!(names.len() >= 9);
    for name in names {
        let text = fs::read_to_string(&name).unwrap();
        let (fact, parts) = read_case(&text);
        let part = |marker: &str| parts.iter().find(|(name, _)| name == marker).map(|(_, body)| body.as_str());
        let site = Site::new(part("national text when the hub agreed").unwrap(), part("the hub's file").unwrap());
        site.run(&["agree", "alpha", "--as-of", "2022-10-01"], "");
        site.national(part("national text now").unwrap());
        let edited = site.path("edited.txt");
        fs::write(&edited, part("words typed in the editor").unwrap_or("")).unwrap();
        let editor = format!("cp {}", edited.display());
        let review = ["review", "--as-of", "2022-11-01"];
        let said = run(site.0.path(), &review, part("answers").unwrap(), Some(&editor));
        assert!(!said.contains("panicked"), "{said}");
        let again = site.run(&review, "");
        let left = again.lines().filter(|line| line.contains("/example#")).count();
        let mut made = vec![
            ("what is asked", asked(&said)),
            ("the hub's file after it", site.read(LOCAL)),
            ("agreed.yaml after it", site.read(AGREED)),
        ];
        if site.path(TAKEN_OUT).exists() {
            made.push(("_taken-out.md after it", site.read(TAKEN_OUT)));
        }
        made.push(("still to decide", format!("{left}\n")));
        let mut out = fact.clone();
        let given = parts.iter().filter(|(marker, _)| {
            !marker.contains("after it") && marker != "still to decide" && marker != "what is asked"
        });
        for (marker, body) in given.map(|(marker, body)| (marker.as_str(), body.clone())).chain(made) {
            out.push_str(&format!("\n\n=== {marker}\n{}", body.trim_end_matches('\n')));
        }
        out.push('\n');
        if out != text && rewrite {
            fs::write(&name, &out).unwrap();
        } else if out != text {
            wrong.push_str(&format!("{}:\n{out}\n", name.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The first question, without what differs from place to place, and without the answers.
fn asked(said: &str) -> String {
    let start =
        said.find("1 of ").map_or(said.len(), |at| said[at..].find("\n\n").map_or(said.len(), |end| at + end + 2));
    let end = said[start..]
        .find("\n\n  k  ")
        .or_else(|| said[start..].find("\n\n  n  "))
        .map_or(said.len(), |end| start + end);
    let menu = said[end..].trim_start_matches('\n').split("\n> ").next().unwrap_or("");
    format!("{}\n\n{menu}\n", &said[start..end])
}

// The whole loop, on the repo's own content.

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// What is waiting for a decision: hub/programme#section.
fn waiting(site: &Path) -> Vec<String> {
    let list = run(site, &["review", "--as-of", "2022-10-10"], "", None);
    list.lines().filter(|line| line.contains('#') && !line.starts_with(' ')).map(str::to_owned).collect()
}

fn change(site: &Path, file: &str, from: &str, to: &str) {
    let path = site.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} holds no {from:?}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn the_whole_loop_on_the_repos_content() {
    let temp = TempDir::new().unwrap();
    let site = temp.path();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&root.join("content"), &site.join("content"));
    let national = "content/national/2022-23";

    // Everything is agreed.
    let hubs: Vec<String> = fs::read_dir(site.join("content/hubs"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| site.join("content/hubs").join(name).is_dir())
        .collect();
    let mut args = vec!["agree"];
    args.extend(hubs.iter().map(String::as_str));
    args.extend(["--as-of", "2022-09-20"]);
    run(site, &args, "", None);
    assert_eq!(waiting(site), [""; 0]);

    // Two hubs replace a section each, beside what the repo's hubs change.
    let replaced = "sktm-primary-teachers";
    let text = fs::read_to_string(site.join(national).join(format!("{replaced}.md"))).unwrap();
    let section = |name: &str| {
        let (_, rest) = text.split_once(&format!("## {name}")).unwrap();
        let body = rest.split_once('\n').unwrap().1;
        body.split("\n## ").next().unwrap().trim().to_owned()
    };
    let involved = section("What is involved");
    let path = |hub: &str, file: &str| site.join("content/hubs").join(hub).join("2022-23").join(file);
    let hubs_with = ["cambridge", "east-midlands-west"];
    for hub in hubs_with {
        let file = path(hub, &format!("{replaced}.md"));
        let old = fs::read_to_string(&file).unwrap_or_default();
        let bom = if hub == "cambridge" { "\u{feff}" } else { "" };
        let words = format!("{involved}\n\nAt {hub} we meet on Tuesdays, at a school near the station.");
        fs::write(&file, format!("{bom}{}\n\n## Replace: What is involved\n\n{words}\n", old.trim_end())).unwrap();
    }
    let mut args = vec!["agree", "cambridge", "east-midlands-west"];
    args.extend(["--as-of", "2022-09-21"]);
    run(site, &args, "", None);
    assert_eq!(waiting(site), [""; 0]);
    let before: BTreeMap<PathBuf, Vec<u8>> = files(site);

    // The national text changes: a word is put right, a sentence is written anew, and there is a new duty.
    let first = foldout::words::sentences(&involved)[0].words.to_owned();
    change(
        site,
        &format!("{national}/{replaced}.md"),
        &first,
        &format!("{} (corrected).", first.trim_end_matches('.')),
    );
    change(
        site,
        &format!("{national}/{replaced}.md"),
        &section("Back at school"),
        "Everyone tries something in class between sessions.",
    );
    change(
        site,
        &format!("{national}/teaching-for-mastery-embedding.md"),
        "## What comes next",
        "## What comes next\n\nEvery school now names a lead for safeguarding.",
    );
    let notes = site.join(national).join("changes.yaml");
    let old = fs::read_to_string(&notes).unwrap_or_default();
    fs::write(
        &notes,
        format!("{old}- programme: teaching-for-mastery-embedding\n  section: What comes next\n  day: 2022-09-22\n  what: Every school names a lead for safeguarding.\n  level: action\n  due: 2022-10-01\n"),
    )
    .unwrap();

    // The right hubs are named, and nobody else.
    let now = waiting(site);
    assert_eq!(
        now,
        [
            "cambridge/sktm-primary-teachers#what-is-involved",
            "east-midlands-west/sktm-primary-teachers#what-is-involved",
            "east-midlands-west/teaching-for-mastery-embedding#what-comes-next",
            "jurassic/sktm-primary-teachers#what-is-involved",
            "jurassic/sktm-primary-teachers#back-at-school",
        ]
    );
    let check = |strict: &str| run(site, &["check", "--as-of", "2022-10-10", "--format", "json", strict], "", None);
    let found: serde_json::Value =
        serde_json::from_str(check("--strict").split_inclusive("\n]").next().unwrap()).unwrap();
    let rules = |found: &serde_json::Value| -> Vec<(String, String, String)> {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let all = found.as_array().unwrap().iter();
        all.map(|one| (text(&one["rule"]), text(&one["level"]), text(&one["hub"])))
            .filter(|(rule, ..)| ["national-text-changed", "never-agreed", "redundant-change"].contains(&rule.as_str()))
            .collect()
    };
    let rules_found = rules(&found);
    assert_eq!(rules_found.len(), 5, "{rules_found:?}");
    let overdue: Vec<_> = rules_found.iter().filter(|(_, level, _)| level == "error").collect();
    assert_eq!(overdue.len(), 1, "the duty is overdue for one hub: {rules_found:?}");
    assert_eq!(overdue[0].2, "east-midlands-west");

    // Each is decided differently: both together, edit, keep, national, keep.
    let edited = site.join("edited.txt");
    fs::write(&edited, "We meet six times.\n").unwrap();
    let answers = "m\ne\nk\nn\nyes\nk\n";
    let said = run(site, &["review", "--as-of", "2022-10-10"], answers, Some(&format!("cp {}", edited.display())));
    assert!(said.contains("5 decided. Nothing is left to decide."), "{said}");
    assert_eq!(waiting(site), [""; 0]);
    let found: serde_json::Value =
        serde_json::from_str(check("--strict").split_inclusive("\n]").next().unwrap()).unwrap();
    assert_eq!(rules(&found), []);

    // What was decided stands in the files, and nothing else was touched.
    let merged = fs::read_to_string(path("cambridge", &format!("{replaced}.md"))).unwrap();
    assert!(
        merged.starts_with('\u{feff}') && merged.contains("(corrected)") && merged.contains("on Tuesdays"),
        "{merged}"
    );
    let edited = fs::read_to_string(path("east-midlands-west", &format!("{replaced}.md"))).unwrap();
    assert!(edited.ends_with("## Replace: What is involved\n\nWe meet six times.\n"), "{edited}");
    assert!(
        !fs::read_to_string(path("jurassic", &format!("{replaced}.md"))).unwrap().contains("Replace: What is involved")
    );
    let after = files(site);
    let changed: Vec<String> = after
        .iter()
        .filter(|(path, bytes)| before.get(*path) != Some(bytes))
        .map(|(path, _)| path.strip_prefix(site).unwrap().to_str().unwrap().replace('\\', "/"))
        .filter(|path| path.starts_with("content/hubs/"))
        .collect();
    assert_eq!(
        changed,
        [
            "content/hubs/cambridge/2022-23/agreed.yaml",
            "content/hubs/cambridge/2022-23/sktm-primary-teachers.md",
            "content/hubs/east-midlands-west/2022-23/agreed.yaml",
            "content/hubs/east-midlands-west/2022-23/sktm-primary-teachers.md",
            "content/hubs/jurassic/2022-23/_taken-out.md",
            "content/hubs/jurassic/2022-23/agreed.yaml",
            "content/hubs/jurassic/2022-23/sktm-primary-teachers.md",
        ]
    );
}

fn files(site: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let all = walkdir::WalkDir::new(site).into_iter().map(|entry| entry.unwrap());
    all.filter(|entry| entry.file_type().is_file())
        .map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap()))
        .collect()
}

// Whatever is edited, in whatever order.

const SENTENCES: &[&str] =
    &["It is free.", "Schools release two teachers.", "They meet six times.", "Travel is not paid.", "Bring a pen."];

#[test]
fn whatever_is_edited_no_local_word_is_lost_and_in_the_end_nothing_is_left_to_decide() {
    use foldout::model::when::parse_date;
    use foldout::{load, pipeline, review};
    for seed in 0..40 {
        let mut dice = super::editing::Dice::new(seed);
        let paragraph = |dice: &mut super::editing::Dice| {
            (0..1 + dice.below(4)).map(|_| dice.one(SENTENCES)).collect::<Vec<_>>().join(" ")
        };
        let national = |dice: &mut super::editing::Dice| {
            let mut body = String::new();
            for name in ["One", "Two", "Three"] {
                if dice.often(12) {
                    body.push_str(&format!("## {name} {{.optional}}\n\n{}\n\n", paragraph(dice)));
                }
            }
            body
        };
        let local = |dice: &mut super::editing::Dice, round: usize| {
            let mut body = if dice.below(2) == 0 { "\u{feff}".to_owned() } else { String::new() };
            for name in ["One", "Two", "Three"] {
                let verb = dice.one(&["Replace", "Add to", "Add before", "Hide", ""]);
                if !verb.is_empty() {
                    body.push_str(&format!("## {verb}: {name}\n\n{} Ours {round}{name}.\n\n", paragraph(dice)));
                }
            }
            if dice.below(2) == 0 { body.replace('\n', "\r\n") } else { body }
        };
        let site = Site::new(&national(&mut dice), &local(&mut dice, 0));
        let day = parse_date("2022-10-01").unwrap();
        let root = site.0.path();
        for round in 1..5 {
            match dice.below(3) {
                0 => site.national(&national(&mut dice)),
                1 => site.write(LOCAL, &local(&mut dice, round)),
                _ => {
                    site.national(&national(&mut dice));
                    site.write(LOCAL, &local(&mut dice, round));
                }
            }
            // What the hub wrote itself, before anything is decided.
            let words_of = |text: &str| -> Vec<String> {
                text.split_whitespace().filter(|word| !word.starts_with(['#', '\u{feff}'])).map(even).collect()
            };
            let written = site.read(LOCAL);
            let mut edited = false;
            for _ in 0..20 {
                let sources = load::read(root).unwrap();
                let joined = pipeline::join(pipeline::parse(&sources), None);
                let questions = review::questions(joined.standings(), &joined.merged.current, None, None);
                let Some(question) = questions.first() else { break };
                let choice = match dice.below(4) {
                    _ if !question.can_keep() => match question.can_be_own() && dice.below(2) == 0 {
                        true => review::Choice::OwnSection,
                        false => review::Choice::TakeNational,
                    },
                    0 => review::Choice::TakeNational,
                    1 if question.suggestion(&sources).is_some() => review::Choice::TakeMerged,
                    2 => {
                        edited = true;
                        let ours = question.ours(&sources);
                        review::Choice::Edit(ours.iter().map(|(_, words)| format!("{words} More.")).collect())
                    }
                    _ => review::Choice::KeepOurs,
                };
                let before = questions.len();
                review::decide(root, &sources, &joined.content, question, &choice, day).unwrap_or_else(|error| {
                    panic!(
                        "seed {seed}, {choice:?}: {error}\n{written}\n{}\n{:?}",
                        site.read(AGREED),
                        (
                            question.standings.iter().map(|s| (s.national().to_owned(), s.state)).collect::<Vec<_>>(),
                            site.read(NATIONAL)
                        )
                    )
                });
                let sources = load::read(root).unwrap();
                let joined = pipeline::join(pipeline::parse(&sources), None);
                let left = review::questions(joined.standings(), &joined.merged.current, None, None).len();
                assert_eq!(
                    left,
                    before - 1,
                    "seed {seed}, {choice:?}: one decision settles one question\n{}",
                    site.read(LOCAL)
                );
            }
            let sources = load::read(root).unwrap();
            let joined = pipeline::join(pipeline::parse(&sources), None);
            assert!(joined.standings().iter().all(|standing| !standing.is_open()), "seed {seed}: something is left");
            // Every word stands in the file or was put aside; a merge may have taken a national change of a sentence.
            let kept = site.read(LOCAL) + &site.read(TAKEN_OUT);
            for own in words_of(&written).iter().filter(|word| word.starts_with(&round.to_string()) || *word == "Ours")
            {
                assert!(
                    words_of(&kept).contains(own),
                    "seed {seed}, edited {edited}: {own} is lost\n{written}\n---\n{kept}"
                );
            }
            assert_eq!(site.read(LOCAL).starts_with('\u{feff}'), written.starts_with('\u{feff}'), "seed {seed}");
        }
    }
}

#[test]
fn answers_that_are_none_are_asked_for_again_and_nobody_is_answered_for() {
    let national = "## Funding\n\nIt is free.\n";
    let local = "## Replace: Funding\n\nAsk us.\n";
    let site = Site::new(national, local);
    site.run(&["agree", "alpha", "--as-of", "2022-10-01"], "");
    site.national("## Funding\n\nIt costs £5.\n");
    let agreed = site.read(AGREED);
    // Nobody to ask: a list, and what to type.
    let list = site.run(&["review"], "");
    assert!(list.contains("alpha/example#funding") && list.contains("type foldout review"), "{list}");
    let said = site.run(&["review"], "x\nn\nno\ne\nl\n");
    assert!(said.contains("none of the answers") && said.contains("doesn't know your editor"), "{said}");
    assert!(said.contains("0 decided. 1 is left to decide."), "{said}");
    assert_eq!((site.read(LOCAL), site.read(AGREED)), (local.to_owned(), agreed));
    for args in [["review", "--hub", "alpa"], ["review", "--programme", "exampel"]] {
        let said = site.run(&args, "k\n");
        assert!(said.contains("Did you mean"), "{said}");
    }
    let none = site.run(&["review", "--programme", "example"], "k\n");
    assert!(none.contains("1 decided. Nothing is left to decide."), "{none}");
    assert!(site.run(&["review"], "").contains("There is nothing to decide"));
}
