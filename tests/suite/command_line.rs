//! The program as people run it: what they type, what they read, the exit status.

use crate::site::{Outcome, Site, foldout};
use foldout::finding::Rule;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn here(args: &[&str]) -> Outcome {
    foldout(Path::new(env!("CARGO_MANIFEST_DIR")), args)
}

const COMMANDS: &[&str] = &[
    "new",
    "build",
    "check",
    "status",
    "impact",
    "rollover",
    "agree",
    "review",
    "serve",
    "pdf",
    "explain",
    "schema",
    "completions",
];

#[test]
fn help_shows_an_example_of_every_command() {
    let help = here(&["--help"]);
    assert_eq!(help.status, 0);
    for command in COMMANDS {
        assert!(help.out.contains(&format!("\n  {command} ")), "{command} is not in the help");
        let help = here(&[command, "--help"]);
        assert_eq!(help.status, 0);
        assert!(help.out.contains(&format!("  foldout {command}")), "{}", help.out);
    }
    let nothing = here(&[]);
    assert_eq!(nothing.status, 2);
    assert!(nothing.err.contains("foldout new my-site"));
    let version = here(&["--version"]).out;
    let number = format!("foldout {} (", env!("CARGO_PKG_VERSION"));
    assert!(version.starts_with(&number) && version.contains("rustc "), "what it was built from: {version}");
}

#[test]
fn arguments_that_make_no_sense_get_a_sentence_and_an_example() {
    let cases: &[(&[&str], &str, &str)] = &[
        (&["bild"], "bild", "foldout build"),
        (&["build", "--hubs", "oak"], "--hub", "foldout build --hub"),
        (&["build", "extra"], "extra", "foldout build"),
        (&["build", "--as-of", "03/11/2022"], "3 November 2022", "--as-of 2022-11-03"),
        (&["build", "--as-of", "31 June 2022"], "June", "--as-of 2022-11-03"),
        (&["build", "--hub", "oak"], "which folder", "foldout build --hub oak --out dist"),
        (&["build", "--drafts"], "which folder", "foldout build --drafts --out drafts"),
        (&["build", "--out", ""], "--out", "foldout build --hub"),
        (&["check", "--format", "xml"], "json", "--format json"),
        (&["serve", "--port", "70000"], "70000", "foldout serve --port 4000"),
        (&["serve", "--editor", "ed"], "vscode", "foldout serve --editor"),
        (&["schema", "hubs"], "hub", "foldout schema hub"),
        (&["schema"], "<KIND>", "foldout schema hub"),
        (&["new"], "<DIR>", "foldout new my-site"),
        (&["completions", "dos"], "powershell", "foldout completions bash"),
        (&["explain", "unfiled"], "no rule", "foldout explain unfilled"),
        (&["explain", "zzzzzz"], "no rule", "foldout explain"),
    ];
    for (args, sentence, example) in cases {
        let outcome = here(args);
        assert_eq!(outcome.status, 2, "{args:?}");
        assert!(outcome.err.contains(sentence) && outcome.err.contains(example), "{args:?}: {}", outcome.err);
        assert_eq!(outcome.out, "", "{args:?}");
    }
}

#[test]
fn with_no_site_where_it_stands_a_command_says_how_to_make_one() {
    let dir = TempDir::new().unwrap();
    for command in ["build", "check", "serve"] {
        let outcome = foldout(dir.path(), &[command]);
        assert_eq!(outcome.status, 2);
        assert!(outcome.err.contains("foldout new my-site") && outcome.err.contains("--site"), "{}", outcome.err);
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn explain_lists_every_rule_and_prints_each() {
    let list = here(&["explain"]);
    assert_eq!(list.status, 0);
    for rule in Rule::ALL {
        assert!(list.out.contains(&format!("\n  {} ", rule.name())), "{}", rule.name());
        let one = here(&["explain", rule.name()]);
        assert!(one.status == 0 && one.out.starts_with(&format!("# {}\n", rule.name())));
        assert!(one.out.contains(&format!("Level: {}", rule.level().name())));
    }
}

#[test]
fn completions_know_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let outcome = here(&["completions", shell]);
        assert_eq!(outcome.status, 0);
        assert!(COMMANDS.iter().all(|command| outcome.out.contains(command)), "{shell}");
    }
}

#[test]
fn schemas_are_json() {
    for kind in ["site", "hub", "programme", "local", "changes"] {
        let outcome = here(&["schema", kind]);
        assert_eq!(outcome.status, 0, "{}", outcome.err);
        let schema: serde_json::Value = serde_json::from_str(&outcome.out).unwrap();
        assert!(schema.is_object(), "{kind}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_stops_reading_is_no_failure() {
    let script = format!("'{}' explain | true; exit ${{PIPESTATUS[0]}}", env!("CARGO_BIN_EXE_foldout"));
    for _ in 0..20 {
        let outcome = std::process::Command::new("bash").args(["-c", &script]).output().unwrap();
        assert_eq!(outcome.status.code(), Some(0));
        assert!(outcome.stderr.is_empty(), "{}", String::from_utf8_lossy(&outcome.stderr));
    }
}

#[test]
fn a_new_site_builds_without_anything_to_put_right_and_only_once() {
    let site = Site::new();
    let first = site.run(&["build"]);
    assert_eq!(first.status, 0, "{}", first.err);
    assert!(!first.err.contains("error") && !first.err.contains("warning"), "{}", first.err);
    for page in ["index.html", "riverside/index.html", "riverside/talking-in-maths/index.html"] {
        assert!(site.path("public").join(page).exists(), "{page}");
    }
    assert!(site.path("public/riverside/number-sense/index.html").exists());
    assert!(site.path("themes/brochure/templates/page.html").exists());
    let again = site.run(&["build"]);
    assert!(again.status == 0 && again.out.contains(": 0 files written"), "{}", again.out);
}

#[test]
fn new_refuses_a_folder_that_holds_something() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("file"), "mine").unwrap();
    for target in [".", "file"] {
        let outcome = foldout(dir.path(), &["new", target]);
        assert_eq!(outcome.status, 2);
        assert!(outcome.err.contains("foldout new my-site"), "{}", outcome.err);
    }
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn unknown_hubs_and_editions_get_the_nearest_name() {
    let site = Site::new();
    for args in [&["check", "--hub", "riversid"][..], &["build", "--hub", "riversid", "--out", "dist"]] {
        let outcome = site.run(args);
        assert_eq!(outcome.status, 2);
        assert!(outcome.err.contains("--hub riverside"), "{}", outcome.err);
    }
    let outcome = site.run(&["build", "--edition", "1066-67"]);
    assert_eq!(outcome.status, 2);
    assert!(outcome.err.contains(&format!("--edition {}", site.edition())), "{}", outcome.err);
    assert!(!site.path("dist").exists() && !site.path("public").exists());
}

#[test]
fn an_unfilled_placeholder_withholds_its_page_and_says_where_the_answer_goes() {
    let site = Site::new();
    site.run(&["build"]);
    let page = site.path("public/riverside/talking-in-maths/index.html");
    assert!(page.exists());
    site.change(&site.local("talking-in-maths.md"), "## Answer: leader", "## Add to: leading");

    let check = site.run(&["check"]);
    assert_eq!((check.status, check.out.as_str()), (1, ""));
    assert!(check.err.contains("error[unfilled]"), "{}", check.err);
    assert!(check.err.contains(&format!("--> {}:", site.local("talking-in-maths.md"))), "{}", check.err);
    assert!(check.err.contains(&format!("--> {}:", site.national("talking-in-maths.md"))), "{}", check.err);
    assert!(check.err.contains("[[leader]]") && check.err.contains("help: "), "{}", check.err);
    assert!(check.err.contains("\n1 error"), "{}", check.err);
    assert!(check.err.trim_end().ends_with("1 page withheld: riverside/talking-in-maths/."), "{}", check.err);
    assert!(page.exists(), "checking publishes nothing");

    let build = site.run(&["build"]);
    assert_eq!(build.status, 1);
    let taken_down = "Taken down: a page that was published before is withheld now: riverside/talking-in-maths/.";
    assert!(build.err.contains(&format!("{taken_down}\n1 error")), "{}", build.err);
    assert!(!page.exists() && site.path("public/riverside/number-sense/index.html").exists());

    let drafts = site.run(&["build", "--drafts", "--out", "drafts"]);
    assert_eq!(drafts.status, 1);
    assert!(site.path("drafts/riverside/talking-in-maths/index.html").exists());
}

#[test]
fn json_says_the_same_to_other_programs() {
    let site = Site::new();
    assert_eq!(site.run(&["check", "--hub", "riverside", "--format", "json"]).status, 0);
    site.change(&site.local("talking-in-maths.md"), "## Answer: leader", "## Add to: leading");
    let outcome = site.run(&["check", "--format", "json"]);
    assert_eq!((outcome.status, outcome.err.as_str()), (1, ""));
    let list: Vec<serde_json::Map<_, _>> = serde_json::from_str(&outcome.out).unwrap();
    let finding = list.iter().find(|finding| finding["rule"] == "unfilled").unwrap();
    let keys: Vec<_> = finding.keys().map(String::as_str).collect();
    let expected = ["rule", "level", "message", "remedy", "file", "line", "column", "hub", "programme", "also"];
    assert_eq!(keys, expected);
    assert_eq!(finding["level"], "error");
    assert_eq!(finding["hub"], "riverside");
    assert_eq!(finding["programme"], "talking-in-maths");
    assert_eq!(finding["file"], site.local("talking-in-maths.md"));
    assert_eq!(finding["also"][0]["file"], site.national("talking-in-maths.md"));
    assert!(finding["also"][0]["line"].as_u64() > Some(20));
}

#[test]
fn github_gets_one_command_a_line() {
    let site = Site::new();
    site.change(&site.local("talking-in-maths.md"), "## Answer: leader", "## Answer: 100%, or: more");
    let outcome = site.run(&["check", "--format", "github"]);
    assert_eq!(outcome.status, 1);
    let file = site.local("talking-in-maths.md");
    let line = outcome.out.lines().find(|line| line.contains("100%25")).unwrap();
    assert!(line.starts_with(&format!("::error file={file},line=")), "{line}");
    assert!(line.contains(",title=unknown-placeholder::") || line.contains(",title=unknown-section::"), "{line}");
    assert!(outcome.out.lines().all(|line| line.starts_with("::")), "{}", outcome.out);
    let from_above = foldout(site.root().parent().unwrap(), &["check", "--site", "site", "--format", "github"]);
    assert!(from_above.out.contains(&format!("::error file=site/{file},")), "{}", from_above.out);
    let dotted = site.run(&["check", "--site", "./.", "--format", "github"]);
    assert!(dotted.out.contains(&format!("::error file={file},")), "{}", dotted.out);
}

#[test]
fn strict_makes_warnings_count() {
    let site = Site::new();
    fs::write(site.path("content/hubs/riverside/notes.txt"), "x").unwrap();
    assert_eq!(site.run(&["check"]).status, 0);
    assert_eq!(site.run(&["check", "--strict"]).status, 1);
    assert_eq!(site.run(&["build"]).status, 0);
}

#[test]
fn a_hub_is_only_told_what_concerns_it() {
    let site = Site::new();
    site.write(
        "content/hubs/meadow/hub.yaml",
        "name: Meadow\nregion: South\nlead_schools: [Meadow School]\ncolor: red\n",
    );
    assert_eq!(site.run(&["check"]).status, 1);
    assert_eq!(site.run(&["check", "--hub", "meadow"]).status, 1);
    assert_eq!(site.run(&["check", "--hub", "riverside"]).status, 0);
    assert_eq!(site.run(&["build", "--hub", "riverside", "--out", "dist"]).status, 0);
    assert_eq!(site.run(&["check", "--hub", "riverside", "--hub", "meadow"]).status, 1);
    site.change(&site.national("number-sense.md"), "phase: Secondary", "phase: Secundary");
    assert_eq!(site.run(&["check", "--hub", "riverside"]).status, 1);
}

#[test]
fn an_error_in_site_yaml_leaves_what_was_published() {
    let site = Site::new();
    site.run(&["build"]);
    let before = site.tree("public");
    site.change("content/site.yaml", "phases:", "fases:");
    let outcome = site.run(&["build"]);
    assert_eq!(outcome.status, 1);
    assert!(outcome.err.contains("Everything is withheld"), "{}", outcome.err);
    assert!(outcome.out.contains("Nothing was published"), "{}", outcome.out);
    assert!(before == site.tree("public"));
}

#[test]
fn a_hub_s_folder_alone_has_the_same_bytes_as_in_the_whole_build() {
    let site = Site::new();
    site.run(&["build"]);
    let outcome = site.run(&["build", "--hub", "riverside", "--out", "dist"]);
    assert_eq!(outcome.status, 0, "{}", outcome.err);
    assert!(site.tree("dist") == site.tree("public/riverside"));
    let refused = site.run(&["build", "--out", "dist"]);
    assert_eq!(refused.status, 2);
    assert!(refused.err.contains("hubs riverside") && refused.err.contains("whole site"), "{}", refused.err);
}

#[test]
fn the_content_and_the_theme_are_never_published_to() {
    let site = Site::new();
    let before = site.tree(".");
    for out in ["content", "content/hubs/new", "themes", "themes/brochure", ".", "..", "/"] {
        let outcome = site.run(&["build", "--out", out]);
        assert_eq!(outcome.status, 2, "{out}");
        assert!(outcome.err.contains("--out public"), "{}", outcome.err);
    }
    assert!(before == site.tree("."));
}

#[test]
fn timings_say_where_the_time_went() {
    let outcome = Site::new().run(&["build", "--timings"]);
    for stage in ["read", "parse", "merge", "check", "render+publish", "total"] {
        assert!(outcome.out.lines().any(|line| line.starts_with(stage) && line.ends_with(" ms")), "{}", outcome.out);
    }
}

#[test]
fn nothing_is_coloured_but_on_a_terminal() {
    let site = Site::new();
    site.change(&site.local("talking-in-maths.md"), "## Answer: leader", "## Add to: leading");
    let outcome = site.run(&["check"]);
    assert!(!outcome.err.contains('\u{1b}'));
}

#[test]
fn the_same_day_gives_the_same_bytes_whatever_the_zone_and_the_order() {
    let site = Site::new();
    site.run(&["build", "--as-of", "2027-01-15", "--out", "one"]);
    // The same files, made in another order.
    let other = Site::empty();
    for (path, text) in site.tree("content").into_iter().rev() {
        other.write(&format!("content/{path}"), &text);
    }
    let outcome = other.run_with(
        &["build", "--as-of", "15 January 2027", "--out", "two"],
        &[("TZ", "Asia/Tokyo"), ("LANG", "tr_TR.UTF-8")],
    );
    assert_eq!(outcome.status, 0, "{}", outcome.err);
    assert!(site.tree("one") == other.tree("two"));
}

/// Pages whose inputs are the same are not made again. What comes of it must be what a fresh build makes.
#[test]
fn a_build_after_any_change_equals_a_fresh_one() {
    let site = Site::new();
    site.write(
        "content/hubs/meadow/hub.yaml",
        "name: Meadow\nregion: South\nlead_schools: [Meadow School]\noffers: {}\n",
    );
    let day = "2027-01-15";
    let mut number = 0;
    let mut same = |args: &[&str], what: &str| {
        number += 1;
        let fresh = format!("fresh-{number}");
        site.run(&[&["build", "--out", "kept"], args].concat());
        site.run(&[&["build", "--out", &fresh], args].concat());
        assert!(site.tree("kept") == site.tree(&fresh), "after {what}");
    };
    let today = ["--as-of", day];
    same(&today, "nothing");
    same(&today, "nothing again");
    let page = "kept/riverside/talking-in-maths/index.html";
    fs::write(site.path(page), "Somebody typed here.").unwrap();
    same(&today, "somebody changed a page");
    fs::remove_file(site.path(page)).unwrap();
    same(&today, "somebody removed a page");
    let local = site.local("talking-in-maths.md");
    let text = fs::read_to_string(site.path(&local)).unwrap();
    site.write(&local, &format!("{text}\n## New section: More\n\nWords of our own.\n"));
    same(&today, "a hub's file");
    site.change(&site.national("talking-in-maths.md"), "##", "##  ");
    same(&today, "a national file");
    site.write("content/hubs/meadow/hub.yaml", "name: Meadowside\nregion: South\nlead_schools: [Meadow School]\n");
    same(&today, "another hub's name");
    same(&["--as-of", "2027-06-15"], "another day");
    same(&["--as-of", "2027-06-15", "--target", "apache"], "another host");
    site.write("themes/brochure/templates/network.html", "<h1>{{ site.title }}</h1>\n");
    same(&today, "a template");
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_named_and_costs_nothing() {
    let site = Site::new();
    site.run(&["build"]);
    let before = site.tree("public");
    site.change("content/site.yaml", "title: Our programmes", "title: Your programmes");
    // Files can't grow beyond a kilobyte: to a program, the same as a disk that is full.
    let script = format!("trap '' XFSZ; ulimit -f 1; exec '{}' build", env!("CARGO_BIN_EXE_foldout"));
    let run = std::process::Command::new("bash").args(["-c", &script]).current_dir(site.root()).output().unwrap();
    let err = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(2), "{err}");
    assert!(err.contains("public/") && err.contains("What was published before is kept as it was"), "{err}");
    assert!(before == site.tree("public"));
    assert_eq!(site.run(&["build"]).status, 0);
}

/// Builds are killed at many moments while the content changes to and fro. Afterwards each file is as before or
/// as after, and the next build equals a fresh one.
#[test]
fn a_killed_build_leaves_each_file_as_before_or_as_after() {
    let site = Site::new();
    let meadow = "name: Meadow\nregion: South\nlead_schools: [Meadow School]\n";
    let to_after = || {
        site.write("content/hubs/meadow/hub.yaml", meadow);
        site.change("content/site.yaml", "title: Our programmes", "title: Your programmes");
    };
    let to_before = || {
        fs::remove_dir_all(site.path("content/hubs/meadow")).unwrap();
        site.change("content/site.yaml", "title: Your programmes", "title: Our programmes");
    };
    let day = ["--as-of", "2027-01-15"];
    let build = |out: &str| site.run(&["build", day[0], day[1], "--out", out]);
    build("before");
    to_after();
    let clock = std::time::Instant::now();
    build("after");
    let takes = clock.elapsed();
    let (before, after) = (site.tree("before"), site.tree("after"));
    to_before();
    build("public");

    let mut seed = 1_u64;
    for round in 0..200 {
        if round % 2 == 0 {
            to_after()
        } else {
            to_before()
        }
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let moment = takes.mul_f64((seed >> 33) as f64 / (1_u64 << 31) as f64);
        site.kill_after(&["build", day[0], day[1], "--out", "public"], moment);
        let found = site.tree("public");
        for (path, text) in found.iter().filter(|(path, _)| !path.starts_with(".foldout-")) {
            assert!([before.get(path), after.get(path)].contains(&Some(text)), "{path} is half done, round {round}");
        }
        assert!(before.keys().all(|path| !after.contains_key(path) || found.contains_key(path)), "round {round}");
    }
    build("public");
    assert!(site.tree("public") == before);

    // A folder that wasn't there is whole or not there.
    for round in 0..20 {
        let _ = fs::remove_dir_all(site.path("public"));
        site.kill_after(&["build", day[0], day[1], "--out", "public"], takes.mul_f64(f64::from(round) / 15.0));
        assert!(!site.path("public").exists() || pages(site.tree("public")) == before, "round {round}");
    }
    build("public");
    assert!(site.tree("public") == before);
    let names = fs::read_dir(site.root()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(names.into_iter().all(|name| !name.starts_with(".foldout-")));
}

/// Without what a killed run leaves.
fn pages(mut tree: std::collections::BTreeMap<String, String>) -> std::collections::BTreeMap<String, String> {
    tree.retain(|path, _| !path.starts_with(".foldout-"));
    tree
}

#[test]
fn a_folder_that_is_refused_is_named_before_anything_is_checked() {
    let site = Site::new();
    site.change(&site.local("talking-in-maths.md"), "## Answer: leader", "## Add to: leading");
    let outcome = site.run(&["build", "--out", "content"]);
    assert_eq!(outcome.status, 2);
    assert!(!outcome.err.contains("error["), "{}", outcome.err);
}

#[test]
fn a_heading_whose_colon_was_forgotten_is_shown_with_it() {
    let site = Site::new();
    site.change(&site.local("talking-in-maths.md"), "## Answer: leader", "## add to What is involved");
    let outcome = site.run(&["check"]);
    assert!(outcome.err.contains("    ## Add to: What is involved\n"), "{}", outcome.err);
    assert!(!outcome.err.contains("## Hide: "), "{}", outcome.err);
}
