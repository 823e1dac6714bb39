//! Pages for everybody: with the keyboard alone, without scripts, with large text, in a narrow window, in colours of
//! one's own.

use super::browser::{Page, build_repo, coloured, served_kinds};
use super::chromium::browser;
use super::server::Server;
use foldout::chromium::{Look, Tab};
use serde_json::Value;
use std::path::PathBuf;
use tempfile::TempDir;

/// What can be reached by the keyboard, each by its place in the page; what is inside a closed part can't.
const REACHABLE: &str = "[...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]\
    .filter(it => it.tabIndex >= 0 && it.checkVisibility({ visibilityProperty: true }))";

/// Where the focus is, and whether it can be seen: a line around it, in the window, and nothing over it.
const FOCUS: &str = r#"(() => {
  const it = document.activeElement;
  const [box] = it.getClientRects();
  const style = getComputedStyle(it);
  const over = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    place: REACHABLE.indexOf(it),
    what: it.outerHTML.slice(0, 120),
    line: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    inside: !!box && box.top >= 0 && box.bottom <= innerHeight + 1 && box.left >= 0 && box.right <= innerWidth + 1,
    free: !!over && (it.contains(over) || over.contains(it)),
  };
})()"#;

/// Every kind of page, in every state, with what keeps its folder.
fn sites() -> (Vec<(PathBuf, Vec<Page>)>, impl Sized) {
    let dir = TempDir::new().unwrap();
    let root = dir.path().join("out");
    build_repo(&root, &[]);
    let site = coloured();
    site.run(&["build", "--drafts", "--as-of", "2022-10-05", "--out", "out"]);
    let states = [0, 1, 2, 5, 6, 7, 9, 19].map(|number| (format!("hub-{number}/group/index.html"), "a state"));
    let out = site.path("out");
    let mut sites = served_kinds(&root);
    sites.push((out, states.into()));
    (sites, (dir, site))
}

fn tabbed_through(tab: &mut Tab, path: &str) {
    let count = tab.evaluate(&format!("{REACHABLE}.length")).unwrap().as_u64().unwrap();
    let focus = FOCUS.replace("REACHABLE", REACHABLE);
    for place in 0..count {
        tab.press("Tab").unwrap();
        let seen = tab.evaluate(&focus).unwrap();
        assert_eq!(seen["place"], place, "{path}: Tab goes from one to the next: {seen}");
        for whether in ["line", "inside", "free"] {
            assert_eq!(seen[whether], true, "{path}: the focus can be seen ({whether}): {seen}");
        }
    }
    assert!(count > 3, "{path} has {count} links");
}

#[test]
fn the_keyboard_alone_reaches_everything() {
    let Some(browser) = browser() else { return };
    let mut tab = browser.tab().unwrap();
    let (sites, _kept) = sites();
    for (root, pages) in sites {
        let server = Server::of(&root);
        for (path, _) in pages {
            let opened = tab.open(&server.address(&path));
            assert!(opened.is_ok(), "{path}: {opened:?}");
            tabbed_through(&mut tab, &path);

            // The first one leads past the menu.
            tab.open(&server.address(&path)).unwrap();
            tab.press("Tab").unwrap();
            tab.press("Enter").unwrap();
            tab.press("Tab").unwrap();
            let after = tab.evaluate("!document.activeElement.closest('.skip, .top, .banner, .crumbs')").unwrap();
            assert_eq!(after, true, "{path}: the skip link leads past the menu");
        }
    }
}

#[test]
fn the_keyboard_alone_finds_a_programme() {
    let Some(browser) = browser() else { return };
    let (sites, _kept) = sites();
    let root = sites.iter().find(|(root, _)| root.join("cambridge/search").is_dir()).unwrap().0.clone();
    let server = Server::of(&root);
    let mut tab = browser.open(&server.address("search/")).unwrap();
    let shown = "[...document.querySelectorAll('.programmes > li')].filter(it => it.checkVisibility()).length";
    let all = tab.evaluate(shown).unwrap().as_u64().unwrap();
    let go = |tab: &mut Tab, selector: &str| {
        for _ in 0..60 {
            tab.press("Tab").unwrap();
            if tab.evaluate(&format!("document.activeElement.matches('{selector}')")).unwrap() == true {
                return;
            }
        }
        panic!("the keyboard does not reach {selector}");
    };
    go(&mut tab, "#p_words");
    tab.type_words("continuity").unwrap();
    tab.until(&format!("{shown} > 0 && {shown} < {all}")).unwrap();
    go(&mut tab, "#p_region");
    tab.press("ArrowDown").unwrap();
    tab.until("document.activeElement.value != '' && location.search.includes('region=')").unwrap();
    go(&mut tab, ".programmes a");
    tab.press("Enter").unwrap();
    tab.until("location.pathname.includes('continuity') && document.readyState == 'complete'").unwrap();
}

#[test]
fn pages_are_complete_without_scripts() {
    let Some(browser) = browser() else { return };
    let (mut with, mut without) = (browser.tab().unwrap(), browser.tab().unwrap());
    without.scripts(false).unwrap();
    let (sites, _kept) = sites();
    for (root, pages) in sites {
        let server = Server::of(&root);
        for (path, _) in pages {
            let mut words = [&mut with, &mut without].map(|tab| {
                tab.open(&server.address(&path)).unwrap();
                // What works only with a script isn't there without it.
                tab.evaluate("document.querySelector('.finder')?.remove(), document.body.innerText").unwrap()
            });
            let [with, without] = words.each_mut().map(Value::take);
            assert_eq!(with, without, "{path}");
        }
    }
}

#[test]
fn nothing_is_wider_than_the_window_with_large_text_or_on_a_phone() {
    let Some(browser) = browser() else { return };
    let mut tab = browser.tab().unwrap();
    let (sites, _kept) = sites();
    for (root, pages) in sites {
        let server = Server::of(&root);
        for (path, _) in pages {
            for (width, text) in [(320, "100%"), (640, "200%"), (1280, "200%")] {
                tab.window(width, 900).unwrap();
                tab.open(&server.address(&path)).unwrap();
                tab.evaluate(&format!("document.documentElement.style.fontSize = '{text}'")).unwrap();
                let wide = tab.evaluate("document.documentElement.scrollWidth").unwrap();
                assert!(wide.as_u64() <= Some(width.into()), "{path} is {wide} wide at {width} with {text} text");
                let clipped = tab.evaluate(CLIPPED).unwrap();
                assert_eq!(clipped, Value::Array(Vec::new()), "{path} at {width} with {text} text");
            }
        }
    }
}

/// Words that stick out of the box that hides what sticks out.
const CLIPPED: &str = "[...document.querySelectorAll('main *')].filter(it => \
    getComputedStyle(it).overflowX === 'hidden' && it.scrollWidth > it.clientWidth + 1).map(it => it.outerHTML.slice(0, 80))";

#[test]
fn in_colours_of_one_s_own_everything_keeps_its_edge() {
    let Some(browser) = browser() else { return };
    let mut tab = browser.tab().unwrap();
    tab.look(&Look { forced_colours: true, ..Look::default() }).unwrap();
    let (mut sites, _kept) = sites();
    let (root, _) = sites.pop().unwrap();
    let server = Server::of(&root);
    tab.open(&server.address("hub-1/group/")).unwrap();
    for part in [".button", ".badge", ".glance"] {
        let edge = tab.evaluate(&format!("getComputedStyle(document.querySelector('{part}')).borderTopStyle")).unwrap();
        assert_eq!(edge, "solid", "{part}");
    }
}
