//! `foldout rollover`: a new year from the one before, shown first, done when told to, and again without harm.

use crate::site::Site;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

fn next(edition: &str) -> String {
    let first: i32 = edition[..4].parse().unwrap();
    format!("{}-{:02}", first + 1, (first + 2) % 100)
}

fn done(site: &Site) -> String {
    let to = next(&site.edition());
    let outcome = site.run(&["rollover", &to, "--yes"]);
    assert_eq!(outcome.status, 0, "{}{}", outcome.out, outcome.err);
    to
}

/// The lines of a text below its front matter.
fn body(text: &str) -> &str {
    text.split_once("\n---\n").map_or(text, |(_, body)| body)
}

fn the_repo() -> Site {
    let site = Site::empty();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for entry in walkdir::WalkDir::new(root.join("content")).into_iter().map(|entry| entry.unwrap()) {
        let target = site.path(entry.path().strip_prefix(root).unwrap().to_str().unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).unwrap();
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
    site
}

#[test]
fn nothing_is_changed_before_somebody_says_so() {
    let site = Site::new();
    let before = site.tree("content");
    let to = next(&site.edition());
    let outcome = site.run(&["rollover", &to]);
    assert_eq!(outcome.status, 0, "{}", outcome.err);
    assert_eq!(site.tree("content"), before);
    for shown in [
        format!("new      content/national/{to}/edition.md"),
        format!("new      content/hubs/riverside/{to}/talking-in-maths.md"),
        "emptied: sessions".to_owned(),
        "changed  content/site.yaml".to_owned(),
        "Nothing was changed.".to_owned(),
    ] {
        assert!(outcome.out.contains(&shown), "{shown}: {}", outcome.out);
    }
}

#[test]
fn the_new_year_has_the_words_and_none_of_the_dates() {
    let site = Site::new();
    let from = site.edition();
    let old = site.tree("content");
    let to = done(&site);
    let new = site.tree("content");
    for (path, text) in &old {
        if path == "site.yaml" {
            assert_eq!(new[path], text.replace(&format!("edition: {from}"), &format!("edition: {to}")));
        } else {
            assert_eq!(new[path], *text, "{path} of the old year stays");
        }
    }
    let local = &new[&format!("hubs/riverside/{to}/talking-in-maths.md")];
    assert_eq!(body(local), body(&old[&format!("hubs/riverside/{from}/talking-in-maths.md")]), "no local word is lost");
    assert!(local.contains("\nsessions:\n") && local.contains("label: Ask for a place"), "{local}");
    assert!(!local.contains("-11-12"), "{local}");
    let check = site.run(&["check"]);
    assert_eq!(check.status, 0, "{}", check.err);
    assert_eq!(site.run(&["build"]).status, 0);
}

#[test]
fn done_again_it_does_nothing_and_never_writes_over_a_file() {
    let site = Site::new();
    let to = next(&site.edition());
    let own = "---\ntitle: Ours\nphase: Secondary\nsummary: Written already.\nevery_hub: yes\n---\n\nNew words.\n";
    site.write(&format!("content/national/{to}/number-sense.md"), own);
    done_to(&site, &to);
    let first = site.tree("content");
    assert_eq!(first[&format!("national/{to}/number-sense.md")], own);
    let again = site.run(&["rollover", &to, "--yes"]);
    assert!(again.out.contains("Nothing is left to do"), "{}", again.out);
    assert_eq!(site.tree("content"), first);
    // A file that is missing is carried over again, and no other is touched.
    std::fs::remove_file(site.path(&format!("content/hubs/riverside/{to}/talking-in-maths.md"))).unwrap();
    done_to(&site, &to);
    assert_eq!(site.tree("content"), first);
}

fn done_to(site: &Site, to: &str) {
    let outcome = site.run(&["rollover", to, "--yes"]);
    assert_eq!(outcome.status, 0, "{}{}", outcome.out, outcome.err);
}

#[test]
fn answers_of_one_year_are_left_out_and_all_others_kept() {
    let site = Site::new();
    site.change(
        &site.national("talking-in-maths.md"),
        "    ask: Who leads the group?\n",
        "    ask: Who leads the group?\n    next-year: clear\n",
    );
    site.change(
        &site.national("talking-in-maths.md"),
        "    default: schools in our area\n",
        "    default: schools in our area\n    next-year: keep\n",
    );
    site.change(&site.local("talking-in-maths.md"), "apply:\n", "answers:\n  schools: all schools near us\napply:\n");
    let to = done(&site);
    let local =
        std::fs::read_to_string(site.path(&format!("content/hubs/riverside/{to}/talking-in-maths.md"))).unwrap();
    assert!(!local.contains("Sam Green") && !local.contains("Answer:"), "{local}");
    assert!(
        local.contains("schools: all schools near us") && local.contains("Bring a page from a pupil's book"),
        "{local}"
    );
    let check = site.run(&["check"]);
    assert_eq!(check.status, 1);
    assert!(check.err.contains("`leader` is not answered"), "{}", check.err);
}

#[test]
fn next_year_is_keep_or_clear() {
    let site = Site::new();
    site.change(
        &site.national("talking-in-maths.md"),
        "    ask: Who leads the group?\n",
        "    ask: Who leads the group?\n    next-year: drop\n",
    );
    let check = site.run(&["check"]);
    assert_eq!(check.status, 1);
    assert!(check.err.contains("error[bad-value]") && check.err.contains("clear"), "{}", check.err);
}

#[test]
fn what_hubs_agreed_to_goes_along_and_asks_for_review_once_the_new_text_differs() {
    let site = Site::new();
    assert_eq!(site.run(&["agree", "riverside"]).status, 0);
    let agreed = std::fs::read_to_string(site.path(&site.local("agreed.yaml"))).unwrap();
    let to = done(&site);
    let carried = std::fs::read_to_string(site.path(&format!("content/hubs/riverside/{to}/agreed.yaml"))).unwrap();
    assert_eq!(carried, agreed);
    let to_review = || {
        let status = site.run(&["status", "--format", "json"]).out;
        let status: serde_json::Value = serde_json::from_str(&status).unwrap();
        let offered = status["hubs"][0]["offered"].as_array().unwrap();
        offered.iter().map(|one| one["found"]["to_review"].as_u64().unwrap()).sum::<u64>()
    };
    assert!(!site.run(&["check"]).err.contains("agreed"));
    assert_eq!(to_review(), 0);
    let national = format!("content/national/{to}/talking-in-maths.md");
    site.change(&national, "You meet three times", "You meet four times");
    assert!(site.run(&["check"]).err.contains("warning[national-text-changed]"));
    assert_eq!(to_review(), 1);
}

#[test]
fn what_was_never_agreed_to_is_not_agreed_to_by_a_new_year() {
    let site = Site::new();
    std::fs::remove_file(site.path(&site.local("agreed.yaml"))).unwrap();
    assert!(site.run(&["check"]).err.contains("note[never-agreed]"));
    let to = done(&site);
    assert!(!site.path(&format!("content/hubs/riverside/{to}/agreed.yaml")).exists());
    let check = site.run(&["check"]).err;
    assert!(check.contains("note[never-agreed]") && check.contains(&format!("riverside/{to}/")), "{check}");
}

#[test]
fn line_ends_comments_and_pictures_are_carried_over() {
    let site = Site::new();
    let file = site.local("talking-in-maths.md");
    let text = std::fs::read_to_string(site.path(&file)).unwrap();
    let text = format!("{text}\n![A plan of the school](plan.png)\n").replace('\n', "\r\n");
    std::fs::write(site.path(&file), format!("\u{feff}{text}")).unwrap();
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde";
    std::fs::write(site.path(&site.local("plan.png")), picture).unwrap();
    let to = done(&site);
    let folder = format!("content/hubs/riverside/{to}");
    let carried = std::fs::read_to_string(site.path(&format!("{folder}/talking-in-maths.md"))).unwrap();
    assert!(carried.starts_with("\u{feff}---\r\n# What Riverside says"), "{carried:?}");
    assert_eq!(carried.matches('\n').count(), carried.matches("\r\n").count());
    assert_eq!(std::fs::read(site.path(&format!("{folder}/plan.png"))).unwrap(), picture);
}

#[test]
fn hubs_offer_in_the_new_year_what_they_offered() {
    let site = Site::new();
    let from = site.edition();
    let hub = "content/hubs/riverside/hub.yaml";
    let text = std::fs::read_to_string(site.path(hub)).unwrap();
    site.write(hub, &format!("{text}offers:\n  {from}: # these\n    - talking-in-maths\n    - number-sense\n"));
    let to = done(&site);
    let after = std::fs::read_to_string(site.path(hub)).unwrap();
    assert!(after.starts_with(&text), "{after}");
    assert!(after.contains(&format!("  {from}: # these\n    - talking-in-maths\n    - number-sense\n")), "{after}");
    let new = after.split_once(&format!("{to}:")).expect("the new year").1;
    assert!(new.contains("talking-in-maths") && new.contains("number-sense"), "{after}");
}

#[test]
fn stopped_anywhere_the_next_run_finishes() {
    let whole = the_repo();
    done_to(&whole, "2023-24");
    let expected = whole.tree("content");
    for moment in [5, 20, 40, 60, 80, 110, 150] {
        let site = the_repo();
        site.kill_after(&["rollover", "2023-24", "--yes"], Duration::from_millis(moment));
        let half = site.tree("content");
        let current = half["site.yaml"].contains("edition: 2023-24");
        assert!(
            !current || half.keys().filter(|path| !path.contains(".foldout-")).eq(expected.keys()),
            "site.yaml is last"
        );
        done_to(&site, "2023-24");
        let mut tree: BTreeMap<_, _> = site.tree("content");
        tree.retain(|path, _| !path.contains(".foldout-"));
        assert_eq!(tree, expected, "stopped after {moment} ms");
    }
}

#[test]
fn the_repos_own_content_rolls_over_without_an_error() {
    let site = the_repo();
    done_to(&site, "2023-24");
    let check = site.run(&["check", "--as-of", "2023-09-01"]);
    assert_eq!(check.status, 0, "{}", check.err);
    let tree = site.tree("content");
    for (path, text) in tree.iter().filter(|(path, _)| path.starts_with("hubs/") && path.contains("/2023-24/")) {
        let old = &tree[&path.replace("/2023-24/", "/2022-23/")];
        assert_eq!(body(text), body(old), "no local word of {path} is lost");
    }
    let build = site.run(&["build", "--as-of", "2023-09-01"]);
    assert_eq!(build.status, 0, "{}", build.err);
    assert!(
        site.path("public/cambridge/2022-23/year-5-8-continuity/index.html").exists(),
        "the old year is an archive"
    );
    assert!(site.path("public/cambridge/year-5-8-continuity/index.html").exists());
}

#[test]
fn a_year_that_makes_no_sense_is_refused_with_an_example() {
    let site = Site::new();
    let edition = site.edition();
    for (args, words) in [
        (vec!["2023"], "is no year"),
        (vec![edition.as_str()], "no year before"),
        (vec!["1901-02"], "no year before"),
        (vec!["2090-91", "--from", "1901-02"], "There is no edition"),
    ] {
        let outcome = site.run(&[&["rollover"], &args[..]].concat());
        assert_eq!(outcome.status, 2, "{args:?}: {}", outcome.out);
        assert!(outcome.err.contains(words), "{args:?}: {}", outcome.err);
    }
}
