//! How a hub's words are merged into the national text: one file of `tests/cases/merge/` for each fact.
//!
//! A file begins with its fact in a sentence. Then come the files of a small site, each after a line such as
//! `=== national` or `=== local`, and what is made of them, after `=== merged` and `=== findings`:
//!
//! | marker | what follows |
//! |---|---|
//! | `national`, `local` | the national text of the programme `example`, and the file of the hub `alpha` for it |
//! | `national other`, `local other` | the same for a programme `other` |
//! | `national introduction`, `local introduction` | the year's `edition.md` |
//! | `hub`, `site` | lines of the hub's `hub.yaml` and of `site.yaml` |
//! | `file content/…` | any other file |
//! | `day` | the day for which the site is built; otherwise 1 October 2022 |
//! | `merged`, `merged other`, `merged introduction` | the hub's text, each block after where it comes from |
//! | `national page` | the national text without a hub |
//! | `offering` | ways to apply, dates and whom to ask |
//! | `offers` | who offers what |
//! | `withheld` | the pages that errors hold back |
//! | `findings` | level, rule and place of each finding; a line after it that begins with `~` is in its words |
//!
//! What every site needs (titles, phases, the hub's name and so on) is supplied where a case leaves it out. Places
//! are lines and columns of what stands in the case.
//!
//! `FOLDOUT_REWRITE_CASES=1 cargo test merging` writes what the program makes into the files, in place of what they
//! expect. Read each change against the design before you keep it.

mod case;
mod practical;
mod small_site;
mod writer;

use case::Case;
use small_site::SmallSite;
use std::fs;
use std::path::{Path, PathBuf};

fn case_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/merge");
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    files.filter(|path| path.is_file()).collect()
}

#[test]
fn every_case_merges_as_it_says() {
    let rewrite = std::env::var_os("FOLDOUT_REWRITE_CASES").is_some();
    let mut wrong = Vec::new();
    for file in case_files() {
        let name = file.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&file).unwrap();
        let case = Case::read(&text).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        let is_name = name.strip_suffix(".txt").is_some_and(foldout::model::ids::is_id);
        assert!(is_name, "{name} is no name for a case: small letters, digits and hyphens, then .txt");
        assert!(case.fact.ends_with('.'), "{name} begins with no sentence");
        let made = SmallSite::of(&case).made(&case);
        if rewrite {
            fs::write(&file, case.rewritten(&made)).unwrap();
        } else if let Some(difference) = case.difference(&made) {
            wrong.push(format!("--- {name}: {}\n{difference}", case.fact));
        }
    }
    assert!(wrong.is_empty(), "{}\n{} cases are wrong", wrong.join("\n"), wrong.len());
}
