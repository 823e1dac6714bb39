//! Publishing, with real files in real folders.

use foldout::error::{Error, Result};
use foldout::model::output::{Body, File, Inputs, Output};
use foldout::publish::{Published, publish};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

const WHOLE: &str = "whole site";
const MANIFEST: &str = ".foldout-manifest.json";

/// An output of those files.
fn output<'a>(files: &[(&str, &'a str)]) -> Output<'a> {
    let file = |(path, text): &(&str, &'a str)| {
        let text: &'a str = text;
        let make = move || Ok(text.as_bytes().to_vec());
        File { path: (*path).to_owned(), body: Body::Made(Box::new(make)) }
    };
    Output { files: files.iter().map(file).collect(), inputs: Inputs::default() }
}

fn put(files: &[(&str, &str)], out: &Path) -> Result<Published> {
    publish(&output(files), out, WHOLE, &[])
}

/// Every file below a folder with its text; folders without files end in `/`.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let entries = walkdir::WalkDir::new(folder).min_depth(1);
    let entries = entries.into_iter().map(|entry| entry.unwrap());
    let describe = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
        if entry.file_type().is_dir() {
            let empty = fs::read_dir(entry.path()).unwrap().next().is_none();
            return empty.then(|| (format!("{path}/"), String::new()));
        }
        Some((path, fs::read_to_string(entry.path()).unwrap_or_default()))
    };
    entries.filter_map(describe).collect()
}

/// The same without the manifest.
fn pages(folder: &Path) -> BTreeMap<String, String> {
    tree(folder).into_iter().filter(|(path, _)| path != MANIFEST).collect()
}

fn texts(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn words(result: Result<Published>) -> String {
    result.expect_err("this should be refused").to_string()
}

const SITE: &[(&str, &str)] = &[
    ("index.html", "home"),
    ("assets/style.css", "css"),
    ("oak/index.html", "oak"),
    ("oak/assets/style.css", "css"),
    ("oak/maths/index.html", "maths"),
    ("sitemap.xml", "map"),
];

#[test]
fn a_folder_that_is_not_there_is_made_with_its_parents_and_nothing_is_left_beside_it() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("a/public");
    let published = put(SITE, &out).unwrap();
    assert_eq!(published, Published { written: 6, unchanged: 0, removed: vec![] });
    assert_eq!(pages(&out), texts(SITE));
    assert_eq!(fs::read_dir(dir.path().join("a")).unwrap().count(), 1);
}

#[test]
fn an_empty_folder_is_filled_and_its_gitkeep_stays() {
    let out = TempDir::new().unwrap();
    fs::write(out.path().join(".gitkeep"), "").unwrap();
    put(SITE, out.path()).unwrap();
    let mut expected = texts(SITE);
    expected.insert(".gitkeep".into(), String::new());
    assert_eq!(pages(out.path()), expected);
}

#[test]
fn the_manifest_names_every_file_with_its_hash_and_is_the_same_each_time() {
    let (one, two) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let mut turned = SITE.to_vec();
    turned.reverse();
    put(SITE, one.path()).unwrap();
    put(&turned, &two.path().join("new")).unwrap();
    assert_eq!(tree(one.path()), tree(&two.path().join("new")));
    let manifest: serde_json::Value = serde_json::from_str(&tree(one.path())[MANIFEST]).unwrap();
    assert_eq!(manifest["choice"], WHOLE);
    assert_eq!(manifest["files"]["oak/index.html"], blake3::hash(b"oak").to_hex().as_str());
    assert_eq!(manifest["files"].as_object().unwrap().len(), SITE.len());
}

#[test]
fn only_what_differs_is_written() {
    let out = TempDir::new().unwrap();
    put(SITE, out.path()).unwrap();
    let old = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1000);
    let modified = |path: &str| out.path().join(path).metadata().unwrap().modified().unwrap();
    for (path, _) in SITE.iter().chain(&[(MANIFEST, "")]) {
        fs::File::options().write(true).open(out.path().join(path)).unwrap().set_modified(old).unwrap();
    }
    assert_eq!(put(SITE, out.path()).unwrap(), Published { written: 0, unchanged: 6, removed: vec![] });
    assert_eq!(modified(MANIFEST), old);

    let mut changed = SITE.to_vec();
    changed[2].1 = "OAK";
    assert_eq!(put(&changed, out.path()).unwrap(), Published { written: 1, unchanged: 5, removed: vec![] });
    assert!(modified("oak/index.html") != old && modified("oak/maths/index.html") == old);
    assert_eq!(pages(out.path()), texts(&changed));
}

#[test]
fn files_that_somebody_edited_or_deleted_are_mended() {
    let out = TempDir::new().unwrap();
    put(SITE, out.path()).unwrap();
    fs::write(out.path().join("index.html"), "hime").unwrap();
    fs::remove_file(out.path().join("sitemap.xml")).unwrap();
    assert_eq!(put(SITE, out.path()).unwrap().written, 2);
    assert_eq!(pages(out.path()), texts(SITE));
}

#[test]
fn files_that_the_site_has_no_longer_go_with_the_folders_that_this_leaves_empty() {
    let out = TempDir::new().unwrap();
    put(SITE, out.path()).unwrap();
    let published = put(&SITE[..2], out.path()).unwrap();
    let gone = ["oak/assets/style.css", "oak/index.html", "oak/maths/index.html", "sitemap.xml"];
    assert_eq!(published.removed, gone);
    assert_eq!(pages(out.path()), texts(&SITE[..2]));
}

#[test]
fn other_people_s_files_and_empty_folders_stay() {
    let out = TempDir::new().unwrap();
    fs::create_dir_all(out.path().join("oak/photos")).unwrap();
    fs::create_dir_all(out.path().join("oak/maths")).unwrap();
    fs::write(out.path().join("oak/maths/notes.txt"), "mine").unwrap();
    put(SITE, out.path()).unwrap();
    put(&SITE[..1], out.path()).unwrap();
    let expected = [("index.html", "home"), ("oak/maths/notes.txt", "mine"), ("oak/photos/", "")];
    assert_eq!(pages(out.path()), texts(&expected));
}

#[test]
fn a_foreign_file_in_the_place_of_ours_is_refused_by_name_and_nothing_changes() {
    for (theirs, named) in [("oak/index.html", "oak/index.html"), ("oak", "oak"), ("index.html/x", "index.html")] {
        let out = TempDir::new().unwrap();
        let path = out.path().join(theirs);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "mine").unwrap();
        let words = words(put(SITE, out.path()));
        assert!(words.contains(&format!("{}", out.path().join(named).display())), "{words}");
        assert_eq!(tree(out.path()), texts(&[(theirs, "mine")]));
    }
}

#[test]
fn a_file_with_the_right_bytes_already_may_be_anybody_s() {
    let out = TempDir::new().unwrap();
    put(SITE, out.path()).unwrap();
    fs::remove_file(out.path().join(MANIFEST)).unwrap();
    assert_eq!(put(SITE, out.path()).unwrap().unchanged, 6);
    assert_eq!(put(&SITE[..1], out.path()).unwrap().removed.len(), 5);
}

#[test]
fn a_file_may_become_a_folder_and_a_folder_a_file() {
    let out = TempDir::new().unwrap();
    let (file, folder) = ([("a", "file")], [("a/b/index.html", "page")]);
    put(&file, out.path()).unwrap();
    put(&folder, out.path()).unwrap();
    assert_eq!(pages(out.path()), texts(&folder));
    put(&file, out.path()).unwrap();
    assert_eq!(pages(out.path()), texts(&file));
}

#[test]
fn folders_that_must_not_be_written_to_are_refused() {
    let dir = TempDir::new().unwrap();
    let (content, file) = (dir.path().join("site/content"), dir.path().join("file"));
    fs::create_dir_all(content.join("hubs")).unwrap();
    fs::write(&file, "").unwrap();
    let home = std::env::home_dir().unwrap();
    let cases = [
        (content.clone(), "made from"),
        (content.join("hubs/new"), "lies in"),
        (content.join("../../site"), "holds"),
        (content.join("x/../../content/./hubs"), "lies in"),
        (dir.path().join("site"), "holds"),
        ("/".into(), "root"),
        (home, "home folder"),
        (file, "a file"),
    ];
    let before = tree(dir.path());
    for (out, why) in cases {
        let words = words(publish(&output(SITE), &out, WHOLE, &[&content]));
        assert!(words.contains(why) && words.contains("--out"), "{}: {words}", out.display());
    }
    assert_eq!(tree(dir.path()), before);
}

#[test]
fn a_folder_of_another_choice_is_refused() {
    let out = TempDir::new().unwrap();
    put(SITE, out.path()).unwrap();
    let words = words(publish(&output(&SITE[..1]), out.path(), "hubs oak", &[]));
    assert!(words.contains("whole site") && words.contains("hubs oak"), "{words}");
    assert_eq!(pages(out.path()), texts(SITE));
}

#[test]
fn a_manifest_that_was_tampered_with_removes_nothing_outside() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("public");
    fs::write(dir.path().join("precious"), "keep").unwrap();
    let absolute = dir.path().join("precious").display().to_string();
    for bad in ["../precious", "oak/../../precious", &absolute, "oak/./index.html", "", ".foldout-manifest.json"] {
        put(SITE, &out).unwrap();
        let manifest = serde_json::json!({ "choice": WHOLE, "files": { bad: "0", "index.html": "0" } });
        fs::write(out.join(MANIFEST), manifest.to_string()).unwrap();
        let words = words(put(&SITE[..1], &out));
        assert!(words.contains(MANIFEST), "{words}");
        assert_eq!(fs::read_to_string(dir.path().join("precious")).unwrap(), "keep");
        assert_eq!(pages(&out), texts(SITE));
        fs::remove_dir_all(&out).unwrap();
    }
    put(SITE, &out).unwrap();
    fs::write(out.join(MANIFEST), "{").unwrap();
    assert!(words(put(SITE, &out)).contains("can't be read"));
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let dir = TempDir::new().unwrap();
    let (out, elsewhere) = (dir.path().join("public"), dir.path().join("elsewhere"));
    put(SITE, &out).unwrap();
    // Somebody moves a folder of ours away and puts a link in its place.
    fs::rename(out.join("oak"), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, out.join("oak")).unwrap();
    let before = tree(&elsewhere);
    assert!(words(put(SITE, &out)).contains("oak"));
    assert_eq!(put(&SITE[..2], &out).unwrap().removed, ["sitemap.xml"]);
    assert_eq!(tree(&elsewhere), before);
    assert!(out.join("oak").is_symlink());
}

#[cfg(unix)]
#[test]
fn the_output_folder_itself_may_be_a_link() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("real")).unwrap();
    std::os::unix::fs::symlink(dir.path().join("real"), dir.path().join("public")).unwrap();
    put(SITE, &dir.path().join("public")).unwrap();
    assert_eq!(pages(&dir.path().join("real")), texts(SITE));
}

#[test]
fn a_page_that_can_t_be_made_leaves_everything_as_it_was() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("public");
    let failing = || {
        let mut output = output(&[("index.html", "new"), ("b.html", "new")]);
        let fail = || Err(Error::Theme("The template is wrong.".into()));
        output.files.push(File { path: "a.html".into(), body: Body::Made(Box::new(fail)) });
        output
    };
    assert_eq!(words(publish(&failing(), &out, WHOLE, &[])), "The template is wrong.");
    assert!(tree(dir.path()).is_empty());
    put(SITE, &out).unwrap();
    let before = tree(dir.path());
    assert_eq!(words(publish(&failing(), &out, WHOLE, &[])), "The template is wrong.");
    assert_eq!(tree(dir.path()), before);
}

#[test]
fn two_files_that_want_one_place_are_refused() {
    for files in [[("a", "1"), ("a", "2")], [("a", "1"), ("a/b", "2")], [("../a", "1"), ("b", "2")]] {
        let dir = TempDir::new().unwrap();
        assert!(words(put(&files, &dir.path().join("out"))).contains("can't be published"));
        assert!(tree(dir.path()).is_empty());
    }
}

#[test]
fn what_a_killed_run_left_is_cleared_away() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("public");
    let leave = |folder: &Path| {
        fs::create_dir_all(folder.join("site/oak")).unwrap();
        fs::write(folder.join("site/oak/index.html"), "half").unwrap();
    };
    leave(&dir.path().join(".foldout-staging-public"));
    fs::write(dir.path().join(".foldout-lock-public"), "").unwrap();
    put(SITE, &out).unwrap();
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);

    leave(&dir.path().join(".foldout-staging-public"));
    leave(&out.join(".foldout-staging"));
    fs::write(out.join(".foldout-lock"), "").unwrap();
    put(SITE, &out).unwrap();
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    assert_eq!(pages(&out), texts(SITE));
}

#[test]
fn a_run_killed_half_way_leaves_no_file_that_the_next_one_does_not_know() {
    let out = TempDir::new().unwrap();
    put(SITE, out.path()).unwrap();
    // As a run leaves it that was killed while moving: the manifest knows both, one new file has come.
    let mut manifest: serde_json::Value = serde_json::from_str(&tree(out.path())[MANIFEST]).unwrap();
    manifest["files"]["elm/index.html"] = "0".into();
    manifest["files"]["elm/maths/index.html"] = "0".into();
    fs::write(out.path().join(MANIFEST), manifest.to_string()).unwrap();
    fs::create_dir(out.path().join("elm")).unwrap();
    fs::write(out.path().join("elm/index.html"), "new").unwrap();
    assert_eq!(put(SITE, out.path()).unwrap().removed, ["elm/index.html"]);
    assert_eq!(pages(out.path()), texts(SITE));
}

#[test]
fn builds_at_once_into_one_folder_take_turns() {
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("public");
    let (one, two) = (&SITE[..4], &SITE[2..]);
    std::thread::scope(|scope| {
        for files in [one, two, one, two] {
            scope.spawn(|| (0..10).for_each(|_| drop(put(files, &out).unwrap())));
        }
    });
    put(one, &out).unwrap();
    assert_eq!(pages(&out), texts(one));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn at_every_moment_a_page_has_its_assets() {
    let out = TempDir::new().unwrap();
    let version = |n: usize| {
        let name = format!("oak/assets/{n}.css");
        vec![(name.clone(), "css".to_owned()), ("oak/index.html".into(), n.to_string()), ("oak/x.xml".into(), name)]
    };
    let build = |n| {
        let files = version(n);
        let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        put(&files, out.path()).unwrap();
    };
    build(0);
    let done = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            (1..200).for_each(build);
            done.store(1, Ordering::SeqCst);
        });
        while done.load(Ordering::SeqCst) == 0 {
            let page = fs::read_to_string(out.path().join("oak/index.html")).unwrap();
            let asset = out.path().join(format!("oak/assets/{page}.css"));
            let still = || fs::read_to_string(out.path().join("oak/index.html")).unwrap() == page;
            assert!(asset.exists() || !still(), "page {page} has no assets");
        }
    });
}

#[cfg(unix)]
#[test]
fn a_disk_that_refuses_is_named_with_what_was_kept() {
    use std::os::unix::fs::PermissionsExt;
    let dir = TempDir::new().unwrap();
    let out = dir.path().join("public");
    put(SITE, &out).unwrap();
    let closed = out.join("oak/maths");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o500)).unwrap();
    let writable = fs::write(closed.join("probe"), "").is_ok();
    let _ = fs::remove_file(closed.join("probe"));
    let result = put(&[("oak/maths/index.html", "new")], &out);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    if writable {
        // Permissions mean nothing to the superuser.
        return;
    }
    let words = words(result);
    assert!(words.contains("oak/maths/index.html") && words.contains("Build again"), "{words}");
    assert_eq!(pages(&out)["oak/maths/index.html"], "maths");
    put(&SITE[..2], &out).unwrap();
    assert_eq!(pages(&out), texts(&SITE[..2]));
}
