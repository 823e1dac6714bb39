//! The repo's own content, published: all of it, with every link leading somewhere and no prompt left standing.

use super::site::foldout;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every published file of the repo's content, by path, built once.
fn published() -> &'static BTreeMap<String, String> {
    static TREE: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    TREE.get_or_init(|| build(&[]))
}

fn build(more: &[&str]) -> BTreeMap<String, String> {
    let dir = tempfile::TempDir::new().unwrap();
    let out = dir.path().join("out");
    let mut args = vec!["build", "--as-of", "2022-09-20", "--out", out.to_str().unwrap()];
    args.extend(more);
    let built = foldout(root(), &args);
    assert_eq!(built.status, 0, "{}", built.err);
    walkdir::WalkDir::new(&out)
        .into_iter()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(&out).unwrap().to_str().unwrap().replace('\\', "/");
            (path, String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).into_owned())
        })
        .collect()
}

fn pages(tree: &BTreeMap<String, String>) -> impl Iterator<Item = (&String, &String)> {
    tree.iter().filter(|(path, _)| path.ends_with(".html"))
}

/// The values of an attribute in a page. Foldout writes attributes in double quotation marks only.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    page.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn there_is_no_error_in_it() {
    let checked = foldout(root(), &["check", "--strict", "--as-of", "2022-09-20"]);
    assert_eq!(checked.status, 0, "{}", checked.err);
}

#[test]
fn over_700_pages_of_all_five_kinds_come_out() {
    let tree = published();
    assert!(pages(tree).count() > 700, "only {} pages", pages(tree).count());
    let page = |path: &str| tree.get(path).unwrap_or_else(|| panic!("no {path}"));
    for (path, words) in [
        // A national description that a hub customises.
        ("cambridge/year-5-8-continuity/index.html", "fractions and ratio"),
        // A web page of a year's primary programmes.
        ("east-midlands-west/primary/index.html", "mathshub@george-spencer.notts.sch.uk"),
        // A booklet of a year's secondary programmes.
        ("sussex/2021-22/secondary/index.html", "Secondary Maths MAT Leads"),
        // A recruitment brochure with all hubs by region at its end.
        ("cambridge/2018-19/teaching-for-mastery-developing/index.html", "Monday 4 June 2018, 5pm"),
        ("cambridge/2018-19/teaching-for-mastery-developing/index.html", "Sir Joseph Williamson's Mathematical School"),
        // An action plan for a year.
        ("south-yorkshire/2017-18/index.html", "Friday 14 July 2017"),
        ("south-yorkshire/2017-18/index.html", "Challenging topics at GCSE"),
    ] {
        let text = page(path).replace("&#39;", "'").replace("&#x27;", "'");
        assert!(text.contains(words), "{path} has no {words:?}");
    }
}

#[test]
fn every_link_leads_to_a_file_that_is_there_and_every_id_is_one_of_its_kind() {
    let tree = published();
    let ids: BTreeMap<&String, Vec<&str>> = pages(tree).map(|(path, page)| (path, attributes(page, "id"))).collect();
    for (path, page) in pages(tree) {
        let here = &ids[path];
        let set: BTreeSet<&str> = here.iter().copied().collect();
        assert_eq!(set.len(), here.len(), "{path} has an id twice");
        // Only a page that is shown for any address has addresses from the root.
        if path.ends_with("404.html") {
            continue;
        }
        for link in attributes(page, "href").into_iter().chain(attributes(page, "src")) {
            let link = link.replace("&amp;", "&");
            if ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| link.starts_with(scheme)) {
                continue;
            }
            let (file, anchor) =
                link.split_once('#').map_or((link.as_str(), None), |(file, anchor)| (file, Some(anchor)));
            let target = if file.is_empty() { path.clone() } else { resolved(path, file) };
            assert!(tree.contains_key(&target), "{path} links to {link}");
            if let (Some(anchor), Some(ids)) = (anchor, ids.get(&target)) {
                assert!(ids.contains(&anchor), "{path} links to {link}");
            }
        }
    }
}

fn resolved(page: &str, link: &str) -> String {
    let mut path = PathBuf::from(page);
    path.pop();
    for part in link.split('/') {
        match part {
            ".." => assert!(path.pop(), "{page} links out of the site: {link}"),
            part => path.push(part),
        }
    }
    path.to_str().unwrap().replace('\\', "/")
}

#[test]
fn a_hub_s_folder_links_to_nothing_outside_it() {
    let tree = build(&["--hub", "cambridge"]);
    for (path, page) in pages(&tree).filter(|(path, _)| !path.ends_with("404.html")) {
        for link in attributes(page, "href").into_iter().chain(attributes(page, "src")) {
            if !link.contains(':') && !link.starts_with('#') {
                let target = resolved(path, link.split('#').next().unwrap_or(link));
                assert!(tree.contains_key(&target), "{path} links to {link}");
            }
        }
    }
    let whole: BTreeMap<String, String> = published()
        .iter()
        .filter_map(|(path, text)| Some((path.strip_prefix("cambridge/")?.to_owned(), text.clone())))
        .collect();
    let alone: BTreeMap<String, String> = tree.into_iter().filter(|(path, _)| !path.starts_with('.')).collect();
    assert_eq!(alone, whole, "the same bytes as in the whole build");
}

#[test]
fn no_page_shows_a_prompt() {
    for (path, page) in pages(published()) {
        let words = page.to_lowercase();
        for prompt in ["[[", "insert local", "as appropriate here", "amend text here", ">text here<", "hub to insert"] {
            assert!(!words.contains(prompt), "{path} shows {prompt:?}");
        }
        let code = page.replace("<script type=\"application/ld+json\">", "");
        let scripts: Vec<&str> = code.split("<script").skip(1).collect();
        if path.ends_with("search/index.html") {
            assert!(
                matches!(scripts[..], [only] if only.starts_with(" src=\"../assets/search-")),
                "{path}: {scripts:?}"
            );
            assert!(code.contains("></script>") && code.contains("\" defer>"), "{path}'s script is a file");
        } else {
            assert!(scripts.is_empty(), "{path} has a script that is not data");
        }
        assert!(!page.contains(" style=\""), "{path} has a style attribute");
    }
}

#[test]
fn pages_weigh_little() {
    for (path, text) in published() {
        let most = match path.rsplit('.').next() {
            Some("html") => 40_000,
            Some("css") => 20_000,
            Some("js") => 10_000,
            _ => continue,
        };
        assert!(text.len() <= most, "{path} has {} bytes", text.len());
    }
}
