//! What pages are made of: valid HTML, few bytes, nothing from elsewhere, nothing that a strict policy blocks.

use super::browser::{Page, TOOLS, build_repo, coloured, served_kinds};
use super::chromium::browser;
use super::server::Server;
use foldout::chromium::Tab;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// Bytes of a page, of the style sheets, and of the scripts.
const HTML: u64 = 40_000;
const CSS: u64 = 20_000;
const SCRIPTS: u64 = 10_000;

/// The standard's rules and those for accessibility, all of them.
const RULES: &str = r#"{ "root": true, "extends": ["html-validate:standard", "html-validate:a11y"] }"#;

/// What the validator says of files and of folders' pages; `None`, with a sentence, where it isn't installed.
fn validated(places: &[PathBuf]) -> Option<String> {
    let program = Path::new(TOOLS).join("node_modules/html-validate/bin/html-validate.mjs");
    let rules = TempDir::new().unwrap();
    let rules = (rules.path().join("rules.json"), rules);
    fs::write(&rules.0, RULES).unwrap();
    let mut command = Command::new("node");
    command.arg(&program).arg("--config").arg(&rules.0).args(["--formatter", "text"]).args(places);
    match command.output() {
        Ok(out) if program.is_file() => {
            Some(format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr)))
        }
        _ => {
            eprintln!("Skipped: html-validate checks the pages' HTML. tests/run installs it.");
            None
        }
    }
}

#[test]
#[ignore = "takes a minute; tests/long runs it"]
fn every_single_page_is_valid_html() {
    let dir = TempDir::new().unwrap();
    let root = dir.path().join("out");
    build_repo(&root, &[]);
    let Some(said) = validated(std::slice::from_ref(&root)) else { return };
    assert_eq!(said, "");
    println!("{} pages are valid", sizes(&root, "html").len());
}

/// The network's pages, three hubs' and every state's; all of the repo's take a minute.
#[test]
fn every_kind_of_page_is_valid_html() {
    let dir = TempDir::new().unwrap();
    fs::write(
        dir.path().join("index.html"),
        "<!DOCTYPE html><html lang=\"en\"><title>A</title><p><div></div></p></html>",
    )
    .unwrap();
    let Some(said) = validated(&[dir.path().into()]) else { return };
    assert!(said.contains("Stray end tag"), "the validator sees what is wrong: {said}");

    let root = dir.path().join("out");
    build_repo(&root, &[]);
    let some = ["index.html", "404.html", "programmes", "cambridge", "jurassic", "south-yorkshire"];
    assert_eq!(validated(&some.map(|place| root.join(place))).unwrap(), "", "the repo's pages");
    let site = coloured();
    site.run(&["build", "--drafts", "--as-of", "2022-10-05", "--out", "out"]);
    assert_eq!(validated(&[site.path("out")]).unwrap(), "", "pages in every state, and drafts");
}

fn sizes(root: &Path, kind: &str) -> Vec<(u64, PathBuf)> {
    let files = walkdir::WalkDir::new(root).into_iter().map(|entry| entry.unwrap().into_path());
    let files = files.filter(|file| file.extension().is_some_and(|extension| extension == kind));
    files.map(|file| (fs::metadata(&file).unwrap().len(), file)).collect()
}

#[test]
fn pages_are_light() {
    let dir = TempDir::new().unwrap();
    let root = dir.path().join("out");
    build_repo(&root, &[]);
    for (kind, limit) in [("html", HTML), ("css", CSS), ("js", SCRIPTS)] {
        for (size, file) in sizes(&root, kind) {
            assert!(size <= limit, "{} has {size} bytes", file.display());
        }
    }
    // All that a page has of one kind, not only each file.
    for (kind, limit) in [("css", CSS), ("js", SCRIPTS)] {
        let assets = sizes(&root.join("cambridge/assets"), kind);
        assert!(assets.iter().map(|(size, _)| size).sum::<u64>() <= limit, "{assets:?}");
    }
}

/// What a page asks for from elsewhere or in vain, and what its console says.
fn wrong(tab: &mut Tab, server: &Server, path: &str) -> Vec<String> {
    tab.open(&server.address(path)).unwrap();
    // Browsers ask for an icon by themselves, once for a site, and may say later that there is none.
    let icon = "/favicon.ico";
    let said = tab.messages().unwrap().iter().filter(|it| !it.text.contains(icon));
    let mut wrong: Vec<String> = said.map(|it| format!("{path}: {it:?}")).collect();
    let asked = tab.requests().unwrap();
    assert!(!asked.is_empty());
    let fine = |address: &str| address.starts_with(&server.address("")) || address.starts_with("data:");
    let not_fine = asked
        .iter()
        .filter(|it| !it.address.ends_with(icon))
        .filter(|it| !fine(&it.address) || it.failed.is_some() || it.status != Some(200));
    wrong.extend(not_fine.map(|it| format!("{path}: {it:?}")));
    wrong
}

#[test]
fn pages_load_nothing_from_elsewhere_and_a_strict_policy_blocks_nothing() {
    let Some(browser) = browser() else { return };
    let dir = TempDir::new().unwrap();
    let root = dir.path().join("out");
    build_repo(&root, &["--target", "netlify"]);
    let site = coloured();
    site.run(&["build", "--drafts", "--as-of", "2022-10-05", "--out", "out", "--target", "cloudflare"]);
    let states: Vec<Page> = (0..20).map(|number| (format!("hub-{number}/group/index.html"), "a state")).collect();
    let mut tab = browser.tab().unwrap();
    let mut sites = served_kinds(&root);
    sites.push((site.path("out"), states));
    for (root, pages) in sites {
        let policy = fs::read_to_string(root.join("_headers")).unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        let server = Server::of(&root);
        for (path, _) in pages {
            let wrong = wrong(&mut tab, &server, &path);
            assert!(wrong.is_empty(), "{wrong:#?}");
        }
        // The headers are real: what they forbid is seen.
        let page = "<!DOCTYPE html><title>A</title><p style=\"color: red\">Words</p><img src=\"https://elsewhere.example/a.png\">";
        fs::write(root.join("wrong.html"), page).unwrap();
        let seen = self::wrong(&mut tab, &server, "wrong.html");
        assert!(
            seen.iter().any(|it| it.contains("style-src")) && seen.iter().any(|it| it.contains("elsewhere")),
            "{seen:?}"
        );
    }
}
