//! Pictures of the pages, to be looked at. They prove nothing by themselves, so they are made only when asked for:
//!
//! ```sh
//! cargo test --test suite pictures -- --ignored
//! ```
//!
//! Every kind of page at three widths goes to `target/pictures/`; README's three to `.github/images/`.

use super::browser::{build_repo, coloured, served_kinds};
use super::chromium::browser;
use super::server::Server;
use foldout::chromium::Look;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
#[ignore = "makes pictures to look at"]
fn of_every_kind_of_page() {
    let Some(browser) = browser() else { return };
    let pictures = folder("target/pictures");
    let dir = TempDir::new().unwrap();
    let root = dir.path().join("out");
    build_repo(&root, &[]);
    let site = coloured();
    site.run(&["build", "--drafts", "--as-of", "2022-10-05", "--out", "out"]);
    let states = [0, 1, 2, 5, 6, 7, 9, 11, 19].map(|number| (format!("hub-{number}/group/index.html"), "a state"));
    let mut tab = browser.tab().unwrap();
    let mut sites = served_kinds(&root);
    sites.push((site.path("out"), states.into()));
    for (root, pages) in sites {
        let server = Server::of(&root);
        for (path, _) in pages {
            let name = path.replace("/index.html", "").replace('/', "-").replace(".html", "");
            for width in [320, 768, 1280] {
                tab.window(width, 900).unwrap();
                tab.open(&server.address(&path)).unwrap();
                tab.screenshot(&pictures.join(format!("{name}-{width}.png"))).unwrap();
            }
            for (look, what) in [
                (Look { dark: true, ..Look::default() }, "dark"),
                (Look { forced_colours: true, ..Look::default() }, "forced"),
            ] {
                tab.look(&look).unwrap();
                tab.screenshot_window(&pictures.join(format!("{name}-{what}.png"))).unwrap();
            }
            tab.look(&Look::default()).unwrap();
        }
    }
}

#[test]
#[ignore = "makes README's pictures anew"]
fn for_readme() {
    let Some(browser) = browser() else { return };
    let images = folder(".github/images");
    let dir = TempDir::new().unwrap();
    let root = dir.path().join("out");
    build_repo(&root, &[]);
    let server = Server::of(&root);
    let mut tab = browser.tab().unwrap();
    for (name, path, (width, height), dark) in [
        ("offering", "cambridge/year-5-8-continuity/", (1280, 900), false),
        ("hub", "cambridge/", (1280, 900), false),
        ("phone", "cambridge/year-5-8-continuity/", (390, 900), true),
    ] {
        tab.window(width, height).unwrap();
        tab.look(&Look { dark, ..Look::default() }).unwrap();
        tab.open(&server.address(path)).unwrap();
        let file = images.join(format!("{name}.webp"));
        tab.screenshot_window(&file).unwrap();
        assert!(fs::metadata(&file).unwrap().len() < 150_000, "{name} is small");
    }
}
