//! What a person reads when something is wrong: a folder of `tests/cases/rules/` for each rule, a file in it for
//! each way in which the rule can speak.
//!
//! A file begins with a sentence that says what happened. Then come the files of a small site, each after its
//! path, and what the program prints, after what was typed:
//!
//! ```text
//! A hub mistypes a key.
//!
//! === content/hubs/alpha/2022-23/example.md
//! ---
//! offerred: yes
//! ---
//! === foldout check --as-of 2022-10-01
//! error[unknown-key]: …
//!
//! 1 error. 1 page withheld: alpha/example/.
//! (exit status 1)
//! === foldout check --as-of 2022-10-01 --format json
//! === foldout check --as-of 2022-10-01 --format github
//! ```
//!
//! A path may be followed by `(11 MB)` for a file of that size, by `(folder)` for a folder, and by `(missing)` for
//! one that would otherwise be supplied. Supplied where a case leaves it out are `content/site.yaml`, a national
//! programme, `hub.yaml` of each hub that has a folder, and `agreed.yaml`, in which the hub has agreed to the national
//! text of everything that it changes.
//!
//! `FOLDOUT_REWRITE_CASES=1 cargo test rules` writes what the program prints into the files, in place of what they
//! expect; a new case needs no more than its sentence and its files. Read each change as the person would who sees it.

mod case;

use case::Case;
use foldout::finding::Rule;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/rules")
}

/// The case files by the folder in which they stand.
fn case_files() -> BTreeMap<String, Vec<PathBuf>> {
    let mut cases: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder()).min_depth(1).sort_by_file_name() {
        let path = entry.unwrap().into_path();
        let inside = path.strip_prefix(folder()).unwrap();
        let parts: Vec<&str> = inside.iter().map(|part| part.to_str().unwrap()).collect();
        match parts.as_slice() {
            [rule] => {
                cases.entry((*rule).to_owned()).or_default();
            }
            [rule, name] if name.strip_suffix(".txt").is_some_and(foldout::model::ids::is_id) => {
                cases.entry((*rule).to_owned()).or_default().push(path.clone());
            }
            _ => panic!("{} is no case: small letters, digits and hyphens, then .txt", inside.display()),
        }
    }
    cases
}

#[test]
fn every_rule_has_cases_and_every_folder_a_rule() {
    let cases = case_files();
    let rules: BTreeSet<&str> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    let folders: BTreeSet<&str> = cases.keys().map(String::as_str).collect();
    assert_eq!(folders, rules);
    for (rule, files) in &cases {
        assert!(!files.is_empty(), "the folder {rule} holds no case");
    }
}

#[test]
fn every_case_prints_what_it_says() {
    let rewrite = std::env::var_os("FOLDOUT_REWRITE_CASES").is_some();
    let files: Vec<(String, PathBuf)> = case_files()
        .into_iter()
        .flat_map(|(rule, files)| files.into_iter().map(move |file| (rule.clone(), file)))
        .collect();
    // In threads of their own: they wait for programs, and other tests would wait for theirs.
    let pool = rayon::ThreadPoolBuilder::new().build().unwrap();
    let wrong: Vec<String> =
        pool.install(|| files.par_iter().filter_map(|(rule, file)| wrong(rule, file, rewrite)).collect());
    assert!(wrong.is_empty(), "{}\n{} cases are wrong", wrong.join("\n"), wrong.len());
}

/// What is wrong with a case. With `rewrite`, what it expects becomes what is printed.
fn wrong(rule: &str, file: &Path, rewrite: bool) -> Option<String> {
    let name = format!("{rule}/{}", file.file_name()?.to_str()?);
    let text = fs::read_to_string(file).unwrap();
    let case = match Case::read(&text) {
        Ok(case) => case,
        Err(problem) => return Some(format!("--- {name}: {problem}")),
    };
    let printed = case.printed();
    if rewrite {
        let new = case.rewritten(&printed);
        if new != text {
            fs::write(file, new).unwrap();
        }
    } else if printed != case.expected {
        return Some(format!("--- {name}: {}\n{}", case.sentence, case.difference(&printed)));
    }
    // A case of silence says so: the file allows the rule, or all is well.
    let speaks = printed.iter().any(|run| run.text.contains(&format!("\"rule\": \"{rule}\"")));
    (!speaks && !case.is_silent()).then(|| format!("--- {name}: the rule doesn't speak"))
}
