//! The house: floors, doors, and a README that tells the truth.

use foldout::cli::explain::first_sentence;
use foldout::finding::Rule;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Which rooms stand on which floor.
const FLOORS: &[(u8, &[&str])] = &[
    (0, &["source", "finding", "error", "words"]),
    (1, &["model", "yaml"]),
    (2, &["load", "merge", "agreement", "ancestry", "check", "render", "publish", "edit"]),
    (3, &["pipeline", "inputs", "status", "impact", "rollover"]),
    (4, &["review"]),
    (5, &["serve", "chromium"]),
    (6, &["cli"]),
];

/// Where the world outside may be touched: files, environment, network.
const DOORS: &[&str] = &[
    "load/read.rs",
    "load/history.rs",
    "load/revision.rs",
    "load/theme.rs",
    "publish/",
    "edit/save.rs",
    "serve/",
    "chromium/",
    "cli/",
    "main.rs",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file: its path below `src/`, and its code without comments and tests.
fn sources() -> Vec<(String, String)> {
    let files = walkdir::WalkDir::new(root().join("src")).sort_by_file_name().into_iter();
    let files = files.map(|entry| entry.unwrap().into_path()).filter(|path| path.extension() == Some("rs".as_ref()));
    files.map(|path: PathBuf| (name(&path), code(&fs::read_to_string(path).unwrap()))).collect()
}

fn name(path: &Path) -> String {
    path.strip_prefix(root().join("src")).unwrap().to_str().unwrap().replace('\\', "/")
}

fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn room(file: &str) -> &str {
    let first = file.split('/').next().unwrap();
    first.strip_suffix(".rs").unwrap_or(first)
}

fn floor(room: &str) -> Option<u8> {
    FLOORS.iter().find(|(_, rooms)| rooms.contains(&room)).map(|(floor, _)| *floor)
}

/// The rooms that a file's code names: `crate::a`, `crate::{a, b::c}`, `super::…` that climbs out of its own room.
fn imports(file: &str, code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        rooms.extend(first_names(&code[at + "crate::".len()..]));
    }
    let folders = file.trim_end_matches("/mod.rs").trim_end_matches(".rs").split('/').count();
    let climb = "super::".repeat(folders);
    for (at, _) in code.match_indices(&climb) {
        rooms.extend(first_names(&code[at + climb.len()..]));
    }
    rooms
}

/// `a::b` gives `a`; `{a, b::{c, d}}` gives `a` and `b`.
fn first_names(rest: &str) -> Vec<String> {
    let word = |text: &str| -> String { text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    let Some(inside) = rest.strip_prefix('{') else { return vec![word(rest)] };
    let mut names = Vec::new();
    let mut depth = 0;
    let mut start = true;
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => start = true,
            c if start && !c.is_whitespace() => {
                names.push(word(&inside[at..]));
                start = false;
            }
            _ => {}
        }
    }
    names
}

#[test]
fn imports_are_read_rightly() {
    assert_eq!(first_names("{a, b::{c, d},\n  e}; f"), ["a", "b", "e"]);
    assert_eq!(first_names("model::ids::HubId"), ["model"]);
    assert_eq!(imports("cli/print/text.rs", "use super::super::super::render;"), ["render".to_owned()].into());
    assert!(imports("cli/print/text.rs", "use super::super::site;").is_empty());
}

#[test]
fn a_floor_imports_only_from_floors_below_it() {
    for (file, code) in sources() {
        let own = room(&file);
        if matches!(own, "lib" | "main") {
            continue;
        }
        let own_floor = floor(own).unwrap_or_else(|| panic!("src/{file} stands on no floor: say on which, above"));
        for other in imports(&file, &code) {
            // Names that are no rooms are macros and the like at the crate's root.
            let Some(other_floor) = floor(&other).filter(|_| other != own) else { continue };
            let allowed = if own_floor == 0 { other_floor == 0 } else { other_floor < own_floor };
            assert!(allowed, "src/{file} imports {other}, which is not below {own}");
            let knows_no_disk = own == "pipeline" && other == "publish";
            assert!(!knows_no_disk, "src/{file} imports publish, and the pipeline knows no disk");
        }
    }
}

#[test]
fn only_the_doors_touch_the_world() {
    for (file, code) in sources() {
        if DOORS.iter().any(|door| file.starts_with(door)) {
            continue;
        }
        for outside in [
            "std::fs",
            "std::env",
            "std::net",
            "fs::",
            "env::",
            "net::",
            "std::process",
            "walkdir",
            "Timestamp::now",
            "SystemTime",
        ] {
            let used = code.match_indices(outside).any(|(at, _)| !ends_in_word(&code[..at]));
            assert!(!used, "src/{file} uses {outside}: only {} may", DOORS.join(", "));
        }
    }
}

fn ends_in_word(text: &str) -> bool {
    text.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_')
}

/// README's table of rules, row by row.
fn table() -> Vec<(String, String, String)> {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let rows = readme.lines().skip_while(|line| !line.starts_with("| rule |")).skip(2);
    rows.take_while(|line| line.starts_with('|'))
        .map(cells)
        .map(|row| (row[0].trim_matches('`').to_owned(), row[1].clone(), row[2].clone()))
        .collect()
}

#[test]
fn readme_lists_every_rule_with_its_level_and_what_it_finds() {
    let row = |rule: &Rule| (rule.name().to_owned(), rule.level().name().to_owned(), first_sentence(*rule));
    let expected: Vec<_> = Rule::ALL.iter().map(row).collect();
    let table = table();
    if table != expected {
        let lines = expected.iter().map(|(rule, level, words)| format!("| `{rule}` | {level} | {words} |\n"));
        panic!(
            "README's table of rules should be:\n\n| rule | level | what it finds |\n|---|---|---|\n{}",
            lines.collect::<String>()
        );
    }
}

#[test]
fn every_rule_is_explained() {
    for rule in Rule::ALL {
        let text = rule.documentation();
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some(format!("# {}", rule.name()).as_str()));
        assert!(first_sentence(*rule).ends_with('.'), "{}: a first sentence says what it finds", rule.name());
        for heading in ["## Why it matters", "## Wrong", "## Right"] {
            assert!(text.lines().any(|line| line == heading), "{} lacks {heading:?}", rule.name());
        }
    }
}
