//! `foldout impact`: what changes do to hubs' pages before they are published.

use crate::site::{Outcome, Site};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// A site, and a copy of it as it was.
struct Two {
    site: Site,
    before: tempfile::TempDir,
}

impl Two {
    fn new(site: Site) -> Self {
        let before = tempfile::TempDir::new().unwrap();
        copy(site.root(), before.path());
        Self { site, before }
    }

    fn impact(&self, args: &[&str]) -> Outcome {
        let outcome = self.site.run(&[&["impact", self.before.path().to_str().unwrap()], args].concat());
        assert_eq!(outcome.status, 0, "{}", outcome.err);
        outcome
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.impact(&["--format", "json"]).out).unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from.join("content")).into_iter().map(|entry| entry.unwrap()) {
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).unwrap();
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn the_repo() -> Two {
    let site = Site::empty();
    copy(Path::new(env!("CARGO_MANIFEST_DIR")), site.root());
    Two::new(site)
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().unwrap()
}

fn git(site: &Site, args: &[&str]) {
    let mut git = Command::new("git");
    git.args(["-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"]).args(args);
    let outcome = git.current_dir(site.root()).output().expect("git, which these tests need");
    assert!(outcome.status.success(), "{}", String::from_utf8_lossy(&outcome.stderr));
}

/// A new site, kept in git.
pub fn in_git() -> Site {
    let site = Site::new();
    git(&site, &["init", "-q"]);
    git(&site, &["add", "-A"]);
    git(&site, &["commit", "-q", "-m", "first"]);
    site
}

#[test]
fn one_word_in_a_programme_of_thirty_five_hubs_names_thirty_five_pages() {
    let two = the_repo();
    two.site.change("content/national/2022-23/mastering-number.md", "get some help", "get much help");
    let text = two.impact(&[]).out;
    assert!(text.contains(": 35 pages change.\n"), "{text}");
    let hubs = std::fs::read_dir(two.site.path("content/hubs")).unwrap().map(|it| it.unwrap().file_name());
    let hubs: Vec<String> = hubs.map(|name| name.into_string().unwrap()).collect();
    assert_eq!(hubs.len(), 35);
    for hub in hubs {
        assert!(text.contains(&format!("{hub}/mastering-number/")), "{hub} is not named: {text}");
    }
    assert!(text.contains("      - Subject leaders and head teachers get some help as well.\n"), "{text}");
    assert!(text.contains("      + Subject leaders and head teachers get much help as well.\n"), "{text}");
    let value = two.json();
    assert_eq!(list(&value, "pages").len(), 35);
    assert!(
        list(&value, "pages").iter().all(|page| page["how"] == "changes" && page["programme"] == "mastering-number")
    );
    assert_eq!(list(&value, "national").len(), 1);
    assert!(text.lines().all(|line| line.chars().count() <= 80 || !line.contains(' ')), "{text}");
}

#[test]
fn what_only_moves_or_is_wrapped_anew_changes_no_page() {
    let two = the_repo();
    let mut files = 0;
    for entry in walkdir::WalkDir::new(two.site.path("content")).into_iter().map(|entry| entry.unwrap()) {
        let path = entry.path().to_str().unwrap();
        if path.ends_with(".md") && entry.file_type().is_file() {
            let text = std::fs::read_to_string(path).unwrap();
            if let Some((front, body)) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")) {
                let body = body.replace("\n\n## ", "\n\n<!-- a remark -->\n\n\n## ");
                std::fs::write(path, format!("---\n# a remark\n{front}\n---\n\n{body}\n\n")).unwrap();
                files += 1;
            }
        }
    }
    assert!(files > 30);
    let text = two.impact(&[]).out;
    assert!(text.ends_with("nothing changes.\n"), "{text}");
}

#[test]
fn a_hub_that_replaces_or_hides_a_section_is_named_because_its_page_stays() {
    let two = the_repo();
    let file = "content/national/2022-23/sktm-primary-teachers.md";
    let text = std::fs::read_to_string(two.site.path(file)).unwrap();
    let section = |id: &str| {
        let at = text.find(&format!("{{#{id}")).unwrap_or_else(|| panic!("no section {id} in {text}"));
        let line = at + text[at..].find("\n\n").unwrap() + 2;
        text[line..].lines().next().unwrap().to_owned()
    };
    let local =
        std::fs::read_to_string(two.site.path("content/hubs/jurassic/2022-23/sktm-primary-teachers.md")).unwrap();
    assert!(local.contains("## Replace: What is involved") && local.contains("## Hide: Back at school"));
    let words = section("what-is-involved");
    two.site.change(file, &words, &format!("Wholly new words. {words}"));
    let value = two.json();
    let pages = list(&value, "pages");
    assert_eq!(pages.len(), 34, "all hubs but the one that replaces it");
    assert!(pages.iter().all(|page| page["hub"] != "jurassic"));
    let hidden = list(&value, "hidden");
    assert_eq!(hidden.len(), 1, "{hidden:?}");
    assert_eq!((&hidden[0]["hub"], &hidden[0]["line"]), (&Value::from("jurassic"), &Value::from(32)));
    assert_eq!(hidden[0]["what"], "replaces \u{201c}What is involved\u{201d}");
    assert!(two.impact(&[]).out.contains("Jurassic Maths Hub replaces"));
}

#[test]
fn a_question_that_goes_leaves_answers_unused_and_a_new_one_is_unfilled() {
    let two = Two::new(Site::new());
    let national = two.site.national("talking-in-maths.md");
    two.site.change(&national, "  leader:\n    ask: Who leads the group?", "  venue:\n    ask: Where do you meet?");
    two.site.change(&national, "[[leader]]", "[[venue]]");
    let value = two.json();
    assert_eq!(list(&value, "unused").len(), 1, "{value:#}");
    assert_eq!(list(&value, "unused")[0]["placeholder"], "leader");
    assert_eq!(list(&value, "unfilled").len(), 1);
    assert_eq!(list(&value, "unfilled")[0]["words"], "Where do you meet?");
    let page = &list(&value, "pages")[0];
    assert_eq!((&page["how"], &page["path"]), (&Value::from("withheld"), &Value::from("riverside/talking-in-maths/")));
    assert!(!list(page, "errors").is_empty());
    let text = two.impact(&[]).out;
    assert!(text.contains("1 page is now held back"), "{text}");
}

#[test]
fn a_hubs_answer_changes_its_page_alone_and_its_name_all_of_them() {
    let two = Two::new(Site::new());
    two.site.change(&two.site.local("talking-in-maths.md"), "Sam Green leads the group.", "Jo Brown leads the group.");
    let value = two.json();
    assert_eq!((list(&value, "pages").len(), list(&value, "national").len()), (1, 0));
    assert_eq!(list(&value, "pages")[0]["sections"][0]["section"], "leading");

    two.site.change("content/hubs/riverside/hub.yaml", "name: Riverside Maths Hub", "name: Seaside Maths Hub");
    assert_eq!(list(&two.json(), "pages").len(), 3, "two programmes and the hub's page of the year");
}

#[test]
fn pages_that_come_and_go_are_told() {
    let two = Two::new(Site::new());
    std::fs::remove_file(two.site.path(&two.site.local("talking-in-maths.md"))).unwrap();
    let gone = two.impact(&[]).out;
    assert!(gone.contains("1 page disappears"), "{gone}");
    two.site.write(
        &two.site.national("new-one.md"),
        "---\ntitle: New\nphase: Primary\nsummary: New.\nevery_hub: yes\n---\n\nWords.\n",
    );
    let value = two.json();
    let hows: Vec<&str> = list(&value, "pages").iter().filter_map(|page| page["how"].as_str()).collect();
    assert_eq!(hows, ["appears", "disappears"]);
}

#[test]
fn facts_that_hubs_give_themselves_hide_the_national_ones() {
    let two = Two::new(Site::new());
    two.site.change(&two.site.national("talking-in-maths.md"), "number: 1", "number: 1\napply: team@hubs.example");
    let value = two.json();
    assert_eq!(list(&value, "pages").len(), 0, "{value:#}");
    assert_eq!(list(&value, "hidden")[0]["what"], "gives its own ways to apply");
}

#[test]
fn versions_that_git_keeps_are_compared_with() {
    let site = in_git();
    assert!(site.run(&["impact"]).out.ends_with("nothing changes.\n"));
    site.change(&site.national("number-sense.md"), "ten minutes a day", "five minutes a day");
    let outcome = site.run(&["impact"]);
    assert!(outcome.out.contains(": 1 page changes.\n"), "{}{}", outcome.out, outcome.err);
    git(&site, &["commit", "-q", "-a", "-m", "second"]);
    assert!(site.run(&["impact"]).out.ends_with("nothing changes.\n"));
    assert!(site.run(&["impact", "HEAD~1"]).out.contains(": 1 page changes.\n"));
}

#[test]
fn a_site_in_a_folder_of_its_repository_is_found_there() {
    let site = Site::new();
    let outer = site.root().parent().unwrap();
    let run = |args: &[&str]| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=A", "-c", "user.email=a@b.example"]).args(args).current_dir(outer);
        assert!(git.output().unwrap().status.success());
    };
    run(&["init", "-q"]);
    run(&["add", "-A"]);
    run(&["commit", "-q", "-m", "first"]);
    let outcome = site.run(&["impact"]);
    assert!(outcome.out.ends_with("nothing changes.\n"), "{}{}", outcome.out, outcome.err);
}

#[test]
fn without_git_a_repository_or_such_a_version_it_says_what_to_do() {
    let kept = in_git();
    for (args, words) in [
        (&["impact", "no-such-version"][..], "git log --oneline"),
        (&["impact", "--", "--output=x"], "is no version of the site"),
        (&["impact", ""], "is no version of the site"),
    ] {
        let outcome = kept.run(args);
        assert_eq!(outcome.status, 2, "{args:?}");
        assert!(outcome.err.contains(words), "{args:?}: {}", outcome.err);
    }
    assert!(!kept.path("x").exists());
    let not_kept = Site::new().run(&["impact"]);
    assert_eq!(not_kept.status, 2);
    assert!(not_kept.err.contains("is not kept in git"), "{}", not_kept.err);
    let no_git = kept.run_with(&["impact"], &[("PATH", "/nowhere")]);
    assert_eq!(no_git.status, 2);
    assert!(no_git.err.contains("git isn\u{2019}t there"), "{}", no_git.err);
    let empty = Site::new();
    git(&empty, &["init", "-q"]);
    let uncommitted = empty.run(&["impact"]);
    assert!(uncommitted.err.contains("Commit it first"), "{}", uncommitted.err);
}

#[test]
fn a_version_without_a_site_is_named() {
    let site = Site::empty();
    git(&site, &["init", "-q"]);
    git(&site, &["commit", "-q", "--allow-empty", "-m", "nothing"]);
    assert_eq!(site.run(&["new", "inner"]).status, 0);
    let outcome = crate::site::foldout(&site.path("inner"), &["impact"]);
    assert_eq!(outcome.status, 2);
    assert!(outcome.err.contains("there was no site here yet"), "{}", outcome.err);
}
