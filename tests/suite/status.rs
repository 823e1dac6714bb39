//! `foldout status`: where hubs stand, in a terminal, a spreadsheet, a page, and for other programs.

use crate::site::{Site, foldout};
use serde_json::Value;
use std::path::Path;

const DAY: &str = "2022-10-10";

fn of_the_repo(args: &[&str]) -> String {
    let outcome = foldout(Path::new(env!("CARGO_MANIFEST_DIR")), &[&["status", "--as-of", DAY], args].concat());
    assert_eq!(outcome.status, 0, "{}", outcome.err);
    outcome.out
}

/// The fields of a text as RFC 4180 has it.
fn rows(csv: &str) -> Vec<Vec<String>> {
    let text = csv.strip_prefix('\u{feff}').expect("a byte order mark");
    let (mut rows, mut row, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\r' if !quoted => {
                assert_eq!(chars.next(), Some('\n'), "lines end in two bytes");
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            c => field.push(c),
        }
    }
    assert!(field.is_empty() && row.is_empty(), "the last line ends too");
    rows
}

#[test]
fn thirty_five_hubs_fit_a_terminal() {
    let text = of_the_repo(&[]);
    let hubs = text.lines().skip_while(|line| !line.starts_with("Hub ")).skip(1).take_while(|line| !line.is_empty());
    assert_eq!(hubs.count(), 35, "{text}");
    for line in text.lines().chain(of_the_repo(&["--hub", "east-midlands-west"]).lines()) {
        assert!(line.chars().count() <= 80, "{} characters: {line}", line.chars().count());
    }
}

#[test]
fn a_hub_that_is_named_is_shown_with_its_programmes() {
    let text = of_the_repo(&["--hub", "cambridge"]);
    assert!(text.contains("Cambridge Maths Hub (cambridge)\n"), "{text}");
    assert!(text.contains("Year 5-8 Continuity"), "{text}");
    assert!(!text.contains("Jurassic"), "{text}");
}

#[test]
fn the_spreadsheet_has_a_line_for_each_hub_and_programme() {
    let rows = rows(&of_the_repo(&["--format", "csv"]));
    let width = rows[0].len();
    assert_eq!(&rows[0][..3], ["hub", "hub name", "region"]);
    assert!(rows.iter().all(|row| row.len() == width));
    let programmes = rows.iter().filter(|row| row[0] == "cambridge").count();
    assert!(rows.len() > 35 * programmes && programmes > 5, "{} rows", rows.len());
    let hubs: std::collections::BTreeSet<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
    assert_eq!(hubs.len(), 35);
}

#[test]
fn no_words_of_a_hub_run_in_a_spreadsheet() {
    let site = Site::new();
    site.change(
        "content/hubs/riverside/hub.yaml",
        "name: Riverside Maths Hub",
        "name: '=HYPERLINK(\"http://a.example\",\"x\")'",
    );
    site.change("content/hubs/riverside/hub.yaml", "region: North", "region: '+1,\"2\"'");
    let rows = rows(&site.run(&["status", "--format", "csv"]).out);
    assert_eq!(rows[1][1], "'=HYPERLINK(\"http://a.example\",\"x\")");
    assert_eq!(rows[1][2], "'+1,\"2\"");
}

#[test]
fn missing_answers_and_errors_are_counted_and_hold_the_page_back() {
    let site = Site::new();
    site.change(
        &site.local("talking-in-maths.md"),
        "## Answer: leader\n\nSam Green leads the group. Sam teaches Year 4 at Riverside School.\n",
        "",
    );
    let outcome = site.run(&["status", "--format", "json"]);
    assert_eq!(outcome.status, 0, "what is found is for `check` to judge: {}", outcome.err);
    let status: Value = serde_json::from_str(&outcome.out).unwrap();
    let hub = &status["hubs"][0];
    assert_eq!(hub["hub"], "riverside");
    let offered = hub["offered"].as_array().unwrap();
    assert_eq!(offered.len(), 2);
    let talking = offered.iter().find(|one| one["programme"] == "talking-in-maths").unwrap();
    assert_eq!(talking["answers"]["missing"], 1);
    assert_eq!(talking["answers"]["given"], 1);
    assert_eq!(talking["found"]["errors"], 1);
    assert_eq!((&talking["ready"], &talking["withheld"]), (&Value::from(false), &Value::from(true)));
    let other = offered.iter().find(|one| one["programme"] == "number-sense").unwrap();
    assert_eq!(other["ready"], true);
    let text = site.run(&["status"]).out;
    assert!(text.contains("2 offerings: 1 ready, 1 missing answer, 1 error"), "{text}");
}

#[test]
fn an_error_in_the_national_text_is_told_apart_from_the_hubs_own() {
    let site = Site::new();
    site.change(&site.national("number-sense.md"), "phase: Secondary", "phase: Tertiary");
    let status: Value = serde_json::from_str(&site.run(&["status", "--format", "json"]).out).unwrap();
    let offered = status["hubs"][0]["offered"].as_array().unwrap();
    let one = offered.iter().find(|one| one["programme"] == "number-sense").unwrap();
    assert_eq!((&one["found"]["errors"], &one["withheld"]), (&Value::from(0), &Value::from(true)));
    let national = status["programmes"].as_array().unwrap();
    let one = national.iter().find(|one| one["programme"] == "number-sense").unwrap();
    assert_eq!(one["found"]["errors"], 1);
    assert!(site.run(&["status"]).out.contains("National text of number-sense: 1 error"));
}

#[test]
fn the_page_is_one_table_complete_in_itself() {
    let page = of_the_repo(&["--format", "html"]);
    for needed in
        ["<html lang=\"en-GB\">", "<caption>", "scope=\"col\"", "scope=\"row\"", "scope=\"rowgroup\"", "@media print"]
    {
        assert!(page.contains(needed), "{needed}");
    }
    assert_eq!(page.matches("<table>").count(), 1);
    for outside in ["http:", "https:", "src=", "<script", "href="] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert_eq!(page.matches("scope=\"rowgroup\"").count(), 35 + usize::from(page.contains("The national text")));
    assert_eq!(page.matches("<tr>").count(), page.matches("</tr>").count());
}

#[test]
fn words_of_a_hub_are_words_in_the_page() {
    let site = Site::new();
    site.change("content/hubs/riverside/hub.yaml", "name: Riverside Maths Hub", "name: '<img src=x onerror=alert(1)>'");
    let page = site.run(&["status", "--format", "html"]).out;
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;") && !page.contains("<img"), "{page}");
}

#[test]
fn the_next_day_that_matters_is_shown() {
    let site = Site::new();
    let first: i32 = site.edition()[..4].parse().unwrap();
    let day = format!("{first}-10-01");
    let text = site.run(&["status", "--hub", "riverside", "--as-of", &day]).out;
    assert!(text.contains(&format!("{first}-11-12")), "{text}");
}

#[test]
fn a_hub_or_year_that_is_not_there_is_named() {
    let site = Site::new();
    for (args, words) in [(["--hub", "riversid"], "--hub riverside?"), (["--edition", "1901-02"], "no edition")] {
        let outcome = site.run(&[&["status"][..], &args].concat());
        assert_eq!(outcome.status, 2);
        assert!(outcome.err.contains(words), "{}", outcome.err);
    }
}
