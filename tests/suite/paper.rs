//! Pages on paper: `foldout pdf` makes tagged leaflets of two sides at most, the same each time, and touches nothing
//! that isn't its own. Looked at with poppler's programs, which `tests/run` installs.

use super::chromium::browser;
use super::site::{Site, foldout};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const REPO: &str = env!("CARGO_MANIFEST_DIR");

/// What one of poppler's programs says of a PDF; `None`, with a sentence, where it isn't there.
fn asked(program: &str, pdf: &Path, after: &[&str]) -> Option<String> {
    let Ok(out) = Command::new(program).arg(pdf).args(after).output() else {
        eprintln!("Skipped: {program} looks into PDFs. tests/run installs it with poppler-utils.");
        return None;
    };
    assert!(out.status.success(), "{}: {}", pdf.display(), String::from_utf8_lossy(&out.stderr));
    Some(String::from_utf8_lossy(&out.stdout).into_owned())
}

fn fact(info: &str, name: &str) -> String {
    let line = info.lines().find_map(|line| line.strip_prefix(&format!("{name}:")));
    line.unwrap_or_else(|| panic!("no {name} in {info}")).trim().to_owned()
}

fn pdfs(folder: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    files.filter(|file| file.extension().is_some_and(|extension| extension == "pdf")).collect()
}

/// A site with a hub that has an address of its own, and one that is withheld.
fn site() -> Site {
    let site = Site::empty();
    site.write("content/site.yaml", "title: Maths\nedition: 2022-23\nphases: [Primary]\n");
    site.write(
        "content/national/2022-23/group.md",
        "---\ntitle: Group & Co\nphase: Primary\nsummary: We meet.\nnext: after\n---\n\
         Words with [a link](https://www.example.org/far), and [the next](after.md).\n\n## Who\n\n[[lead|Who leads?]]\n",
    );
    site.write(
        "content/national/2022-23/after.md",
        "---\ntitle: After\nphase: Primary\nsummary: Later.\n---\nWords.\n",
    );
    for (hub, answers) in [("oak", "answers: {lead: Jo}\n"), ("elm", "")] {
        site.write(
            &format!("content/hubs/{hub}/hub.yaml"),
            &format!("name: Hub {hub}\nregion: North\nlead_schools: [School]\nemail: a@{hub}.example\n"),
        );
        site.write(&format!("content/hubs/{hub}/2022-23/group.md"), &format!("---\n{answers}---\n"));
        site.write(&format!("content/hubs/{hub}/2022-23/after.md"), "---\n---\n");
    }
    site
}

const PRINT: [&str; 3] = ["pdf", "--as-of", "2022-10-05"];

fn print(site: &Site, more: &[&str]) -> super::site::Outcome {
    site.run(&[&PRINT, more].concat())
}

#[test]
fn leaflets_and_booklets_are_tagged_and_the_same_each_time() {
    if browser().is_none() {
        return;
    }
    let site = site();
    let made = print(&site, &["--hub", "oak"]);
    assert_eq!((made.status, made.out.as_str()), (0, "Printed to pdf: 3 PDFs, 5 sides in all.\n"), "{}", made.err);
    let names: Vec<_> =
        pdfs(&site.path("pdf")).iter().map(|it| it.strip_prefix(site.path("pdf")).unwrap().to_owned()).collect();
    assert_eq!(names, ["oak/after.pdf", "oak/group.pdf", "oak/primary.pdf"].map(PathBuf::from));

    let pdf = site.path("pdf/oak/group.pdf");
    let bytes = fs::read(&pdf).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    assert!(text.contains("/Lang (en-GB)") && text.contains("/Outlines"), "a language and an outline");
    assert!(text.contains("https://www.example.org/far") && !text.contains("foldout.invalid"), "no dead links");
    assert!(!text.contains("file://"), "nothing of this computer");
    if let Some(info) = asked("pdfinfo", &pdf, &[]) {
        assert_eq!(fact(&info, "Title"), "Group & Co – Hub oak");
        assert_eq!((fact(&info, "Tagged"), fact(&info, "Pages")), ("yes".into(), "1".into()));
        assert!(fact(&info, "Page size").contains("A4") && fact(&info, "CreationDate").contains("Oct  5"), "{info}");
    }
    if let Some(words) = asked("pdftotext", &pdf, &["-layout", "-"]) {
        for expected in [
            "Group & Co",
            "(https://www.example.org/far)",
            "Jo",
            "Hub oak, 2022-23. Correct on Wednesday 5 October 2022.",
        ] {
            assert!(words.contains(expected), "{expected}: {words}");
        }
        assert!(!words.contains("Skip to") && !words.contains("Accessibility statement"), "{words}");
    }
    assert_eq!(print(&site, &["--hub", "oak"]).status, 0);
    assert!(fs::read(&pdf).unwrap() == bytes, "the same page gives the same bytes");

    // Where the site's address is known, links lead there from paper too.
    site.change("content/site.yaml", "edition:", "base_url: https://maths.example/b/\nedition:");
    assert_eq!(print(&site, &["--hub", "oak", "--programme", "group", "--out", "leaflets"]).status, 0);
    let text = String::from_utf8_lossy(&fs::read(site.path("leaflets/oak/group.pdf")).unwrap()).into_owned();
    assert!(text.contains("https://maths.example/b/oak/after/"), "links lead to the published page");
    assert_eq!(pdfs(&site.path("leaflets")).len(), 1, "one programme, no booklets");
}

#[test]
fn files_of_others_are_left_alone() {
    if browser().is_none() {
        return;
    }
    let site = site();
    let oak = ["--hub", "oak", "--programme", "after"];
    site.write("pdf/oak/after.pdf", "Somebody's own.");
    site.write("pdf/oak/notes.txt", "Somebody's notes.");
    let refused = print(&site, &oak);
    assert_eq!(refused.status, 2);
    assert!(refused.err.contains("pdf/oak/after.pdf is there already"), "{}", refused.err);
    assert_eq!(fs::read_to_string(site.path("pdf/oak/after.pdf")).unwrap(), "Somebody's own.");

    fs::remove_file(site.path("pdf/oak/after.pdf")).unwrap();
    assert_eq!(print(&site, &oak).status, 0);
    assert_eq!(print(&site, &["--hub", "oak", "--programme", "group"]).status, 0);
    assert!(site.path("pdf/oak/after.pdf").exists(), "what was printed before stays");
    assert_eq!(fs::read_to_string(site.path("pdf/oak/notes.txt")).unwrap(), "Somebody's notes.");
    let left: Vec<_> = fs::read_dir(site.path("pdf/oak")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "nothing half-written stays: {left:?}");

    site.write("pdf/oak/after.pdf", "Changed by somebody.");
    assert_eq!(print(&site, &oak).status, 2, "what somebody changed is theirs");
    let refused = print(&site, &["--out", "content/pdf"]);
    assert!(refused.status == 2 && refused.err.contains("which the site is made from"), "{}", refused.err);
}

#[test]
fn what_is_withheld_is_left_out_and_said() {
    if browser().is_none() {
        return;
    }
    let made = print(&site(), &["--hub", "elm"]);
    assert_eq!(made.status, 1);
    assert!(made.err.contains("Left out: 1 page that errors withhold: elm/group/."), "{}", made.err);
    assert!(made.out.contains("2 PDFs"), "{}", made.out);
}

#[test]
fn a_leaflet_that_is_too_long_is_said() {
    if browser().is_none() {
        return;
    }
    let site = site();
    let long = "Many words that fill line after line of a leaflet.\n\n".repeat(400);
    site.write("content/hubs/oak/2022-23/after.md", &format!("---\n---\n\n## New section: Long\n\n{long}"));
    let made = print(&site, &["--hub", "oak"]);
    assert_eq!(made.status, 0, "{}", made.err);
    assert!(made.err.contains("oak/after.pdf takes "), "{}", made.err);
    assert!(!made.err.contains("primary.pdf takes"), "a booklet may be long: {}", made.err);
}

#[test]
fn what_can_t_be_printed_is_said_in_plain_words() {
    let site = site();
    let without = site.run_with(&PRINT, &[("PATH", ""), ("FOLDOUT_BROWSER", "/none/chrome")]);
    assert_eq!(without.status, 2);
    assert!(
        without.err.contains("says that the browser is /none/chrome, and there is no such program"),
        "{}",
        without.err
    );
    assert!(!site.path("pdf").exists(), "and nothing is made");
    if !Path::new("/Applications").exists() && !cfg!(windows) {
        let without = site.run_with(&PRINT, &[("PATH", ""), ("FOLDOUT_BROWSER", "")]);
        assert!(without.status == 2 && without.err.contains("There is no Chromium, Chrome or Edge"), "{}", without.err);
    }
    let unknown = print(&site, &["--programme", "grup"]);
    assert!(unknown.status == 2 && unknown.err.contains("Did you mean --programme group?"), "{}", unknown.err);
    site.write("content/hubs/ash/hub.yaml", "name: Ash\nregion: North\nlead_schools: [School]\n");
    let nothing = print(&site, &["--hub", "ash"]);
    assert!(nothing.status == 2 && nothing.err.contains("There is nothing to print"), "{}", nothing.err);
}

/// Prints, and looks into each PDF: how many sides each offering takes.
fn looked_into(args: &[&str]) -> BTreeMap<String, usize> {
    let dir = tempfile::TempDir::new().unwrap();
    let out = dir.path().join("pdf");
    let made =
        foldout(Path::new(REPO), &[&["pdf", "--as-of", "2022-09-20", "--out", out.to_str().unwrap()], args].concat());
    assert!(made.status < 2, "{}", made.err);
    assert!(!made.err.contains("a leaflet has"), "{}", made.err);
    let mut sides = BTreeMap::new();
    for pdf in pdfs(&out) {
        let name = pdf.strip_prefix(&out).unwrap().to_str().unwrap().to_owned();
        let Some(info) = asked("pdfinfo", &pdf, &[]) else { return sides };
        assert_eq!(fact(&info, "Tagged"), "yes", "{name}");
        assert!(fact(&info, "Page size").contains("A4"), "{name}");
        let words = asked("pdftotext", &pdf, &["-"]).unwrap();
        // Soft line ends within a title are no matter.
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let title = fact(&info, "Title");
        let title = title.split(" – ").next().unwrap();
        assert!(words.contains(title) && words.contains("Correct on"), "{name} lacks {title:?} as text");
        sides.insert(name, fact(&info, "Pages").parse().unwrap());
    }
    sides
}

/// Every programme of the current year, at the hubs that say most.
#[test]
fn an_offering_prints_as_a_leaflet_of_two_sides_at_most() {
    if browser().is_none() {
        return;
    }
    for (name, sides) in looked_into(&["--hub", "cambridge", "--hub", "jurassic", "--hub", "south-yorkshire"]) {
        let phase = ["primary", "secondary", "secondary-and-primary", "early-years", "post-16"];
        let is_booklet = phase.iter().any(|phase| name.ends_with(&format!("/{phase}.pdf")));
        assert!(is_booklet || sides <= 2, "{name} takes {sides} sides");
    }
}

/// Every page of every year. It takes minutes: `tests/long` runs it.
#[test]
#[ignore = "takes minutes; tests/long runs it"]
fn every_single_offering_of_every_year_is_a_leaflet() {
    if browser().is_none() {
        return;
    }
    let editions = fs::read_dir(Path::new(REPO).join("content/national")).unwrap();
    let mut editions: Vec<String> = editions.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    editions.sort();
    for edition in editions {
        let sides = looked_into(&["--edition", &edition]);
        let total: usize = sides.values().sum();
        println!("{edition}: {} PDFs, {total} sides; none of an offering has more than two", sides.len());
    }
}
