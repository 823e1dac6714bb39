//! The browser as a tool: started, asked, steered, ended without a trace. `tests/run` installs one; without it these
//! tests say so and pass.

use super::server::Server;
use foldout::chromium::{self, Answer, Browser, Look};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A browser; `None`, with a sentence, where this computer has none.
pub fn browser() -> Option<Browser> {
    if let Err(error) = chromium::find() {
        eprintln!("Skipped: {error} tests/run installs one.");
        return None;
    }
    Some(Browser::start().unwrap())
}

const PAGE: &str = r#"<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>A page</title>
<style>body { color: black } @media (prefers-color-scheme: dark) { body { color: rgb(1, 2, 3) } }
@media (forced-colors: active) { body { padding-left: 17px } } @media print { body { padding-left: 33px } }</style></head>
<body><h1>Words</h1><p><a id="one" href="other.html">One</a> <input id="two" aria-label="Two"> <button id="three">Three</button></p>
<div style="height: 3000px">Long</div>
<script>console.log('hello', 3); document.getElementById('three').onclick = () => { document.title = 'pressed' };
addEventListener('load', () => { nothing.there }); </script></body></html>"#;

fn served(page: &str) -> (TempDir, Server) {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("index.html"), page).unwrap();
    fs::write(dir.path().join("other.html"), "<!DOCTYPE html><title>Other</title>").unwrap();
    let server = Server::of(dir.path());
    (dir, server)
}

#[test]
fn a_page_is_asked_and_steered() {
    let Some(browser) = browser() else { return };
    let (dir, server) = served(PAGE);
    let mut tab = browser.open(&server.address("")).unwrap();
    assert_eq!(tab.evaluate("document.title").unwrap(), "A page");
    assert_eq!(tab.evaluate("new Promise(done => setTimeout(() => done([1, 'b']), 20))").unwrap()[1], "b");
    assert!(tab.evaluate("nothing()").unwrap_err().to_string().contains("nothing is not defined"));

    let said: Vec<_> = tab.messages().unwrap().iter().map(|it| (it.source.clone(), it.text.clone())).collect();
    assert!(said.contains(&("console".into(), "hello 3".into())), "{said:?}");
    assert!(said.iter().any(|(source, text)| source == "exception" && text.contains("nothing")), "{said:?}");
    let asked = tab.requests().unwrap();
    assert_eq!((asked[0].address.as_str(), asked[0].status), (server.address("").as_str(), Some(200)));

    let focused = "document.activeElement.id";
    for (key, place) in [("Tab", "one"), ("Tab", "two"), ("Tab", "three"), ("Shift+Tab", "two")] {
        tab.press(key).unwrap();
        assert_eq!(tab.evaluate(focused).unwrap(), place);
    }
    tab.type_words("Añ 1").unwrap();
    assert_eq!(tab.evaluate("document.activeElement.value").unwrap(), "Añ 1");
    tab.click("#three").unwrap();
    assert_eq!(tab.evaluate("document.title").unwrap(), "pressed");
    assert!(tab.press("Nonsense").is_err() && tab.click("#none").is_err());
    tab.evaluate("document.getElementById('one').focus()").unwrap();
    tab.press("Enter").unwrap();
    tab.until("document.title == 'Other'").unwrap();

    tab.open(&server.address("")).unwrap();
    tab.window(320, 600).unwrap();
    let picture = dir.path().join("whole.png");
    tab.screenshot(&picture).unwrap();
    let size = imagesize::size(&picture).unwrap();
    assert!(size.width == 320 && size.height > 3000, "{size:?}");
    tab.screenshot_window(&picture).unwrap();
    assert_eq!(imagesize::size(&picture).unwrap().height, 600);
}

#[test]
fn a_page_is_looked_at_in_many_ways() {
    let Some(browser) = browser() else { return };
    let (_dir, server) = served(PAGE);
    let mut tab = browser.open(&server.address("")).unwrap();
    let style = "getComputedStyle(document.body)";
    let dark = Look { dark: true, ..Look::default() };
    for (look, property, value) in [
        (Look::default(), "color", "rgb(0, 0, 0)"),
        (dark, "color", "rgb(1, 2, 3)"),
        (Look { forced_colours: true, ..Look::default() }, "paddingLeft", "17px"),
        (Look { paper: true, ..Look::default() }, "paddingLeft", "33px"),
    ] {
        tab.look(&look).unwrap();
        assert_eq!(tab.evaluate(&format!("{style}.{property}")).unwrap(), value, "{look:?}");
    }
    tab.scripts(false).unwrap();
    tab.open(&server.address("")).unwrap();
    assert!(tab.messages().unwrap().is_empty());
    assert_eq!(tab.evaluate("document.title").unwrap(), "A page");
}

#[test]
fn a_page_is_printed_without_leaving_the_computer() {
    let Some(browser) = browser() else { return };
    let mut tab = browser.tab().unwrap();
    let page = "<!DOCTYPE html><html lang=\"en-GB\"><title>Paper</title><link rel=\"stylesheet\" href=\"a.css\">\
                <img src=\"https://elsewhere.example/a.png\" alt=\"\"><h1>Words</h1>";
    let answer = |kind: &str, body: &str| Answer { kind: kind.into(), body: body.as_bytes().to_vec() };
    tab.answer_with(move |address| match address {
        "https://maths.example/page/" => Some(answer("text/html; charset=utf-8", page)),
        "https://maths.example/page/a.css" => Some(answer("text/css", "h1 { color: rgb(1, 2, 3) }")),
        _ => None,
    })
    .unwrap();
    tab.open("https://maths.example/page/").unwrap();
    assert_eq!(tab.evaluate("getComputedStyle(document.querySelector('h1')).color").unwrap(), "rgb(1, 2, 3)");
    let pdf = String::from_utf8_lossy(&tab.pdf().unwrap()).into_owned();
    assert!(pdf.starts_with("%PDF-") && pdf.contains("/StructTreeRoot") && pdf.contains("/Title (Paper)"));
    let asked = tab.requests().unwrap();
    assert!(asked.iter().any(|it| it.address.contains("elsewhere") && it.failed.is_some()), "{asked:?}");
    assert!(tab.open("https://maths.example/none/").is_err());
}

#[test]
#[cfg(unix)]
fn a_browser_ends_without_a_trace_also_when_something_fails() {
    use std::os::unix::fs::PermissionsExt;
    let Ok(program) = chromium::find() else { return };
    let dir = TempDir::new().unwrap();
    let (wrapper, noted) = (dir.path().join("browser"), dir.path().join("noted"));
    let script =
        format!("#!/bin/sh\nprintf '%s\\n' $$ \"$@\" > {}\nexec {} \"$@\"\n", noted.display(), program.display());
    fs::write(&wrapper, script).unwrap();
    fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755)).unwrap();
    for fails in [false, true] {
        let browser = Browser::start_program(&wrapper).unwrap();
        let noted = fs::read_to_string(&noted).unwrap();
        let process = noted.lines().next().unwrap();
        let profile = noted.lines().find_map(|line| line.strip_prefix("--user-data-dir=")).unwrap();
        assert!(Path::new(profile).is_dir());
        if fails {
            assert!(browser.open("http://127.0.0.1:1/").is_err());
        }
        drop(browser);
        assert!(!Path::new(profile).exists(), "the profile is cleared away");
        assert!(!Path::new("/proc").join(process).exists(), "the process has ended");
    }
    let error = Browser::start_program(Path::new("/bin/false")).unwrap_err().to_string();
    assert!(error.contains("/bin/false does not start: it ended at once"), "{error}");
    assert!(Browser::start_program(&dir.path().join("none")).is_err());
}
